"""A reviewer, and a client signed in as one, in English."""

import pytest

from review.workflow import Role
from tests import builders


@pytest.fixture
def reviewer():
    """Give a reviewer."""
    return builders.person(Role.REVIEWER)


@pytest.fixture
def desk(client, reviewer):
    """Give the reviewer's client."""
    client.force_login(reviewer)
    client.cookies["django_language"] = "en"
    return client
