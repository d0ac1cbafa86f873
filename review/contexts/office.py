"""The office's policies and what waits for a second administrator, in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from review.forms.office import PolicyForm
from review.license_fields import BY_NAME
from review.models import OfficeSetting, PendingChange, Source
from review.office_policy import POLICIES, OfficePolicy
from review.permissions import has_role
from review.quality import Severity
from review.services import office
from review.workflow import Role

if TYPE_CHECKING:
    from django.contrib.auth.models import User

Kind = PendingChange.Kind


@dataclass(frozen=True)
class PolicyLine:
    """One policy: what it says now, who said so, and the form that changes it."""

    policy: OfficePolicy
    now: str
    setting: OfficeSetting | None
    form: PolicyForm | None


@dataclass(frozen=True)
class ChangeLine:
    """One waiting change in words; ``refusal`` says why this person cannot confirm it."""

    change: PendingChange
    what: str
    before: str
    after: str
    refusal: str


def page(user: User, bound: PolicyForm | None = None) -> dict[str, Any]:
    """Return what the page of policies shows ``user``; ``bound`` is a form with its errors."""
    settings = {row.name: row for row in OfficeSetting.objects.select_related("changed_by")}
    changes = has_role(user, Role.ADMINISTRATOR)
    return {
        "lines": [_line(p, settings.get(p.name), bound, changes) for p in POLICIES.values()],
        "waiting": [_change(row, user) for row in _waiting()],
        "may_change": changes,
        "sources": Source.objects.all(),
    }


def waiting_count() -> int:
    """Return how many changes wait for a second administrator."""
    return _waiting().count()


def _waiting() -> Any:
    waiting = PendingChange.objects.filter(state=PendingChange.State.WAITING)
    return waiting.select_related("asked_by").order_by("asked_at", "pk")


def _line(
    policy: OfficePolicy, setting: OfficeSetting | None, bound: PolicyForm | None, changes: bool
) -> PolicyLine:
    now = office.value(policy.name)
    form = PolicyForm(policy, initial={"value": now}) if changes else None
    if bound is not None and bound.policy is policy:
        form = bound
    return PolicyLine(policy, _value_words(now), setting, form)


def _change(change: PendingChange, user: User) -> ChangeLine:
    own = change.asked_by_id == user.pk
    refusal = _("You asked for this change, so another administrator confirms it.") if own else ""
    before, after = (_WORDS[change.kind](value) for value in (change.before, change.after))
    return ChangeLine(change, _subject(change), before, after, refusal)


def _subject(change: PendingChange) -> str:
    if change.kind == Kind.POLICY:
        return str(POLICIES[change.subject].label)
    if change.kind in (Kind.ROLES, Kind.FACTOR):
        account = get_user_model().objects.get(pk=int(change.subject))
        return f"{account.get_full_name() or account.username} ({account.username})"
    if change.kind == Kind.SOURCE:
        return Source.objects.get(key=change.subject).name
    return change.subject


def _value_words(value: Any) -> str:
    if not isinstance(value, list):
        return str(value)
    language = get_language() or "ko"
    return ", ".join(BY_NAME[name].label(language) for name in value) or _("none")


def _rule_words(value: dict[str, Any]) -> str:
    if value["off"]:
        return _("switched off")
    return str(Severity(value["severity"]).label if value["severity"] else _("as written"))


def _role_words(value: list[str]) -> str:
    return ", ".join(str(Role(name).label) for name in value) or _("none")


def _factor_words(value: list[int]) -> str:
    return _("in use") if value else _("none")


def _trust_words(value: bool) -> str:
    return _("trusted") if value else _("not trusted")


_WORDS: dict[str, Callable[[Any], str]] = {
    Kind.POLICY: _value_words,
    Kind.RULE: _rule_words,
    Kind.ROLES: _role_words,
    Kind.FACTOR: _factor_words,
    Kind.SOURCE: _trust_words,
}
