"""Every address, every role and nobody, on one's own record and on another's: as the table says.

A new address without a line in ``tests/access_table.py`` fails here. Each person's records are
made once; what a request changed is rolled back before the next.
"""

import re
from http.cookies import SimpleCookie

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

from review.admin import site
from review.models import AuditEvent, LicenseRecord, SavedView, Source
from review.services import assignment
from review.workflow import Role, State
from tests import builders
from tests.access_table import (
    ADMINISTRATOR,
    DOORS,
    MORE_THAN_THE_RIGHT,
    NOBODY,
    OWN_ONLY,
    SHOWS,
    TABLES,
    TRAIL,
    VERBS,
    Door,
    lines,
    within,
)

pytestmark = pytest.mark.django_db
ADMIN = re.compile(r"admin:[a-z]+_([a-z]+)_(changelist|add|change|delete|history)$")
WRITE = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
# Where a request leaves its own traces: the session, with its messages, and when it was last seen.
TRACES = {"django_session", "usersessions_usersession"}
# Of the record: what nobody beyond the table may ever read.
DOUBTFUL = {"Birthday": "02/01/1990", "AptitudeTesDate": "01/01/2020~31/12/2020"}
PLANTED = (builders.CLEAN["Name"], "900101", "123456")


def routes(resolver=None, prefix="", space=""):
    """Yield name and pattern of every address of the site."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name}", route
        else:
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from routes(pattern, route, space + inner)


ROUTES = sorted(set(routes()))


def test_every_address_has_its_line_in_the_table():
    known = {*DOORS, *VERBS, *SHOWS, *OWN_ONLY}
    names = {name for name, _route in ROUTES}
    assert {name for name in names - known if not ADMIN.match(name)} == set()
    assert known <= names, "a line for an address that is gone"
    assert {model._meta.model_name for model in site._registry} == set(TABLES)


class Desk:
    """A person of ``role`` (or nobody) with records of their own, and another one with theirs.

    Their own they uploaded, hold and submitted as a reviewer, whatever they are now.
    """

    def __init__(self, role):
        self.role, other = role, builders.person(Role.REVIEWER)
        self.user = builders.person(Role.REVIEWER)
        self.records = {True: records_of(self.user), False: records_of(other)}
        self.reviewer = other.pk
        self.free = builders.read()
        self.user.groups.set(Group.objects.filter(name=role))
        self.views = {
            True: SavedView.objects.create(user=self.user, name="a", query=""),
            False: SavedView.objects.create(user=other, name="a", query=""),
        }
        self.clients = {True: signed_in(self.user), False: signed_in(other)}
        self.client = self.clients[True] if role else Client(raise_request_exception=False)
        self.cookies = SimpleCookie(self.client.cookies.output(header="", sep=";"))

    def subject(self, name, state, own):
        """Return the key of what the address ``name`` is about."""
        if name == "account_session_end":
            key = self.clients[own].session.session_key
            return UserSession.objects.get(session_key=key).pk
        if name == "view-delete":
            return self.views[own].pk
        if name == "claim" and own:
            return self.free.pk
        return 9_999 if name == "mfa_remove_webauthn" else self.records[own][state].pk

    def address(self, name, route, state, own):
        """Return the address of ``route``."""
        record = self.records[own][state]
        pk = self.subject(name, state, own)
        doubt = ("warning", "note") if name == "finding-confirm" else ("error",)
        finding = record.findings.filter(severity__in=doubt).first()
        known = {
            "finding": finding.pk if finding else 1, "name": "Name", "index": 0, "pk": pk,
            "year": 2026, "month": 10, "object_id": row_of(name, record), "app_label": "review",
            "id": self.reviewer, "content_type_id": 1, "key": Source.objects.get().key, "url": "x",
            "provider_id": "x",
        }  # fmt: skip
        if name == "admin:office-change":
            known["name"] = "sample_percent"
        plain = re.sub(r"\^|\$", "", re.sub(r"\(\?P<(\w+)>(?:[^()]*)\)", r"<\1>", route))
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(known[found[1]]), plain)

    def told(self, name, state, own):
        """Return a body that satisfies the form of the address."""
        record = self.records[own][state]
        reason = "forgery" if name == "submit" else "twice"
        value = 20 if name == "admin:office-change" else "이견본"
        return {
            "record": record.pk, "reason": reason, "comment": "look", "purpose": "a check",
            "degrees": 90, "value": value, "proposal": "reject",
            "version": record.values.get(name="Name").version,
            "to": self.reviewer, "name": "mine", "text": record.number,
            "format": "csv", "note": "seen", "until": "2030-01-01", "language": "en",
            "LicenseNumber": "11-20-123456-30", "trusted": "1",
            "decision": "confirm",
            "image": SimpleUploadedFile("card.png", builders.picture(), "image/png"),
        }  # fmt: skip

    def ask(self, method, path, told):
        """Ask, look at what was written and shown, and undo it."""
        self.client.cookies = SimpleCookie(self.cookies.output(header="", sep=";"))
        before, touched = AuditEvent.objects.order_by("-seq").values_list("seq").first()[0], set()

        def watch(execute, sql, params, many, context):
            result = execute(sql, params, many, context)
            found = WRITE.match(sql)
            if found and (sql.startswith("INSERT") or context["cursor"].rowcount):
                touched.add(found[1])
            return result

        with transaction.atomic():
            with connection.execute_wrapper(watch):
                response = getattr(self.client, method)(path, told)
                body = response.getvalue().decode(errors="replace")
            verbs = set(AuditEvent.objects.filter(seq__gt=before).values_list("verb", flat=True))
            transaction.set_rollback(True)
        return response.status_code, touched - TRACES, verbs, body


def signed_in(user):
    """Return the client of ``user``, whose session is known."""
    client = Client(raise_request_exception=False)
    client.force_login(user)
    client.get("/healthz")
    return client


def records_of(user):
    """Return records that ``user``, a reviewer now, uploaded, holds, or submitted."""
    held, submitted = builders.read(**DOUBTFUL), builders.submitted(by=user)
    assignment.claim(held, by=user)
    made = {
        State.TO_REVIEW: held, State.TO_APPROVE: submitted,
        State.ESCALATED: builders.escalated(), State.APPROVED: builders.decided(),
    }  # fmt: skip
    keys = [record.pk for record in made.values()]
    LicenseRecord.objects.filter(pk__in=keys).update(uploaded_by=user)
    return made


def row_of(name, record):
    """Return the key of the row of the administration's table that belongs to ``record``."""
    model = name.split("_")[-2] if ADMIN.match(name) else ""
    rows = {
        "image": lambda: record.image, "extraction": record.extractions.first,
        "fieldvalue": record.values.first, "finding": record.findings.first,
        "user": lambda: record.uploaded_by, "licenserecord": lambda: record,
    }  # fmt: skip
    return rows[model]().pk if model in rows else 1


