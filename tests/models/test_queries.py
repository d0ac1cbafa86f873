"""The lists of records are read from indexes: of the order, and of the findings asked for."""

import pytest
from django.db import connection

from review.models import LicenseRecord
from review.models.queries import ORDERS
from review.workflow import State

pytestmark = [pytest.mark.django_db, pytest.mark.both_databases]
ASKED = {
    "finding_open_rule": {"rule": "name.test"},
    "finding_open_field": {"field": "Name", "severity": "error"},
    "finding_open_severity": {"severity": "warning"},
}


def plan(records):
    """Return how the database would read them; which index of several depends on what is there."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        return records.explain()


@pytest.mark.parametrize("index", ASKED)
def test_open_findings_are_read_from_their_own_index(index):
    records = LicenseRecord.objects.in_state(State.TO_REVIEW).with_open_finding(**ASKED[index])

    told = plan(records.in_order(ORDERS["doubt"]).values_list("doubt", "pk")[:51])

    assert "Seq Scan" not in told
    if connection.vendor == "sqlite":
        assert f"COVERING INDEX {index}" in told
