"""The monthly review of who read what: the months, and the figures of one."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.http import Http404

from review.contexts.history import remark
from review.models import AccessReview, AuditEvent
from review.models.record import number_of
from review.permissions import check_roles, has_role
from review.services import audit, privacy
from review.workflow import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import User

READERS = (Role.PRIVACY_OFFICER, Role.AUDITOR)


def months(user: User) -> dict[str, Any]:
    """Return the context of the list of months; raises ActionDenied."""
    check_roles(user, READERS)
    signed = {review.month: review for review in AccessReview.objects.select_related("signed_by")}
    listed = [
        {"month": month, "review": signed.get(month), "over": privacy.is_over(month)}
        for month in privacy.months()
    ]
    return {"months": listed}


def month_of(year: int, month: int) -> date:
    """Return a month that the trail tells of; raises Http404 for any other."""
    known = {(each.year, each.month): each for each in privacy.months()}
    if (year, month) not in known:
        raise Http404
    return known[year, month]


def page(user: User, month: date) -> dict[str, Any]:
    """Return the context of one month: as it was signed, else as the trail tells it now."""
    check_roles(user, READERS)
    review = AccessReview.objects.select_related("signed_by").filter(month=month).first()
    figures = review.figures if review else privacy.figures(month)
    officer = has_role(user, Role.PRIVACY_OFFICER)
    return {
        "month": month,
        "review": review,
        "people": [_marked(row) for row in figures["people"]],
        "reveals": _readable(figures["reveals"]),
        "reveals_more": figures["reveals_without_outcome"] - len(figures["reveals"]),
        "reveals_total": figures["reveals_without_outcome"],
        "failed": figures["failed"],
        "events": figures["events"],
        "night": (privacy.NIGHT_FROM, privacy.NIGHT_TO),
        "bulk": privacy.BULK_RECORDS,
        "officer": officer,
        "over": privacy.is_over(month),
    }


def _marked(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"is_bulk": row["in_an_hour"] >= privacy.BULK_RECORDS}


def _readable(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the reveals with what was stated for each, as long as the trail can tell."""
    events = AuditEvent.objects.in_bulk([row["event"] for row in rows])
    stated = {seq: remark(event.details) for seq, event in events.items()}
    stated |= audit.reasons_of(events.values())
    return [_readable_row(row) | {"purpose": stated.get(row["event"], "")} for row in rows]


def _readable_row(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"at": datetime.fromisoformat(row["at"]), "number": number_of(row["record"])}
