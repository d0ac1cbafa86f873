"""Counting the work: one's own, and the office's; grouped by the database, no names of holders.

Every figure is one query, however much there is.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from review.models import (
    Attempt,
    AuditEvent,
    Correction,
    FieldComment,
    Finding,
    LicenseRecord,
)
from review.models.field_value import Origin
from review.workflow import OPEN_STATES, Draw, Verb

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.db.models import QuerySet

DAYS = 14
# Hours after which open work counts as older.
AGES = (4, 24, 72)
_MOVES = (Verb.SUBMIT, Verb.APPROVE, Verb.SEND_BACK, Verb.STRAIGHT)
_BY_PEOPLE = ~Q(origin__in=(Origin.DERIVED, Origin.UNDONE))
# So many of a list are shown.
MOST = 20


def since(*, by: User) -> datetime:
    """Return the beginning of the days that are counted, in Seoul."""
    return _midnight() - timedelta(days=DAYS - 1)


def submitted_today(*, by: User) -> list[datetime]:
    """Return when ``by`` submitted today, the first first."""
    mine = AuditEvent.objects.filter(verb=Verb.SUBMIT, actor_id=by.pk, at__gte=_midnight())
    return list(mine.exclude(record_id__in=_tests()).order_by("seq").values_list("at", flat=True))


def sent_back_by_field(*, by: User) -> list[tuple[str, int]]:
    """Return how often approvers commented each field of what ``by`` submitted."""
    told = FieldComment.objects.filter(to=by, at__gte=since(by=by))
    return list(told.order_by().values_list("name").annotate(n=Count("pk")).order_by("-n", "name"))


def sent_back(*, by: User) -> list[FieldComment]:
    """Return the latest comments on fields of what ``by`` submitted; their texts stay sealed."""
    told = FieldComment.objects.filter(to=by, at__gte=since(by=by)).defer("text_box")
    return list(told.select_related("record", "by").order_by("-at", "-pk")[:MOST])


def ages(*, by: User) -> list[int]:
    """Return how many open records are younger than each of AGES, and how many are older."""
    now = timezone.now()
    edges = [now - timedelta(hours=hours) for hours in AGES]
    spans = [
        Q(created_at__gt=edges[0]),
        *(Q(created_at__gt=low, created_at__lte=high) for high, low in pairwise(edges)),
        Q(created_at__lte=edges[-1]),
    ]
    counted = {f"age{place}": Count("pk", filter=span) for place, span in enumerate(spans)}
    found = LicenseRecord.objects.ordinary().in_state(*OPEN_STATES).aggregate(**counted)
    return [found[name] for name in counted]


def open_tests(*, by: User) -> dict[str, int]:
    """Return how many test records are in each open state: the kept counts hold them too."""
    tests = LicenseRecord.objects.in_state(*OPEN_STATES).filter(seeded=True).order_by()
    return dict(tests.values_list("state").annotate(n=Count("pk")))


def moves(*, by: User) -> dict[tuple[Any, str], int]:
    """Return how often each day saw a submission, an approval, a return, a passing through."""
    events = AuditEvent.objects.filter(verb__in=_MOVES, at__gte=since(by=by)).order_by()
    events = events.exclude(record_id__in=_tests())
    rows = events.annotate(day=TruncDate("at")).values_list("day", "verb").annotate(n=Count("pk"))
    return {(day, verb): number for day, verb, number in rows}


def read_by_engine(*, by: User) -> dict[str, int]:
    """Return how many reviewed records each engine has read."""
    read = Attempt.objects.filter(_reviewed("record__"), outcome="read")
    rows = read.order_by().values_list("endpoint").annotate(n=Count("record", distinct=True))
    return dict(rows.filter(record__created_at__gte=since(by=by)))


def corrected_by_field(*, by: User) -> dict[tuple[str, str], int]:
    """Return on how many reviewed records people corrected each field, by engine."""
    made = Correction.objects.filter(
        _BY_PEOPLE,
        _reviewed("record__"),
        record__attempts__outcome="read",
        record__created_at__gte=since(by=by),
    )
    rows = made.order_by().values_list("name", "record__attempts__endpoint")
    return {
        (name, engine): n for name, engine, n in rows.annotate(n=Count("record", distinct=True))
    }


def idle_rules(*, by: User) -> list[dict[str, Any]]:
    """Return the rules whose ended findings never led to a correction, the loudest first."""
    found = Finding.objects.filter(found_at__gte=since(by=by), record__seeded=False)
    ended = found.exclude(status=Finding.Status.OPEN)
    rows = ended.order_by().values("rule", "severity")
    rows = rows.annotate(
        number=Count("pk"), corrected=Count("pk", filter=Q(status=Finding.Status.CORRECTED))
    )
    return [dict(row) for row in rows.filter(corrected=0).order_by("-number", "rule")[:MOST]]


def straight_through(*, by: User) -> dict[str, int]:
    """Return how many passed straight through, and what became of the sample beside them."""
    made = Correction.objects.filter(_BY_PEOPLE, record=OuterRef("pk"))
    drawn = LicenseRecord.objects.exclude(draw="").filter(created_at__gte=since(by=by))
    sample = Q(draw=Draw.SAMPLE)
    return drawn.annotate(corrected=Exists(made)).aggregate(
        passed=Count("pk", filter=Q(straight_through=True)),
        reopened=Count("pk", filter=Q(draw=Draw.PASSED, straight_through=False)),
        sampled=Count("pk", filter=sample),
        reviewed=Count("pk", filter=sample & Q(submitted_by__isnull=False)),
        wrong=Count("pk", filter=sample & Q(corrected=True)),
    )


def _reviewed(path: str) -> Q:
    """Return what keeps the records that a person submitted, test records aside."""
    return Q(**{f"{path}submitted_by__isnull": False, f"{path}seeded": False})


def _tests() -> QuerySet[LicenseRecord, int]:
    """Return the keys of the test records, which are no work."""
    return LicenseRecord.objects.filter(seeded=True).values_list("pk", flat=True)


def _midnight() -> datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
