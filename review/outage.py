"""What is nobody's fault here: the database or the storage does not answer, or a disk is full."""

from __future__ import annotations

import logging

from botocore.exceptions import BotoCoreError, ClientError
from django.db import InterfaceError, OperationalError

log = logging.getLogger(__name__)

# OSError: a local disk that is full or gone, a network storage that cannot be reached.
OUTAGES = (OperationalError, InterfaceError, OSError, BotoCoreError, ClientError)


def is_outage(error: BaseException | None) -> bool:
    """Return whether ``error`` will pass once somebody brings database or storage back; logs it."""
    if not isinstance(error, OUTAGES):
        return False
    log.error("Outage: %s", type(error).__name__)
    return True
