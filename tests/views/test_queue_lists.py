"""The queue's filters, orders, own lists, search, saved views and verbs on many rows."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from review.models import AuditEvent, LicenseRecord, Source
from review.services import approval, assignment
from review.workflow import Role, State
from tests import builders
from tests.views.test_queue import linked

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


def changed(record, **columns):
    LicenseRecord.objects.filter(pk=record.pk).update(**columns)
    return record


def test_what_an_approver_enters_blind_is_not_in_their_lists(client):
    builders.policy("blind_entry_fields", ["Name", "LicenseNumber"])
    builders.submitted()
    for role, seen in ((Role.APPROVER, False), (Role.LEAD, True)):
        client.force_login(builders.person(role))
        page = client.get("/queue/?state=TO_APPROVE").content.decode()
        assert ("김견본" in page, "11-20-1234" in page) == (seen, seen), role


def hours_ago(hours):
    return timezone.now() - timedelta(hours=hours)


def sent_back(by):
    record = builders.submitted(by)
    approval.send_back(record, by=builders.person(Role.APPROVER), comment="look again")
    return record


def html(response):
    return response.content.decode()


def test_rule_severity_and_field_speak_of_one_finding(desk):
    record = builders.read(Name="", Sex="")

    assert linked(desk.get("/queue/?severity=error&field=Name")) == [record.pk]
    assert linked(desk.get("/queue/?severity=info&field=Name")) == []


def test_filters_by_source_age_and_duplicate(desk):
    first = builders.read()
    twin = builders.read()
    mail = Source.objects.create(key="mail", name="Mail")
    changed(first, source=mail, created_at=hours_ago(30))

    assert linked(desk.get(f"/queue/?source={mail.pk}")) == [first.pk]
    assert linked(desk.get("/queue/?age=24")) == [first.pk]
    assert linked(desk.get("/queue/?duplicate=on")) == [twin.pk]


def test_filters_by_who_holds_the_record(desk, reviewer):
    free, mine = builders.read(), builders.claimed(reviewer)
    other = builders.person(Role.REVIEWER)
    theirs = builders.claimed(other)

    assert linked(desk.get("/queue/?claim=nobody")) == [free.pk]
    assert linked(desk.get("/queue/?claim=me")) == [mine.pk]
    assert linked(desk.get(f"/queue/?claim={other.pk}")) == [theirs.pk]


def test_each_order_pages_without_gap_or_double(desk):
    records = [builders.read() for _ in range(52)]
    for number, record in enumerate(records):
        columns = {"doubt": number % 3, "created_at": hours_ago(number % 5)}
        changed(record, due_at=hours_ago(-(number % 4)), **columns)
    for sort, key in (
        ("doubt", lambda r: (-r.doubt, r.pk)),
        ("age", lambda r: (r.created_at, r.pk)),
        ("due", lambda r: (r.due_at, r.pk)),
    ):
        first = desk.get(f"/queue/?sort={sort}")
        further = re.search(r'href="(\?[^"]+)" rel="next"', html(first))[1]
        second = desk.get("/queue/" + further.replace("&amp;", "&"))
        expected = [record.pk for record in sorted(LicenseRecord.objects.all(), key=key)]
        assert linked(first) + linked(second) == expected


def test_lists_of_two_states_are_one_list(desk):
    first, second, third = builders.received(), builders.recognizing(), builders.received()
    changed(second, doubt=5)

    expected = [second.pk, *(record.pk for record in (first, third))]
    assert sorted(linked(desk.get("/queue/?state=RECOGNIZING"))) == sorted(expected)


@pytest.mark.parametrize(("hours", "words"), [(-1, "Overdue · "), (1, "Due soon · "), (50, None)])
def test_due_times_are_said_in_words(desk, hours, words):
    due = hours_ago(-hours)
    changed(builders.read(), due_at=due)

    page = html(desk.get("/queue/"))

    clock = timezone.localtime(due)
    assert words is None or words in page
    assert clock.strftime("%H:%M") in page
    assert words is not None or clock.strftime("%m.%d") in page


def test_ones_own_lists(client):
    both = builders.person(Role.REVIEWER, Role.APPROVER)
    client.force_login(both)
    client.cookies["django_language"] = "en"
    held, back = builders.claimed(both), sent_back(both)
    waiting, own = builders.submitted(), builders.submitted(both)

    page = html(client.get("/queue/"))
    tabs = re.findall(r">([^<>]+) <b>([^<]+)</b></a>", page)

    assert tabs[-3:] == [
        ("My work", "1"), ("Waiting for my approval", "1"), ("Sent back to me", "1"),
    ]  # fmt: skip
    assert linked(client.get("/queue/?state=mine")) == [held.pk]
    assert linked(client.get("/queue/?state=approvable")) == [waiting.pk]
    assert linked(client.get("/queue/?state=returned")) == [back.pk]
    assert own.pk not in linked(client.get("/queue/?state=approvable"))


def test_a_search_leads_to_what_it_found_and_its_text_is_in_no_address(desk):
    record = builders.read()
    builders.read(Name="이표본", Number="910202-1234567")

    answer = desk.post("/queue/search/", {"text": "900101-1234568"}, follow=True)

    assert linked(answer) == [record.pk]
    assert "1 record found" in html(answer)
    assert answer.redirect_chain == [("/queue/?state=found", 302)]
    assert "1234568" not in html(answer)
    assert "1234568" not in str(dict(desk.session))


def test_a_search_without_hits_says_what_can_be_searched(desk):
    answer = desk.post("/queue/search/", {"text": "김견"}, follow=True)

    assert "No record matches" in html(answer)
    assert "a part of a name or number cannot be searched" in html(answer)


def test_a_record_number_leads_to_the_record(desk):
    record = builders.read()

    assert desk.post("/queue/search/", {"text": record.number}).url == f"/records/{record.pk}/"


def test_a_view_is_kept_opened_and_deleted(desk, reviewer):
    desk.post("/queue/views/?severity=error&sort=due", {"name": "late errors"})
    view = reviewer.views.get()

    assert view.query == "severity=error&sort=due"
    assert f'href="?{view.query.replace("&", "&amp;")}"' in html(desk.get("/queue/"))
    desk.post(f"/queue/views/{view.pk}/delete/")
    assert not reviewer.views.exists()


def test_a_view_needs_a_name(desk, reviewer):
    answer = desk.post("/queue/views/?sort=due", {"name": ""}, follow=True)

    assert "Give the view a name." in html(answer)
    assert not reviewer.views.exists()


def test_rows_are_done_one_by_one_and_told_once(desk, reviewer):
    free, theirs = builders.read(), builders.claimed(builders.person(Role.REVIEWER))
    sent = {"record": [free.pk, theirs.pk], "reason": "one forger"}

    answer = desk.post("/queue/escalate/?sort=due", sent, follow=True)

    assert answer.redirect_chain == [("/queue/?sort=due#outcomes", 302)]
    assert "Escalate: 1 record done, 1 not" in html(answer)
    assert f"{theirs.claimed_by} holds this record." in html(answer)
    assert 'id="outcomes"' not in html(desk.get("/queue/"))
    assert AuditEvent.objects.filter(verb="escalate").count() == 1


def test_a_lead_assigns_releases_and_has_rows_read_again(client, reviewer):
    client.force_login(builders.person(Role.LEAD))
    record = builders.read()
    assert 'name="to"' in html(client.get("/queue/"))

    client.post("/queue/assign/", {"record": [record.pk], "to": reviewer.pk})
    assert LicenseRecord.objects.get(pk=record.pk).is_held_by(reviewer)
    client.post("/queue/release/", {"record": [record.pk]})
    client.post("/queue/recognize/", {"record": [record.pk]})
    assert LicenseRecord.objects.get(pk=record.pk).state == State.RECEIVED


@pytest.mark.parametrize("verb", ["assign", "release", "recognize", "escalate"])
def test_nothing_chosen_is_said(desk, verb):
    builders.read()

    answer = desk.post(f"/queue/{verb}/", HTTP_REFERER="http://testserver/queue/", follow=True)

    assert "Choose records first." in html(answer)
    assert desk.get(f"/queue/{verb}/").status_code == 405


def test_who_changes_nothing_has_no_boxes(client):
    builders.read()
    client.force_login(builders.person(Role.AUDITOR))

    page = html(client.get("/queue/"))

    assert 'name="record"' not in page
    assert "formaction" not in page


def test_a_refresh_shows_the_way_on_in_each_row(desk, reviewer):
    free, mine = builders.read(), builders.claimed(reviewer)

    live = html(desk.get(f"/queue/?shown={free.pk},{mine.pk}", headers={"hx-request": "true"}))

    cells = dict(re.findall(r'id="claim-(\d+)"[^>]*>(.*?)</td>', live, re.S))
    assert f'formaction="/records/{free.pk}/claim/"' in cells[str(free.pk)]
    assert "Go on" in cells[str(mine.pk)]


def test_leaving_by_beacon_releases_only_the_claim_that_was_seen(desk, reviewer):
    record = builders.claimed(reviewer)
    seen = record.claim_until.isoformat()
    assert desk.post(f"/records/{record.pk}/leave/", {"until": "x"}).status_code == 204
    desk.get(f"/records/{record.pk}/")

    desk.post(f"/records/{record.pk}/leave/", {"until": seen})
    record.refresh_from_db()
    assert record.is_held_by(reviewer)

    desk.post(f"/records/{record.pk}/leave/", {"until": record.claim_until.isoformat()})
    record.refresh_from_db()
    assert record.claimed_by is None


def test_a_page_at_work_gets_its_claims_new_end(desk, reviewer):
    record = builders.claimed(reviewer)
    until = changed(record, claim_until=hours_ago(-0.02)).claim_until

    part = desk.post(f"/records/{record.pk}/renew/", headers={"hx-request": "true"})

    record.refresh_from_db()
    assert record.claim_until > until
    assert 'id="claim"' in html(part)
    assert "<html" not in html(part)
    assert desk.post(f"/records/{record.pk}/renew/").url == f"/records/{record.pk}/"


def test_a_page_whose_record_was_taken_over_is_told_who_holds_it(desk, reviewer):
    record = builders.claimed(reviewer)
    other = builders.person(Role.REVIEWER)
    assignment.take_over(record, by=other, reason="due today")

    part = html(desk.post(f"/records/{record.pk}/renew/", headers={"hx-request": "true"}))

    assert "data-renew" not in part
    assert str(other) in part
