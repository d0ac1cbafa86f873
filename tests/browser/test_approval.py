"""The approver's page by keyboard: a second entry without seeing, comments, the next at once."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import accessible
from tests.browser.test_desk import DOUBTFUL, FREE, record  # noqa: F401 - a fixture

POLICY = """
from django.contrib.auth.models import User
from review.models import OfficeSetting
admin = User.objects.get(username="administrator")
OfficeSetting.objects.update_or_create(
    name="blind_entry_fields", defaults={{"value": {names}, "reason": "test", "changed_by": admin}}
)
"""
WORK = """
from django.contrib.auth.models import User
from review.models import LicenseRecord
from review.services import approval, assignment, correction
record = LicenseRecord.objects.get(pk={pk})
reviewer = User.objects.get(username="reviewer")
assignment.claim(record, by=reviewer)
for finding in record.findings.filter(status="open", severity="warning"):
    finding.record = record
    if finding.suggestions:
        correction.take_suggestion(finding, 0, by=reviewer)
for finding in record.findings.filter(status="open", severity="error"):
    finding.record = record
    correction.dismiss(finding, by=reviewer, reason="the card says so")
correction.correct(record, "Conditions", "A", by=reviewer)
approval.submit(record, by=reviewer, proposal="accept")
"""


@pytest.fixture
def blind_fields(site):
    """Give a function that sets which fields are entered twice; none afterwards."""

    def choose(*names):
        site.run(POLICY.format(names=list(names)))

    yield choose
    choose()


@pytest.fixture
def worked_on(site, record):  # noqa: F811 - the fixture
    """Give a function that makes a submitted record with corrections; returns its address."""

    def make(fields=DOUBTFUL):
        address = record(fields, FREE)
        site.run(WORK.format(pk=address.strip("/").split("/")[-1]))
        return address

    return make


def test_a_field_is_entered_blind_by_keyboard_and_then_approved(desk, worked_on, blind_fields):
    blind_fields("Name")
    page = desk("approver")
    page.goto(worked_on())
    assert "김견본" not in page.content()
    expect(page.locator("#f-Name")).to_be_focused()

    page.keyboard.insert_text("김견본")
    page.keyboard.press("Enter")
    expect(page.locator("#f-Name")).to_have_count(0)
    expect(page.locator("#bar [data-key=submit]")).to_be_enabled()
    page.keyboard.press("Control+Enter")

    expect(page.locator("#messages")).to_contain_text("Approved")


def test_a_composed_name_is_compared_by_one_enter(desk, worked_on, blind_fields):
    blind_fields("Name")
    page = desk("approver")
    page.goto(worked_on())
    method = page.context.new_cdp_session(page)
    sent = []
    page.on("request", lambda asked: sent.append(asked.url) if asked.method == "POST" else None)

    method.send("Input.imeSetComposition", {"text": "김", "selectionStart": 1, "selectionEnd": 1})
    key = {"code": "Enter", "key": "Process", "windowsVirtualKeyCode": 229}
    method.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
    method.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})
    method.send("Input.insertText", {"text": "김견본"})

    expect(page.locator("#f-Name")).to_have_count(0)
    assert len([url for url in sent if "/blind/Name/" in url]) == 1


def test_a_difference_is_kept_without_losing_what_was_commented(desk, worked_on, blind_fields):
    blind_fields("Name")
    page = desk("approver")
    page.goto(worked_on())
    page.locator("#comment-Type summary").click()
    page.fill("#say-Type", "one or two?")
    page.fill("#f-Name", "김견봉")
    page.keyboard.press("Enter")

    row = page.locator("#field-Name")
    expect(row).to_contain_text("The two differ")
    expect(page.locator("#bar")).to_contain_text("Blind second entry is open: Name.")
    row.get_by_role("button", name="Keep the first value").click()
    expect(row).to_have_count(0)
    expect(page.locator("#say-Type")).to_have_value("one or two?")


def test_a_difference_is_kept_by_no_key_that_was_meant_for_the_next_field(
    desk, worked_on, blind_fields
):
    blind_fields("Name", "DateOfIssue")
    page = desk("approver")
    page.goto(worked_on())
    row = page.locator("#field-Name")
    page.fill("#f-Name", "김견봉")
    page.keyboard.press("Enter")
    expect(row).to_contain_text("The two differ")
    expect(row).to_be_focused()

    page.keyboard.press("Enter")
    expect(page.locator("#f-DateOfIssue")).to_be_focused()
    expect(row).to_contain_text("The two differ")

    page.keyboard.press("Shift+Enter")
    expect(row).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(row).to_have_count(0)


def test_a_comment_goes_to_its_field_with_sending_back(desk, worked_on):
    page = desk("approver")
    address = worked_on()
    page.goto(address)
    page.locator("#comment-Type summary").click()
    page.fill("#say-Type", "one or two?")
    page.locator("h1").click()
    page.keyboard.press("KeyA")
    page.locator("#send-back").get_by_role("button", name="Send back").click()
    expect(page.locator("#messages")).to_contain_text("sent back")

    reviewer = desk("reviewer")
    reviewer.goto(address)
    expect(reviewer.locator("#field-Type")).to_contain_text("one or two?")


def test_after_a_decision_comes_the_next_record_that_waits(desk, worked_on):
    first, second = worked_on(), worked_on()
    page = desk("approver")
    page.goto(first)
    page.keyboard.press("Control+Enter")

    expect(page.locator("#messages")).to_contain_text("Approved")
    assert page.url.split("/")[3] == "records"
    assert not page.url.endswith(first)
    assert second


@pytest.mark.parametrize("width", [1024, 1440])
@pytest.mark.parametrize(("language", "scheme"), [("ko", "light"), ("en", "dark")])
def test_every_state_of_the_page_is_accessible(
    desk, worked_on, blind_fields, language, scheme, width
):
    blind_fields("Name", "DateOfIssue", "Number")
    options = {"color_scheme": scheme, "viewport": {"width": width, "height": 900}}
    page = desk("approver", language=language, **options)
    page.goto(worked_on(DOUBTFUL + ", Birthday='02/01/1990'"))
    accessible(page)
    page.fill("#f-DateOfIssue", "2020.02.31")
    page.press("#f-DateOfIssue", "Enter")
    expect(page.locator("#field-DateOfIssue [role=alert]")).to_be_visible()
    accessible(page)
    page.fill("#f-Name", "김견봉")
    page.press("#f-Name", "Enter")
    expect(page.locator("#f-Name")).to_have_count(0)
    page.locator("details.why summary").first.click()
    accessible(page)
    page.locator("h1").click()
    page.keyboard.press("KeyA")
    accessible(page)
