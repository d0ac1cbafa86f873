"""The words for sex that answers use."""

from __future__ import annotations

import pytest

from review.ocr.sex import normalize


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("男", "남"),
        ("女", "여"),
        ("未知", ""),
        ("남", "남"),
        ("여", "여"),
        ("M", "남"),
        ("F", "여"),
        ("", ""),
        (" f ", "여"),
        ("?", None),
    ],
)
def test_one_vocabulary(word: str, meant: str | None) -> None:
    assert normalize(word) == meant
