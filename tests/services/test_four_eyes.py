"""One person alone decides nothing: whatever is tried in whatever order, and below the services."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from review.exceptions import ReviewError
from review.models import LicenseRecord
from review.services import approval, assignment
from review.workflow import ACTIONS, Proposal, Role, State, Verb, transitions
from tests import builders, verbs
from tests.services.audit_tampering import run

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
PEOPLE = (
    (Role.REVIEWER, Role.APPROVER),
    (Role.REVIEWER, Role.APPROVER, Role.LEAD),
    tuple(Role),
)
# What leads on is tried more often, or no walk of that length would ever reach a decision.
LEADS_ON = {Verb.CLAIM: 6, Verb.CORRECT: 2, Verb.SUBMIT: 9, Verb.APPROVE: 6, Verb.SEND_BACK: 2}
steps = st.tuples(
    st.integers(0, len(PEOPLE) - 1), st.integers(0, 2**16), st.booleans(), st.booleans()
)


@pytest.mark.parametrize(
    ("start", "decided"),
    [(builders.read, {State.APPROVED, State.REJECTED}), (builders.passed, set())],
    ids=["read", "passed straight through"],
)
def test_no_walk_reaches_a_decision_by_one_person(campaign, start, decided):
    reached = set()

    @settings(
        max_examples=campaign(10, 1500),
        deadline=None,
        database=None,
        derandomize=not campaign(0, 1),
        suppress_health_check=list(HealthCheck),
    )
    @given(st.lists(steps, min_size=20, max_size=40))
    def walk(taken):
        with transaction.atomic():
            people = [builders.person(*roles) for roles in PEOPLE]
            record = start()
            for who, which, accepting, sensible in taken:
                record = LicenseRecord.objects.get(pk=record.pk)
                tried = possible(record.state) if sensible else list(verbs.SERVICES)
                verb = tried[which % len(tried)]
                reached.add(attempt(record, verb, people[who], accepting))
                verbs.read_again(record)
                verbs.check_history(record)
            transaction.set_rollback(True)

    walk()
    assert decided <= reached


def possible(state):
    """Return the verbs that the table has for ``state``, more often those that lead on."""
    named = [verb for verb in verbs.SERVICES if transitions(verb, state)]
    named += [verb for verb in verbs.SERVICES if verb in ACTIONS and state in ACTIONS[verb].states]
    return [verb for verb in named for _ in range(LEADS_ON.get(verb, 1))]


def attempt(record, verb, person, accepting):
    """Do it if it can be done; return the state that came of it."""
    service = verbs.accept if verb == Verb.SUBMIT and accepting else verbs.SERVICES[verb]
    try:
        with transaction.atomic():
            service(record, by=person)
    except ReviewError:
        return None
    return record.state


NOW = "CURRENT_TIMESTAMP"
DECIDE = f"UPDATE review_licenserecord SET state = 'APPROVED', decided_at = {NOW}, decided_by_id = "


def submitted_by_two():
    """Return a record waiting for approval, its corrector, its submitter, and an outsider."""
    corrector, outsider = builders.person(Role.REVIEWER), builders.person(Role.APPROVER)
    submitter = builders.person(Role.REVIEWER)
    record = builders.corrected(corrector)
    assignment.release(record, by=corrector)
    assignment.claim(record, by=submitter)
    approval.submit(record, by=submitter, proposal=Proposal.ACCEPT)
    return record, corrector.pk, submitter.pk, outsider.pk


def copied(insert, **changed):
    """Return a statement that writes each record's row once more, with some columns changed."""
    columns = [field.column for field in LicenseRecord._meta.concrete_fields]
    selected = ", ".join(changed.get(column, column) for column in columns)
    return (
        f"{insert} INTO review_licenserecord ({', '.join(columns)}) SELECT {selected} "
        "FROM review_licenserecord"
    )


ANOTHER = "'00000000000000000000000000000001'"
DECIDED = {"state": "'APPROVED'", "decided_at": NOW, "decided_by_id": "{outsider}"}
RAW = {
    "by the submitter": [DECIDE + "{submitter}"],
    "by who corrected": [DECIDE + "{corrector}"],
    "by nobody": ["UPDATE review_licenserecord SET state = 'APPROVED'"],
    "with the submitter changed": [
        "UPDATE review_licenserecord SET submitted_by_id = {outsider}",
        DECIDE + "{submitter}",
    ],
    "with the submitter gone": [
        "UPDATE review_licenserecord SET submitted_by_id = NULL, submitted_at = NULL"
    ],
    "with the correction gone": ["DELETE FROM review_correction"],
    "with another corrector": ["UPDATE review_correction SET by_id = {outsider}"],
    "with the correction of another record": ["UPDATE review_correction SET record_id = 0"],
    "without waiting": [
        "UPDATE review_licenserecord SET state = 'TO_REVIEW'",
        DECIDE + "{outsider}",
    ],
    "from the start": [copied("INSERT", id="id + 1", uid=ANOTHER, **DECIDED)],
}
if connection.vendor == "sqlite":
    RAW["with the record replaced"] = [
        copied("INSERT OR REPLACE", submitted_by_id="{corrector}", **DECIDED)
    ]
    RAW["with the correction replaced"] = [
        "INSERT OR REPLACE INTO review_correction "
        "(id, record_id, name, by_id, at, origin, rule, before_box, after_box) "
        "SELECT id, record_id, name, {outsider}, at, origin, rule, before_box, after_box "
        "FROM review_correction"
    ]
else:
    now = "SET CONSTRAINTS ALL IMMEDIATE"
    RAW["with corrections truncated"] = [now, "TRUNCATE review_correction"]


@pytest.mark.parametrize("way", RAW)
def test_the_database_alone_refuses(way):
    record, corrector, submitter, outsider = submitted_by_two()

    people = {"corrector": corrector, "submitter": submitter, "outsider": outsider}
    with pytest.raises(IntegrityError):
        run(*(statement.format(**people) for statement in RAW[way]))

    record.refresh_from_db()
    assert record.state == State.TO_APPROVE


def test_the_database_takes_a_second_person():
    record, _corrector, _submitter, outsider = submitted_by_two()
    with connection.cursor() as cursor:
        cursor.execute(f"{DECIDE}{outsider}")

    record.refresh_from_db()
    assert (record.state, record.decided_by_id) == (State.APPROVED, outsider)
    assert record.decided_at <= timezone.now()
