"""The next record at once, in a browser: shown from memory, decided in the background."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_desk import CLAIMED, DOUBTFUL, FREE, SEED, SUBMITTED

COLD_BYTES, COLD_REQUESTS = 45 * 1024, 8
FRAGMENT_BYTES = 6 * 1024
EVENTS = """
from review.models import AuditEvent
for event in AuditEvent.objects.filter(record_id={pk}).order_by("seq"):
    print(event.verb, event.details.get("what", ""), sep=":")
"""
# Whatever else waits is put aside, so that the next record is the one the test made.
ALONE = """
from django.contrib.auth.models import User
from django.utils import timezone
from datetime import timedelta
from review.models import LicenseRecord
until = timezone.now() + timedelta(minutes=15)
everybody = User.objects.in_bulk(field_name="username")
LicenseRecord.objects.update(claimed_by=everybody["approver"], claim_until=until)
LicenseRecord.objects.filter(pk__in=[{pks}]).update(claimed_by=None, claim_until=None)
LicenseRecord.objects.filter(pk={first}).update(
    claimed_by=everybody["reviewer"], claim_until=until)
"""

UNCLAIMED = """
from review.models import LicenseRecord
LicenseRecord.objects.filter(pk={pk}).update(claimed_by=None, claim_until=None)
"""
NOTHING_AHEAD = """
from review.models import LicenseRecord
LicenseRecord.objects.update(prefetched_by=None, prefetched_until=None)
"""


def make(site, fields="", step=FREE):
    return int(site.run(SEED.format(fields=fields, step=step)).split()[-1])


@pytest.fixture
def two(site, desk):
    """Give the reviewer's page at a clean record, and the number of the doubtful one after it."""
    first, second = make(site, "", CLAIMED), make(site, DOUBTFUL)
    site.run(ALONE.format(first=first, pks=f"{first}, {second}"))
    page = desk("reviewer")
    page.goto(f"/records/{first}/")
    page.wait_for_selector("#desk[data-next-ready]")
    page.wait_for_timeout(500)
    return page, first, second


def events(site, pk):
    return site.run(EVENTS.format(pk=pk)).splitlines()


def opening(page, pk):
    """Wait for the answer to the opening of a record that is shown from memory."""
    return page.expect_response(f"**/records/{pk}/ahead/open/")


def test_the_next_record_comes_from_memory_and_is_claimed_then(two, site):
    page, first, second = two
    asked = []
    page.on("request", lambda sent: asked.append((sent.method, sent.url)))
    assert events(site, second)[-2:] == ["prefetch:", "prefetch:picture"]

    with opening(page, second):
        page.keyboard.press("Control+Enter")

    expect(page.locator("h1")).to_have_text(f"K-{second:06d}")
    expect(page).to_have_url(re.compile(f"/records/{second}/$"))
    expect(page.locator("#f-Type")).to_be_focused()
    expect(page.locator("#saved")).to_have_text(f"K-{first:06d} submitted.")
    expect(page.locator("#claim")).to_contain_text(re.compile("Mine|until"))
    assert page.locator("#pic").get_attribute("href").startswith("blob:")
    assert not [url for method, url in asked if url.endswith(f"/records/{second}/")]
    seen = events(site, second)
    assert {"claim:", "view:prefetched", "view:picture"} <= set(seen)


def test_what_is_typed_at_once_is_saved_on_the_next_record(two):
    page, _first, _second = two

    page.keyboard.press("Control+Enter")
    page.keyboard.press("Alt+KeyZ")

    expect(page.locator("#f-Type")).to_have_value("2종보통")
    expect(page.locator("#f-Address")).to_be_focused()


