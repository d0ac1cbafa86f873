"""The review desk in a browser: by keyboard, with a composed Hangul, without a connection, bare."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import accessible

# Committed at once, so that the site's own worker never sees the job.
SEED = """
import itertools, secrets
from django.contrib.auth.models import User
from django.db import transaction
from review.services import approval, assignment
from tests import builders
builders._numbers = itertools.count(1000 + secrets.randbelow(60000))
digits = "9001011" + f"{{secrets.randbelow(96000):05d}}"  # more name no office: a doubt
weights = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]
weighted = sum(int(digit) * weight for digit, weight in zip(digits, weights))
number = f"900101-{{digits[6:]}}{{(11 - weighted % 11) % 10}}"
license_number = f"11-20-{{secrets.randbelow(900000) + 100000}}-30"
fields = {{"Number": number, "LicenseNumber": license_number}} | dict({fields})
line = lambda y: [[[8, y], [40, y], [40, y + 6], [8, y + 6]]]
with transaction.atomic():
    record = builders.read(**fields)
    extraction = record.extractions.last()
    extraction.detail = {{"Boxes": {{"Type": line(4), "Name": line(12), "Address": line(20)}}}}
    extraction.save()
    reviewer = User.objects.get(username="reviewer")
    if {step} >= 1:
        assignment.claim(record, by=reviewer)
    if {step} >= 2:
        approval.submit(record, by=reviewer, proposal="accept")
