"""The catalogue is complete: every sentence of code and templates has its Korean words."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = Path("review/locale/ko/LC_MESSAGES/django.po")
ENTRY = re.compile(r'^msgid (?P<id>(?:".*"\n)+)(?:msgid_plural (?:".*"\n)+)?msgstr', re.M)


def sentences(catalogue):
    """Return the msgids of a catalogue that are in use."""
    found = (match["id"] for match in ENTRY.finditer(catalogue.read_text()))
    return {"".join(re.findall(r'"(.*)"', quoted)) for quoted in found}


@pytest.fixture(scope="module")
def extracted(tmp_path_factory):
    """Give the catalogue that the sources need now, made from a copy of them."""
    copy = tmp_path_factory.mktemp("sources")
    for part in ("review", "templates", "krdl_site"):
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("*.mo", "*.onnx"))
    shutil.copy(ROOT / "manage.py", copy)
    command = [sys.executable, "manage.py", "makemessages", "--locale", "ko", "--no-location"]
    done = subprocess.run(
        command, cwd=copy, env=os.environ | {"KRDL_DATA_DIR": str(copy / "data")}, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return copy / CATALOGUE


def test_every_sentence_is_in_the_catalogue(extracted):
    assert sentences(extracted) <= sentences(ROOT / CATALOGUE)


def test_every_sentence_is_translated_and_none_is_a_guess():
    done = subprocess.run(
        ["msgfmt", "--check-format", "--statistics", "-o", os.devnull, CATALOGUE],
        cwd=ROOT, env=os.environ | {"LC_ALL": "C"}, check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert re.fullmatch(r"\d+ translated messages\.", done.stderr.strip())
