"""The lists of records: named filters, three orders, and pages that follow a key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.db import connection, models
from django.db.models import Q
from django.utils import timezone

from review.models import leases
from review.workflow import State

if TYPE_CHECKING:
    from review.models.record import LicenseRecord


@dataclass(frozen=True)
class Order:
    """One order of a list: a column, and the record's key among equals."""

    column: str
    falling: bool = False

    @property
    def columns(self) -> tuple[str, str]:
        """What to order by; an index of each state ends in the same two columns."""
        return ("-" if self.falling else "") + self.column, "pk"


DOUBT, AGE, DUE = Order("doubt", falling=True), Order("created_at"), Order("due_at")
ORDERS = {"doubt": DOUBT, "age": AGE, "due": DUE}
# The fields that a row of a list shows.
LISTED = ("Name", "LicenseNumber")
# Where a page ends: the last row's value of the ordering column, and its key.
Place = tuple[Any, int]


def _claim_over() -> Q:
    return leases.over("claim_until", settings.KRDL_CLAIM_TIME)


def _prefetch_over() -> Q:
    return leases.over("prefetched_until", settings.KRDL_PREFETCH_TIME)


class RecordQuerySet(models.QuerySet["LicenseRecord"]):
    """The only filters that views may name."""

    def in_state(self, *states: str) -> RecordQuerySet:
        """Keep records in any of ``states``."""
        return self.filter(state__in=states)

    def kept(self) -> RecordQuerySet:
        """Keep records whose data was not destroyed."""
        return self.filter(purged_at=None)

    def ordinary(self) -> RecordQuerySet:
        """Leave out test records, and the cards that they are made from."""
        return self.filter(seeded=False)

    def uploaded_by_user(self, user: object) -> RecordQuerySet:
        """Keep what ``user`` uploaded."""
        return self.filter(uploaded_by=user)

    def claimed_by_user(self, user: object) -> RecordQuerySet:
        """Keep records whose claim ``user`` (or the user of this key) holds now.

        One's own claim stands when the clock goes back; nobody else is kept from the record then.
        """
        return self.filter(claimed_by=user, claim_until__gt=timezone.now())

    def free_for(self, user: object) -> RecordQuerySet:
        """Keep records that nobody else holds or has fetched ahead now."""
        return self.filter(
            Q(claimed_by=None) | _claim_over() | Q(claimed_by=user),
            Q(prefetched_by=None) | _prefetch_over() | Q(prefetched_by=user),
        )

    def claimed_by_nobody(self) -> RecordQuerySet:
        """Keep records that nobody holds now."""
        return self.filter(Q(claimed_by=None) | _claim_over())

    def next_for(self, user: object) -> RecordQuerySet:
        """Keep records that ``user`` may be given as the next one, held by nobody."""
        return self.free_for(user).claimed_by_nobody()

    def not_skipped_by(self, user: object) -> RecordQuerySet:
        """Leave out what ``user`` put aside for now."""
        return self.exclude(pk__in=apps.get_model("review", "Skip").of(user).values("record"))

    def fetched_ahead_by(self, user: object) -> RecordQuerySet:
        """Keep the record that ``user`` has fetched ahead of the one at the desk."""
        ready = leases.live("prefetched_until", settings.KRDL_PREFETCH_TIME)
        return self.filter(ready, prefetched_by=user)

    def approvable_by(self, user: object) -> RecordQuerySet:
        """Keep records waiting for approval that ``user`` neither submitted nor corrected."""
        waiting = self.filter(state=State.TO_APPROVE)
        return waiting.exclude(submitted_by=user).exclude(corrections__by=user)

    def sent_back_to(self, user: object) -> RecordQuerySet:
        """Keep records that ``user`` submitted and an approver sent back."""
        back = self.filter(state=State.TO_REVIEW, submitted_by=user)
        return back.exclude(send_back_comment_box=b"")

    def with_open_finding(self, **told: object) -> RecordQuerySet:
        """Keep records with an open finding of which all of ``told`` is true.

        The findings are read as one list from their own index: looked up record by record they
        would have the whole state read where few have such a finding.
        """
        findings = apps.get_model("review", "Finding")._base_manager
        found = findings.filter(status="open", **told)
        return self.filter(pk__in=found.order_by().values("record"))

    def from_source(self, source: object) -> RecordQuerySet:
        """Keep what came from ``source``."""
        return self.filter(source=source)

    def older_than(self, hours: int) -> RecordQuerySet:
        """Keep what came in more than so many hours ago."""
        return self.filter(created_at__lt=timezone.now() - timedelta(hours=hours))

    def queue_order(self) -> RecordQuerySet:
        """Order most doubtful first, then what came in first."""
        return self.in_order(DOUBT)

    def in_order(self, order: Order) -> RecordQuerySet:
        """Sort by one of the queue's orders."""
        return self.order_by(*order.columns)

    def newest_first(self) -> RecordQuerySet:
        """Order what came in last first."""
        return self.order_by("-created_at", "-pk")

    def places(self, order: Order, after: Place | None, size: int) -> list[Place]:
        """Return the first ``size`` places of the list, or of what follows ``after``.

        What follows is two plain ranges, each read from its index: the rest of the same value,
        then the values beyond. One condition with OR would have the whole list sorted.
        """
        found: list[Place] = []
        for part in self._following(order, after):
            found += part.in_order(order).values_list(order.column, "pk")[:size]
        return found[:size]

    def _following(self, order: Order, after: Place | None) -> tuple[RecordQuerySet, ...]:
        if after is None:
            return (self,)
        value, pk = after
        beyond = f"{order.column}__{'lt' if order.falling else 'gt'}"
        return self.filter(**{order.column: value}, pk__gt=pk), self.filter(**{beyond: value})

    def first_locked(self) -> LicenseRecord | None:
        """Return the first record with its row locked, past rows that others have locked."""
        database = connection.features
        rows = ("self",) if database.has_select_for_update_of else ()
        skip = database.has_select_for_update_skip_locked
        return self.select_for_update(skip_locked=skip, of=rows).first()

    def count_up_to(self, most: int) -> int:
        """Return how many records there are, looking at no more than ``most`` of them."""
        return len(self.order_by().values_list("pk")[:most])

    def numbered(self, pks: Iterable[int]) -> RecordQuerySet:
        """Keep the records with these keys."""
        return self.filter(pk__in=pks)

    def for_list(self) -> RecordQuerySet:
        """Fetch what one row of a list shows, in a fixed number of queries."""
        values = apps.get_model("review", "FieldValue")._base_manager.filter(name__in=LISTED)
        findings = apps.get_model("review", "Finding")._base_manager.defer("body_box", "reason_box")
        return self.select_related("source", "claimed_by", "key").prefetch_related(
            models.Prefetch("values", values),
            models.Prefetch("findings", findings, to_attr="all_findings"),
        )


def merged(parts: Iterable[list[Place]], order: Order) -> list[Place]:
    """Return the places of several lists in the order of one."""
    places = sorted((place for part in parts for place in part), key=lambda place: place[1])
    return sorted(places, key=lambda place: place[0], reverse=order.falling)
