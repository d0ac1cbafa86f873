"""Planted numbers in a whole run, from upload to export: nothing carries one without a reveal."""

import base64
import io
import json
import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from review.contexts import queue
from review.logs import JsonFormatter, PersonalDataFilter
from review.models import LicenseRecord
from review.quality import resident_number
from review.services import disposal, jobs, recognition
from review.workflow import Role
from tests import builders, dumps
from tests.test_access import ROUTES

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]

HEAD = "900101174962"
NUMBER = f"{HEAD[:6]}-{HEAD[6:]}{resident_number.expected(HEAD + '0')[0]}"
MISREAD = NUMBER[:9] + str((int(NUMBER[9]) + 1) % 10) + NUMBER[10:]
LICENSE = "11-20-583926-41"
PAGES = (
    "", "history/", "picture/", "portrait/", "ahead/picture/", "fields/Number/", "reveal/",
)  # fmt: skip
LISTS = (
    "/", "/queue/", "/queue/?state=mine", "/queue/?state=all", "/approvals/", "/upload/",
    "/exports/", "/trail/", "/privacy/persons/", "/privacy/reviews/", "/profile/", "/healthz",
    "/readyz", "/admin/review/licenserecord/", "/admin/review/fieldvalue/",
    "/admin/review/extraction/", "/admin/review/finding/", "/no/such/page/",
)  # fmt: skip


SIGNS_OUT = {"account_logout", "admin:logout"}


def every_address(record):
    """Return every address the site has, probes and whatever may come for metrics included."""
    places = [place for name, place in ROUTES if name not in SIGNS_OUT]
    for name, number in (("pk", record.pk), ("year", 2026), ("month", 1), ("index", 0)):
        places = [place.replace(f"<int:{name}>", str(number)) for place in places]
    places = [place.replace("<str:name>", "Number") for place in places]
    return [f"/{place}" for place in places]


def written(number):
    """Return the bytes of a number in every form: with and without dashes, Base64, UTF-16."""
    for text in (number, number.replace("-", "")):
        yield from (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be"))
        for before in range(3):
            yield base64.b64encode(b"." * before + text.encode() + b"..")[4:-4]


NEEDLES = [form for number in (NUMBER, MISREAD, LICENSE) for form in written(number)]


def found(data):
    return [needle for needle in NEEDLES if needle in data]


def bytes_of(answer):
    head = "".join(f"{name}: {value}\n" for name, value in answer.headers.items()).encode()
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return head + str(answer.cookies).encode() + body


class Office:
    """One signed-in client a role, and a check of everything that is answered."""

    def __init__(self):
        self.people = {role: builders.person(role) for role in Role}
        self.clients = {role: Client(raise_request_exception=False) for role in Role}
        for role, client in self.clients.items():
            client.force_login(self.people[role])

    def get(self, role, address, **more):
        return self.checked(address, self.clients[role].get(address, **more))

    def post(self, role, address, sent=(), **more):
        return self.checked(address, self.clients[role].post(address, dict(sent), **more))

    def checked(self, address, answer):
        assert not found(bytes_of(answer)), address
        return answer

    def look_everywhere(self, record):
        for role in Role:
            for page in LISTS:
                self.get(role, page)
            for page in PAGES:
                self.get(role, f"/records/{record.pk}/{page}")
            self.get(role, f"/admin/review/licenserecord/{record.pk}/change/")
            for fmt in ("csv", "jsonl"):
                self.post(role, "/exports/", {"format": fmt})

    def look_behind_every_address(self, record):
        """Try every address as those who may most, and as who has not signed in."""
        nobody = Client(raise_request_exception=False)
        for address in every_address(record):
            for role in (Role.APPROVER, Role.ADMINISTRATOR):
                self.get(role, address)
            self.checked(address, nobody.get(address))


@pytest.fixture
def log():
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(PersonalDataFilter())
    handler.setFormatter(JsonFormatter())
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


def taken_in(office):
    """Upload a card whose very bytes hold the numbers, and have it read, the tail misread."""
    card = builders.picture() + NUMBER.encode() + LICENSE.encode()
    office.post(Role.OPERATOR, "/upload/", {"files": SimpleUploadedFile("c.png", card)})
    record = LicenseRecord.objects.get()
    work = recognition.begin(jobs.claim(), endpoint="test")
    # The engine may take a number for a part of another field.
    answer = builders.answer(
        Number=MISREAD, LicenseNumber=LICENSE, Address=f"{builders.CLEAN['Address']}, {NUMBER}"
    )
    recognition.complete(work, answer, builders.cover())
    return record


def test_no_planted_number_leaves_without_a_reveal(log, monkeypatch, capsys):
    builders.policy("shortest_view_seconds", 0)
    office = Office()
    record = taken_in(office)
    at = f"/records/{record.pk}/"
    office.look_everywhere(record)

    office.post(Role.REVIEWER, f"{at}claim/")
    office.post(Role.REVIEWER, f"{at}fields/Name/", {"value": "박견본", "version": "99"})
    office.post(Role.REVIEWER, f"{at}skip/", {"reason": f"about {NUMBER}"})
    office.post(Role.REVIEWER, f"{at}claim/")
    office.post(Role.LEAD, f"{at}reveal/", {"purpose": NUMBER})
    office.look_everywhere(record)

    revealed = office.clients[Role.REVIEWER].post(f"{at}reveal/", headers={"hx-request": "true"})
    assert found(revealed.content), "the needles find what is there"
    version = record.values.get(name="Number").version
    sent = {"value": NUMBER, "version": str(version)}
    saved = office.clients[Role.REVIEWER].post(f"{at}fields/Number/", sent)
    assert saved.status_code == 302
    office.post(Role.REVIEWER, f"{at}submit/", {"proposal": "accept"})
    record.refresh_from_db()
    assert record.state == "TO_APPROVE"
    office.look_everywhere(record)
    office.look_behind_every_address(record)
    assert not found(dumps.everything())

    with monkeypatch.context() as patch:
        patch.setattr(queue.Queue, "page", lambda self: [][int(NUMBER.replace("-", ""))])
        assert office.get(Role.REVIEWER, "/queue/").status_code == 500
        logging.getLogger("review").warning("a line with %s and %s", NUMBER, LICENSE)
    approve(record, office)
    disposal.dispose_some()
    office.look_everywhere(record)
    check_exports(office, capsys)
    assert "a line with" in log.getvalue()
    assert not found(dumps.everything() + log.getvalue().encode())


def check_exports(office, capsys):
    """Export whole and masked, after the number was cut."""
    whole = office.clients[Role.PRIVACY_OFFICER].post(
        "/exports/", {"format": "jsonl", "whole": "1", "purpose": "transfer"}
    )
    assert json.loads(b"".join(whole.streaming_content))["Number"] == f"{NUMBER[:8]}******"
    call_command("export_licenses", "--format", "csv")
    assert not found(capsys.readouterr().out.encode())


def approve(record, office):
    """Approve as the office does; the approver has looked long enough."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("review.services.office.value", lambda name: [] if "fields" in name else 0)
        office.post(Role.APPROVER, f"/records/{record.pk}/approve/")
    record.refresh_from_db()
    assert record.state == "APPROVED"
