"""What the pages of a test have asked for: what comes late would reach the site of the next one."""

from __future__ import annotations

import contextlib
import time

from playwright.sync_api import BrowserContext, Error, Page, Request, Route

PATIENCE_S = 30


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

    def settle(self) -> None:
        """Wait until everything was answered that the pages asked for, and taken in by them."""
        pages = self._pages()
        _hear_of_all(pages)
        deadline = time.monotonic() + PATIENCE_S
        while pages and self._requests and time.monotonic() < deadline:
            pages[0].wait_for_timeout(20)
        _hear_of_all(pages)

    def close(self) -> None:
        """Settle and close the contexts; what a page asks for meanwhile is not sent any more.

        What pages then complain of is no complaint.
        """
        for page in self._pages():
            with contextlib.suppress(Error):
                page.route("**/*", _send_nothing)
        self.settle()
        for context in self._contexts:
            context.close()

    def _pages(self) -> list[Page]:
        return [page for context in self._contexts for page in context.pages]

    def _asked(self, request: Request) -> None:
        self._requests.add(request)

    def _answered(self, request: Request) -> None:
        self._requests.discard(request)


def _send_nothing(route: Route) -> None:
    route.abort("blockedbyclient")


def _hear_of_all(pages: list[Page]) -> None:
    """Ask the pages for something: what they sent or said before is told before the answer."""
    for page in pages:
        with contextlib.suppress(Error):
            page.evaluate("0")
