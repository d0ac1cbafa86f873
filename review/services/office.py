"""The office's policies, and changes that take two administrators.

Whatever weakens a control (a looser policy, a rule switched off, the approver's or administrator's
role for somebody) is asked for by one administrator and takes effect when another confirms it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from review.exceptions import ActionDenied, StaleRecord
from review.models import OfficeSetting, PendingChange, Source
from review.office_policy import POLICIES, Value
from review.permissions import check_roles, has_role
from review.services import audit, factors, policies, reasons, staff, trusted_sources
from review.workflow import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Kind, State = PendingChange.Kind, PendingChange.State


def value(name: str) -> Any:
    """Return what the policy ``name`` says now."""
    setting = OfficeSetting.objects.filter(name=name).first()
    return POLICIES[name].read(setting.value) if setting else POLICIES[name].default


@transaction.atomic
def change(name: str, value: Value, *, by: User, reason: str) -> PendingChange | None:
    """Change a policy; a loosening change is returned as what waits for another administrator."""
    check_roles(by, {Role.ADMINISTRATOR})
    after, before = _read(name, value), _policy_now(name)
    if POLICIES[name].loosens(before, after):
        return ask(Kind.POLICY, name, before=before, after=after, by=by, reason=reason)
    _set_policy(name, after, by=by, reason=reasons.stated(reason))
    return None


@transaction.atomic
def trust(source: Source, trusted: bool, *, by: User, reason: str) -> PendingChange | None:
    """Trust a source, which waits for another administrator, or trust it no more, at once."""
    check_roles(by, {Role.ADMINISTRATOR})
    before = trusted_sources.standing(source.key)
    if trusted and not before:
        return ask(Kind.SOURCE, source.key, before=before, after=True, by=by, reason=reason)
    if before and not trusted:
        trusted_sources.put(source.key, trusted, by=by, reason=reasons.stated(reason))
    return None


@transaction.atomic
def ask(
    kind: str, subject: str, *, before: Any, after: Any, by: User, reason: str
) -> PendingChange:
    """Have a change wait for another administrator; the same one asked twice waits once."""
    check_roles(by, {Role.ADMINISTRATOR})
    told = reasons.stated(reason)
    if not staff.administrators().exclude(pk=by.pk).exists():
        raise ActionDenied(
            _("This needs a second administrator to confirm it. Give another account that role.")
        )
    waiting = PendingChange.objects.filter(kind=kind, subject=subject, state=State.WAITING).first()
    if waiting and (waiting.before, waiting.after) == (before, after):
        return waiting
    if waiting:
        raise ActionDenied(_("Another change of this waits already. End that one first."))
    pending = PendingChange.objects.create(
        kind=kind, subject=subject, before=before, after=after, asked_by=by, reason=told
    )
    audit.write("ask change", by=by, details=_told(pending), values={"reason": told})
    return pending


@transaction.atomic
def confirm(pending: PendingChange, *, by: User) -> PendingChange:
    """Let a waiting change take effect; raises ActionDenied or, if its basis moved, StaleRecord."""
    check_roles(by, {Role.ADMINISTRATOR})
    pending = _locked(pending)
    if pending.asked_by_id == by.pk:
        raise ActionDenied(_("You asked for this change, so another administrator confirms it."))
    _check_basis(pending)
    pending.state, pending.confirmed_by, pending.ended_at = State.CONFIRMED, by, timezone.now()
    pending.save()
    audit.write("confirm change", by=by, details=_told(pending))
    _SET[pending.kind](pending.subject, pending.after, by=pending.asked_by, reason=pending.reason)
    return pending


@transaction.atomic
def refuse(pending: PendingChange, *, by: User, reason: str) -> PendingChange:
    """End a waiting change without effect; who asked for it may take it back this way."""
    check_roles(by, {Role.ADMINISTRATOR})
    pending, told = _locked(pending), reasons.stated(reason)
    pending.state, pending.refused_by, pending.ended_at = State.REFUSED, by, timezone.now()
    pending.refusal = told
    pending.save()
    audit.write("refuse change", by=by, details=_told(pending), values={"reason": told})
    return pending


def _check_basis(pending: PendingChange) -> None:
    """Raise StaleRecord unless everything stands as it did when the change was asked for."""
    if not has_role(pending.asked_by, Role.ADMINISTRATOR):
        raise StaleRecord(_("Who asked for this is no administrator any more. Ask again."))
    if _NOW[pending.kind](pending.subject) != pending.before:
        raise StaleRecord(_("What this changes has changed meanwhile. Refuse it and ask again."))


def _locked(pending: PendingChange) -> PendingChange:
    """Return the change as it waits, locked; raises StaleRecord where it waits no more."""
    rows = PendingChange.objects.select_for_update().filter(pk=pending.pk, state=State.WAITING)
    found = rows.first()
    if found is None:
        raise StaleRecord(_("This change has ended already."))
    return found


def _read(name: str, value: Value) -> Value:
    try:
        return POLICIES[name].read(value)
    except (KeyError, ValueError) as error:
        raise ActionDenied(_("There is no such policy or value.")) from error


def _policy_now(name: str) -> Any:
    """Return the policy's value, with its row locked where there is one."""
    list(OfficeSetting.objects.select_for_update().filter(name=name))
    return value(name)


def _set_policy(name: str, after: Value, *, by: User, reason: str) -> None:
    before = value(name)
    OfficeSetting.objects.update_or_create(
        name=name,
        defaults={"value": after, "reason": reason, "changed_by": by, "changed_at": timezone.now()},
    )
    details = {"policy": name, "before": before, "after": after}
    audit.write("change policy", by=by, details=details, values={"reason": reason})


def _told(pending: PendingChange) -> dict[str, Any]:
    return {
        "change": pending.pk,
        "kind": str(pending.kind),
        "subject": pending.subject,
        "before": pending.before,
        "after": pending.after,
    }


_NOW: dict[str, Callable[[str], Any]] = {
    Kind.POLICY: _policy_now,
    Kind.RULE: policies.standing,
    Kind.ROLES: staff.held_for_two,
    Kind.FACTOR: factors.held,
    Kind.SOURCE: trusted_sources.standing,
}
_SET: dict[str, Callable[..., Any]] = {
    Kind.POLICY: _set_policy,
    Kind.RULE: policies.put,
    Kind.ROLES: staff.give,
    Kind.FACTOR: factors.take_away,
    Kind.SOURCE: trusted_sources.put,
}
