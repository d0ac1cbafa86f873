"""The desk by keyboard: Hangul composed for real, one's own keys, and a day without a mouse."""

import pytest
from playwright.sync_api import expect

from review import specimens
from tests.browser.conftest import PASSWORD
from tests.browser.test_desk import DOUBTFUL, expect_told, record  # noqa: F401 - a fixture

READ_MS = 90_000
KEYS = """
from django.contrib.auth.models import User
from review.desk_keys import DEFAULTS
from review.services import preference
by = User.objects.get(username="reviewer")
preference.choose_keys(DEFAULTS | {codes!r}, single={single}, by=by)
"""
# Whatever waits is put aside, so that the next record is the one uploaded now.
ASIDE = """
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
from review.models import LicenseRecord
LicenseRecord.objects.update(claimed_by=User.objects.get(username="approver"),
    claim_until=timezone.now() + timedelta(minutes=15))
"""


class Keyboard:
    """Sends what the browser's input protocol takes from a keyboard or an input method."""

    def __init__(self, page):
        self.protocol = page.context.new_cdp_session(page)

    def down(self, code, key, virtual=0):
        self._send("rawKeyDown", code, key, virtual)

    def up(self, code, key, virtual=0):
        self._send("keyUp", code, key, virtual)

    def _send(self, kind, code, key, virtual):
        sent = {"code": code, "key": key, "windowsVirtualKeyCode": virtual}
        self.protocol.send("Input.dispatchKeyEvent", {"type": kind, **sent})

    def compose(self, text):
        at = len(text)
        sent = {"text": text, "selectionStart": at, "selectionEnd": at}
        self.protocol.send("Input.imeSetComposition", sent)

    def commit(self, text):
        self.protocol.send("Input.insertText", {"text": text})


@pytest.fixture
def composing(desk, record):  # noqa: F811
    """Give the page of a record without a name, its name field focused, and what is saved."""
    page = desk("reviewer")
    page.goto(record("Name='', " + DOUBTFUL))
    page.focus("#f-Name")
    saves = []
    page.on("request", lambda sent: saves.append(sent.url) if "/fields/Name/" in sent.url else None)
    return page, Keyboard(page), saves


def goes_on_once(page, saves):
    expect(page.locator("#f-Address")).to_be_focused()
    expect(page.locator("#field-Name .trust")).to_contain_text("Corrected")
    page.wait_for_timeout(300)
    expect(page.locator("#f-Address")).to_be_focused()
    assert len([url for url in saves if url.endswith("/fields/Name/")]) == 1


def test_enter_before_the_end_of_the_composition_goes_on_once(composing):
    page, keyboard, saves = composing
    keyboard.compose("홍길도")
    keyboard.compose("홍길동")
    keyboard.down("Enter", "Process", 229)
    keyboard.commit("홍길동")
    keyboard.up("Enter", "Enter", 13)
    goes_on_once(page, saves)


def test_enter_after_the_end_of_the_composition_goes_on_once(composing):
    page, keyboard, saves = composing
    keyboard.compose("홍길동")
    keyboard.commit("홍길동")
    keyboard.down("Enter", "Enter", 229)
    keyboard.up("Enter", "Enter", 229)
    goes_on_once(page, saves)


def test_enter_told_twice_with_one_press_goes_on_once(composing):
    page, keyboard, saves = composing
    keyboard.compose("홍길동")
    keyboard.down("Enter", "Process", 229)
    keyboard.commit("홍길동")
    keyboard.down("Enter", "Enter", 13)
    keyboard.up("Enter", "Enter", 13)
    goes_on_once(page, saves)


def test_the_next_enter_acts_again(composing):
    page, keyboard, saves = composing
    keyboard.compose("홍길동")
    keyboard.down("Enter", "Process", 229)
    keyboard.up("Enter", "Enter", 229)
    keyboard.commit("홍길동")
    goes_on_once(page, saves)

    page.keyboard.press("Enter")

    expect(page.locator("#f-Address")).not_to_be_focused()


@pytest.fixture
def own_keys(site):
    """Give a function that sets the reviewer's keys; afterwards they are as they came."""
    yield lambda single=True, **codes: site.run(KEYS.format(codes=codes, single=single))
    site.run(KEYS.format(codes={}, single=True))


def test_a_field_that_is_doubtful_after_its_answer_is_a_stop_again(desk, record):  # noqa: F811
    page = desk("reviewer")
    page.goto(record(DOUBTFUL))
    expect(page.locator("#f-Type")).to_be_focused()

    page.fill("#f-Type", "2종보둥")
    page.keyboard.press("Enter")
    expect(page.locator("#f-Address")).to_be_focused()
    expect(page.locator("#field-Type .read")).to_contain_text("Read")
    page.keyboard.press("Shift+Enter")

    expect(page.locator("#f-Type")).to_be_focused()


