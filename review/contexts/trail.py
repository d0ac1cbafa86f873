"""The trail of the whole office: who did what when, from where, why; values stay sealed here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from review.contexts.history import VERB_WORDS, remark, subject, verb_word
from review.models import AuditEvent
from review.models.desk import BlindEntry
from review.services import audit, searching

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from review.forms.trail import TrailForm

PAGE = 100
WORDS = {
    "account": _("Account"),
    "format": _("Format"),
    "month": _("Month"),
    "person": _("Person"),
    "policy": _("Policy"),
    "record": _("Record"),
    "records": _("Records"),
    "roles": _("Roles"),
    "verb": _("Event"),
    "attempt": _("Attempt"),
    "degrees": _("Degrees"),
    "endpoint": _("Endpoint"),
    "entry": _("Entry"),
    "fields": _("Fields"),
    "finding": _("Finding"),
    "from": _("Before"),
    "hits": _("Hits"),
    "image": _("Image"),
    "job": _("Job"),
    "kind": _("Kind"),
    "left": _("Page left"),
    "outcome": _("Outcome"),
    "reveal": _("Reveal"),
    "sessions": _("Sessions"),
    "source": _("Source"),
    "staff": _("Accounts"),
    "to": _("After"),
    "address": _("Address of the network"),
    "altered": _("Altered fields"),
    "at": _("At"),
    "by": _("By"),
    "card": _("Test record"),
    "changes": _("Changes"),
    "covered": _("Pictures covered"),
    "destroyed": _("Destroyed"),
    "drift": _("Corrected counts"),
    "dropped": _("Keys dropped"),
    "found": _("Found"),
    "id": _("Identifier"),
    "images": _("Images"),
    "key": _("Key"),
    "kept": _("Kept"),
    "lines": _("Lines"),
    "rewrapped": _("Keys wrapped anew"),
    "run": _("Run"),
    "stamp": _("Backup"),
    "why": _("Because"),
    "ways": _("With"),
}
WAYS: dict[str, Any] = {
    "password": _("password"),
    "recovery_codes": _("recovery code"),
    "socialaccount": _("single sign-on"),
    "totp": _("authenticator app"),
    "webauthn": _("passkey"),
}
VALUE_WORDS: dict[str, dict[str, Any]] = {
    "kind": dict(searching.Kind.choices) | WAYS,
    "outcome": dict(BlindEntry.Outcome.choices),
    "ways": WAYS,
}
WORDED = {
    "code", "field", "handling", "origin", "proposal", "purpose", "reason", "request", "rule",
    "what",
}  # fmt: skip
# Under which key an event's values are sealed is told to programs alone.
UNTOLD = (("key", "number"), ("key", "office"))


@dataclass(frozen=True)
class Line:
    """One event of the list."""

    event: AuditEvent
    verb: str
    actor: str
    told: str


def page(form: TrailForm) -> dict[str, Any]:
    """Return the context of the trail's page, the newest events first."""
    asked = form.asked()
    found = list(_narrowed(asked, form.record_key())[: PAGE + 1])
    kept = {name: value for name, value in form.told().items() if name != "before"}
    further = {**kept, "before": found[PAGE - 1].seq} if len(found) > PAGE else None
    return {
        "asked": asked,
        "filtered": bool(kept),
        "lines": _lines(found[:PAGE]),
        "verbs": sorted(((str(verb), str(word)) for verb, word in VERB_WORDS.items()), key=_word),
        "further": urlencode(further) if further else "",
        "start": urlencode(kept) if asked["before"] else None,
    }


def _narrowed(asked: dict[str, Any], record: int | None) -> QuerySet[AuditEvent]:
    """Return the events that were asked for."""
    exact = {"actor": asked["person"], "verb": asked["verb"], "record_id": record}
    events = AuditEvent.objects.filter(**{name: value for name, value in exact.items() if value})
    if asked["since"]:
        events = events.filter(at__gte=_midnight(asked["since"]))
    if asked["until"]:
        events = events.filter(at__lt=_midnight(asked["until"] + timedelta(days=1)))
    if asked["before"]:
        events = events.filter(seq__lt=asked["before"])
    return events.order_by("-seq")


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _lines(events: list[AuditEvent]) -> list[Line]:
    keys = {event.details.get("account") for event in events}
    names = dict(User.objects.filter(pk__in=keys - {None}).values_list("pk", "username"))
    reasons = audit.reasons_of(events)
    return [_line(event, names, reasons.get(event.seq, "")) for event in events]


def _line(event: AuditEvent, accounts: dict[int, str], reason: str) -> Line:
    """Return an event in words; of what has no words, names and numbers as they are."""
    told = dict(event.details)
    account = told.pop("account", None)
    plain = [
        _plain(*detail)
        for detail in told.items()
        if detail[0] not in WORDED and detail not in UNTOLD
    ]
    if account is not None:
        plain.insert(0, f"{WORDS['account']} {accounts.get(account, account)}")
    parts = filter(None, (subject(told), remark(told), *plain, f"“{reason}”" if reason else ""))
    return Line(
        event, verb_word(event.verb), event.actor or str(_("the system")), " · ".join(parts)
    )


def _plain(key: str, value: Any) -> str:
    """Return a detail of an event: what is only so or not by its name alone."""
    word = str(WORDS.get(key, key))
    if value is True:
        return word
    words = VALUE_WORDS.get(key, {})
    several = value if isinstance(value, list) else [value]
    return f"{word} {', '.join(str(words.get(str(one), one)) for one in several)}"


def _word(choice: tuple[str, str]) -> str:
    return choice[1]
