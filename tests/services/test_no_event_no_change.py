"""No event, no change: whatever writes, writes nothing when one of its lines cannot be written.

Every public function of the services that takes ``by`` is either in CHANGES, with a way to call
it, or in without_event.py, with the reason why no line tells of it. A new one fails until it is.
"""

import base64
import importlib
import inspect
import pkgutil
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.utils import timezone

from review import services
from review.models import (
    EnginePause,
    Job,
    LicenseRecord,
    RejectReason,
    ServiceKey,
    Source,
)
from review.services import (
    accounts,
    ahead,
    approval,
    assignment,
    audit,
    blind,
    bulk,
    correction,
    counts,
    export,
    factors,
    holds,
    intake,
    jobs,
    office,
    persons,
    policies,
    privacy,
    recognition,
    reject_reasons,
    retention,
    rules,
    searching,
    seeding,
    service_keys,
    sessions,
    sources,
    staff,
    trusted_sources,
    viewing,
)
from review.workflow import Role, State
from tests import builders, verbs
from tests.services.without_event import WITHOUT_EVENT

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
REASON = "since it is so"
WRITE = audit.write


class LedgerAway(Exception):
    """The ledger cannot be written now."""


def held(act, **fields):
    """Have the holder of a claim do it, to a record with ``fields``."""
    by = builders.person(Role.REVIEWER)
    record = builders.claimed(by, **fields)
    return lambda: act(again(record), by=by)


def by_role(role, state, act):
    """Have somebody with ``role`` do it to a record in ``state``."""
    by, record = builders.person(role), builders.in_state(state)
    return lambda: act(again(record), by=by)


def office_of(role, act):
    """Have somebody with ``role`` do what concerns no record; others of that role are there."""
    by, _other = builders.person(role), builders.person(role)
    return lambda: act(by=by)


def again(row):
    return type(row).objects.get(pk=row.pk)


def job(act):
    """Do it to a job that a worker has taken."""
    builders.received()
    taken = jobs.claim()
    return lambda: act(again(taken))


def work(act):
    """Do it to a reading that is under way."""
    builders.received()
    begun = recognition.begin(jobs.claim(), endpoint="test")
    return lambda: act(replace(begun, job=again(begun.job), attempt=again(begun.attempt)))


def pending(act):
    """Do it to a change that waits for another administrator."""
    asking, other = builders.person(Role.ADMINISTRATOR), builders.person(Role.ADMINISTRATOR)
    waiting = rules.change(rules.quality.RULES[0].name, by=asking, off=True, reason=REASON)
    return lambda: act(again(waiting), by=other)


def suggested(record, *, by):
    finding = next(each for each in record.findings.all() if each.suggestions)
    correction.take_suggestion(finding, 0, by=by)


def uploaded(*, by, source):
    intake.upload(builders.picture(), by=by, source=source)


def undone():
    by = builders.person(Role.REVIEWER)
    record = builders.corrected(by)
    version = record.values.get(name="Name").version
    return lambda: correction.undo(again(record), "Name", by=by, seen_version=version)


def fetched(act):
    """Do it to the record that was fetched ahead."""
    by = builders.person(Role.REVIEWER)
    beside = builders.claimed(by)
    builders.read()
    ready = ahead.fetch(beside, by=by)
    return lambda: act(again(ready), by=by)


def shown(record, *, by):
    ahead.show(record, by=by, seen_version=record.version)


def fetching():
    by = builders.person(Role.REVIEWER)
    beside = builders.claimed(by)
    builders.read()
    return lambda: ahead.fetch(again(beside), by=by)


def picked(card, *, by):
    seeding.pick(LicenseRecord.objects.all(), by=by)


def dead_job():
    builders.received()
    jobs.bury(jobs.claim(), "Local.Test")
    by = builders.person(Role.LEAD)
    return lambda: jobs.retry(Job.objects.get(), by=by)


def paused():
    EnginePause.objects.create(endpoint="test", error_code="ActionOffline")
    by = builders.person(Role.ADMINISTRATOR)
    return lambda: recognition.resume(EnginePause.objects.get(), by=by)


def key_to_revoke():
    by = builders.person(Role.ADMINISTRATOR)
    service_keys.create("caller", by=by)
    return lambda: service_keys.revoke(ServiceKey.objects.get(), by=by)


def in_bulk(act):
    """Do it to one record: of several, each is done or not by itself."""
    return office_of(Role.LEAD, partial(act, [builders.read().pk]))


def account(act):
    other = builders.person(Role.REVIEWER)
    return office_of(Role.ADMINISTRATOR, lambda by: act(again(other), by=by))


