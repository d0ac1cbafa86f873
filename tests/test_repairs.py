"""A reading that was set right: from the engine over the wire into the record's page."""

import dataclasses
import io
import random
import re
from collections.abc import Callable

import pytest

from review import recognizer
from review.engine import Engine
from review.models import Extraction, LicenseRecord
from review.ocr.client import OcrClient
from review.ocr.endpoint import Endpoint
from review.recognizer.reading import CLOSED_LIST, LOOK_ALIKES, Repair
from review.recognizer_service.config import ServiceConfig
from review.services import assignment, intake, jobs, viewing
from review.specimens import draw_layout, faces, people
from review.specimens.card import draw_card
from review.worker import do
from review.workflow import Role
from tests import builders
from tests.recognizer_service.running import KEY, running_service


def misprinted(seed: int) -> tuple[bytes, people.Person]:
    """Return a card on which each 8 of the number is a B, with a class that nobody has."""
    rng = random.Random(seed)
    usable = faces.available(faces.PRODUCT)
    person = people.person(rng)
    printed = dataclasses.replace(
        person, number=person.number.replace("8", "B"), classes=("2종보돔",)
    )
    card, file = draw_card(printed, draw_layout(rng), rng, usable), io.BytesIO()
    card.picture.save(file, "PNG")
    return file.getvalue(), printed


@pytest.mark.parametrize("seed", [1, 2])
def test_the_engine_keeps_what_it_read(seed: int) -> None:
    picture, printed = misprinted(seed)

    reading = recognizer.read(picture)

    assert reading.fields["Number"] == printed.number.replace("B", "8")
    assert reading.repairs["Number"] == Repair(printed.number, LOOK_ALIKES)
    assert reading.repairs["Type"] == Repair("2종보돔", CLOSED_LIST)
    assert reading.confidence["Number"] < 0.9


def row(html: str, name: str) -> str:
    start = html.index(f'id="field-{name}"')
    end = html.find('<div class="field', start)
    return re.sub(r"<[^>]*>", "", html[start : end if end > 0 else None])


@pytest.fixture
def read_card(db: None) -> Callable[[bytes], LicenseRecord]:
    """Give a function that reads a picture through the service, as the worker does."""

    def read(picture: bytes) -> LicenseRecord:
        record = intake.upload(picture, by=builders.person(Role.OPERATOR))
        with running_service(ServiceConfig(workers=1, answer_s=120)) as service:
            endpoint = Endpoint(f"http://{service.host}", KEY.secret_id, KEY.secret_key)
            do(jobs.claim(), Engine("embedded", OcrClient(endpoint)))
        return LicenseRecord.objects.get(pk=record.pk)

    return read


def test_the_page_tells_what_was_read_and_covers_it(client, read_card) -> None:
    picture, printed = misprinted(2)
    record = read_card(picture)
    reviewer = builders.person(Role.REVIEWER)
    assignment.claim(record, by=reviewer)
    client.force_login(reviewer)
    client.cookies["django_language"] = "en"

    covered = client.get(f"/records/{record.pk}/").content.decode()
    viewing.reveal(record, by=reviewer)
    revealed = client.get(f"/records/{record.pk}/").content.decode()

    kept = Extraction.objects.get(record=record).detail["Repairs"]
    assert kept["Number"] == {"Raw": printed.number, "Reason": "look-alikes"}
    assert "The engine read 2종보돔 → 2종보통" in row(covered, "Type")
    hidden = f"{printed.number[:8]}******"
    assert f"The engine read {hidden} → " in row(covered, "Number")
    assert printed.number[8:] not in covered
    assert f"The engine read {printed.number} → " in row(revealed, "Number")
    assert "only digits can stand here" in row(revealed, "Number")