def test_own_keys_act_and_show_in_the_overview(desk, record, own_keys):  # noqa: F811
    own_keys(reveal="KeyB", reject="")
    page = desk("reviewer")
    page.goto(record())
    expect(page.locator("#accept button")).to_be_focused()

    page.keyboard.press("KeyU")
    page.keyboard.press("KeyR")
    expect(page.locator("#f-Number")).to_have_attribute("readonly", "")
    page.keyboard.press("Shift+Slash")
    expect(page.locator("#keys dt:text-is('Reveal the numbers') + dd")).to_have_text("B")
    page.keyboard.press("Escape")
    page.keyboard.press("KeyB")

    expect(page.locator("#f-Number")).not_to_have_attribute("readonly", "")


def test_single_keys_switched_off_need_alt_everywhere(desk, record, own_keys):  # noqa: F811
    own_keys(single=False)
    page = desk("reviewer")
    page.goto(record())

    page.keyboard.press("KeyU")
    expect(page.locator("#f-Number")).to_have_attribute("readonly", "")
    page.keyboard.press("Alt+KeyU")

    expect(page.locator("#f-Number")).not_to_have_attribute("readonly", "")


def test_a_key_is_chosen_by_pressing_it(desk, own_keys):
    page = desk("reviewer")
    page.goto("/profile/")

    page.get_by_label("Skip…").press("KeyB")
    page.get_by_label("Submit: reject…").press("KeyB")
    page.get_by_label("Submit: accept").press("Enter")
    expect(page.get_by_label("Submit: accept")).to_have_value("Enter")
    page.get_by_label("Submit: accept").press("Control+Enter")
    page.get_by_role("button", name="Save the keys").press("Enter")

    expect(page.locator("#keys-form [aria-invalid]")).to_have_count(1)
    expect(page.locator("main")).to_contain_text("B is already the key for")


def sign_in(page, name):
    page.goto("/")
    page.focus("[name=login]")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/accounts/" not in url)


def tab_to(page, selector):
    """Walk to an element as a person does: by Tab."""
    for _ in range(120):
        if page.locator(f"{selector}:focus").count():
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not lead to {selector}")


def open_chooser(page):
    """Press Space as a person does: again if the browser, still busy, did not take it."""
    opened = {}
    page.once("filechooser", lambda chooser: opened.update(chooser=chooser))
    for _ in range(6):
        page.keyboard.press("Space")
        page.wait_for_timeout(2000)
        if opened:
            return opened["chooser"]
    pytest.fail("Space opens no file chooser")


def end_doubts(page):
    """Deal with every doubt by keyboard: confirm a warning, dismiss an error with a reason."""
    for _ in range(30):
        if not page.locator("[data-doubtful]").count():
            return
        page.keyboard.press("Tab") if page.locator("#accept :focus").count() else None
        row = page.locator(".field:focus-within, .field.now").first
        name = row.get_attribute("data-field")
        if row.locator(".why").count():
            tab_to(page, f"#field-{name} .why > summary")
            page.keyboard.press("Enter")
            tab_to(page, f"#field-{name} [name=reason]")
            page.keyboard.type("printed so on the card")
        else:
            page.focus(f"#f-{name}")
        page.keyboard.press("Enter")
        page.wait_for_timeout(700)
        page.keyboard.press("Alt+KeyJ")


def test_from_upload_to_approval_without_a_mouse(desk, site, tmp_path):
    card = specimens.draw(4177, level="clean")
    file = tmp_path / f"card{card.suffix}"
    file.write_bytes(card.picture)
    site.run(ASIDE)
    operator = desk()
    sign_in(operator, "operator")
    operator.goto("/upload/")
    tab_to(operator, "[name=files]")
    open_chooser(operator).set_files(file)
    expect(operator.locator("[data-answers]")).to_contain_text("Accepted", timeout=READ_MS)

    reviewer = desk()
    sign_in(reviewer, "reviewer")
    for _ in range(READ_MS // 1000):
        reviewer.goto("/queue/")
        reviewer.keyboard.press("KeyN")
        reviewer.wait_for_timeout(1000)
        if reviewer.locator("#desk").count():
            break
    number = reviewer.locator("h1").inner_text()
    reviewer.keyboard.press("Alt+KeyU")
    end_doubts(reviewer)
    reviewer.keyboard.press("Control+Enter")
    expect_told(reviewer, f"{number} submitted.")

    approver = desk()
    sign_in(approver, "approver")
    approver.goto("/approvals/")
    tab_to(approver, f"a:text-is('{number}')")
    approver.keyboard.press("Enter")
    expect(approver.locator("h1")).to_have_text(number)
    approver.wait_for_load_state()  # a key pressed before the page's scripts run does nothing
    approver.keyboard.press("Control+Enter")
    expect(approver.locator("body")).to_contain_text(f"{number}: Approved")
