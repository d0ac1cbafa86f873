"""Who gets through which address: the table that ``tests/test_access.py`` tries out.

Rights on a record are those of ``review/workflow.py``, verb by verb; the rest stands here.
"""

from dataclasses import dataclass

from review.services.viewing import TRAIL_READERS
from review.workflow import ACTIONS, OFFICE, PICTURE, TRANSITIONS, Guard, Role, Verb

EVERYBODY = frozenset(Role)
NOBODY: frozenset[Role] = frozenset()
READERS = ACTIONS[Verb.VIEW].roles
REVIEWER = ACTIONS[Verb.CLAIM].roles
LEAD, ADMINISTRATOR = frozenset({Role.LEAD}), frozenset({Role.ADMINISTRATOR})
PRIVACY = frozenset({Role.PRIVACY_OFFICER})
TRAIL = frozenset(TRAIL_READERS)


@dataclass(frozen=True)
class Door:
    """Which roles a GET and a POST let in; ``public`` doors let in who is not signed in, too."""

    reads: frozenset[Role] = NOBODY
    writes: frozenset[Role] = NOBODY
    public: bool = False


# Addresses that do one verb of the workflow to the record in them.
VERBS = {
    "reveal": Verb.REVEAL, "turn": Verb.TURN, "replace": Verb.REPLACE,
    "recognize": Verb.RECOGNIZE, "claim": Verb.CLAIM, "take-over": Verb.TAKE_OVER,
    "release": Verb.RELEASE, "skip": Verb.SKIP, "escalate": Verb.ESCALATE,
    "return": Verb.RETURN, "field": Verb.CORRECT, "field-draft": Verb.CLAIM,
    "finding-confirm": Verb.CONFIRM, "finding-dismiss": Verb.DISMISS, "submit": Verb.SUBMIT,
    "approve": Verb.APPROVE, "send-back": Verb.SEND_BACK, "reopen": Verb.REOPEN,
    "withdraw": Verb.WITHDRAW, "blind": Verb.ENTER_BLIND, "blind-keep": Verb.KEEP,
    "blind-adopt": Verb.ADOPT, "field-undo": Verb.CORRECT, "finding-take": Verb.CORRECT,
    "ahead": Verb.PREFETCH, "ahead-open": Verb.CLAIM,
    "bulk-assign": Verb.ASSIGN, "bulk-release": Verb.RELEASE, "bulk-recognize": Verb.RECOGNIZE,
    "bulk-escalate": Verb.ESCALATE,
}  # fmt: skip
# Of these, what takes more than the right (a blind entry, a correction, a page left open): nobody
# beyond the table gets through, and their own tests show that those within it do.
MORE_THAN_THE_RIGHT = {
    "blind", "blind-keep", "blind-adopt", "field-undo", "finding-take", "ahead", "ahead-open",
    "ahead-picture",
}  # fmt: skip
# Addresses that show the record in them.
SHOWS = {
    "record": READERS,
    "history": READERS,
    "picture": frozenset(PICTURE),
    "portrait": frozenset(PICTURE),
    "ahead-picture": ACTIONS[Verb.PREFETCH].roles,
}
OWN_ACCOUNT = Door(EVERYBODY, EVERYBODY)
SIGN_IN = Door(EVERYBODY, EVERYBODY, public=True)
DOORS = {
    "home": Door(EVERYBODY),
    "language": Door(writes=EVERYBODY, public=True),
    "profile": OWN_ACCOUNT,
    "default-keys": Door(writes=EVERYBODY),
    "healthz": Door(EVERYBODY, public=True),
    "readyz": Door(EVERYBODY, public=True),
    "upload": Door(OFFICE[Verb.UPLOAD], OFFICE[Verb.UPLOAD]),
    "queue": Door(READERS),
    "queue-next": Door(writes=REVIEWER),
    "queue-search": Door(writes=READERS),
    "view-save": Door(writes=READERS),
    "approvals": Door(EVERYBODY),
    "exports": Door(OFFICE[Verb.EXPORT], OFFICE[Verb.EXPORT]),
    "own": Door(REVIEWER),
    "office": Door(LEAD),
    "test-records": Door(LEAD),
    "test-add": Door(writes=LEAD),
    "test-retire": Door(writes=LEAD),
    "trail": Door(TRAIL),
    "persons": Door(PRIVACY),
    "persons-find": Door(writes=PRIVACY),
    "persons-export": Door(writes=PRIVACY),
    "persons-erase": Door(writes=PRIVACY),
    "persons-hold": Door(writes=PRIVACY),
    "persons-lift": Door(writes=PRIVACY),
    "reviews": Door(TRAIL - ADMINISTRATOR),
    "review": Door(TRAIL - ADMINISTRATOR),
    "review-sign": Door(writes=PRIVACY),
    "review-download": Door(writes=PRIVACY),
    "account_change_password": OWN_ACCOUNT,
    "account_inactive": Door(EVERYBODY, public=True),
    "account_login": SIGN_IN,
    "account_logout": SIGN_IN,
    "account_reauthenticate": OWN_ACCOUNT,
    "account_sessions": OWN_ACCOUNT,
    "mfa_activate_totp": OWN_ACCOUNT,
    "mfa_add_webauthn": OWN_ACCOUNT,
    "mfa_authenticate": SIGN_IN,
    "mfa_deactivate_totp": OWN_ACCOUNT,
    "mfa_generate_recovery_codes": OWN_ACCOUNT,
    "mfa_index": Door(EVERYBODY),
    "mfa_list_webauthn": OWN_ACCOUNT,
    "mfa_login_webauthn": SIGN_IN,
    "mfa_reauthenticate": OWN_ACCOUNT,
    "mfa_reauthenticate_webauthn": OWN_ACCOUNT,
    "mfa_view_recovery_codes": Door(EVERYBODY),
    "openid_connect_login": SIGN_IN,
    "openid_connect_callback": SIGN_IN,
    "admin:index": Door(TRAIL, TRAIL),
    "admin:login": Door(TRAIL, TRAIL),
    "admin:logout": Door(TRAIL, TRAIL),
    "admin:password_change": Door(TRAIL, TRAIL),
    "admin:password_change_done": Door(TRAIL),
    "admin:ocr-errors": Door(TRAIL, TRAIL),
    "admin:office": Door(TRAIL),
    "admin:office-change": Door(writes=ADMINISTRATOR),
    "admin:office-source": Door(writes=ADMINISTRATOR),
    "admin:office-end": Door(writes=ADMINISTRATOR),
    "admin:office-factor": Door(writes=ADMINISTRATOR),
    "admin:jsi18n": Door(TRAIL),
    "admin:app_list": Door(TRAIL, TRAIL),
    "admin:autocomplete": Door(),
    "admin:view_on_site": Door(),
    "admin:auth_user_password_change": Door(ADMINISTRATOR, ADMINISTRATOR),
    "admin:None": Door(),
}
# Addresses of what belongs to one person (a claim, a view, a session): nobody else changes it.
OWN_ONLY = {"renew", "leave", "view-delete", "account_session_end", "mfa_remove_webauthn"}
# Of each table in the administration: what administrators may do beside reading.
TABLES = {
    "user": "add change", "group": "", "accessattempt": "delete",
    "licenserecord": "", "image": "", "attempt": "", "extraction": "", "fieldvalue": "",
    "finding": "", "job": "", "enginepause": "", "rejectreason": "add change",
    "rulesetting": "add change", "recheck": "", "servicekey": "add", "source": "add change",
    "pendingchange": "", "officesetting": "",
}  # fmt: skip


def lines(verb):
    """Return the lines of the workflow for ``verb``, as it stands there."""
    found = [line for line in TRANSITIONS if line.verb == verb]
    return [(line.sources, line.roles, line.guards) for line in found] or [
        (ACTIONS[verb].states, ACTIONS[verb].roles, ACTIONS[verb].guards)
    ]


def within(verb, role, state, *, own):
    """Return whether the workflow lets ``role`` do ``verb`` to a record in ``state``.

    One's own record is held, and was submitted, by oneself; the other by somebody else.
    """
    return any(
        state in states and role in roles and all(_holds(guard, role, own) for guard in guards)
        for states, roles, guards in lines(verb)
    )


def _holds(guard, role, own):
    if guard in {Guard.FOUR_EYES, Guard.NOT_SUBMITTER}:
        return not own
    if guard is Guard.HOLDS_OR_LEADS:
        return own or role is Role.LEAD
    return own or guard is Guard.ORIGINAL
