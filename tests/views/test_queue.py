"""The queue: what waits, in which order, for whom, and the next record."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from review.models import LicenseRecord
from review.services import assignment
from review.workflow import Role, State
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

FRAGMENT = {"hx-request": "true"}


def linked(response):
    """Return the records that a page lists, in its order."""
    return [
        int(pk)
        for pk in re.findall(r'class="code" href="/records/(\d+)/"', response.content.decode())
    ]


def doubted(doubt, minutes_ago=0, **fields):
    """Return a record to review with this doubt, received so long ago."""
    record = builders.read(**fields)
    received = timezone.now() - timedelta(minutes=minutes_ago)
    LicenseRecord.objects.filter(pk=record.pk).update(doubt=doubt, created_at=received)
    return record


def test_the_most_doubtful_comes_first_then_the_oldest(desk):
    old, young = doubted(40), doubted(40)
    worst = doubted(90)

    assert linked(desk.get("/queue/")) == [worst.pk, old.pk, young.pk]


def test_pages_hold_fifty_and_follow_each_other_without_gap_or_double(desk):
    records = [doubted(number % 3) for number in range(53)]

    first = desk.get("/queue/")
    further = re.search(r'href="(\?[^"]+)" rel="next"', first.content.decode())[1]
    second = desk.get("/queue/" + further.replace("&amp;", "&"))

    assert len(linked(first)) == 50
    assert sorted(linked(first) + linked(second)) == sorted(record.pk for record in records)
    assert 'rel="next"' not in second.content.decode()


@pytest.mark.parametrize("page", ["/queue/", "/queue/?after=90.1&sort=doubt"])
def test_a_page_takes_the_same_queries_for_one_row_and_for_fifty(desk, page):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(page).status_code == 200
        return len(captured)

    doubted(1, Sex="")
    queries()  # the first page of a session notes the session, and folds the counts
    one = queries()
    for _ in range(49):
        doubted(2, Sex="")

    assert queries() == one < 20


@pytest.mark.parametrize(
    ("state", "listed"),
    [
        (State.RECEIVED, "RECOGNIZING"),
        *((state, state.value) for state in State if state != "RECEIVED"),
    ],
)
def test_every_state_has_a_list_with_its_count(desk, state, listed):
    record = builders.in_state(state)

    page = desk.get("/queue/", {"state": listed})

    assert linked(page) == [record.pk]
    assert re.search(r'aria-current="page">[^<]+<b>1</b>', page.content.decode())


def test_filters_narrow_by_rule_and_severity_and_say_when_nothing_matches(desk):
    empty = builders.read(Name="")
    builders.read()

    assert linked(desk.get("/queue/", {"rule": "text.missing"})) == [empty.pk]
    assert linked(desk.get("/queue/", {"severity": "error"})) == [empty.pk]
    nothing = desk.get("/queue/", {"rule": "renewal.order"})
    assert linked(nothing) == []
    assert "No record matches" in nothing.content.decode()
    assert "All 2 records of this list" in nothing.content.decode()


@pytest.mark.parametrize(
    "query", ["state=NOPE", "rule=nope", "severity=x", "after=abc", "after=999999", "shown=a,b"]
)
def test_what_an_address_does_not_mean_is_left_out(desk, query):
    record = builders.read()

    assert linked(desk.get(f"/queue/?{query}")) == [record.pk]


def test_an_empty_queue_says_so(desk):
    assert "No records waiting" in desk.get("/queue/").content.decode()


def test_a_claim_is_shown_with_who_and_how_long(desk, reviewer):
    mine, theirs = builders.claimed(reviewer), builders.claimed(builders.person(Role.REVIEWER))

    page = desk.get("/queue/").content.decode()

    assert "Me · 20 min" in page
    assert f"{theirs.claimed_by} · 20 min" in page
    assert linked(desk.get("/queue/?state=mine")) == [mine.pk]


def test_numbers_are_masked_in_the_list(desk):
    builders.read()

    page = desk.get("/queue/").content.decode()

    assert "김견본" in page
    assert "11-20-1234**-**" in page
    assert "123456" not in page


def test_a_refresh_tells_what_is_new_and_moves_no_row(desk):
    seen = doubted(10)
    doubted(90)

    live = desk.get("/queue/", {"shown": str(seen.pk)}, headers=FRAGMENT)

    page = live.content.decode()
    assert "<html" not in page
    assert "Show 1 new record" in page
    assert "<tr" not in page
    assert "To review <b>2</b>" in page
    assert "HX-Request" in live.headers["Vary"]


def test_a_refresh_shows_a_claim_and_a_departure_in_their_rows(desk):
    claimed = builders.claimed(builders.person(Role.REVIEWER))
    gone = builders.submitted()

    live = desk.get("/queue/", {"shown": f"{claimed.pk},{gone.pk}"}, headers=FRAGMENT)

    cells = dict(re.findall(r'id="claim-(\d+)"[^>]*>(.*?)</td>', live.content.decode(), re.S))
    assert str(claimed.claimed_by) in cells[str(claimed.pk)]
    assert "To approve" in cells[str(gone.pk)]


def test_next_claims_the_best_record_and_opens_it(desk, reviewer):
    doubted(10)
    best = doubted(80)

    assert desk.post("/queue/next/").url == f"/records/{best.pk}/"
    best.refresh_from_db()
    assert best.is_held_by(reviewer)


def test_next_says_when_nothing_waits(desk):
    assignment.claim(builders.read(), by=builders.person(Role.REVIEWER))

    answer = desk.post("/queue/next/", follow=True)

    assert "No record waits for you now." in answer.content.decode()


def test_next_is_refused_with_a_sentence_to_who_does_not_review(client):
    client.force_login(builders.person(Role.LEAD))
    client.cookies["django_language"] = "en"
    record = builders.read()

    answer = client.post("/queue/next/", follow=True)

    assert "Only reviewers claim records." in answer.content.decode()
    record.refresh_from_db()
    assert record.claimed_by is None


def test_an_approver_begins_with_what_waits_for_approval(client):
    waiting = builders.submitted()
    builders.read()
    client.force_login(builders.person(Role.APPROVER))

    assert linked(client.get("/queue/")) == [waiting.pk]


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.ADMINISTRATOR])
def test_who_reads_no_records_sees_no_queue(client, role):
    builders.read()
    client.force_login(builders.person(role))

    answer = client.get("/queue/")

    assert answer.status_code == 403
    assert "김견본" not in answer.content.decode()