def door_of(name):
    """Return who gets through an address that is about no record, or about a table."""
    found = ADMIN.match(name)
    if not found:
        return DOORS[name]
    model, act = found.groups()
    may = ADMINISTRATOR if act in TABLES[model].split() else NOBODY
    if act in {"changelist", "history"}:
        return Door(TRAIL, TRAIL)
    return Door(TRAIL if act == "change" else may, may)


def allowed(name, method, role, state, own):
    """Return whether the table lets ``role`` in."""
    if name in VERBS:
        return method == "post" and within(VERBS[name], role, state, own=own)
    if name in SHOWS:
        return method == "get" and role in SHOWS[name]
    if name in OWN_ONLY:
        return method == "post" and own and role is not None
    door = door_of(name)
    roles = door.reads if method == "get" else door.writes
    return bool(door.public and roles) if role is None else role in roles


def state_for(name):
    """Return a state in which the verb of the address is possible."""
    sources = [line[0] for line in lines(VERBS[name])] if name in VERBS else [State]
    wanted = (State.TO_REVIEW, State.TO_APPROVE, State.ESCALATED, State.APPROVED)
    return next(state for state in wanted if any(state in states for states in sources))


def has_owner(name, route):
    """Return whether the address is about something that is one's own or another's."""
    return name in VERBS or ("<" in route and (not name.startswith("admin:") or "_user_" in name))


def complaint(name, method, may, answer):
    """Return what is wrong with an answer, or None."""
    status, touched, verbs, body = answer
    if status >= 500:
        return "a fault of ours"
    if not may:
        leaked = [word for word in PLANTED if word in body]
        let_in = status not in {204, 302, 403, 404, 405, 409}
        return (let_in or touched or verbs or leaked) and f"gets in: {touched} {verbs} {leaked}"
    if name in MORE_THAN_THE_RIGHT:
        return None
    if name in VERBS and not touched:
        return "the table lets them, and nothing happened"
    return status in {403, 405} and "the table lets them in"


@pytest.mark.parametrize("role", [*Role, None])
def test_nobody_gets_beyond_the_table(role):
    builders.policy("shortest_view_seconds", 0)
    desk, wrong = Desk(role), []
    for name, route in ROUTES:
        state = state_for(name)
        for own in (True, False) if has_owner(name, route) else (True,):
            path = desk.address(name, route, state, own)
            for method in ("get", "post"):
                may = allowed(name, method, role, state, own)
                told = desk.told(name, state, own) if method == "post" else {}
                answer = desk.ask(method, path, told)
                if said := complaint(name, method, may, answer):
                    wrong.append(f"{name} {method} {path} own={own} {answer[0]}: {said}")
    assert not wrong, "\n".join(wrong)
