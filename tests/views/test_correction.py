"""Saving fields and ending findings: saved, invalid, overtaken, refused; with and without htmx."""

import pytest

from review.models import AuditEvent, Draft
from review.services import assignment, correction, viewing
from review.workflow import Role
from tests import builders

pytestmark = pytest.mark.django_db

FRAGMENT = {"hx-request": "true"}


def save(desk, record, name, text, version=None, headers=FRAGMENT):
    version = version or record.values.get(name=name).version
    sent = {"value": text, "version": version}
    return desk.post(f"/records/{record.pk}/fields/{name}/", sent, headers=headers)


def doubt(record, rule):
    return record.findings.get(rule=rule, status="open")


def end(desk, finding, how, **sent):
    address = f"/records/{finding.record_id}/findings/{finding.pk}/{how}/"
    return desk.post(address, sent, headers=FRAGMENT)


def shown(desk, record):
    return desk.get(f"/records/{record.pk}/").content.decode()


def value(record, name):
    return record.values.get(name=name).value


def test_a_saved_field_answers_with_its_row_and_the_status(desk, reviewer):
    record = builders.claimed(reviewer)

    answer = save(desk, record, "DateOfIssue", "2020-07-01")

    html = answer.content.decode()
    assert answer.status_code == 200
    assert value(record, "DateOfIssue") == "01/07/2020"
    assert 'id="field-DateOfIssue"' in html
    assert "2020.0<del>6</del>.<del>15</del>" in html
    assert all(f'id="{name}"' in html for name in ("saved", "head-state", "accept", "claim"))
    assert 'id="field-Name"' not in html


def test_without_htmx_it_leads_back_to_the_field(desk, reviewer):
    record = builders.claimed(reviewer)

    answer = save(desk, record, "Name", "이견본", headers={})

    assert answer.status_code == 302
    assert answer["Location"] == f"/records/{record.pk}/#field-Name"
    assert value(record, "Name") == "이견본"


def test_rows_whose_doubt_ends_with_it_come_along(desk, reviewer):
    record = builders.claimed(reviewer, Birthday="02/01/1990")
    correction_of_number = record.values.get(name="Number").version

    answer = save(desk, record, "Number", "900102-1234568", correction_of_number)

    assert 'id="field-Birthday"' in answer.content.decode()


def test_rows_that_lose_what_supported_them_come_along(desk, reviewer):
    record = builders.claimed(reviewer)
    assert "agrees with Resident number" in shown(desk, record)

    answer = save(desk, record, "Number", "")

    html = answer.content.decode()
    assert 'id="field-Birthday"' in html
    assert "agrees with Resident number" not in html


@pytest.mark.parametrize("headers", [FRAGMENT, {}])
def test_an_invalid_value_is_refused_with_a_sentence_and_kept(desk, reviewer, headers):
    record = builders.claimed(reviewer)

    answer = save(desk, record, "DateOfIssue", "2011.02.30", headers=headers)

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "2011-02 has no day 30" in html
    assert 'value="2011.02.30"' in html
    assert value(record, "DateOfIssue") == "15/06/2020"


def test_the_second_save_is_refused_with_both_values(desk, reviewer):
    record = builders.claimed(reviewer)
    seen = record.values.get(name="ID").version
    correction.correct(record, "ID", "B8K3MP", by=reviewer, seen_version=seen)

    answer = save(desk, record, "ID", "C9K3MP", seen)

    html = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="C9K3MP"' in html
    assert "B8K3MP" in html
    assert value(record, "ID") == "B8K3MP"
    again = save(desk, record, "ID", "C9K3MP", record.values.get(name="ID").version)
    assert again.status_code == 200


def test_without_the_claim_nothing_is_written_and_the_person_is_told(desk):
    record = builders.read()

    answer = save(desk, record, "Name", "이견본")

    assert answer.status_code == 409
    assert "Claim the record first." in answer.content.decode()
    assert value(record, "Name") == "김견본"


def test_a_suggestion_is_taken(desk, reviewer):
    record = builders.claimed(reviewer, Type="2종보동")

    end(desk, doubt(record, "type.unknown"), "take/0")

    assert value(record, "Type") == "2종보통"


def test_a_suggestion_that_is_not_there_changes_nothing(desk, reviewer):
    record = builders.claimed(reviewer, Type="2종보동")

    assert end(desk, doubt(record, "type.unknown"), "take/7").status_code == 409
    assert value(record, "Type") == "2종보동"


def test_a_warning_is_confirmed(desk, reviewer):
    record = builders.claimed(reviewer, Type="2종보동")
    finding = doubt(record, "type.unknown")

    html = end(desk, finding, "confirm").content.decode()

    finding.refresh_from_db()
    assert finding.status == "confirmed"
    assert "Confirmed" in html


def test_an_error_is_dismissed_only_with_a_reason(desk, reviewer):
    record = builders.claimed(reviewer, Birthday="02/01/1990")
    finding = doubt(record, "birthday.vs_rrn")

    assert end(desk, finding, "dismiss", reason=" ").status_code == 409
    finding.refresh_from_db()
    assert finding.status == "open"

    end(desk, finding, "dismiss", reason="the card says so")
    finding.refresh_from_db()
    assert (finding.status, finding.reason) == ("dismissed", "the card says so")


def test_a_finding_of_another_record_is_not_found(desk, reviewer):
    mine = builders.claimed(reviewer)
    other = doubt(builders.read(Type="2종보동"), "type.unknown")

    answer = desk.post(f"/records/{mine.pk}/findings/{other.pk}/confirm/")
    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["Photo", "RequestId", "nothing"])