def test_a_decision_that_fails_comes_back_and_can_be_sent_again(two):
    page, first, second = two
    page.route("**/submit/", lambda route: route.abort("connectionreset"))

    page.keyboard.press("Control+Enter")

    told = page.locator("#unfinished .banner")
    expect(told).to_contain_text(f"K-{first:06d}")
    expect(told).to_contain_text("connection broke")
    expect(told.get_by_role("link")).to_have_attribute("href", f"/records/{first}/")
    expect(page.locator("h1")).to_have_text(f"K-{second:06d}")
    page.keyboard.press("Alt+KeyZ")
    expect(page.locator("#f-Type")).to_have_value("2종보통")

    page.unroute("**/submit/")
    told.get_by_role("button", name="Send again").click()
    expect(page.locator("#saved")).to_have_text(f"K-{first:06d} submitted.")
    expect(told).to_have_count(0)
    page.complaints.clear()


def test_a_decision_that_is_refused_is_told_with_its_reason(two, site):
    page, first, _second = two
    site.run(UNCLAIMED.format(pk=first))

    page.keyboard.press("Control+Enter")

    expect(page.locator("#unfinished .banner")).to_contain_text("Claim the record first.")


def test_submitting_twice_at_once_decides_one_record_only(two, site):
    page, _first, second = two

    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")

    expect(page.locator("h1")).to_have_text(f"K-{second:06d}")
    page.wait_for_timeout(700)
    expect(page.locator("h1")).to_have_text(f"K-{second:06d}")
    assert "submit:" not in events(site, second)


def test_a_record_whose_decision_is_under_way_does_not_come_again(site, desk):
    first, second, third = make(site, "", CLAIMED), make(site), make(site)
    site.run(ALONE.format(first=first, pks=f"{first}, {second}, {third}"))
    page = desk("reviewer")
    page.goto(f"/records/{first}/")
    page.wait_for_selector("#desk[data-next-ready]")
    page.wait_for_timeout(500)
    under_way = []

    def hold(route):
        under_way.append(route)

    page.route("**/submit/", hold, times=1)

    with opening(page, second):
        page.keyboard.press("Control+Enter")
    page.wait_for_timeout(500)
    under_way.pop().continue_()
    expect(page.locator("#saved")).to_have_text(f"K-{first:06d} submitted.")
    page.wait_for_selector("#desk[data-next-ready]")
    page.keyboard.press("Control+Enter")

    expect(page.locator("h1")).to_have_text(f"K-{third:06d}")


def test_a_record_taken_over_meanwhile_is_shown_as_it_is(two, site):
    page, _first, second = two
    site.run(f"""
from review.models import LicenseRecord
from review.services import assignment
from review.workflow import Role
from tests import builders
other = builders.person(Role.REVIEWER, name="early-bird-{second}")
assignment.take_over(LicenseRecord.objects.get(pk={second}), by=other, reason="urgent")
""")

    page.keyboard.press("Control+Enter")

    expect(page.locator("#claim")).to_contain_text(f"early-bird-{second}")


def test_a_cold_page_is_small_and_asks_seldom(desk, site):
    first, second = make(site, DOUBTFUL, CLAIMED), make(site, DOUBTFUL)
    site.run(ALONE.format(first=first, pks=f"{first}, {second}"))
    page = desk("reviewer")
    page.goto("/queue/")  # says what is left to be said of what was done before
    page.context.clear_cookies(name="theme")
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send("Network.setCacheDisabled", {"cacheDisabled": True})
    urls, heads, sizes = {}, {}, {}
    network.on(
        "Network.responseReceived",
        lambda event: (
            urls.update({event["requestId"]: event["response"]["url"]}),
            heads.update({event["requestId"]: event["response"]["encodedDataLength"]}),
        ),
    )
    network.on(
        "Network.loadingFinished",
        lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}),
    )
    page.goto(f"/records/{first}/")
    page.wait_for_selector("#desk[data-next-ready]")
    site.run(NOTHING_AHEAD)

    apart = ("/picture/", "/portrait/", "/ahead/", "blob:")
    cold = {key: url for key, url in urls.items() if not any(part in url for part in apart)}
    scripts = [url for url in cold.values() if url.endswith(".js")]
    ahead = next(key for key, url in urls.items() if url.endswith("/ahead/"))
    assert all(url.startswith(site.url) for url in cold.values())
    assert len(cold) <= COLD_REQUESTS
    assert len(scripts) == 1
    weights = {url: sizes[key] for key, url in cold.items()}
    assert sum(weights.values()) <= COLD_BYTES, weights
    assert sizes[ahead] - heads[ahead] <= FRAGMENT_BYTES


