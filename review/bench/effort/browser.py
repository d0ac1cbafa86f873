"""The browser of bench and tests: Debian's Chromium without a window, which costs most of it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

COMMAND = PACKAGE = "chromium-headless-shell"
QUIET = (
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


def launched(playwright: Playwright) -> Browser:
    """Start it; to be closed by the caller."""
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
    return playwright.chromium.launch(
        executable_path=f"/usr/bin/{COMMAND}", args=[*QUIET, *sandbox]
    )
