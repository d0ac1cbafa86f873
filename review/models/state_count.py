"""How many records are in each state, kept so that no list has to be counted."""

from __future__ import annotations

from django.db import models

from review.workflow import State


class StateCount(models.Model):
    """A change of a count: the rows of a state add up to how many records are in it.

    Rows are only added, and now and then folded into one: two people who move records at the same
    time never wait for each other here.
    """

    state = models.CharField(max_length=12, choices=State.choices)
    change = models.IntegerField()

    def __str__(self) -> str:
        """Return the state and the change."""
        return f"{self.state} {self.change:+}"
