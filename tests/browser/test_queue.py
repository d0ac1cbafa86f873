"""The queue in a browser: it stays live without moving a row, and N takes the next record."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

REFRESH_MS = 10_000
WAITING = "K-000001"
ESCALATED = "K-000003"
ELSEWHERE = """
from django.contrib.auth.models import Group, User
from review.models import LicenseRecord
from review.services import assignment
other = User.objects.create(username="other")
other.groups.add(Group.objects.get(name="reviewer"))
assignment.take_over(LicenseRecord.objects.get(pk=1), by=other, reason="mine now")
approver = User.objects.get(username="approver")
assignment.give_back(LicenseRecord.objects.get(pk=3), by=approver, comment="look again")
"""


def rows(page):
    return page.locator("tbody tr th").all_inner_texts()


def refresh(page):
    """Let the time pass after which the page looks for news."""
    with page.expect_response(lambda answer: "/queue/?" in answer.url):
        page.clock.fast_forward(REFRESH_MS)


def test_news_wait_behind_a_button_and_a_claim_shows_in_its_row(desk, site):
    page = desk("reviewer")
    page.clock.install()
    page.goto("/queue/")
    before = rows(page)
    assert WAITING in before
    assert ESCALATED not in before

    site.run(ELSEWHERE)
    refresh(page)

    expect(page.get_by_role("link", name="Show 1 new record")).to_be_visible()
    expect(page.locator("[data-said]")).to_have_text("Show 1 new record")
    assert rows(page) == before
    expect(page.locator("tbody tr", has_text=WAITING)).to_contain_text("other · 20 min")
    page.get_by_role("link", name="Show 1 new record").click()
    expect(page.locator("tbody")).to_contain_text(ESCALATED)


def test_a_lost_connection_shows(desk):
    page = desk("reviewer")
    page.clock.install()
    page.goto("/queue/")
    page.route("**/queue/?*", lambda route: route.abort("connectionreset"))

    page.clock.fast_forward(REFRESH_MS)

    expect(page.locator("[data-refreshed]")).to_have_text("Connection lost. The list may be old.")
    page.complaints.clear()


def test_n_claims_the_next_record_but_not_while_a_filter_is_chosen(desk):
    page = desk("reviewer")
    page.goto("/queue/")

    page.focus("#f-severity")
    page.keyboard.press("KeyN")
    page.wait_for_timeout(200)
    expect(page.get_by_role("heading", name="Queue")).to_be_visible()
    page.locator("h1").click()
    page.keyboard.press("KeyN")

    page.wait_for_url("**/records/*/")


def test_a_filter_applies_when_it_is_chosen(desk):
    page = desk("reviewer")
    page.goto("/queue/")

    page.select_option("#f-severity", "error")

    page.wait_for_url("**severity=error**")
    expect(page.locator("#f-severity")).to_have_value("error")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_lists_and_empty_lists_are_accessible(desk, language, scheme):
    page = desk("reviewer", language=language, color_scheme=scheme)
    for address in ("/queue/", "/queue/?state=REJECTED", "/queue/?rule=renewal.order"):
        page.goto(address)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
