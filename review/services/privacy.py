"""The monthly look at who read what: figures of the trail, their download, and the sign-off."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import ExtractHour, TruncHour
from django.utils import timezone
from django.utils.translation import gettext as _

from review.exceptions import ActionDenied
from review.models import AccessReview, AuditEvent
from review.permissions import check_roles
from review.services import audit, reasons, spreadsheet
from review.services.persons import EXPORT as EXPORT_PERSON
from review.services.sessions import SIGN_IN_FAILED
from review.services.viewing import VIEW_TRAIL
from review.workflow import Role, Verb

if TYPE_CHECKING:
    from django.db.models import QuerySet

SIGN_REVIEW, DOWNLOAD_TRAIL = "sign review", "download trail"
SEARCH = "search"
# Of all lines these tell that personal data was read.
EXPORTS, TRAILS = (Verb.EXPORT, EXPORT_PERSON), (VIEW_TRAIL, DOWNLOAD_TRAIL)
READS = (Verb.VIEW, Verb.REVEAL, SEARCH, *EXPORTS, *TRAILS)
PICTURES = ("picture", "portrait")
# What a person does about a record whose numbers they asked to see.
OUTCOMES = (
    Verb.CORRECT, Verb.CONFIRM, Verb.DISMISS, Verb.SUBMIT, Verb.APPROVE, Verb.SEND_BACK,
    Verb.ESCALATE, Verb.RETURN, Verb.REOPEN, Verb.WITHDRAW, Verb.ENTER_BLIND,
)  # fmt: skip
NIGHT_FROM, NIGHT_TO = 22, 6
# So many records in one hour are more than anybody reviews with care.
BULK_RECORDS = 60
# So many lines a list shows; the download has all.
LISTED = 20
COLUMNS = ("number", "time", "who", "from", "verb", "record", "details", "reason")
CHUNK = 500


def figures(month: date) -> dict[str, Any]:
    """Return what the trail of a month tells about reading, in numbers that JSON can hold."""
    reveals = _without_outcome(month)
    return {
        "people": _people(month),
        "reveals": [_line(event) for event in reveals[:LISTED]],
        "reveals_without_outcome": reveals.count(),
        "failed": _failed(month),
        "events": of_month(month).count(),
    }


@transaction.atomic
def sign_off(month: date, *, by: User, note: str) -> AccessReview:
    """Keep that ``by`` looked at a month that is over, with its figures; raises ActionDenied."""
    check_roles(by, {Role.PRIVACY_OFFICER})
    if not is_over(month):
        raise ActionDenied(_("The month is not over yet."))
    told = reasons.stated(note)
    try:
        with transaction.atomic():
            review = AccessReview(month=month, figures=figures(month), signed_by=by)
            review.note = told
            review.save(force_insert=True)
    except IntegrityError as error:
        raise ActionDenied(_("This month is signed already.")) from error
    audit.write(SIGN_REVIEW, by=by, details={"month": str(review)}, values={"reason": told})
    return review


def download(month: date, *, by: User, reason: str) -> Iterator[str]:
    """Return the month's lines as a CSV; the event with the reason is written before the first."""
    check_roles(by, {Role.PRIVACY_OFFICER})
    told = reasons.stated(reason)
    lines = of_month(month).order_by("seq")
    details = {"month": f"{month:%Y-%m}", "lines": lines.count()}
    audit.write(DOWNLOAD_TRAIL, by=by, details=details, values={"reason": told})
    return _csv(lines)


def of_month(month: date) -> QuerySet[AuditEvent]:
    """Return the lines of a month, by the clock in Seoul."""
    return AuditEvent.objects.filter(at__gte=_start(month), at__lt=_start(following(month)))


def months() -> list[date]:
    """Return the months that the trail tells of, the newest first."""
    first = AuditEvent.objects.order_by("seq").first()
    month = timezone.localtime(first.at).date().replace(day=1) if first else this_month()
    found = [month]
    while found[-1] < this_month():
        found.append(following(found[-1]))
    return found[::-1]


def is_over(month: date) -> bool:
    """Return whether the month has ended in Seoul."""
    return month < this_month()


def this_month() -> date:
    """Return the first day of the month in Seoul."""
    return timezone.localdate().replace(day=1)


