"""Many people at once, each in a process of their own: no record is ever held by two."""

import subprocess
import sys
from dataclasses import dataclass

import pytest

from tests.browser.conftest import ROOT, Site

WORK = """
from review.exceptions import StaleRecord
from review.services import assignment
from review.workflow import Role
from tests import builders
reviewer = builders.person(Role.REVIEWER, name={name!r})
while record := assignment.claim_next(by=reviewer):
    assignment.escalate(record, by=reviewer, reason="next")
    print(record.pk)
"""
DISPUTE = """
import random
from review.exceptions import ReviewError
from review.models import LicenseRecord
from review.workflow import Role, State
from tests import builders, verbs
person = builders.person(Role.REVIEWER, Role.APPROVER, name={name!r})
chance = random.Random({name!r})
TO_REVIEW = (verbs.assignment.claim, verbs.correct, verbs.accept)
TO_APPROVE = (verbs.approval.approve, verbs.SERVICES["send back"])
for _ in range(3):
    for pk in LicenseRecord.objects.order_by("pk").values_list("pk", flat=True):
        record = LicenseRecord.objects.get(pk=pk)
        waits = record.state == State.TO_APPROVE
        tried = [chance.choice(TO_APPROVE)] if waits else TO_REVIEW
        for verb in tried:
            try:
                verb(record, by=person)
                print(pk)
            except ReviewError:
                break
"""
SUBMIT = "from tests import builders\nfor _ in range({count}):\n    builders.submitted()"
HISTORIES = """
from review.models import LicenseRecord
from tests import verbs
for record in LicenseRecord.objects.all():
    verbs.check_history(record)
    print(record.state)
"""


@dataclass(frozen=True)
class RacedSite(Site):
    """A data folder with a database of its own."""

    database: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """Name the database, if it is none of the folder."""
        named = {"KRDL_DATABASE_URL": self.database} if self.database else {}
        return super().environment | named


@pytest.fixture(params=["sqlite", "postgresql"])
def site(request, tmp_path):
    url = request.getfixturevalue("postgres_url") if request.param == "postgresql" else ""
    site = RacedSite("", str(tmp_path), database=url)
    site.manage("migrate", "-v0")
    return site


def start(site, code):
    """Start Python ``code`` on the site's data in a process of its own."""
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", code]
    return subprocess.Popen(
        command, cwd=ROOT, env=site.environment, stdout=subprocess.PIPE, text=True
    )


def at_once(site, code, people):
    """Run ``code`` as several people at the same time; return what each one printed."""
    started = [start(site, code.format(name=f"racer{number}")) for number in range(people)]
    said = [process.communicate()[0].split() for process in started]
    assert all(process.returncode == 0 for process in started)
    return said


def test_no_record_is_claimed_twice(site, campaign):
    count = campaign(24, 5000)
    site.manage("bench", "claims", f"--fill={count}")

    taken = at_once(site, WORK, campaign(4, 32))

    pks = [pk for one in taken for pk in one]
    assert len(pks) == len(set(pks)) == count
    assert site.manage("verify_audit").splitlines()[-1].endswith("broken 0")
    assert site.manage("verify_counts").splitlines()[-1].endswith("wrong 0")


def test_a_dispute_leaves_one_consistent_history_each(site, campaign):
    """Everybody corrects, submits, approves and sends back the same records in the same order."""
    count = campaign(12, 500)
    site.run(SUBMIT.format(count=count))

    done = at_once(site, DISPUTE, campaign(3, 8))

    states = site.run(HISTORIES).split()
    assert len(states) == count
    assert "APPROVED" in states
    assert all(done)
    assert site.manage("verify_audit").splitlines()[-1].endswith("broken 0")


TAKE_IN = """
from review.services import intake
from review.workflow import Role
from tests import builders
operator = builders.person(Role.OPERATOR, name={name!r})
for seed in range({first}, {first} + {count}):
    intake.upload(builders.picture(seed), by=operator)
"""
ROTATE = """
from django.core.management import call_command
for _ in range({count}):
    call_command("rotate_keys", verbosity=0)
"""
UNSEAL = """
from review.models import LicenseRecord
from review.models.sealed import keyring
for record in LicenseRecord.objects.all():
    assert record.image.read() and keyring().wraps(bytes(record.key.wrapped))
print(record.pk)
"""


def test_keys_rotate_while_others_take_pictures_in(site, campaign):
    count = campaign(20, 2000)
    writers = [
        start(site, TAKE_IN.format(name=name, first=first, count=count))
        for name, first in (("one", 0), ("two", count))
    ]
    site.run(ROTATE.format(count=campaign(2, 20)))
    assert [writer.wait() for writer in writers] == [0, 0]

    site.manage("rotate_keys")

    assert int(site.run(UNSEAL)) == 2 * count
    assert site.manage("verify_audit").splitlines()[-1].endswith("broken 0")
