"""An engine for tests of the service: the picture's trailer tells it what to do.

A picture is any sound PNG or JPEG followed by ``!`` and a word; without one it reads a license.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, field

FIELDS = {
    "Type": "2종보통",
    "LicenseNumber": "11-15-123456-70",
    "Name": "견본이",
    "Number": "900101-1234567",
    "Address": "서울특별시 견본구 견본로 1",
    "AptitudeTesDate": "01/01/2030~31/12/2030",
    "DateOfIssue": "02/01/2020",
    "ID": "A1B2C3",
    "Birthday": "01/01/1990",
    "Sex": "남",
}


class RecognizerError(Exception):
    """Base of what an engine announces."""


class NotALicense(RecognizerError):
    """No license in the picture."""


class UndecodableImage(RecognizerError):
    """Cannot be decoded."""


class OutOfTime(RecognizerError):
    pass


class ImageTooLarge(RecognizerError):
    """Too many pixels."""


@dataclass
class Repair:
    raw: str
    reason: str


@dataclass
class Reading:
    fields: dict[str, str]
    confidence: dict[str, float] = field(default_factory=lambda: {"Name": 0.5})
    boxes: dict[str, list[list[list[float]]]] = field(
        default_factory=lambda: {"Name": [[[1, 2], [30, 2], [30, 9], [1, 9]]]}
    )
    portrait: bytes | None = None
    repairs: dict[str, Repair] = field(
        default_factory=lambda: {"ID": Repair("A1BZC3", "look-alikes")}
    )
    warnings: tuple[str, ...] = ("screen",)
    tails: list = field(default_factory=list)
    digits: list = field(default_factory=list)


def load() -> None:
    """Take as long as the environment says, or fail."""
    time.sleep(float(os.environ.get("FAKE_ENGINE_LOAD_S", "0")))
    if "FAKE_ENGINE_BROKEN" in os.environ:
        raise FileNotFoundError


def read(image: bytes, *, portrait: bool = False, seconds: float = 0) -> Reading:
    word = image.rsplit(b"!", 1)[-1].decode("latin-1") if b"!" in image[-32:] else ""
    if word.startswith("sleep"):
        time.sleep(float(word.removeprefix("sleep")))
    if word == "patient":
        time.sleep(seconds)
        raise OutOfTime
    if word == "die":
        os._exit(9)
    if word == "bug":
        raise KeyError("900101-1234567")
    if word in {"NotALicense", "UndecodableImage", "ImageTooLarge", "OutOfTime"}:
        raise globals()[word]
    named = {"Name": str(os.getpid())} if word == "pid" else {}
    return Reading(FIELDS | named, portrait=b"\xff\xd8\xffportrait" if portrait else None)