def without_factor(act):
    """Do it to somebody who lost their second factor."""
    other = builders.person(Role.REVIEWER)
    Authenticator.objects.create(user=other, type="totp", data={"secret": ""})
    return office_of(Role.ADMINISTRATOR, lambda by: act(other, by=by))


def entered(record, *, by):
    version = record.values.get(name="Name").version
    blind.enter(record, "Name", "이견본", by=by, seen_version=version)


def blindly(act, *, after_entry=True):
    """Have an approver do it to a record whose name is entered twice."""
    builders.policy("blind_entry_fields", ["Name"])
    by, record = builders.person(Role.APPROVER), builders.submitted()
    if after_entry:
        entered(record, by=by)
    return lambda: act(again(record), by=by)


def located():
    extraction = builders.read().extractions.get()
    boxes = {"Name": [[0, 0], [1, 1]]}
    found = (boxes, extraction.record.image, builders.cover())
    return lambda: recognition.keep_boxes(again(extraction), *found)


def drifted():
    builders.read()
    apps.get_model("review", "StateCount").objects.all().delete()
    return counts.repair


def month_over(monkeypatch):
    monkeypatch.setattr(privacy, "is_over", lambda month: True)
    sign = partial(privacy.sign_off, privacy.this_month(), note=REASON)
    return office_of(Role.PRIVACY_OFFICER, sign)


def expired():
    """Purge what a dry run listed: one record whose time of keeping is over."""
    builders.withdrawn()
    LicenseRecord.objects.update(changed_at=timezone.now() - timedelta(days=3650))
    retention.dry_run(by=None)
    return lambda: list(retention.purge(by=None))


def under_hold(act):
    """Do it to a record under legal hold."""
    by, record = builders.person(Role.PRIVACY_OFFICER), builders.decided()
    holds.hold(record, by=by, reason=REASON)
    return lambda: act(again(record), by=by)


def passing():
    """Have a record read that passes straight through."""
    builders.trusting()
    builders.policy("straight_through_percent", 100)
    builders.policy("sample_percent", 0)
    return work(lambda begun: recognition.complete(begun, builders.answer(), builders.cover()))


def new_source(*, by):
    sources.save(Source(key="branch", name="지점"), by=by)


def person_exported(record, *, by):
    b"".join(persons.export([record], by=by, reason=REASON))


def new_reason(*, by):
    reject_reasons.put(RejectReason(code="torn", ko="찢어짐", en="Torn", order=90), by=by)


