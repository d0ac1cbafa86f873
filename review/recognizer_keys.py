"""The database as a source of the recognizer service's keys.

The service works without a database: while there is none, or it does not answer, this source
simply holds no keys, and the pair of the settings goes on working.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from django.db import Error as DatabaseError
from django.db import close_old_connections, connection

from review.exceptions import DecryptionFailed
from review.models import ServiceKey
from review.ocr.signing import Key

log = logging.getLogger(__name__)


class DatabaseKeys:
    """Looks pairs up at every request, so that a revoked one ends at once."""

    def find(self, secret_id: str) -> Key | None:
        """Return the pair, or None if it is unknown or revoked."""
        try:
            if not connection.in_atomic_block:
                close_old_connections()
            row = ServiceKey.objects.filter(secret_id=secret_id, revoked_at=None).first()
            return Key(row.secret_id, row.secret) if row else None
        except (DatabaseError, DecryptionFailed) as error:
            log.warning("Service keys cannot be looked up: %s", type(error).__name__)
            return None

    def used(self, secret_id: str, when: float) -> None:
        """Note when the pair was used last, to the second."""
        try:
            row = ServiceKey.objects.filter(secret_id=secret_id)
            row.update(last_used_at=datetime.fromtimestamp(when, UTC))
        except DatabaseError as error:
            log.warning("The use of a service key is not noted: %s", type(error).__name__)
