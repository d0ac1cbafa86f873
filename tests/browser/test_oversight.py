"""The pages of those who look over the others: the trail, the months, one month."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import accessible


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_trail_and_reviews_are_accessible(desk, language, scheme):
    page = desk("privacy-officer", language=language, color_scheme=scheme)
    page.goto("/privacy/reviews/")
    page.locator("tbody th a").first.click()
    for address in ("/privacy/reviews/", page.url, "/trail/", "/trail/?person=nobody"):
        page.goto(address)
        accessible(page)


def test_from_a_person_of_the_month_to_their_events(desk):
    desk("reviewer").goto("/records/1/")
    page = desk("privacy-officer")
    page.goto("/privacy/reviews/")
    page.locator("tbody th a").first.click()

    page.get_by_role("link", name="reviewer", exact=True).click()

    expect(page.locator("#f-person")).to_have_value("reviewer")
    expect(page.locator("tbody tr", has_text="K-000001").first).to_contain_text("127.0.0.1")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_policies_of_the_office_are_accessible(desk, language, scheme):
    page = desk("administrator", language=language, color_scheme=scheme)
    page.goto("/admin/office/")
    page.locator("#sample_percent_value").fill("101")
    for _state in ("as it comes", "with an error"):
        accessible(page)
        page.locator("#sample_percent form").evaluate("form => { form.noValidate = true; }")
        page.locator("#sample_percent button").click()
