"""The page of test records for leads, and what a reviewer is told once one has ended."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from review.forms.seeding import ASKED, CardForm
from review.license_fields import BY_NAME
from review.permissions import check_roles
from review.services import office, seeding
from review.workflow import Proposal, Role

if TYPE_CHECKING:
    from django.contrib.auth.models import User
    from django.forms import BoundField

    from review.models import LicenseRecord, SeededCard, SeededRecord


@dataclass
class Person:
    """How one reviewer did: records met, ended otherwise than right, fields left wrong."""

    user: User
    met: int = 0
    wrong: int = 0
    rejected: int = 0
    fields: Counter[str] = field(default_factory=Counter)

    @property
    def missed(self) -> list[tuple[str, int]]:
        """The fields left wrong, the most often missed first."""
        return [(_label(name), number) for name, number in self.fields.most_common()]

    @property
    def rate(self) -> str:
        """The share of the records met that ended wrong."""
        return f"{100 * self.wrong / self.met:.1f} %"


@dataclass(frozen=True)
class Line:
    """One field of the form: its two inputs."""

    label: str
    right: BoundField
    shown: BoundField


@dataclass(frozen=True)
class Card:
    """A card in the list, with the fields that are shown altered."""

    card: SeededCard
    altered: str


def page(user: User, form: CardForm | None = None) -> dict[str, Any]:
    """Return the context of the page; raises ActionDenied."""
    check_roles(user, {Role.LEAD})
    form = form or CardForm()
    return {
        "form": form,
        "lines": [
            Line(_label(each.name), form[f"right-{each.name}"], form[f"shown-{each.name}"])
            for each in ASKED
        ],
        "cards": [Card(card, _altered(card)) for card in seeding.cards(by=user)],
        "people": _people(seeding.outcomes(by=user)),
        "days": seeding.DAYS,
        "percent": office.value("test_record_percent"),
    }


def told(record: LicenseRecord) -> str:
    """Return what its submitter is told of a test record that has ended."""
    names = ", ".join(_label(name) for name in record.seeding.missed)
    if record.proposal != Proposal.ACCEPT:
        return _("%s was a test record, to be accepted.") % record.number
    if names:
        told = {"number": record.number, "fields": names}
        return _("%(number)s was a test record. Left wrong: %(fields)s.") % told
    return _("%s was a test record, and everything is right.") % record.number


def _people(ended: Iterable[SeededRecord]) -> list[Person]:
    people: dict[int, Person] = {}
    for made in ended:
        user = made.record.submitted_by
        person = people.setdefault(user.pk, Person(user))
        rejected = made.record.proposal != Proposal.ACCEPT
        person.met += 1
        person.rejected += rejected
        person.wrong += bool(rejected or made.missed)
        person.fields.update(made.missed)
    return sorted(people.values(), key=lambda person: person.user.get_username())


def _altered(card: SeededCard) -> str:
    if card.record.purged_at:
        return ""
    return ", ".join(_label(name) for name in card.shown)


def _label(name: str) -> str:
    return BY_NAME[name].label((get_language() or "ko")[:2])
