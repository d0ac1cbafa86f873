"""What is typed survives a closed browser, a cut network and an ended session; undo by key."""

import re
import time

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD
from tests.browser.test_desk import record  # noqa: F401 - a fixture

END_SESSIONS = """
from django.contrib.sessions.models import Session
Session.objects.all().delete()
"""

HELD = """
from review.models import LicenseRecord
print(LicenseRecord.objects.get(pk={pk}).claimed_by)
"""
DRAFTS = """
from review.models import LicenseRecord
print(LicenseRecord.objects.get(pk={pk}).drafts.count())
"""


def wait_until(told, asked, address, site):
    """Wait for what a page says as it closes, until ``asked`` prints ``told``."""
    code = asked.format(pk=address.split("/")[2])
    deadline = time.monotonic() + 30
    while site.run(code).strip() != told:
        assert time.monotonic() < deadline
        time.sleep(0.1)


def cut(network, off):
    speeds = {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    network.send("Network.emulateNetworkConditions", {"offline": off, **speeds})


def kept(page, count):
    words = "1 unsent value is kept" if count == 1 else f"{count} unsent values are kept"
    expect(page.locator("#unsent")).to_contain_text(words)


def sealed(page):
    """Return what the device keeps of the typed values."""
    stores = "[...Object.entries(sessionStorage), ...Object.entries(localStorage)]"
    return page.evaluate(f"{stores}.filter(([key]) => !key.startsWith('htmx')).join()")


@pytest.fixture
def address(record):  # noqa: F811 - the fixture
    return record()


def test_a_draft_survives_a_closed_browser(desk, address, site):
    page = desk("reviewer")
    page.goto(address)
    page.focus("#f-Name")
    page.keyboard.press("End")
    with page.expect_response("**/fields/Name/draft/") as answer:
        page.keyboard.insert_text("둘")
    assert answer.value.status == 204
    expect(page.locator("#field-Name .trust")).to_contain_text("kept, not saved yet")
    page.close()
    wait_until("None", HELD, address, site)  # opened again before that, the claim would go on

    again = desk("reviewer")
    again.goto(address)
    again.locator("[data-key=claim]").click()
    expect(again.locator("#f-Name")).to_have_value("김견본둘")
    expect(again.locator("#field-Name .trust")).to_contain_text("Draft")
    again.focus("#f-Name")
    again.keyboard.press("Enter")
    expect(again.locator("#field-Name .trust")).to_contain_text("Corrected")


def test_a_draft_being_typed_is_sent_when_the_tab_closes(desk, address, site):
    page = desk("reviewer")
    page.goto(address)
    page.focus("#f-Name")
    page.keyboard.press("End")
    page.keyboard.insert_text("셋")
    page.goto("/queue/")

    wait_until("1", DRAFTS, address, site)
    page.goto(address)
    expect(page.locator("#f-Name")).to_have_value("김견본셋")


def test_a_cut_network_loses_nothing_for_two_minutes_and_more(desk, address):
    page = desk("reviewer")
    page.clock.install()
    page.goto(address)
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    cut(network, True)

    page.fill("#f-ID", "B8K3MP")
    page.keyboard.press("Enter")
    kept(page, 1)
    page.focus("#f-Name")
    page.keyboard.press("End")
    page.keyboard.insert_text("넷")
    page.clock.fast_forward(1000)
    kept(page, 2)
    page.clock.fast_forward("02:10")
    kept(page, 2)
    assert "B8K3MP" not in sealed(page)
    assert "김견본" not in sealed(page)
    assert sealed(page)

    cut(network, False)
    page.clock.fast_forward("00:06")
    expect(page.locator("#field-ID .trust")).to_contain_text("Corrected")
    expect(page.locator("#field-Name .trust")).to_contain_text("kept, not saved yet")
    expect(page.locator("#unsent")).to_be_hidden()
    assert not sealed(page)
    page.complaints.clear()


def test_a_draft_stays_one_when_an_answer_from_before_it_brings_its_row(desk, address):
    page = desk("reviewer")
    page.goto(address)
    held = []
    page.route("**/fields/DateOfIssue/", lambda route: held.append((route, route.fetch())))
    page.fill("#f-DateOfIssue", "2019.06.15")
    page.keyboard.press("Enter")
    deadline = time.monotonic() + 30
    while not held:
        assert time.monotonic() < deadline
        page.wait_for_timeout(20)
    page.focus("#f-AptitudeTesDate")
    page.keyboard.press("End")
    page.keyboard.insert_text("9")
    expect(page.locator("#field-AptitudeTesDate .trust")).to_contain_text("kept, not saved yet")

    route, answer = held[0]
    assert 'id="field-AptitudeTesDate"' in answer.text()
    route.fulfill(response=answer)

    expect(page.locator("#field-DateOfIssue .read")).to_contain_text("Read")
    expect(page.locator("#f-AptitudeTesDate")).to_have_value(re.compile("9$"))
    expect(page.locator("#field-AptitudeTesDate .trust")).to_contain_text("kept, not saved yet")


def test_after_signing_in_again_nothing_is_retyped(desk, address, site):
    page = desk("reviewer")
    page.goto(address)
    site.run(END_SESSIONS)

    page.fill("#f-ID", "B8K3MP")
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts/login/**")
    stored = sealed(page)
    assert stored
    assert "B8K3MP" not in stored
    assert re.fullmatch(r"unsent-\d+,[\[\]\d,]+", stored)
    page.fill("[name=login]", "reviewer")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")

    page.wait_for_url(f"**{address}")
    expect(page.locator("#f-ID")).to_have_value("B8K3MP")
    expect(page.locator("#field-ID .trust")).to_contain_text("Corrected")
    expect(page.locator("#f-ID")).to_be_focused()
    expect(page.locator("#unsent")).to_be_hidden()
    assert not sealed(page)


def test_what_is_only_typed_when_the_session_ends_stays_a_draft(desk, address, site):
    page = desk("reviewer")
    page.goto(address)
    site.run(END_SESSIONS)
    page.focus("#f-Address")
    page.keyboard.press("End")
    page.keyboard.insert_text(" 5층")
    page.wait_for_url("**/accounts/login/**")
    page.fill("[name=login]", "reviewer")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")

    expect(page.locator("#f-Address")).to_have_value(re.compile(" 5층"))
    expect(page.locator("#field-Address .trust")).to_contain_text("kept, not saved yet")


def test_somebody_else_who_signs_in_there_reads_nothing(desk, address, site):
    page = desk("reviewer")
    page.goto(address)
    site.run(END_SESSIONS)
    page.fill("#f-ID", "B8K3MP")
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts/login/**")
    page.fill("[name=login]", "lead")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")

    page.wait_for_url(f"**{address}")
    expect(page.locator("#f-ID")).to_have_value("A7K3MP")
    assert "B8K3MP" not in page.content()


def test_escape_drops_the_draft_here_and_on_the_server(desk, address):
    page = desk("reviewer")
    page.goto(address)
    page.focus("#f-Name")
    page.keyboard.press("End")
    with page.expect_response("**/fields/Name/draft/"):
        page.keyboard.insert_text("둘")
    with page.expect_response("**/fields/Name/draft/"):
        page.keyboard.press("Escape")

    expect(page.locator("#f-Name")).to_have_value("김견본")
    page.reload()
    expect(page.locator("#f-Name")).to_have_value("김견본")


def test_control_z_undoes_what_is_typed_and_then_what_is_saved(desk, address):
    page = desk("reviewer")
    page.goto(address)
    page.fill("#f-Name", "이견본")
    page.keyboard.press("Enter")
    expect(page.locator("#field-Name .trust")).to_contain_text("Corrected")

    page.focus("#f-Name")
    page.keyboard.press("End")
    page.keyboard.insert_text("둘")
    page.keyboard.press("Control+z")
    expect(page.locator("#f-Name")).to_have_value("이견본")
    page.keyboard.press("Control+z")
    expect(page.locator("#f-Name")).to_have_value("김견본")
    expect(page.locator("#field-Name .trust")).not_to_contain_text("Corrected")


def test_undo_has_a_button(desk, address):
    page = desk("reviewer")
    page.goto(address)
    page.fill("#f-Name", "이견본")
    page.keyboard.press("Enter")
    page.locator("#field-Name").get_by_role("button", name="Undo").click()

    expect(page.locator("#f-Name")).to_have_value("김견본")
