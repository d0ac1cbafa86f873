"""Who may do what under which conditions: read from the workflow's tables, told in sentences.

Every refusal is an ActionDenied whose sentence is shown as the button's tooltip.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from review import license_fields
from review.exceptions import ActionDenied
from review.models import Finding
from review.models.finding import Severity
from review.workflow import ACTIONS, OFFICE, WHOLE_EXPORT, Action, Guard, Role, Verb, transitions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.contrib.auth.models import User

    from review.models import LicenseRecord


def roles_of(user: User) -> frozenset[Role]:
    """Return the roles of ``user``, read once for each user object.

    Whom ``createsuperuser`` made is an administrator without being told so: somebody has to give
    out the first roles.
    """
    if not hasattr(user, "_review_roles"):
        user._review_roles = _read_roles(user)  # type: ignore[attr-defined]
    return user._review_roles  # type: ignore[attr-defined]


def _read_roles(user: User) -> frozenset[Role]:
    if not user.is_active:
        return frozenset()
    names = set(user.groups.values_list("name", flat=True))
    first = {Role.ADMINISTRATOR} if user.is_superuser else set()
    return frozenset(first | {role for role in Role if role.value in names})


def has_role(user: User, *roles: Role) -> bool:
    """Return whether ``user`` has any of ``roles``."""
    return bool(roles_of(user) & set(roles))


def check_can(verb: Verb, user: User, record: LicenseRecord) -> None:
    """Raise ActionDenied unless ``user`` may do ``verb`` to ``record`` as it stands."""
    if record.purged_at and verb != Verb.VIEW:
        raise ActionDenied(_("The data of this record was destroyed."))
    lines = _lines(verb, record)
    if not lines:
        raise ActionDenied(_not_in_this_state(record))
    check_roles(user, frozenset().union(*(line.roles for line in lines)))
    for guard in lines[0].guards:
        _GUARDS[guard](user, record)


def refusal(verb: Verb, user: User, record: LicenseRecord) -> str | None:
    """Return why ``user`` may not do ``verb`` to ``record``, or None if they may."""
    try:
        check_can(verb, user, record)
    except ActionDenied as denied:
        return str(denied)
    return None


def check_office(verb: Verb, user: User) -> None:
    """Raise ActionDenied unless ``user`` may upload or export at all."""
    check_roles(user, OFFICE[verb])


def check_can_export_whole(user: User) -> None:
    """Raise ActionDenied unless ``user`` may export whole numbers for a stated purpose."""
    check_roles(user, WHOLE_EXPORT)


def check_can_accept(record: LicenseRecord) -> None:
    """Raise ActionDenied while a required field is empty or an error finding is open."""
    values = record.values_by_name()
    empty = [
        license_fields.BY_NAME[name]
        for name in license_fields.REQUIRED
        if name not in values or not values[name].value.strip()
    ]
    if empty and record.number_was_dropped:
        empty = [field for field in empty if field.name != "Number"]
    if empty:
        raise ActionDenied(_("Accept needs a value in: %s.") % _labels(empty))
    errors = record.findings.filter(status=Finding.Status.OPEN, severity=Severity.ERROR).count()
    if errors:
        raise ActionDenied(_("Accept is not possible while an error is open (%d).") % errors)


def _lines(verb: Verb, record: LicenseRecord) -> tuple[Action, ...] | tuple:
    """Return the table's lines for ``verb`` in the record's state."""
    if verb in ACTIONS:
        return (ACTIONS[verb],) if record.state in ACTIONS[verb].states else ()
    return transitions(verb, record.state)


def check_roles(user: User, roles: Iterable[Role]) -> None:
    """Raise ActionDenied unless ``user`` has any of ``roles``."""
    allowed = frozenset(roles)
    if not roles_of(user) & allowed:
        names = ", ".join(sorted(str(role.label) for role in allowed)) or _("the system")
        raise ActionDenied(_("This is for: %s.") % names)


def _not_in_this_state(record: LicenseRecord) -> str:
    state = record.get_state_display()
    return _("Not possible in the state “%s”. Reload to see the record as it is.") % state


def _labels(fields: Iterable[license_fields.LicenseField]) -> str:
    return ", ".join(field.label(get_language() or "ko") for field in fields)


def _holds_claim(user: User, record: LicenseRecord) -> None:
    if not record.is_held_by(user):
        raise ActionDenied(_("Claim the record first."))


def _holds_or_leads(user: User, record: LicenseRecord) -> None:
    if not record.claim_is_live():
        raise ActionDenied(_("Nobody holds this record."))
    if record.claimed_by_id != user.pk and not has_role(user, Role.LEAD):
        raise ActionDenied(_("%s holds this record.") % record.claimed_by)


def _is_free(user: User, record: LicenseRecord) -> None:
    if record.claim_is_live() and record.claimed_by != user:
        raise ActionDenied(_("%s holds this record.") % record.claimed_by)
    if record.is_fetched_ahead() and record.prefetched_by != user:
        raise ActionDenied(_("%s is about to open this record.") % record.prefetched_by)


def _did_not_submit(user: User, record: LicenseRecord) -> None:
    if record.submitted_by_id == user.pk:
        raise ActionDenied(_("You submitted this record, so another person has to decide."))


def _four_eyes(user: User, record: LicenseRecord) -> None:
    _did_not_submit(user, record)
    if record.corrections.filter(by=user).exists():
        raise ActionDenied(_("You corrected this record, so another person has to approve it."))


def _has_original(user: User, record: LicenseRecord) -> None:
    if not record.image.stored_name:
        raise ActionDenied(_("The original image was destroyed. Replace it with a new one."))


_GUARDS = {
    Guard.ORIGINAL: _has_original,
    Guard.HOLDS_CLAIM: _holds_claim,
    Guard.HOLDS_OR_LEADS: _holds_or_leads,
    Guard.FREE: _is_free,
    Guard.NOT_SUBMITTER: _did_not_submit,
    Guard.FOUR_EYES: _four_eyes,
}
