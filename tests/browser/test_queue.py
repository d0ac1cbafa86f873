"""The queue in a browser: it stays live without moving a row, and N takes the next record."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import accessible

REFRESH_MS, BEAT_MS = 10_000, 61_000
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

FREE = """
from django.contrib.auth.models import User
from review.models import LicenseRecord
from review.services import assignment
record = LicenseRecord.objects.get(pk=3)
if record.state == "ESCALATED":
    approver = User.objects.get(username="approver")
    assignment.give_back(record, by=approver, comment="look again")
LicenseRecord.objects.filter(pk=3).update(claimed_by=None, claim_until=None)
"""
# They hold nothing but their key: the site's worker takes no job of theirs.
TWO_MORE = """
from review.bench import claims
from review.models import LicenseRecord
claims.main(["--fill", "2"])
for record in reversed(LicenseRecord.objects.order_by("-pk")[:2]):
    print(record.number)
"""
HOLDER = """
from review.models import LicenseRecord
print(LicenseRecord.objects.get(pk=3).claimed_by)
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


def test_rows_are_chosen_and_escalated_by_keyboard(desk, site):
    first, second = site.run(TWO_MORE).split()
    page = desk("lead")
    page.goto("/queue/?sort=age")
    box = page.get_by_role("checkbox", name=f"Choose {first}")
    expect(page.locator("#bulk")).to_be_hidden()

    box.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Shift+ArrowDown")
    expect(page.get_by_role("checkbox", name=f"Choose {second}")).to_be_checked()
    expect(page.locator("#bulk")).to_contain_text("2 chosen")
    page.locator("#bulk summary", has_text="Escalate").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("one forger")
    page.keyboard.press("Enter")

    expect(page.locator("#outcomes")).to_contain_text("Escalate: 2 records done")
    expect(page.locator("#outcomes")).to_be_focused()
    accessible(page)


def test_shift_and_a_click_choose_everything_between(desk, site):
    site.run(TWO_MORE)
    page = desk("lead")
    page.goto("/queue/?state=TO_REVIEW")
    boxes = page.locator("tbody [name=record]")
    count = boxes.count()

    boxes.first.click()
    boxes.last.click(modifiers=["Shift"])

    expect(page.locator("tbody [name=record]:checked")).to_have_count(count)
    expect(page.locator("[data-all]")).to_be_checked()
    page.get_by_role("button", name="Choose none").click()
    expect(page.locator("#bulk")).to_be_hidden()


def test_rows_are_chosen_without_a_script(desk, site):
    site.run(TWO_MORE)
    page = desk("lead", java_script_enabled=False)
    page.goto("/queue/")

    page.locator("tbody [name=record]").last.check()
    page.locator("#bulk summary", has_text="Escalate").click()
    page.fill("#bulk-reason", "odd")
    page.get_by_role("button", name="Escalate", exact=True).click()

    expect(page.locator("#outcomes")).to_contain_text("Escalate: 1 record done")


def test_a_search_is_in_no_address(desk):
    page = desk("reviewer")
    page.goto("/queue/")

    page.fill("#find", "이견본")
    page.press("#find", "Enter")

    page.wait_for_url("**/queue/?state=found")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody")).to_contain_text("이견본")
    accessible(page)


def test_a_view_is_kept_and_opened(desk):
    page = desk("approver")
    page.goto("/queue/?state=TO_REVIEW&severity=error&sort=due")

    page.locator("summary", has_text="Saved views").click()
    page.fill("#view-name", "late errors")
    page.keyboard.press("Enter")
    expect(page.locator("#messages")).to_contain_text("late errors")
    page.goto("/queue/")
    page.locator("summary", has_text="Saved views").click()
    accessible(page)
    page.get_by_role("link", name="late errors", exact=True).click()

    expect(page.locator("#f-severity")).to_have_value("error")
    expect(page.locator("#f-sort")).to_have_value("due")


def test_a_claim_is_renewed_by_work_and_released_on_leaving(desk, site):
    site.run(FREE)
    page = desk("reviewer")
    page.clock.install()
    page.goto("/queue/")
    page.get_by_role("button", name=f"Claim {ESCALATED}").click()
    page.wait_for_url("**/records/3/")

    with page.expect_response("**/renew/"):
        page.keyboard.press("Shift")
        page.clock.fast_forward(BEAT_MS)
    assert site.run(HOLDER).strip() == "reviewer"
    page.reload()
    expect(page.locator("#claim")).to_contain_text("Mine")
    page.wait_for_timeout(500)
    assert site.run(HOLDER).strip() == "reviewer"
    page.get_by_role("link", name="Back to the queue").click()

    page.wait_for_url("**/queue/")
    assert any(site.run(HOLDER).strip() == "None" for _ in range(20))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_lists_and_empty_lists_are_accessible(desk, language, scheme):
    page = desk("reviewer", language=language, color_scheme=scheme)
    for address in (
        "/queue/",
        "/queue/?sort=due",
        "/queue/?state=REJECTED",
        "/queue/?rule=renewal.order",
        "/queue/?state=found",
    ):
        page.goto(address)
        accessible(page)
