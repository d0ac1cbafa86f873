"""The tools that read the code without running it; each must have nothing to say."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
SITE = os.environ | {"DJANGO_SETTINGS_MODULE": "krdl_site.settings"}

TOOLS = {
    "ruff check": [BIN / "ruff", "check", "."],
    "ruff format": [BIN / "ruff", "format", "--check", "."],
    "mypy": [BIN / "mypy", "review", "krdl_site"],
    "migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
}


def has_nothing_to_say(command: list[Path | str]) -> None:
    run = subprocess.run(command, cwd=ROOT, env=SITE, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("name", TOOLS)
def test_tool_has_nothing_to_say(name: str) -> None:
    has_nothing_to_say(TOOLS[name])


def test_templates_are_formatted() -> None:
    templates = sorted((ROOT / "templates").rglob("*.html"))
    assert templates
    has_nothing_to_say([BIN / "djade", "--check", "--target-version", "5.2", *templates])


def test_set_up_script_is_plain_sh() -> None:
    has_nothing_to_say(["dash", "-n", ROOT / "krdl"])
