"""``./krdl bench ledger``: how many audit events a second, on the database of this installation.

Written into a database made for it and removed afterwards: a file in the data folder, or another
database on the server of ``KRDL_DATABASE_URL``. An event counts once it is committed, that is on
the disk (SQLite: synchronous FULL; PostgreSQL: as the server is set). Measured are one event in a
transaction of its own, which is what a read costs, and several in one, as when a verb changes
more than one thing. Lines follow each other, so each commit waits for the one before: how often a
second the data folder's disk writes for certain is the most that one event a transaction can reach.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.conf import settings
from django.db import connection, transaction

from review.services import audit, audit_chain

CHUNKS = 10
FLUSHES = 200


def main(argv: Sequence[str]) -> int:
    """Print a line for each size of transaction; returns the exit status."""
    parser = argparse.ArgumentParser(prog="bench ledger", description=__doc__)
    parser.add_argument("--events", type=int, default=3000, help="events for each line")
    chosen = parser.parse_args(argv)
    print(f"{'database':<12}{'a transaction':>14}{'events':>8}{'median/s':>10}{'slowest/s':>11}")  # noqa: T201
    print(f"disk: {_flushes():.0f} commits/s at most, if the database lies on it")  # noqa: T201
    with _own_database():
        for together in (1, 3, 10):
            rates = [_rate(chosen.events // CHUNKS, together) for _ in range(CHUNKS)]
            told = f"{chosen.events:>8}{statistics.median(rates):>10.0f}{min(rates):>11.0f}"
            print(f"{connection.vendor:<12}{together:>14}{told}")  # noqa: T201
        started = time.monotonic()
        broken = audit_chain.count(audit_chain.breaks())
        events = audit.AuditEvent.objects.count()
        took = time.monotonic() - started
        print(f"verified {events} events, broken {broken}: {events / took:.0f}/s")  # noqa: T201
    return 0


def _flushes() -> float:
    """Return how many small writes a second the disk of the data folder has for certain."""
    with tempfile.TemporaryFile(dir=settings.KRDL_DATA_DIR) as file:
        started = time.monotonic()
        for _ in range(FLUSHES):
            file.write(bytes(8192))
            file.flush()
            os.fdatasync(file.fileno())
    return FLUSHES / (time.monotonic() - started)


def _rate(events: int, together: int) -> float:
    started = time.monotonic()
    for _ in range(events // together):
        with transaction.atomic():
            for number in range(together):
                audit.write("bench", by=None, details={"number": number})
    return events // together * together / (time.monotonic() - started)


@contextmanager
def _own_database() -> Iterator[None]:
    """Migrate a database of our own and be connected to it meanwhile."""
    name = connection.settings_dict["NAME"]
    own = f"{settings.KRDL_DATA_DIR}/bench.sqlite3" if connection.vendor == "sqlite" else None
    connection.settings_dict["TEST"]["NAME"] = own
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
