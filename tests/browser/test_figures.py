"""The pages of figures, in both languages and schemes."""

import pytest

from tests.browser.accessibility import accessible


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("person", "address"),
    [("reviewer", "/me/"), ("lead", "/office/"), ("lead", "/office/tests/")],
)
def test_the_pages_of_figures_are_accessible(desk, person, address, scheme):
    for language in ("ko", "en"):
        page = desk(person, language=language, color_scheme=scheme)
        page.goto(address)
        for details in page.locator("details").all():
            details.evaluate("each => { each.open = true; }")
        accessible(page)


def test_two_charts_stand_beside_each_other(desk):
    page = desk("lead")
    page.goto("/office/")

    places = [each.bounding_box() for each in page.locator(".charts > section").all()]

    assert len(places) == 4
    assert places[0]["y"] == places[1]["y"] < places[2]["y"] == places[3]["y"]