def following(month: date) -> date:
    """Return the first day of the month after ``month``."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _start(month: date) -> datetime:
    return timezone.make_aware(datetime.combine(month, time()))


def _people(month: date) -> list[dict[str, Any]]:
    """Return what each person read, with the night and the busiest hour, most records first."""
    local = timezone.get_default_timezone()
    night = Q(hour__gte=NIGHT_FROM) | Q(hour__lt=NIGHT_TO)
    read = of_month(month).filter(verb__in=READS).exclude(actor_id=None)
    lines = read.annotate(hour=ExtractHour("at", tzinfo=local))
    counted = (
        lines.order_by()
        .values("actor")
        .annotate(
            records=Count("record_id", distinct=True),
            viewed=Count("seq", filter=Q(verb=Verb.VIEW)),
            covered=Count("seq", filter=Q(verb=Verb.VIEW, details__what__in=PICTURES)),
            pictures=Count("seq", filter=Q(details__what__in=PICTURES)),
            reveals=Count("seq", filter=Q(verb=Verb.REVEAL, details__what="numbers")),
            searches=Count("seq", filter=Q(verb=SEARCH)),
            exports=Count("seq", filter=Q(verb__in=EXPORTS)),
            trails=Count("seq", filter=Q(verb__in=TRAILS)),
            night=Count("seq", filter=night),
        )
    )
    busiest = _busiest(month)
    people = [
        row | {"opened": row["viewed"] - row["covered"], "in_an_hour": busiest.get(row["actor"], 0)}
        for row in counted
    ]
    return sorted(people, key=lambda row: (-row["records"], row["actor"]))


def _busiest(month: date) -> dict[str, int]:
    """Return how many records each person opened in their busiest hour."""
    opened = of_month(month).filter(verb__in=READS).exclude(record_id=None).order_by()
    hours = opened.annotate(hour=TruncHour("at")).values("actor", "hour")
    counted = hours.annotate(records=Count("record_id", distinct=True)).order_by("records")
    return {row["actor"]: row["records"] for row in counted}


def _without_outcome(month: date) -> QuerySet[AuditEvent]:
    """Return the reveals after which the person did nothing about the record."""
    later = AuditEvent.objects.filter(
        record_id=OuterRef("record_id"),
        actor=OuterRef("actor"),
        seq__gt=OuterRef("seq"),
        verb__in=OUTCOMES,
    )
    reveals = of_month(month).filter(verb=Verb.REVEAL, details__what="numbers")
    return reveals.filter(~Exists(later)).order_by("seq")


def _line(event: AuditEvent) -> dict[str, Any]:
    return {
        "at": timezone.localtime(event.at).isoformat(timespec="seconds"),
        "actor": event.actor,
        "record": event.record_id,
        "event": event.seq,
    }


def _failed(month: date) -> list[dict[str, Any]]:
    """Return the failed sign-ins by account and address, most first."""
    failed = of_month(month).filter(verb=SIGN_IN_FAILED).order_by()
    rows = failed.values("details__account", "address").annotate(times=Count("seq"))
    names = dict(User.objects.values_list("pk", "username"))
    told = [
        {
            "account": names.get(row["details__account"], ""),
            "address": row["address"],
            "times": row["times"],
        }
        for row in rows
    ]
    return sorted(told, key=lambda row: (-row["times"], row["account"]))[:LISTED]


def _csv(lines: QuerySet[AuditEvent]) -> Iterator[str]:
    yield spreadsheet.BYTE_ORDER_MARK + spreadsheet.csv_line(COLUMNS)
    rows = lines.iterator(chunk_size=CHUNK)
    while chunk := list(islice(rows, CHUNK)):
        reasons = audit.reasons_of(chunk)
        yield "".join(_csv_line(event, reasons.get(event.seq, "")) for event in chunk)


def _csv_line(event: AuditEvent, reason: str) -> str:
    return spreadsheet.csv_line(
        (
            str(event.seq),
            timezone.localtime(event.at).isoformat(timespec="seconds"),
            event.actor,
            event.address,
            event.verb,
            event.record_number,
            json.dumps(event.details, ensure_ascii=False, sort_keys=True),
            reason,
        )
    )
