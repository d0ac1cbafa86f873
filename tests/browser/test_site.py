"""What a test leaves under way does not reach the next one on the same site."""

import contextlib
import sqlite3
import threading
from pathlib import Path

import pytest

from tests.browser.test_desk import record  # noqa: F401 - a fixture
from tests.browser.under_way import UnderWay

EVENTS = "SELECT count(*) FROM review_auditevent WHERE record_id = ?"


def opened(site):
    path = Path(site.folder) / "krdl.sqlite3"
    return sqlite3.connect(path, isolation_level=None, check_same_thread=False)


def events_of(address, site):
    """Return how many events a record has, without waiting for whoever writes."""
    with contextlib.closing(opened(site)) as database:
        return database.execute(EVENTS, [address.split("/")[2]]).fetchone()[0]


@contextlib.contextmanager
def nobody_can_write_for(seconds, site):
    database = opened(site)
    database.execute("BEGIN IMMEDIATE")
    end = threading.Timer(seconds, database.rollback)
    end.start()
    yield
    end.join()
    database.close()


def test_no_record_has_the_number_of_one_of_the_test_before(record, site):  # noqa: F811
    before = record()
    site.go_back()
    assert record() != before


@pytest.fixture
def open_page(chromium, record, site):  # noqa: F811
    """Give the reviewer's page at a record, its address, and what closes it."""
    address = record()
    under_way = UnderWay()
    context = chromium.new_context(base_url=site.url)
    under_way.watch(context)
    context.add_cookies([{"name": "sessionid", "value": site.cookies["reviewer"], "url": site.url}])
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page, address, under_way


def test_pages_are_closed_when_what_they_asked_for_was_answered(open_page, site):
    page, address, under_way = open_page
    before = events_of(address, site)

    with nobody_can_write_for(2, site):
        page.evaluate("void fetch(location.href).then((answer) => answer.text())")
        under_way.close()

        assert events_of(address, site) == before + 1


def test_what_a_page_asks_for_while_it_is_closed_is_not_sent(open_page, site):
    page, address, under_way = open_page
    before = events_of(address, site)

    with nobody_can_write_for(2, site):
        page.evaluate("void fetch(location.href).then((answer) => answer.text())")
        page.evaluate("void setTimeout(() => fetch(location.href).catch(() => 0), 700)")
        under_way.close()

        assert events_of(address, site) == before + 1


def test_what_a_page_complains_of_as_it_is_closed_does_not_count(desk, record, site):  # noqa: F811
    page = desk("reviewer")
    page.goto(record())
    page.wait_for_load_state("networkidle")
    database = opened(site)
    database.execute("BEGIN IMMEDIATE")
    threading.Timer(2, database.close).start()
    page.evaluate("void fetch(location.href).then((answer) => answer.text())")
    page.evaluate("""void setInterval(
        () => fetch("/static/krdl/icon.svg").catch(() => console.error("not sent")), 200)""")