print(record.pk)
"""
FREE, CLAIMED, SUBMITTED = range(3)
DOUBTFUL = "Type='2종보동', Address='주 소 서울특별시 종로구 세종대로 175'"


@pytest.fixture
def record(site):
    """Give a function that makes a record and returns the address of its page."""

    def make(fields="", step=CLAIMED):
        return f"/records/{site.run(SEED.format(fields=fields, step=step)).split()[-1]}/"

    return make


def press(page, code, key, *, alt=False, virtual=0):
    """Press a key by its place on the keyboard, with the sign that the active layout gives."""
    keyboard = page.context.new_cdp_session(page)
    sent = {"code": code, "key": key, "modifiers": int(alt), "windowsVirtualKeyCode": virtual}
    keyboard.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **sent})
    keyboard.send("Input.dispatchKeyEvent", {"type": "keyUp", **sent})


def expect_told(page, sentence):
    """Wait for what is told of a decision: in the bar where the next record came from memory."""
    places = page.locator("#messages, #saved")
    expect(places.filter(has_text=sentence)).to_have_count(1)


def test_two_suggestions_and_submit_take_six_key_presses(desk, record):
    page = desk("reviewer")
    page.goto(record(DOUBTFUL))
    expect(page.locator("#f-Type")).to_be_focused()

    page.keyboard.press("Alt+KeyZ")
    expect(page.locator("#f-Type")).to_have_value("2종보통")
    expect(page.locator("#f-Address")).to_be_focused()
    page.keyboard.press("Alt+KeyZ")
    expect(page.locator("#f-Address")).to_have_value("서울특별시 종로구 세종대로 175")
    expect(page.locator("#accept button")).to_be_focused()
    page.keyboard.press("Control+Enter")

    expect_told(page, "submitted.")


def test_hotkeys_go_by_place_with_the_korean_layout_on(desk, record):
    page = desk("reviewer")
    page.goto(record(DOUBTFUL))

    press(page, "KeyZ", "ㅋ", alt=True)

    expect(page.locator("#f-Type")).to_have_value("2종보통")


def test_one_enter_ends_a_composition_and_goes_on_exactly_once(desk, record):
    page = desk("reviewer")
    page.goto(record("Name='', " + DOUBTFUL))
    page.focus("#f-Name")
    method = page.context.new_cdp_session(page)
    saves = []
    page.on("request", lambda sent: saves.append(sent.url) if sent.method == "POST" else None)

    method.send("Input.imeSetComposition", {"text": "홍", "selectionStart": 1, "selectionEnd": 1})
    press(page, "Enter", "Process", virtual=229)
    expect(page.locator("#f-Name")).to_be_focused()
    method.send("Input.insertText", {"text": "홍길동"})

    expect(page.locator("#f-Address")).to_be_focused()
    expect(page.locator("#field-Name .trust")).to_contain_text("Corrected")
    expect(page.locator("#f-Name")).to_have_value("홍길동")
    assert len([url for url in saves if url.endswith("/fields/Name/")]) == 1


def test_a_field_saves_itself_when_it_is_left_and_says_when(desk, record):
    page = desk("reviewer")
    page.goto(record())

    page.fill("#f-DateOfIssue", "20200701")
    page.focus("#f-ID")

    expect(page.locator("#f-DateOfIssue")).to_have_value("2020.07.01")
    expect(page.locator("#field-DateOfIssue .trust")).to_contain_text("saved")
    expect(page.locator("#saved")).to_contain_text("Saved")
    expect(page.locator("#f-ID")).to_be_focused()


def test_what_is_typed_while_an_answer_comes_stays(desk, record):
    page = desk("reviewer")
    page.goto(record("Birthday='02/01/1990'"))
    page.fill("#f-Birthday", "1990.1.1")
    page.focus("#f-Name")
    page.keyboard.press("End")
    page.keyboard.insert_text("둘")

    expect(page.locator("#field-Birthday .trust")).to_contain_text("Corrected")
    expect(page.locator("#f-Name")).to_have_value("김견본둘")


def test_submitting_saves_what_is_being_typed_first(desk, record, site):
    page = desk("reviewer")
    address = record()
    page.goto(address)

    page.fill("#f-Name", "이견본")
    page.keyboard.press("Control+Enter")

    expect_told(page, "submitted.")
    page.goto(address)
    expect(page.locator("#f-Name")).to_have_value("이견본")


def test_an_invalid_date_stays_with_its_sentence(desk, record):
    page = desk("reviewer")
    page.goto(record())

    page.fill("#f-DateOfIssue", "2011.02.30")
    page.keyboard.press("Enter")

    expect(page.locator("#field-DateOfIssue [role=alert]")).to_contain_text("has no day 30")
    expect(page.locator("#f-DateOfIssue")).to_have_value("2011.02.30")
    expect(page.locator("#field-DateOfIssue .trust")).to_contain_text("Not saved")


def test_two_tabs_the_second_save_shows_both_values(desk, record):
    address = record()
    first, second = desk("reviewer"), desk("reviewer")
    for page in (first, second):
        page.goto(address)
    first.fill("#f-ID", "B8K3MP")
    first.keyboard.press("Enter")
    expect(first.locator("#field-ID .trust")).to_contain_text("Corrected")

    second.fill("#f-ID", "C9K3MP")
    second.keyboard.press("Enter")

    row = second.locator("#field-ID")
    expect(row.get_by_role("button", name="My value")).to_contain_text("C9K3MP")
    expect(row.get_by_role("button", name="Stored value")).to_contain_text("B8K3MP")
    row.get_by_role("button", name="My value").click()
    expect(row.locator(".trust")).to_contain_text("Corrected")
    expect(second.locator("#f-ID")).to_have_value("C9K3MP")


def test_without_a_connection_a_value_is_kept_and_sent_later(desk, record):
    page = desk("reviewer")
    page.goto(record())
    page.route("**/fields/**", lambda route: route.abort("internetdisconnected"))

    page.fill("#f-ID", "B8K3MP")
    page.keyboard.press("Enter")
    expect(page.locator("#field-ID .trust")).to_contain_text("Not sent")
    page.unroute("**/fields/**")
    page.evaluate("window.dispatchEvent(new Event('online'))")

    expect(page.locator("#field-ID .trust")).to_contain_text("Corrected")
    page.complaints.clear()


def test_one_key_reveals_both_numbers_to_the_holder(desk, record):
    page = desk("reviewer")
    page.goto(record("Number='900101-1234568', LicenseNumber='11-20-123456-30'"))
    assert "1234568" not in page.content()

    page.focus("#f-Number")
    page.keyboard.press("KeyU")

    expect(page.locator("#f-Number")).to_have_value("900101-1234568")
    expect(page.locator("#f-LicenseNumber")).to_have_value("11-20-123456-30")


def test_the_picture_is_fetched_once_zoomed_and_kept_turned(desk, record):
    page = desk("reviewer")
    fetched = []
    address = record(DOUBTFUL)
    own = f"{address}picture/"
    page.on("request", lambda sent: fetched.append(sent.url) if own in sent.url else None)
    page.goto(address)
    drawing = page.locator(".view svg[role=img]")
    whole = drawing.get_attribute("viewBox")

    page.keyboard.press("Alt+KeyZ")
    expect(page.locator("#f-Address")).to_be_focused()
    assert len(fetched) == 1

    page.get_by_role("button", name="Zoom in").click()
    assert drawing.get_attribute("viewBox") != whole
    with page.expect_response("**/turn/"):
        page.get_by_role("button", name="Turn right").click()
    page.reload()
    expect(page.locator(".view")).to_have_attribute("data-turned", "90")


def test_history_and_keys_open_over_the_desk_and_escape_closes_them(desk, record):
    page = desk("reviewer")
    page.goto(record())

    page.keyboard.press("KeyI")
    expect(page.locator("#drawer")).to_contain_text("Upload")
    page.keyboard.press("Escape")
    expect(page.locator("#drawer")).not_to_be_visible()
    page.keyboard.press("Shift+Slash")
    expect(page.get_by_role("heading", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Keys")).not_to_be_visible()


def test_everything_works_without_javascript(desk, record):
    address = record(DOUBTFUL + ", Birthday='02/01/1990'", FREE)
    page = desk("reviewer", java_script_enabled=False)
    page.goto(address)

    page.get_by_role("button", name="Claim").click()
    page.locator("#field-Type .take").click()
    expect(page.locator("#f-Type")).to_have_value("2종보통")
    page.fill("#f-ID", "B8K3MP")
    page.press("#f-ID", "Enter")
    expect(page.locator("#f-ID")).to_have_value("B8K3MP")
    page.locator("#field-Birthday .why summary").click()
    page.locator("#field-Birthday [name=reason]").fill("the card says so")
    page.locator("#field-Birthday").get_by_role("button", name="Dismiss").click()
    page.locator("#field-Number").get_by_role("button", name="Reveal").click()
    expect(page.locator("#f-Number")).to_have_value(re.compile(r"900101-1\d{6}"))
    page.locator("details[data-key=reject] summary").click()
    page.get_by_label("Suspected forgery").check()
    page.get_by_role("button", name="Submit: reject", exact=True).click()

    expect_told(page, "submitted.")


@pytest.mark.parametrize("width", [1024, 1440])
@pytest.mark.parametrize(("language", "scheme"), [("ko", "light"), ("en", "dark")])
def test_the_pages_are_accessible(desk, record, language, scheme, width):
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    reviewer = desk("reviewer", language=language, **options)
    doubtful, submitted = record(DOUBTFUL + ", Birthday='02/01/1990'"), record("", SUBMITTED)
    for address in (doubtful, submitted, f"{doubtful}history/"):
        reviewer.goto(address)
        accessible(reviewer)
    approver = desk("approver", language=language, **options)
    for address in (submitted, "/approvals/", f"{submitted}?picture=1"):
        approver.goto(address)
        accessible(approver)


def test_the_claim_counts_down_and_its_end_shows_the_record_as_it_is(desk, record, site):
    page = desk("reviewer")
    page.clock.install()
    address = record()
    page.goto(address)
    expect(page.locator("#claim")).to_contain_text(re.compile(r"19:\d\d|20:00"))

    page.clock.fast_forward("18:30")
    expect(page.locator("#claim .chip")).to_have_class(re.compile("warning"))
    pk = address.strip("/").split("/")[-1]
    site.run(f"from tests.builders import *; LicenseRecord.objects.filter(pk={pk})"
             ".update(claimed_by=None, claim_until=None)")  # fmt: skip
    page.clock.fast_forward("02:00")

    expect(page.locator("#claim")).to_contain_text("Nobody holds it")
