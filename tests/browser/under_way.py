"""What the pages of a test have asked for: what comes late would reach the site of the next one."""

from __future__ import annotations

import contextlib
import time

from playwright.sync_api import BrowserContext, Error, Page, Request, Route

PATIENCE_S = 30
NOT_SENT = "net::ERR_BLOCKED_BY_CLIENT"
"""What the browser says of a request that a page makes while it is closed."""


class UnderWay:
    """The requests of some contexts that were not answered yet."""

    def __init__(self) -> None:
        self._requests: set[Request] = set()
        self._contexts: list[BrowserContext] = []

    def watch(self, context: BrowserContext) -> None:
        """Count the requests of ``context`` from now on."""
        self._contexts.append(context)
        context.on("request", self._asked)
        for end in ("requestfinished", "requestfailed"):
            context.on(end, self._answered)

    def close(self) -> None:
        """Close the contexts once everything was answered that their pages asked for.

        What a page asks for after that, as an answer comes, is not sent any more.
        """
        pages = [page for context in self._contexts for page in context.pages]
        for page in pages:
            with contextlib.suppress(Error):
                page.route("**/*", _send_nothing)
            _hear_of_all(page)
        deadline = time.monotonic() + PATIENCE_S
        while pages and self._requests and time.monotonic() < deadline:
            pages[0].wait_for_timeout(20)
        for context in self._contexts:
            context.close()

    def _asked(self, request: Request) -> None:
        self._requests.add(request)

    def _answered(self, request: Request) -> None:
        self._requests.discard(request)


def _send_nothing(route: Route) -> None:
    route.abort("blockedbyclient")


def _hear_of_all(page: Page) -> None:
    """Ask the page for something: what it sent before is told before the answer."""
    with contextlib.suppress(Error):
        page.evaluate("0")