ANOTHER_APPROVER = """
from django.contrib.auth.models import Group, User
from review.models import LicenseRecord
from review.services import approval
other = User.objects.create(username="quick")
other.groups.add(Group.objects.get(name="approver"))
approval.{verb}(LicenseRecord.objects.get(pk={pk}), by=other, {more})
"""


@pytest.fixture
def two_to_approve(site, desk):
    """Give the approver's page at a submitted record, and the number of the one after it."""
    first, second = make(site, "", SUBMITTED), make(site, "", SUBMITTED)
    page = desk("approver")
    page.goto(f"/records/{first}/")
    page.wait_for_selector("#desk[data-next-ready]")
    page.wait_for_timeout(500)
    return page, first, second


def test_the_next_to_approve_comes_from_memory_and_is_viewed_then(two_to_approve, site):
    page, first, second = two_to_approve
    asked = []
    page.on("request", lambda sent: asked.append((sent.method, sent.url)))
    assert events(site, second)[-2:] == ["prefetch to approve:", "prefetch to approve:picture"]

    with opening(page, second):
        page.keyboard.press("Control+Enter")

    expect(page.locator("h1")).to_have_text(f"K-{second:06d}")
    expect(page).to_have_url(re.compile(f"/records/{second}/$"))
    expect(page).to_have_title(re.compile(f"^K-{second:06d}, Approval"))
    expect(page.locator("#fields")).to_be_focused()
    expect(page.locator("#saved")).to_have_text(f"K-{first:06d}: Approved.")
    assert page.locator("#pic").get_attribute("href").startswith("blob:")
    assert not [url for method, url in asked if url.endswith(f"/records/{second}/")]
    assert events(site, second)[-2:] == ["view:prefetched", "view:picture"]

    page.wait_for_timeout(500)
    page.keyboard.press("Control+Enter")
    expect(page.locator("#messages, #saved").filter(has_text=f"K-{second:06d}")).to_have_count(1)


def test_sending_back_goes_on_to_the_next_from_memory_as_well(two_to_approve):
    page, first, second = two_to_approve
    page.keyboard.press("KeyA")
    page.fill("#ask-send-back", "look at the name again")

    page.keyboard.press("Control+Enter")

    expect(page.locator("h1")).to_have_text(f"K-{second:06d}")
    expect(page.locator("#saved")).to_have_text(f"K-{first:06d} sent back.")


def test_an_approval_that_is_refused_is_told_with_its_reason(two_to_approve, site):
    page, first, second = two_to_approve
    site.run(ANOTHER_APPROVER.format(verb="send_back", pk=first, more='comment="look again"'))

    page.keyboard.press("Control+Enter")

    expect(page.locator("h1")).to_have_text(f"K-{second:06d}")
    told = page.locator("#unfinished .banner")
    expect(told).to_contain_text("Not possible in the state")
    expect(told.get_by_role("link")).to_have_attribute("href", f"/records/{first}/")


def test_a_record_decided_meanwhile_is_shown_as_it_is(two_to_approve, site):
    page, _first, second = two_to_approve
    site.run(ANOTHER_APPROVER.format(verb="approve", pk=second, more="sure=True"))

    page.keyboard.press("Control+Enter")

    expect(page.locator("#fields")).to_contain_text("Submitted by")
    expect(page.locator(".head")).to_contain_text("Approved")
