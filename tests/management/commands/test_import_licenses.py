"""``import_licenses``: the answers of the upload page, a file a line."""

import pytest
from django.core.management import CommandError, call_command

from review.models import AuditEvent, LicenseRecord, Source
from tests import builders

pytestmark = pytest.mark.django_db


def run(capsys, *arguments):
    """Return the exit and the lines."""
    try:
        call_command("import_licenses", *arguments)
        code = 0
    except SystemExit as left:
        code = left.code
    return code, capsys.readouterr().out.splitlines()


def test_every_file_is_answered_by_itself(tmp_path, capsys):
    picture = builders.picture()
    (tmp_path / "a.png").write_bytes(picture)
    (tmp_path / "b.png").write_bytes(picture)
    (tmp_path / "c.txt").write_bytes(b"Dear office")

    code, lines = run(capsys, str(tmp_path), "--source", "우편 접수")

    record = LicenseRecord.objects.get()
    assert code == 1
    assert lines[0] == f"a.png: {record.number}"
    assert lines[1].startswith("b.png: ")
    assert lines[1].endswith(record.number)
    assert lines[2].startswith("c.txt: ")
    assert lines[3] == "1 accepted, 2 refused"
    assert record.source.name == "우편 접수"
    assert record.uploaded_by.username == "folder-import"


def test_a_number_in_a_file_s_name_is_covered(tmp_path, capsys):
    (tmp_path / "870713-5260590.png").write_bytes(builders.picture())
    (tmp_path / "870713-5260591.txt").write_bytes(b"Dear office")
    _code, lines = run(capsys, str(tmp_path))
    assert lines[0].startswith("870713-5******.png: K-")
    assert lines[1].startswith("870713-5******.txt: ")


def test_a_folder_of_good_pictures_ends_well_and_names_its_source_once(tmp_path, capsys):
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(builders.picture())

    assert run(capsys, str(tmp_path), "--source", "mail")[0] == 0
    assert LicenseRecord.objects.values("source").distinct().count() == 1
    assert AuditEvent.objects.get(verb="open source").details == {"source": "mail"}


def test_sources_whose_names_give_one_key_are_two(tmp_path, capsys):
    keys = []
    for name in ("Mail", "mail!", "우편", "접수"):
        (tmp_path / "a.png").write_bytes(builders.picture())
        assert run(capsys, str(tmp_path), "--source", name)[0] == 0
        keys.append(Source.objects.get(name=name).key)
    assert keys == ["mail", "mail-2", "source", "source-2"]


def test_a_source_s_name_has_an_end(tmp_path):
    with pytest.raises(CommandError, match="80"):
        call_command("import_licenses", str(tmp_path), "--source", "우" * 81)


def test_what_is_no_folder_or_no_user_is_told(tmp_path):
    with pytest.raises(CommandError, match="is not a folder"):
        call_command("import_licenses", str(tmp_path / "none"))
    with pytest.raises(CommandError, match="There is no user"):
        call_command("import_licenses", str(tmp_path), "--user", "nobody")
