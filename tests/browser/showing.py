"""What the pages of a failed test showed, and what its site had logged: it may not fail again."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Error, Page

LOG_LINES = 30
PATIENCE_MS = 5_000
Section = tuple[str, str]


def of_pages(browser: Browser) -> list[Section]:
    """Return address and text of every page that is open."""
    pages = [page for context in browser.contexts for page in context.pages]
    return [(page.url, _text(page)) for page in pages]


def of_log(folder: str) -> Section:
    """Return the last lines that the site in ``folder`` logged."""
    lines = (Path(folder) / "log").read_text(errors="replace").splitlines()
    return "the site's log", "\n".join(lines[-LOG_LINES:])


def _text(page: Page) -> str:
    try:
        return page.locator("body").inner_text(timeout=PATIENCE_MS)
    except Error as error:
        return f"does not tell: {error}"
