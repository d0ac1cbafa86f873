"""The pages of figures, in both languages and schemes."""

import pytest
from axe_playwright_python.sync_playwright import Axe


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
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()


def test_two_charts_stand_beside_each_other(desk):
    page = desk("lead")
    page.goto("/office/")

    places = [each.bounding_box() for each in page.locator(".charts > section").all()]

    assert len(places) == 4
    assert places[0]["y"] == places[1]["y"] < places[2]["y"] == places[3]["y"]