def test_only_fields_of_the_card_can_be_saved(desk, reviewer, name):
    record = builders.claimed(reviewer)

    assert save(desk, record, name, "x", version=1).status_code == 404


def test_saving_renews_the_claim(desk, reviewer):
    record = builders.claimed(reviewer)
    before = record.claim_until

    save(desk, record, "Name", "이견본")

    record.refresh_from_db()
    assert record.claim_until > before


def test_every_correction_is_an_event(desk, reviewer):
    record = builders.claimed(reviewer)

    save(desk, record, "Name", "이견본")

    event = AuditEvent.objects.get(verb="correct", record_id=record.pk)
    assert event.details["field"] == "Name"
    assert "이견본" not in str(event.details)


def test_typing_makes_an_unreadable_record_one_to_review(desk, reviewer):
    record = builders.unreadable()
    assignment.claim(record, by=reviewer)

    answer = save(desk, record, "Name", "홍길동", version=1)

    record.refresh_from_db()
    assert answer["HX-Refresh"] == "true"
    assert (record.state, value(record, "Name")) == ("TO_REVIEW", "홍길동")


def test_get_changes_nothing(desk, reviewer):
    record = builders.claimed(reviewer, Type="2종보동")
    finding = doubt(record, "type.unknown")

    base = f"/records/{record.pk}"
    for path in ("fields/Name", f"findings/{finding.pk}/confirm", f"findings/{finding.pk}/take/0"):
        assert desk.get(f"{base}/{path}/").status_code == 405


def draft(desk, record, name, text, headers=FRAGMENT, **more):
    version = record.values.get(name=name).version
    sent = {"value": text, "version": version} | more
    return desk.post(f"/records/{record.pk}/fields/{name}/draft/", sent, headers=headers)


def test_a_draft_comes_back_with_the_page_to_who_typed_it(desk, reviewer):
    record = builders.claimed(reviewer)

    assert draft(desk, record, "DateOfIssue", "2020-07").status_code == 204

    html = desk.get(f"/records/{record.pk}/").content.decode()
    assert 'value="2020-07"' in html
    assert 'data-saved="2020.06.15"' in html
    assert "kept, not saved yet" in html
    desk.force_login(builders.person(Role.REVIEWER))
    assert "2020-07" not in desk.get(f"/records/{record.pk}/").content.decode()


def test_a_draft_of_a_covered_number_shows_only_once_revealed(desk, reviewer):
    record = builders.claimed(reviewer)
    draft(desk, record, "Number", "900101-1234567")
    assert "1234567" not in desk.get(f"/records/{record.pk}/").content.decode()

    viewing.reveal(record, by=reviewer)
    assert "900101-1234567" in desk.get(f"/records/{record.pk}/").content.decode()


def test_a_draft_of_a_value_that_moved_on_shows_both(desk, reviewer):
    record = builders.claimed(reviewer)
    draft(desk, record, "ID", "C9K3MP")
    Draft.objects.update(version=0)

    html = desk.get(f"/records/{record.pk}/").content.decode()
    assert "My value" in html
    assert "Stored value" in html
    assert "C9K3MP" in html


@pytest.mark.parametrize("headers", [FRAGMENT, {}])
def test_dropping_a_draft_shows_the_field_as_it_stands(desk, reviewer, headers):
    record = builders.claimed(reviewer)
    draft(desk, record, "ID", "C9K3MP")

    answer = draft(desk, record, "ID", "", headers, drop="1")

    assert not record.drafts.exists()
    if headers:
        assert 'value="A7K3MP"' in answer.content.decode()
    else:
        assert answer["Location"] == f"/records/{record.pk}/#field-ID"


def test_undo_answers_with_the_row_and_leaves_nothing_to_undo(desk, reviewer):
    record = builders.claimed(reviewer)
    html = save(desk, record, "Name", "이견본").content.decode()
    assert f"/records/{record.pk}/fields/Name/undo/" in html

    version = record.values.get(name="Name").version
    address = f"/records/{record.pk}/fields/Name/undo/"
    html = desk.post(address, {"version": version}, headers=FRAGMENT).content.decode()

    assert 'value="김견본"' in html
    assert "/undo/" not in html


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("Conditions", "A7", "letters of the box"),
        ("CheckResult", "99", "Choose a code of the list"),
        ("CheckDate", "2026.02.30", "has no day 30"),
    ],
)
def test_further_fields_are_checked_for_their_shape(desk, reviewer, name, text, told):
    record = builders.claimed(reviewer)

    answer = save(desk, record, name, text, version=1)

    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_further_fields_are_shown_with_their_meaning(desk, reviewer):
    record = builders.claimed(reviewer)
    save(desk, record, "CheckResult", "23", version=1)
    save(desk, record, "Conditions", "c a", version=1)

    html = desk.get(f"/records/{record.pk}/").content.decode()
    assert '<option value="23" selected>23 serial does not match</option>' in html
    assert 'value="A, C"' in html


def test_what_follows_from_the_number_is_shown_as_will_be_filled(desk, reviewer):
    record = builders.claimed(reviewer, Birthday="")

    html = desk.get(f"/records/{record.pk}/").content.decode()

    assert html.count("Will be filled") == 2
    assert "1990.01.01 · follows from the resident number" in html
    assert "autofocus" in html[html.index('id="accept"') :]