RULE = rules.quality.RULES[0].name
ERROR = recognition.errors.OcrError("FailedOperation.ImageDecodeFailed")
PORTRAIT = base64.b64encode(builders.picture()).decode()
WARNED = {"Sex": ""}
CHANGES = {
    "accounts.change": lambda: account(partial(accounts.change, roles=["lead"], active=True)),
    "accounts.ask_factor_reset": lambda: without_factor(
        partial(accounts.ask_factor_reset, reason=REASON)
    ),
    "accounts.open_administrator": lambda: partial(
        accounts.open_administrator, "first", email="", password="a-long-password-7"),
    "accounts.set_password": lambda: account(
        lambda other, by: accounts.set_password(other, "a-long-password-7")),
    "accounts.follow_claims": lambda: account(
        lambda other, by: accounts.follow_claims(other, [Role.LEAD.value], by=None)),
    "blind.enter": lambda: blindly(entered, after_entry=False),
    "blind.keep": lambda: blindly(lambda record, by: blind.keep(record, "Name", by=by)),
    "blind.adopt": lambda: blindly(lambda record, by: blind.adopt(record, "Name", by=by)),
    "factors.record": lambda: office_of(
        Role.REVIEWER, partial(factors.record, "add factor", kind="totp")
    ),
    "factors.take_away": lambda: without_factor(
        lambda other, by: factors.take_away(str(other.pk), [], by=by, reason=REASON)
    ),
    "recognition.keep_boxes": located,
    "sessions.record_over": lambda: office_of(
        Role.REVIEWER, partial(sessions.record_over, "idle")
    ),
    "approval.submit": lambda: held(verbs.accept, **WARNED),
    "approval.approve": lambda: by_role(Role.APPROVER, State.TO_APPROVE, approval.approve),
    "approval.send_back": lambda: by_role(
        Role.APPROVER, State.TO_APPROVE, partial(approval.send_back, comment=REASON)
    ),
    "approval.reopen": lambda: by_role(
        Role.APPROVER, State.APPROVED, partial(approval.reopen, reason=REASON)
    ),
    "approval.withdraw": lambda: by_role(
        Role.LEAD, State.TO_REVIEW, partial(approval.withdraw, reason=REASON)
    ),
    "assignment.claim": lambda: by_role(Role.REVIEWER, State.TO_REVIEW, assignment.claim),
    "assignment.claim_next": lambda: [
        builders.read(), office_of(Role.REVIEWER, assignment.claim_next)
    ][1],
    "ahead.fetch": fetching,
    "ahead.show": lambda: fetched(shown),
    "correction.turn": lambda: held(partial(correction.turn, degrees=90)),
    "intake.seed": lambda: [
        intake.default_source(), office_of(Role.LEAD, partial(intake.seed, builders.picture()))
    ][1],
    "seeding.add": lambda: office_of(
        Role.LEAD, partial(seeding.add, builders.picture(), builders.CLEAN, {"Name": "이견본"})
    ),
    "seeding.retire": lambda: verbs.of_card(seeding.retire, Role.LEAD),
    "seeding.pick": lambda: verbs.of_card(picked, Role.REVIEWER),
    "assignment.release": lambda: held(assignment.release),
    "assignment.leave": lambda: held(
        lambda record, by: assignment.leave(record, by=by, seen=record.claim_until)
    ),
    "assignment.leave_all": lambda: held(lambda record, by: assignment.leave_all(by=by)),
    "assignment.take_over": lambda: by_role(
        Role.REVIEWER, State.TO_REVIEW, partial(assignment.take_over, reason=REASON)
    ),
    "assignment.skip": lambda: held(partial(assignment.skip, reason=REASON)),
    "assignment.assign": lambda: by_role(
        Role.LEAD,
        State.TO_REVIEW,
        partial(assignment.assign, to=builders.person(Role.REVIEWER)),
    ),
    "assignment.escalate": lambda: held(partial(assignment.escalate, reason=REASON)),
    "assignment.give_back": lambda: by_role(
        Role.APPROVER, State.ESCALATED, partial(assignment.give_back, comment=REASON)
    ),
    "bulk.assign": lambda: in_bulk(
        partial(bulk.assign, to=builders.person(Role.REVIEWER).pk)
    ),
    "bulk.recognize": lambda: in_bulk(bulk.recognize),
    "bulk.escalate": lambda: in_bulk(partial(bulk.escalate, reason=REASON)),
    "correction.correct": lambda: held(verbs.correct),
    "correction.take_suggestion": lambda: held(suggested, **WARNED),
    "correction.undo": undone,
    "correction.confirm": lambda: held(verbs.confirm, Birthday=""),
    "correction.dismiss": lambda: held(verbs.dismiss, Birthday="13/07/1987"),
    "counts.repair": drifted,
    "export.export": lambda: office_of(Role.LEAD, partial(export.export, fmt="csv")),
    "holds.hold": lambda: by_role(
        Role.PRIVACY_OFFICER, State.APPROVED, partial(holds.hold, reason=REASON)
    ),
    "holds.lift": lambda: under_hold(partial(holds.lift, reason=REASON)),
    "intake.upload": lambda: office_of(
        Role.OPERATOR, partial(uploaded, source=intake.default_source())
    ),
    "intake.replace": lambda: by_role(Role.REVIEWER, State.TO_REVIEW, verbs.replace),
    "jobs.retry": dead_job,
    "office.change": lambda: office_of(
        Role.ADMINISTRATOR, partial(office.change, "sample_percent", 60, reason=REASON)
    ),
    "office.ask": lambda: office_of(
        Role.ADMINISTRATOR,
        partial(office.ask, office.Kind.RULE, RULE, before={}, after={}, reason=REASON),
    ),
    "office.confirm": lambda: pending(office.confirm),
    "office.refuse": lambda: pending(partial(office.refuse, reason=REASON)),
    "office.trust": lambda: office_of(
        Role.ADMINISTRATOR,
        partial(office.trust, intake.default_source(), True, reason=REASON),
    ),
    "persons.find": lambda: office_of(
        Role.PRIVACY_OFFICER, partial(persons.find, {"Number": "900101-1234568"})
    ),
    "persons.export": lambda: by_role(Role.PRIVACY_OFFICER, State.APPROVED, person_exported),
    "persons.erase": lambda: by_role(
        Role.PRIVACY_OFFICER,
        State.APPROVED,
        lambda record, by: persons.erase([record], by=by, reason=REASON),
    ),
    "policies.put": lambda: office_of(
        Role.ADMINISTRATOR,
        partial(policies.put, RULE, {"off": True, "severity": ""}, reason=REASON),
    ),
    "privacy.download": lambda: office_of(
        Role.PRIVACY_OFFICER, partial(privacy.download, privacy.this_month(), reason=REASON)
    ),
    "recognition.begin": lambda: job(partial(recognition.begin, endpoint="test")),
    "recognition.complete": lambda: work(
        lambda begun: recognition.complete(begun, builders.answer())
    ),
    "recognition.fail": lambda: work(lambda begun: recognition.fail(begun, ERROR)),
    "recognition.bury": lambda: job(lambda taken: recognition.bury(taken, "Local.Test")),
    "recognition.recognize_again": lambda: by_role(
        Role.LEAD, State.TO_REVIEW, recognition.recognize_again
    ),
    "recognition.resume": paused,
    "reject_reasons.put": lambda: office_of(Role.ADMINISTRATOR, new_reason),
    "retention.destroy": lambda: by_role(
        Role.PRIVACY_OFFICER, State.REJECTED, retention.destroy
    ),
    "retention.dry_run": lambda: office_of(Role.PRIVACY_OFFICER, retention.dry_run),
    "retention.purge": expired,
    "rules.change": lambda: office_of(
        Role.ADMINISTRATOR, partial(rules.change, RULE, off=True, reason=REASON)
    ),
    "rules.start_recheck": lambda: office_of(Role.ADMINISTRATOR, rules.start_recheck),
    "searching.search": lambda: office_of(
        Role.REVIEWER, partial(searching.search, "900101-1234568")
    ),
    "service_keys.create": lambda: office_of(
        Role.ADMINISTRATOR, partial(service_keys.create, "caller")
    ),
    "service_keys.revoke": key_to_revoke,
    "sources.named": lambda: partial(sources.named, "우편 접수"),
    "sources.save": lambda: office_of(Role.ADMINISTRATOR, new_source),
    "staff.importer": lambda: staff.importer,
    "staff.give": lambda: account(
        lambda other, by: staff.give(str(other.pk), ["approver"], by=by, reason=REASON)
    ),
    "straight_through.pass_on": passing,
    "trusted_sources.put": lambda: office_of(
        Role.ADMINISTRATOR,
        partial(trusted_sources.put, intake.default_source().key, True, reason=REASON),
    ),
    "viewing.view": lambda: by_role(Role.AUDITOR, State.APPROVED, viewing.view),
    "viewing.view_trail": lambda: office_of(Role.AUDITOR, viewing.view_trail),
    "viewing.show_picture": lambda: by_role(
        Role.REVIEWER, State.TO_REVIEW, viewing.show_picture
    ),
    "viewing.fetch_picture_ahead": lambda: fetched(viewing.fetch_picture_ahead),
    "viewing.show_ahead": lambda: held(viewing.show_ahead),
    "viewing.show_portrait": lambda: held(viewing.show_portrait, Photo=PORTRAIT),
    "viewing.reveal": lambda: held(viewing.reveal),
}  # fmt: skip


