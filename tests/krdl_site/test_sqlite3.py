"""Writers of SQLite take turns: one that waits longer than SQLite's timeout is not refused."""

import subprocess
import sys

import pytest

from tests.browser.conftest import ROOT, Site

HOLD = """
import sys, time
from django.db import transaction
from review.services import audit
with transaction.atomic():
    audit.write("first", by=None)
    print("holds", flush=True)
    time.sleep(3)
"""
IMPATIENT = """
from django.db import connection
from review.models import Source
from review.services import audit
connection.settings_dict["OPTIONS"]["timeout"] = 0
connection.close()
"""
WRITES = {
    "a transaction": 'audit.write("second", by=None)',
    "a statement": 'Source.objects.create(key="second", name="second")',
}
WRITTEN = """
from review.models import AuditEvent, Source
print(*AuditEvent.objects.filter(verb__in=("first", "second")).values_list("verb", flat=True))
print(*Source.objects.filter(key="second").values_list("key", flat=True))
"""


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_a_writer_waits_for_its_turn_whatever_the_timeout(tmp_path, write):
    site = Site("", str(tmp_path))
    site.manage("migrate", "-v0")
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", HOLD]
    holder = subprocess.Popen(
        command, cwd=ROOT, env=site.environment, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout.readline() == "holds\n"

    site.run(IMPATIENT + write)

    assert holder.wait() == 0
    assert site.run(WRITTEN).split() == ["first", "second"]
