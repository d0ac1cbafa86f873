"""Whether the process lives and can work, asked without signing in."""

import pytest
from django.db import DatabaseError
from django.db.migrations.recorder import MigrationRecorder

from review.views import health


def test_the_process_answers_without_a_database(client):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


@pytest.mark.django_db
@pytest.mark.both_databases
def test_it_is_ready_when_everything_answers(client):
    answer = client.get("/readyz")

    assert answer.json() == {"ready": True, "failing": []}


@pytest.mark.django_db
def test_it_is_not_ready_while_a_migration_is_missing(client):
    MigrationRecorder.Migration.objects.filter(app="review").delete()

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["failing"]) == (503, ["database"])


def test_a_failing_part_is_named_and_told_nothing_more(client, monkeypatch):
    def broken():
        raise DatabaseError("connection to secret-host refused")

    monkeypatch.setattr(health, "CHECKS", {"database": broken})

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert "secret-host" not in answer.content.decode()
