"""What the browser is told, what production turns on, and forms that carry more than they may."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from review.workflow import Role
from tests import builders

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def production(tmp_path):
    """Give a function that runs manage.py as production would be set up."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("KRDL_")}
    own = {
        "KRDL_PRODUCTION": "1", "KRDL_HOSTS": "desk.example.test", "KRDL_DATA_DIR": str(tmp_path),
        "KRDL_BEHIND_PROXY": "1", "DJANGO_SETTINGS_MODULE": "krdl_site.settings",
    }  # fmt: skip

    def manage(*arguments):
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=kept | own, capture_output=True, text=True, check=False
        )

    return manage


def test_the_deployment_check_has_nothing_to_say(production):
    done = production("check", "--deploy", "--fail-level", "WARNING")
    assert (done.returncode, done.stderr.strip()) == (0, "")
    assert "no issues" in done.stdout


@pytest.mark.parametrize("path", ["/accounts/login/", "/queue/", "/admin/", "/no-such-page/"])
def test_the_content_policy_is_strict_on_every_page(client, path):
    client.force_login(builders.person(Role.AUDITOR))
    answer = client.get(path)
    # The directives come in another order each time the site starts.
    policy = answer.headers["Content-Security-Policy"].split("; ")
    assert not [directive for directive in policy if "unsafe" in directive]
    assert "script-src 'self'" in policy
    for name in ("default-src", "frame-ancestors", "object-src", "base-uri"):
        assert f"{name} 'none'" in policy
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_no_page_of_ours_carries_a_script_or_style_inside():
    inside = re.compile(
        r"<style|<script(?![^>]*\bsrc=)|\son\w+=|\sstyle=|javascript:", re.IGNORECASE
    )
    for file in sorted((ROOT / "templates").rglob("*.html")):
        assert not inside.search(file.read_text()), file.name


def test_a_form_cannot_carry_rights_it_does_not_show(client):
    admin, account = builders.person(Role.ADMINISTRATOR), builders.person()
    client.force_login(admin)
    more = {"is_superuser": "on", "is_staff": "on", "user_permissions": "1"}

    address = reverse("admin:auth_user_change", args=[account.pk])
    client.post(address, {"username": account.username, "is_active": "on", **more})

    fresh = User.objects.get(pk=account.pk)
    assert (fresh.is_superuser, fresh.is_staff) == (False, False)
    assert not fresh.user_permissions.exists()


@pytest.mark.parametrize("split", ["/queue/\r\nSet-Cookie: a=b", "/queue/%0d%0aSet-Cookie:%20a=b"])
def test_no_header_is_split_by_what_is_sent(client, split):
    answer = client.post("/language/", {"language": "en", "next": split})
    assert "a" not in answer.cookies
    assert "\n" not in answer.url
