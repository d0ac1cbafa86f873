"""System checks: what must be set right before the site starts, each with what to do."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import Error as DatabaseError

from review import engine
from review.exceptions import DecryptionFailed
from review.models import RecordKey
from review.models.sealed import keyring


@register()
def check_endpoint(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """The named OCR endpoint can work, and its processor is named when it is somebody else's."""
    if not settings.KRDL_OCR_ENDPOINT:
        return []
    try:
        endpoint = engine.named_endpoint()
    except ValueError as error:
        return [Error(f"KRDL_OCR_ENDPOINT: {error}", id="review.E001")]
    if not endpoint.is_loopback and not settings.KRDL_OCR_PROCESSOR:
        hint = "Set KRDL_OCR_PROCESSOR to the name and country of who runs the endpoint."
        return [Error("Pictures would go to an unnamed processor.", hint=hint, id="review.E002")]
    return []


@register()
def check_keyring(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """The keyring file can be read."""
    try:
        keyring()
    except DecryptionFailed as error:
        hint = "Put the file back from where you keep it apart from the data, or set KRDL_KEYRING."
        return [Error(str(error), hint=hint, id="review.E003")]
    return []


@register(Tags.database)
def check_record_keys(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """The keyring opens what the database holds: a lost or foreign key is told at the start."""
    if not databases:
        return []
    try:
        newest = RecordKey.objects.select_related("record").last()
        if newest:
            newest.record.record_key()
    except DatabaseError:
        return []
    except DecryptionFailed:
        hint = "The records were sealed with another keyring. Put that one back; change nothing."
        return [Error("The keyring does not open the records.", hint=hint, id="review.E004")]
    return []
