"""Uploading by the page: an answer a file, whatever else is in the lot."""

import io
import re
import tempfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture

from review.models import LicenseRecord, Source
from review.workflow import Role
from tests import builders

pytestmark = pytest.mark.django_db

FRAGMENT = {"hx-request": "true"}
TOO_LARGE = b"\xff\xd8\xff" + bytes(15_000_001)


def wide(width, height):
    """Return a picture of one color, small in bytes."""
    file = io.BytesIO()
    Picture.new("1", (width, height)).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def desk(client):
    client.force_login(builders.person(Role.OPERATOR))
    client.cookies["django_language"] = "en"
    return client


def named(name, data):
    return SimpleUploadedFile(name, data, "image/png")


def send(client, *files, **more):
    return client.post("/upload/", {"files": list(files)}, **more)


def outcomes(response):
    """Return each file's name with what became of it."""
    page = response.content.decode()
    return re.findall(r'data-outcome="(\w+)">\s*<th scope="row">([^<]+)</th>', page)


def test_an_accepted_file_is_answered_with_a_link(desk):
    answer = send(desk, named("card.png", builders.picture()))

    record = LicenseRecord.objects.get()
    assert answer.status_code == 200
    assert outcomes(answer) == [("accepted", "card.png")]
    assert f'href="/records/{record.pk}/">{record.number}</a>' in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.gif", b"GIF89a" + bytes(64), "GIF is not taken"),
        ("form.jpg", b"%PDF-1.7\n" + bytes(64), "The content is a PDF"),
        ("empty.png", b"", "The file is empty"),
        ("cut.png", builders.picture()[:60], "cut off"),
        ("big.jpg", TOO_LARGE, "Over 15 MB"),
        ("words.png", b"only words, no picture", "not an image"),
        ("wide.png", wide(8000, 5001), "Over 40 megapixels"),
    ],
    ids=["gif", "pdf", "empty", "truncated", "large", "text", "pixels"],
)
def test_a_refused_file_is_answered_with_what_to_do(desk, name, data, sentence):
    answer = send(desk, named(name, data))

    assert answer.status_code == 422
    assert outcomes(answer) == [("refused", name)]
    assert sentence in answer.content.decode()
    assert not LicenseRecord.objects.exists()


def test_one_bad_file_spoils_no_other(desk):
    same = builders.picture()

    answer = send(
        desk,
        named("first.png", same),
        named("bad.gif", b"GIF89a" + bytes(64)),
        named("again.png", same),
        named("last.png", builders.picture()),
    )

    assert answer.status_code == 200
    assert [outcome for outcome, _ in outcomes(answer)] == [
        "accepted", "refused", "duplicate", "accepted",
    ]  # fmt: skip
    assert LicenseRecord.objects.count() == 2


def test_sentences_come_in_the_language_of_the_person(desk):
    gif = b"GIF89a" + bytes(64)
    english = send(desk, named("a.gif", gif)).content.decode()
    desk.cookies["django_language"] = "ko"
    korean = send(desk, named("a.gif", gif)).content.decode()

    assert "Save it as PNG or JPEG" in english
    assert '<html lang="ko">' in korean


def test_nothing_chosen_is_told(desk):
    answer = desk.post("/upload/")

    assert answer.status_code == 422
    assert "Choose at least one picture." in answer.content.decode()


def test_a_script_gets_only_the_line_of_its_file(desk):
    answer = send(desk, named("card.png", builders.picture()), headers=FRAGMENT)

    assert outcomes(answer) == [("accepted", "card.png")]
    assert "<html" not in answer.content.decode()


def test_a_name_is_shown_as_text_and_names_no_stored_file(desk):
    answer = send(desk, named("<script>alert(1)</script>.png", builders.picture()))

    assert "<script>alert" not in answer.content.decode()
    assert "script" not in LicenseRecord.objects.get().image.stored_name


def test_a_number_in_a_file_s_name_is_covered(desk):
    picture = builders.picture()
    for expected in ("accepted", "duplicate"):
        answer = send(desk, named("870713-5260590 17-11-006760-90.png", picture))
        assert outcomes(answer) == [(expected, "870713-5****** 17-11-0067**-**.png")]


def test_of_a_file_that_is_too_large_no_more_reaches_the_disk(
    desk, settings, tmp_path, monkeypatch
):
    written = []
    make = tempfile.NamedTemporaryFile

    def noted(*args, **kwargs):
        file = make(*args, **kwargs)
        write = file.write
        file.write = lambda data: written.append(len(data)) or write(data)
        return file

    settings.KRDL_MAX_UPLOAD_BYTES = 100_000
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", noted)

    answer = send(desk, named("big.jpg", b"\xff\xd8\xff" + bytes(3_000_000)))

    assert answer.status_code == 422
    assert 100_000 <= sum(written) < 300_000
    assert list(tmp_path.iterdir()) == []


def test_a_person_sees_the_state_of_own_uploads_and_no_personal_data(desk):
    send(desk, named("card.png", builders.picture()))
    mine, theirs = LicenseRecord.objects.get(), builders.read()

    page = desk.get("/upload/").content.decode()

    assert mine.number in page
    assert "Received" in page
    assert theirs.number not in page
    assert "김견본" not in page


def test_the_link_of_an_operator_leads_to_the_state_of_the_upload(desk):
    send(desk, named("card.png", builders.picture()))
    mine, theirs = LicenseRecord.objects.get(), builders.received()

    assert desk.get(f"/records/{mine.pk}/").url == f"/upload/#record-{mine.pk}"
    assert desk.get(f"/records/{theirs.pk}/").status_code == 404


@pytest.mark.parametrize("role", [Role.APPROVER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_may_not_upload_is_refused_before_any_file_is_kept(client, role):
    client.force_login(builders.person(role))

    assert client.get("/upload/").status_code == 403
    assert send(client, named("card.png", builders.picture())).status_code == 403
    assert not LicenseRecord.objects.exists()


def test_the_source_is_what_was_chosen_and_the_desks_own_otherwise(desk):
    Source.objects.create(key="mail", name="우편")
    send(desk, named("a.png", builders.picture()))
    desk.post("/upload/", {"files": [named("b.png", builders.picture())], "source": "mail"})
    refused = desk.post("/upload/", {"files": [named("c.png", builders.picture())], "source": "no"})

    assert refused.status_code == 422
    keys = LicenseRecord.objects.order_by("pk").values_list("source__key", flat=True)
    assert list(keys) == ["desk", "mail"]


def test_a_trusted_source_is_named_by_a_lead_alone(desk, client):
    Source.objects.create(key="mail", name="우편", trusted=True)
    sent = {"source": "mail"}
    refused = desk.post("/upload/", sent | {"files": named("a.png", builders.picture())})
    assert refused.status_code == 422

    client.force_login(builders.person(Role.LEAD))
    client.post("/upload/", sent | {"files": named("b.png", builders.picture())})
    assert [record.source.key for record in LicenseRecord.objects.all()] == ["mail"]
