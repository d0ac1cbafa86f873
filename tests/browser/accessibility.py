"""What the browser tests ask of every page and state: nothing that axe objects to, WCAG 2.2 AA.

The one rule that 2.2 adds to axe, the size of targets, is off unless asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from playwright.sync_api import Page

OPTIONS = {"rules": {"target-size": {"enabled": True}}}


def accessible(page: Page, state: str = "") -> None:
    """Fail with axe's report of ``page`` in ``state``, unless it has no violation."""
    found = Axe().run(page, options=OPTIONS)
    assert found.violations_count == 0, f"{state}: {found.generate_report()}"
