"""One person's requests: found by number, exported whole, held, erased."""

import io
import json
import zipfile

import pytest

from review.models import AuditEvent, LegalHold
from review.workflow import Role
from tests import builders

pytestmark = pytest.mark.django_db
AT = "/privacy/persons/"


@pytest.fixture
def office(client):
    client.force_login(builders.person(Role.PRIVACY_OFFICER))
    return client


def test_a_person_is_found_by_either_number_and_shown_masked(office):
    record = builders.read()
    builders.read(Number="850505-2345671", LicenseNumber="11-15-654321-20")
    for asked in ({"Number": "9001011234568"}, {"LicenseNumber": "11-20-123456-30"}):
        html = office.post(f"{AT}find/", asked).content.decode()
        assert record.number in html
        assert html.count('name="record"') == 1
        assert "1234568" not in html
    event = AuditEvent.objects.filter(verb="search").latest("seq")
    assert event.details == {"kind": "LicenseNumber", "found": 1}


def test_the_export_holds_values_readings_and_the_picture(office):
    record = builders.read()

    answer = office.post(f"{AT}export/", {"record": record.pk, "reason": "a request of Nov 20"})

    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    told = json.loads(archive.read(f"{record.number}/record.json"))
    assert told["values"]["Number"] == "900101-1234568"
    [picture] = [name for name in archive.namelist() if "image" in name]
    assert archive.read(picture) == record.image.read()
    assert builders.stated("export person", record_id=record.pk) == "a request of Nov 20"
    assert answer["Cache-Control"] == "no-store"


def test_a_record_is_held_and_freed_with_a_reason_each(office):
    record = builders.read()
    asked = {"record": record.pk, "reason": "a suit about 900101-1234568"}
    office.post(f"{AT}hold/", asked)
    assert builders.stated("hold") == "a suit about 900101-1******"
    found = office.post(f"{AT}find/", {"Number": "900101-1234568"}).content.decode()
    assert "chip warning" in found

    office.post(f"{AT}lift/", asked)
    office.post(f"{AT}lift/", asked)

    assert LegalHold.objects.get().lifted_at
    verbs = list(AuditEvent.objects.filter(record_id=record.pk).values_list("verb", flat=True))
    assert (verbs.count("hold"), verbs.count("lift hold")) == (1, 1)


def erase(client, *records, **sent):
    asked = {"record": [each.pk for each in records], "reason": "asked on Nov 20", "sure": "on"}
    client.cookies["django_language"] = "en"
    answer = client.post(
        f"{AT}erase/", asked | sent, follow=True, headers={"referer": f"http://testserver{AT}find/"}
    )
    assert answer.status_code == 200
    return answer.content.decode()


def test_erasing_leaves_the_trail_with_its_reason(office):
    records = [builders.decided(), builders.decided("reject")]

    assert "Data destroyed: 2." in erase(office, *records, reason="for 900101-1234568")

    for record in records:
        record.refresh_from_db()
        assert record.purged_at
        assert not record.values.exists()
        event = AuditEvent.objects.get(verb="erase", record_id=record.pk)
        assert event.details == {"images": 1, "key": "office"}
        assert builders.stated("erase", record_id=record.pk) == "for 900101-1******"
    assert "was destroyed" in erase(office, records[0])
    assert AuditEvent.objects.filter(verb="erase").count() == 2


def test_what_is_open_or_held_is_not_erased_and_nothing_beside_it(office):
    done, still_open, held = builders.decided(), builders.read(), builders.decided()
    office.post(f"{AT}hold/", {"record": held.pk, "reason": "a suit"})

    assert f"{still_open.number} is still open: withdraw it first." in erase(
        office, done, still_open
    )
    assert f"{held.number} is under a legal hold." in erase(office, done, held)

    assert not AuditEvent.objects.filter(verb="erase").exists()
    done.refresh_from_db()
    assert done.values.exists()


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"sure": ""}, "Confirm that it is destroyed for good."),
        ({"reason": " "}, "State a reason."),
        ({"record": []}, "Choose the records."),
    ],
)
def test_erasing_takes_records_a_reason_and_consent(office, sent, told):
    record = builders.decided()

    assert told in erase(office, record, **sent)

    record.refresh_from_db()
    assert record.purged_at is None


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PRIVACY_OFFICER])
def test_nobody_else_gets_there(client, role):
    record = builders.decided()
    client.force_login(builders.person(role))
    assert client.get(AT).status_code == 403
    for verb in ("export", "hold", "lift", "erase"):
        client.post(f"{AT}{verb}/", {"record": record.pk, "reason": "curious", "sure": "on"})
    client.post(f"{AT}find/", {"Number": "9001011234568"})
    assert not LegalHold.objects.exists()
    verbs = ["search", "export person", "hold", "erase"]
    assert not AuditEvent.objects.filter(verb__in=verbs).exists()


def test_a_reason_and_a_record_are_needed(office):
    record = builders.read()
    office.post(f"{AT}hold/", {"record": record.pk, "reason": " "})
    office.post(f"{AT}hold/", {"reason": "asked for"})
    assert not LegalHold.objects.exists()
