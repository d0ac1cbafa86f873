"""The lists of the queue that a person keeps under a name of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from review.exceptions import ActionDenied
from review.models import SavedView
from review.permissions import check_roles
from review.workflow import ACTIONS, Verb

if TYPE_CHECKING:
    from django.contrib.auth.models import User

MOST = 50


def save(name: str, query: str, *, by: User) -> SavedView:
    """Keep the address ``query`` as ``name``; an older view of that name is replaced.

    For those who read records at all; raises ActionDenied.
    """
    check_roles(by, ACTIONS[Verb.VIEW].roles)
    others = SavedView.objects.filter(user=by).exclude(name=name)
    if others.count() >= MOST:
        raise ActionDenied(_("You keep %d views already. Delete one first.") % MOST)
    view, _new = SavedView.objects.update_or_create(user=by, name=name, defaults={"query": query})
    return view


def delete(pk: int, *, by: User) -> None:
    """Forget one of one's own views; silent when it is gone already."""
    SavedView.objects.filter(user=by, pk=pk).delete()
