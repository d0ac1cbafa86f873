"""``./krdl bench claims``: how many records people claim at once, and that no two get the same.

Every person is a process of its own that claims the next record, passes it up, and goes on until
none is left; on a new SQLite database and on a new PostgreSQL database.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import psycopg
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone

from review import encryption
from review.models import LicenseRecord, RecordKey
from review.models.sealed import keyring
from review.services import assignment, counts, intake
from review.workflow import Role, State

_HEAD = ("database", "people", "records", "seconds", "claims/s", "ratio", "double", "errors")
_LINE = "{:<12}{:>7}{:>9}{:>9}{:>10}{:>7}{:>8}{:>8}"
_DOUBTS = 101
_MOST_ERRORS = 100


@dataclass(frozen=True)
class Trial:
    """What came of one run: how long, how many claims, how many twice, how many errors."""

    seconds: float
    claims: int
    double: int
    errors: int


def main(argv: Sequence[str]) -> int:
    """Print a line for each database and number of people; returns 1 if any claim was double."""
    parser = argparse.ArgumentParser(prog="bench claims", description=__doc__)
    parser.add_argument("--records", type=int, default=1000, help="records a line")
    parser.add_argument("--people", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("--fill", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--work", help=argparse.SUPPRESS)
    chosen = parser.parse_args(argv)
    if chosen.fill:
        return _fill(chosen.fill)
    if chosen.work:
        return _work(chosen.work)
    print(_LINE.format(*_HEAD))  # noqa: T201
    wrong = [name for name in ("SQLite", "PostgreSQL") if _all_of(name, chosen)]
    return int(bool(wrong))


def _all_of(name: str, chosen: argparse.Namespace) -> bool:
    """Run every number of people on one database; return whether anything went wrong."""
    wrong, alone = False, 0.0
    with _database(name) as environment:
        if environment is None:
            print(f"{name:<12}not reachable")  # noqa: T201
            return False
        _manage(environment, "migrate", "-v0")
        for people in chosen.people:
            _manage(environment, "bench", "claims", f"--fill={chosen.records}")
            trial = _race(environment, people)
            rate = trial.claims / trial.seconds
            alone = alone or rate
            told = (f"{trial.seconds:.1f}", f"{rate:.0f}", f"{rate / alone:.2f}")
            print(_LINE.format(name, people, trial.claims, *told, trial.double, trial.errors))  # noqa: T201
            wrong |= trial.double > 0 or trial.errors > 0 or trial.claims != chosen.records
    return wrong


@contextmanager
def _database(name: str) -> Iterator[dict[str, str] | None]:
    """Give the environment of an empty database of its own; None where there is no server."""
    with tempfile.TemporaryDirectory() as folder:
        kept = {key: text for key, text in os.environ.items() if not key.startswith("KRDL_")}
        environment = kept | {"KRDL_DATA_DIR": folder}
        if name == "SQLite":
            yield environment
            return
        server = os.environ.get("KRDL_TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1")
        database = f"krdl_bench_{uuid4().hex}"
        try:
            connection = psycopg.connect(server, autocommit=True)
        except psycopg.OperationalError:
            yield None
            return
        connection.execute(f"create database {database}")  # type: ignore[arg-type]
        try:
            yield environment | {"KRDL_DATABASE_URL": f"{server}/{database}"}
        finally:
            connection.execute(f"drop database {database} with (force)")  # type: ignore[arg-type]


def _manage(environment: dict[str, str], *arguments: str) -> None:
    command = [sys.executable, sys.argv[0], *arguments]
    subprocess.run(command, env=environment, check=True)  # noqa: S603 - our own commands


def _race(environment: dict[str, str], people: int) -> Trial:
    """Start everybody, let them go at once, and add up what they say."""
    command = [sys.executable, sys.argv[0], "bench", "claims"]
    pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    racers = [
        subprocess.Popen([*command, f"--work={uuid4().hex}"], env=environment, **pipes)  # noqa: S603
        for _ in range(people)
    ]
    for racer in racers:
        racer.stdout.readline()  # type: ignore[union-attr]
    started = time.monotonic()
    for racer in racers:
        racer.stdin.write("go\n")  # type: ignore[union-attr]
        racer.stdin.flush()  # type: ignore[union-attr]
    said = [json.loads(racer.communicate()[0]) for racer in racers]
    seconds = time.monotonic() - started
    claimed = [pk for one in said for pk in one["records"]]
    errors = sum(one["errors"] for one in said)
    return Trial(seconds, len(claimed), len(claimed) - len(set(claimed)), errors)


def _work(name: str) -> int:
    """Be one person: wait for the word, then claim and pass up until nothing is left."""
    reviewer = get_user_model().objects.create(username=name)
    reviewer.groups.add(Group.objects.get(name=Role.REVIEWER.value))
    print("ready", flush=True)  # noqa: T201
    sys.stdin.readline()
    records: list[int] = []
    errors = 0
    while errors < _MOST_ERRORS:
        try:
            record = assignment.claim_next(by=reviewer)
            if record is None:
                break
            records.append(record.pk)
            assignment.escalate(record, by=reviewer, reason="bench")
        except Exception:
            errors += 1
    print(json.dumps({"records": records, "errors": errors}))  # noqa: T201
    return 0


def _fill(number: int) -> int:
    """Put in records to review that hold nothing but their key."""
    operator, _new = get_user_model().objects.get_or_create(username="bench")
    source, due = intake.default_source(), timezone.now() + timedelta(hours=24)
    records = LicenseRecord.objects.bulk_create(
        LicenseRecord(
            state=State.TO_REVIEW, source=source, uploaded_by=operator, due_at=due,
            doubt=place % _DOUBTS,
        )
        for place in range(number)
    )  # fmt: skip
    RecordKey.objects.bulk_create(
        RecordKey(
            record=record,
            wrapped=keyring().wrap(encryption.new_key(), RecordKey.place_of(record.uid)),
        )
        for record in records
    )
    counts.repair()
    return 0
