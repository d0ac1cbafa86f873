"""Many people at once, each in a process of their own: no record is ever held by two."""

import subprocess
import sys
from dataclasses import dataclass

import pytest

from tests.browser.conftest import ROOT, Site

READ = "from tests import builders\nfor _ in range({count}):\n    builders.read()"
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
APPROVE = """
from review.exceptions import ReviewError
from review.models import LicenseRecord
from review.services import approval
from review.workflow import Role
from tests import builders
approver = builders.person(Role.APPROVER, name={name!r})
for record in LicenseRecord.objects.order_by("pk"):
    try:
        approval.approve(record, by=approver)
        print(record.pk)
    except ReviewError:
        pass
"""
SUBMIT = "from tests import builders\nfor _ in range({count}):\n    builders.submitted()"


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
    site = RacedSite("", str(tmp_path), url)
    site.manage("migrate", "-v0")
    return site


def at_once(site, code, people):
    """Run ``code`` as several people at the same time; return what each one printed."""
    started = [
        subprocess.Popen(
            [sys.executable, "manage.py", "shell", "-v0", "-c", code.format(name=f"racer{number}")],
            cwd=ROOT,
            env=site.environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in range(people)
    ]
    said = [process.communicate()[0].split() for process in started]
    assert all(process.returncode == 0 for process in started)
    return said


def test_no_record_is_claimed_twice(site, campaign):
    count = campaign(24, 5000)
    site.run(READ.format(count=count))

    taken = at_once(site, WORK, campaign(4, 32))

    pks = [pk for one in taken for pk in one]
    assert len(pks) == len(set(pks)) == count
    assert site.manage("verify_audit").splitlines()[-1].endswith("broken 0")


def test_no_record_is_decided_twice(site, campaign):
    count = campaign(12, 500)
    site.run(SUBMIT.format(count=count))

    approved = at_once(site, APPROVE, campaign(3, 8))

    pks = [pk for one in approved for pk in one]
    assert len(pks) == len(set(pks)) == count
    assert site.manage("verify_audit").splitlines()[-1].endswith("broken 0")