def services_with_by():
    """Yield the public functions of the services that say who acts."""
    for found in pkgutil.iter_modules(services.__path__):
        module = importlib.import_module(f"review.services.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and "by" in inspect.signature(function).parameters:
                yield f"{found.name}.{name}"


def test_every_service_is_known_here():
    assert set(services_with_by()) == set(CHANGES).union(*WITHOUT_EVENT.values())


def everything(folder):
    """Return every row of every table, and the names of all stored files."""
    rows = {
        model.__name__: [
            {name: bytes(value) if isinstance(value, memoryview) else value
             for name, value in row.items()}
            for row in model._default_manager.order_by("pk").values()
        ]
        for model in apps.get_models()
    }  # fmt: skip
    return rows, sorted(path for path in Path(folder).rglob("*") if path.is_file())


def fail_at(monkeypatch, number):
    """Let the ledger fail at its write of this number; return how many were asked for."""
    asked = []

    def written(*args, **kwargs):
        asked.append(args)
        if len(asked) == number:
            raise LedgerAway
        return WRITE(*args, **kwargs)

    monkeypatch.setattr(audit, "write", written)
    return asked


def check(act, monkeypatch, folder):
    """Let each write of ``act`` fail in turn: nothing is changed, until none fails."""
    before, number = everything(folder), 1
    while True:
        asked = fail_at(monkeypatch, number)
        try:
            act()
        except LedgerAway:
            assert everything(folder) == before, f"write {number} failed"
            number += 1
            continue
        assert len(asked) == number - 1 > 0
        return


@pytest.mark.parametrize("name", CHANGES)
def test_without_its_event_nothing_changes(name, monkeypatch, settings):
    act = CHANGES[name]()

    check(act, monkeypatch, settings.KRDL_DATA_DIR / "media")


def test_without_its_event_no_month_is_signed(monkeypatch, settings):
    check(month_over(monkeypatch), monkeypatch, settings.KRDL_DATA_DIR / "media")
