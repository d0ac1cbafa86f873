"""A hand at the desk that counts its key presses, and a clock in the page."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from review.bench.effort.browser import launched

VIEWPORT: ViewportSize = {"width": 1440, "height": 900}
# No decision is taken so soon after a record came (ahead.js); a person looks longer.
LOOK_MS = 600
# A quick typist; each field is saved while the next one is typed.
KEY_MS = 40
# From the key that submits to the next record drawn with a field or button ready for keys.
CLOCK = """
window.taken = [];
let pressed = 0;
addEventListener("keydown", (event) => {
  if (event.key === "Enter") pressed = event.timeStamp;
}, true);
addEventListener("desk:record", () => requestAnimationFrame(() => setTimeout(() => {
  if (document.activeElement.closest("#desk")) window.taken.push(performance.now() - pressed);
})), true);
"""
TYPED = {
    "Type": "1종보통", "LicenseNumber": "11-20-123456-30", "Name": "김견본",
    "Number": "900101-1234568", "Address": "서울특별시 종로구 세종대로 175",
    "AptitudeTesDate": "2030010120301231", "DateOfIssue": "20200615", "ID": "AB12CD",
}  # fmt: skip


@dataclass(frozen=True)
class Effort:
    """What one record took: keys beside the characters, characters, fields typed, seconds."""

    keys: int
    characters: int
    fields: int
    seconds: float


@dataclass(frozen=True)
class Walk:
    """What the bench found."""

    clean: Effort
    suggested: Effort
    retyped: Effort
    next_ms: tuple[float, ...]


@dataclass
class Hand:
    """Presses keys and counts them; a chord such as Ctrl+Enter counts every key that goes down."""

    page: Page
    keys: int = 0
    characters: int = 0
    fields: int = 0
    since: float = field(default_factory=time.monotonic)

    def press(self, chord: str) -> None:
        """Press ``chord`` once."""
        self.keys += len(chord.split("+"))
        self.page.keyboard.press(chord)

    def type(self, text: str) -> None:
        """Type a field's characters."""
        self.characters += len(text)
        self.fields += 1
        self.page.keyboard.type(text, delay=KEY_MS)

    def done(self) -> Effort:
        """Return what it took since the record was there."""
        return Effort(self.keys, self.characters, self.fields, time.monotonic() - self.since)


def at_the_desk(address: str, name: str, password: str, records: int) -> Walk:
    """Sign in and work through the site's records, the doubtful ones first."""
    with sync_playwright() as playwright:
        browser = launched(playwright)
        page = _signed_in(browser, address, name, password)
        page.locator("[data-key=next]").click()
        by_doubt = [_next(page) for _ in range(2)]
        clean = [_clean(page) for _ in range(records)]
        taken = page.evaluate("window.taken")
        browser.close()
    suggested, retyped = sorted(by_doubt, key=lambda effort: effort.characters)
    return Walk(clean[0], suggested, retyped, tuple(taken))


def _signed_in(browser: Browser, address: str, name: str, password: str) -> Page:
    page = browser.new_context(base_url=address, viewport=VIEWPORT).new_page()
    page.add_init_script(CLOCK)
    page.goto("/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/accounts/" not in url)
    page.goto("/queue/")
    return page


def _next(page: Page) -> Effort:
    """Work on a doubtful record: take what is suggested, or type it anew."""
    page.wait_for_selector("#desk[data-next-ready]")
    if page.locator("#field-Type .take").count():
        return _suggested(page)
    return _retyped(page)


def _suggested(page: Page) -> Effort:
    hand = Hand(page)
    for field_name in ("Type", "Address"):
        page.wait_for_selector(f"#f-{field_name}:focus")
        hand.press("Alt+KeyZ")
    page.wait_for_selector("#accept button:focus")
    return _submitted(hand)


def _retyped(page: Page) -> Effort:
    hand = Hand(page)
    for name, text in TYPED.items():
        page.wait_for_selector(f"#f-{name}:focus")
        hand.type(text)
        hand.press("Enter")
    page.wait_for_selector("#accept button:focus")
    return _submitted(hand)


def _clean(page: Page) -> Effort:
    if page.locator("[data-key=next]").count():
        page.locator("[data-key=next]").click()
    page.wait_for_selector("#accept button:focus")
    page.wait_for_selector("#desk[data-next-ready]")
    page.wait_for_timeout(LOOK_MS)
    hand = Hand(page)
    hand.press("KeyU")
    page.wait_for_selector("#field-Number form[data-save]")
    return _submitted(hand)


def _submitted(hand: Hand) -> Effort:
    """Submit by the button that has the focus; return once the next page or record is there."""
    page, before = hand.page, hand.page.url
    if page.locator("#desk[data-ahead]").count():
        page.wait_for_timeout(LOOK_MS)
    hand.press("Enter")
    page.wait_for_url(lambda url: url != before)
    return hand.done()
