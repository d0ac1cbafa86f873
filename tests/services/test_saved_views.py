"""Views that a person keeps: a name of their own each, and nobody else's to delete."""

import pytest

from review.exceptions import ActionDenied
from review.services import saved_views
from review.workflow import Role
from tests import builders

pytestmark = pytest.mark.django_db


def test_the_same_name_is_replaced():
    reviewer = builders.person(Role.REVIEWER)
    saved_views.save("late", "sort=due", by=reviewer)
    saved_views.save("late", "sort=due&severity=error", by=reviewer)

    assert [view.query for view in reviewer.views.all()] == ["sort=due&severity=error"]


def test_only_ones_own_are_deleted():
    reviewer, other = builders.person(Role.REVIEWER), builders.person(Role.REVIEWER)
    view = saved_views.save("late", "sort=due", by=reviewer)

    saved_views.delete(view.pk, by=other)
    assert reviewer.views.exists()
    saved_views.delete(view.pk, by=reviewer)
    assert not reviewer.views.exists()


def test_who_reads_no_records_keeps_no_list_of_them():
    with pytest.raises(ActionDenied):
        saved_views.save("late", "", by=builders.person(Role.OPERATOR))


def test_they_stay_few(monkeypatch):
    monkeypatch.setattr(saved_views, "MOST", 1)
    reviewer = builders.person(Role.REVIEWER)
    saved_views.save("one", "", by=reviewer)

    with pytest.raises(ActionDenied):
        saved_views.save("two", "", by=reviewer)
    saved_views.save("one", "sort=age", by=reviewer)
