"""Log lines as JSON, without personal data."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

from review.masking import mask_text


class PersonalDataFilter(logging.Filter):
    """Covers resident and license numbers in a line and leaves the values of locals out."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Mask the finished message of ``record``; every record passes."""
        record.msg = mask_text(record.getMessage())
        record.args = None
        return True


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, and an exception's place.

    Of an exception only the type and the lines of code are told: its text may quote a value.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for ``record``."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["at"] = _places(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def _places(traceback: object) -> list[str]:
    """Return ``file:line function`` for every frame, without any value."""
    places = []
    while traceback is not None:
        code = traceback.tb_frame.f_code  # type: ignore[attr-defined]
        places.append(f"{code.co_filename}:{traceback.tb_lineno} {code.co_name}")  # type: ignore[attr-defined]
        traceback = traceback.tb_next  # type: ignore[attr-defined]
    return places
