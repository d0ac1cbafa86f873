"""The desk: a record as it stood when it was read."""

import pytest

from review.contexts.record import Desk
from review.services import drafts
from review.workflow import Role
from tests import builders

pytestmark = pytest.mark.django_db


def test_what_is_kept_after_a_desk_was_read_is_not_in_it():
    reviewer = builders.person(Role.REVIEWER)
    record = builders.claimed(reviewer)
    before = Desk(reviewer, record)

    version = record.values.get(name="Name").version
    drafts.keep(record, "Name", "김견본넷", by=reviewer, seen_version=version)

    now = Desk(reviewer, record)
    assert before.row("Name").saved is None
    assert [row.name for row in now.changed_since(before)] == ["Name"]
