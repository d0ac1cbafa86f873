"""System checks: what must be set right before the site starts, each with what to do."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import Error as DatabaseError

from review import engine
from review.exceptions import DecryptionFailed, WrongKeyring
from review.models import keyring_mark
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
def check_keyring_is_whole(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """The keyring file is there and can be read."""
    try:
        keyring()
    except DecryptionFailed as error:
        return [Error(str(error), id="review.E003")]
    return []


@register(Tags.database)
def check_keyring_fits(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """The keyring is the one of this database: a lost or foreign one is told at the start."""
    if not databases:
        return []
    try:
        keyring_mark.check_keyring()
    except DatabaseError:
        return []
    except WrongKeyring as error:
        return [Error(str(error), id="review.E004")]
    except DecryptionFailed:
        pass  # told by the check above
    return []
