"""What the recognizer refuses, one class a cause."""

from __future__ import annotations


class RecognizerError(Exception):
    """Base of every refusal of a picture."""


class UndecodableImage(RecognizerError):
    """The bytes are no picture in a known format, or the picture is broken."""


class ImageTooLarge(RecognizerError):
    """The picture has more pixels than are read."""


class NotALicense(RecognizerError):
    """The picture was read, but shows no Korean driver's license."""


class OutOfTime(RecognizerError):
    """The picture was not read within the time a picture may take."""


class SeveralCards(NotALicense):
    """The picture shows more than one card, whose fields could be mixed up."""
