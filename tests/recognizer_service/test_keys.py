"""Where key pairs come from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from review.ocr.signing import Key
from review.recognizer_service.keys import CallableKeys, ChainedKeys, FileKeys, FixedKeys


def test_the_pair_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRDL_OCR_SECRET_ID", "id")
    monkeypatch.setenv("KRDL_OCR_SECRET_KEY", "key")
    assert FixedKeys.from_environment().find("id") == Key("id", "key")
    monkeypatch.setenv("KRDL_OCR_SECRET_KEY", "")
    assert FixedKeys.from_environment().find("id") is None
    assert FixedKeys.from_environment().find("") is None


def test_a_file_is_read_anew_when_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    keys = FileKeys(path)
    assert keys.find("a") is None
    path.write_text(json.dumps({"a": "1"}))
    assert keys.find("a") == Key("a", "1")
    path.write_text(json.dumps({"bb": "2"}))
    assert keys.find("a") is None
    assert keys.find("bb") == Key("bb", "2")
    for damaged in ("{", "[1, 2]", "5", "null"):
        path.write_text(damaged)
        assert keys.find("bb") is None


def test_several_sources_and_their_last_use() -> None:
    noted: list[tuple[str, float]] = []
    fixed = FixedKeys(Key("a", "1"))
    stored = {"b": Key("b", "2")}
    keys = ChainedKeys(
        [fixed, CallableKeys(stored.get, lambda name, when: noted.append((name, when)))]
    )
    assert keys.find("a") == Key("a", "1")
    assert keys.find("b") == Key("b", "2")
    assert keys.find("c") is None
    keys.used("a", 5.0)
    keys.used("b", 6.0)
    keys.used("c", 7.0)
    assert fixed.last_used == {"a": 5.0}
    assert noted == [("b", 6.0)]
    del stored["b"]
    assert keys.find("b") is None
