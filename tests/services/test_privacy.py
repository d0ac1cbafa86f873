"""The monthly review: what the trail tells about reading, the download, the sign-off."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from review.exceptions import ActionDenied
from review.models import AccessReview, AuditEvent
from review.services import audit, correction, persons, privacy, viewing
from review.workflow import Role
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
OCTOBER = date(2026, 10, 1)
NOON = datetime(2026, 10, 5, 3, 0, tzinfo=UTC)  # in Seoul
NIGHT = datetime(2026, 10, 5, 15, 30, tzinfo=UTC)  # half past midnight in Seoul
AFTER = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)


@pytest.fixture
def officer():
    return builders.person(Role.PRIVACY_OFFICER, name="officer")


@pytest.fixture
def reader():
    return builders.person(Role.REVIEWER, name="reader")


def figures_of(name):
    with time_machine.travel(AFTER):
        return next(row for row in privacy.figures(OCTOBER)["people"] if row["actor"] == name)


def test_volumes_night_and_the_busiest_hour_by_person(reader):
    records = [builders.read() for _ in range(3)]
    with time_machine.travel(NOON, tick=False):
        for record in (*records, records[0]):
            viewing.view(record, by=reader)
        viewing.show_picture(records[0], by=reader)
        audit.write("search", by=reader)
    with time_machine.travel(NIGHT, tick=False):
        viewing.view(records[1], by=reader)

    row = figures_of("reader")

    assert (row["records"], row["opened"], row["pictures"], row["searches"]) == (3, 5, 1, 1)
    assert (row["night"], row["in_an_hour"]) == (1, 3)


def test_a_persons_export_and_a_download_of_the_trail_count_as_reads(officer):
    record = builders.decided()
    with time_machine.travel(NIGHT, tick=False):
        list(persons.export([record], by=officer, reason="asked at the counter"))
        list(privacy.download(OCTOBER, by=officer, reason="question of the regulator"))

    row = figures_of("officer")

    assert (row["records"], row["exports"], row["trails"], row["night"]) == (1, 1, 1, 2)


def test_a_reveal_is_without_outcome_until_the_person_does_something_about_it(reader):
    record = builders.claimed(reader)
    with time_machine.travel(NOON):
        viewing.reveal(record, by=reader, purpose="a call")
        assert privacy.figures(OCTOBER)["reveals_without_outcome"] == 1
    correction.correct(record, "Name", "이견본", by=reader)

    assert privacy.figures(OCTOBER)["reveals_without_outcome"] == 0


def test_failed_sign_ins_by_account_and_address(reader):
    with time_machine.travel(NOON):
        for address, account in (("192.0.2.1", reader.pk), ("192.0.2.1", reader.pk), ("", None)):
            with audit.coming_from(address):
                audit.write("sign in failed", by=None, details={"account": account})

    assert privacy.figures(OCTOBER)["failed"] == [
        {"account": "reader", "address": "192.0.2.1", "times": 2},
        {"account": "", "address": "", "times": 1},
    ]


def test_a_sign_off_keeps_who_when_note_and_figures(officer, reader):
    with time_machine.travel(NOON):
        viewing.view(builders.read(), by=reader)
    with time_machine.travel(AFTER):
        review = privacy.sign_off(OCTOBER, by=officer, note="nothing unusual")

    kept = AccessReview.objects.get()
    assert (kept.signed_by, kept.note) == (officer, "nothing unusual")
    assert kept.figures["people"][0]["actor"] == "reader"
    event = AuditEvent.objects.get(verb="sign review")
    assert event.details == {"month": str(review), "key": "office"}
    assert builders.stated("sign review") == "nothing unusual"


def test_a_month_is_signed_once_by_the_privacy_officer_and_when_it_is_over(officer, reader):
    with time_machine.travel(NOON), pytest.raises(ActionDenied, match=r"."):
        privacy.sign_off(OCTOBER, by=officer, note="too early")
    with time_machine.travel(AFTER):
        for person, note in ((reader, "not mine"), (officer, "  ")):
            with pytest.raises(ActionDenied):
                privacy.sign_off(OCTOBER, by=person, note=note)
        privacy.sign_off(OCTOBER, by=officer, note="seen")
        with pytest.raises(ActionDenied):
            privacy.sign_off(OCTOBER, by=officer, note="again")


def test_a_download_states_its_reason_before_the_first_line(officer):
    with time_machine.travel(NOON):
        audit.write("view", by=None, details={"note": "=1+1"})
        audit.write("=cmd", by=None)
    with pytest.raises(ActionDenied):
        privacy.download(OCTOBER, by=officer, reason=" ")

    lines = privacy.download(OCTOBER, by=officer, reason="question of the regulator")

    assert AuditEvent.objects.get(verb="download trail").details == {
        "month": "2026-10",
        "lines": 2,
        "key": "office",
    }
    assert builders.stated("download trail") == "question of the regulator"
    told = "".join(lines)
    assert told.startswith("\ufeffnumber,time,who,from,verb,record,details,reason")
    assert ",'=cmd," in told


def test_months_go_from_the_first_line_to_now():
    with time_machine.travel(datetime(2025, 11, 30, 15, 30, tzinfo=UTC)):
        audit.write("view", by=None)
    with time_machine.travel(datetime(2026, 2, 3, tzinfo=UTC)):
        assert privacy.months() == [date(2026, 2, 1), date(2026, 1, 1), date(2025, 12, 1)]
