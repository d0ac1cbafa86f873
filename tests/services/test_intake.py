"""Taking pictures in: one record each, nothing half-saved, nothing in the clear."""

import pytest
from django.core.files.storage import default_storage

from review.exceptions import ActionDenied, ImageRefused
from review.models import AuditEvent, Image, Job, LicenseRecord
from review.services import audit, intake
from review.workflow import Role, State
from tests import builders

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]


@pytest.fixture
def operator():
    return builders.person(Role.OPERATOR)


def test_a_picture_becomes_a_record_a_job_and_an_event(operator):
    picture = builders.picture()

    record = intake.upload(picture, by=operator)

    assert record.state == State.RECEIVED
    assert record.image.read() == picture
    assert Job.objects.filter(record=record, state="queued").count() == 1
    assert AuditEvent.objects.filter(record_id=record.pk, verb="upload").count() == 1


def test_the_stored_file_is_sealed_and_named_by_us(operator):
    picture = builders.picture()
    image = intake.upload(picture, by=operator, name="../../김견본.png").image

    with default_storage.open(image.stored_name) as file:
        kept = file.read()
    assert image.stored_name.startswith("images/")
    assert "김견본" not in image.stored_name
    assert picture not in kept
    assert b"PNG" not in kept[:64]


def test_the_same_picture_twice_is_refused_with_the_first_record(operator):
    picture = builders.picture()
    first = intake.upload(picture, by=operator)

    with pytest.raises(ImageRefused) as refused:
        intake.upload(picture, by=operator)

    assert (refused.value.code, refused.value.duplicate_of) == ("duplicate", first.pk)
    assert LicenseRecord.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"GIF89a" + bytes(40), "gif"),
        (b"%PDF-1.7\n" + bytes(40), "pdf"),
        (b"hello, I am no image", "not_an_image"),
        (b"\xff\xd8\xff\xe0" + bytes(20), "truncated"),
        (bytes(15_000_001), "too_large"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_sentence(operator, data, code):
    with pytest.raises(ImageRefused) as refused:
        intake.upload(data, by=operator)

    assert str(refused.value)
    assert refused.value.code in {code, "not_an_image"}
    assert not LicenseRecord.objects.exists()


def test_every_problem_of_a_picture_has_its_sentence():
    assert set(intake.SENTENCES) >= {
        "empty",
        "too_large",
        "gif",
        "pdf",
        "unsupported_format",
        "not_an_image",
        "too_many_pixels",
        "truncated",
        "duplicate",
    }


def test_an_approver_does_not_upload():
    with pytest.raises(ActionDenied):
        intake.upload(builders.picture(), by=builders.person(Role.APPROVER))


def test_nothing_is_left_when_the_ledger_is_away(operator, monkeypatch):
    before = Image.objects.count()

    def fail(*args, **kwargs):
        raise RuntimeError("the ledger is away")

    monkeypatch.setattr(audit, "write", fail)
    removed = []
    monkeypatch.setattr(Image, "discard", lambda image: removed.append(image.stored_name))
    with pytest.raises(RuntimeError):
        intake.upload(builders.picture(), by=operator)
    assert (Image.objects.count(), LicenseRecord.objects.count()) == (before, 0)
    assert len(removed) == 1
