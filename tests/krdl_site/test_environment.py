"""The environment: what it says wrong is told at the start, with what would be right."""

import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from krdl_site import environment
from tests.browser.conftest import ROOT, Site


@pytest.mark.parametrize(
    ("said", "chosen"),
    [
        ("", ["approver", "privacy officer"]),
        ("none", []),
        ("auditor", ["auditor"]),
        (" privacy officer , lead ", ["privacy officer", "lead"]),
    ],
)
def test_role_names_are_read(monkeypatch, said, chosen):
    monkeypatch.setenv("KRDL_ROLES", said)
    allowed = ("approver", "auditor", "lead", "privacy officer")
    assert environment.choices("KRDL_ROLES", allowed, "approver,privacy officer") == chosen


def test_a_name_that_is_none_is_told_with_those_that_are(monkeypatch):
    monkeypatch.setenv("KRDL_ROLES", "lead,Auditor")
    with pytest.raises(ImproperlyConfigured, match=r"names 'Auditor'; choose among auditor, lead"):
        environment.choices("KRDL_ROLES", ("lead", "auditor"))


@pytest.mark.parametrize(
    ("name", "value", "right"),
    [
        ("KRDL_WHOLE_PICTURE_ROLES", "auditors", "auditor, privacy officer, reviewer"),
        ("KRDL_WHOLE_PICTURE_ROLES", "operator", "auditor, privacy officer, reviewer"),
        ("KRDL_MFA_ROLES", "everybody", "lead, operator, privacy officer, reviewer"),
        ("KRDL_IDLE_MINUTES", "soon", "whole number"),
        ("KRDL_NETWORKS", "10.0.0.0/99", "e.g. 10.0.0.0/8"),
    ],
)
def test_nothing_starts_with_a_setting_that_is_wrong(tmp_path, name, value, right):
    site = Site("", str(tmp_path), ((name, value),))
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate_then", "up", "--no-demo"],
        cwd=ROOT, env=site.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    [last] = done.stderr.strip().splitlines()
    assert name in last
    assert right in last
