"""``./krdl`` in copies of the checkout, on machines that lack this and that.

A machine is a folder with the only programs that its PATH reaches. Its Python is a real one that
can be told to lack ``ensurepip``; its ``apt-get`` writes down what it is asked for and brings it.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
BASE_PYTHON = Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}"
TOOLS = "basename cat chmod dirname env flock id mkdir mv rm sh sha256sum sleep touch"

PYTHON = """#!/bin/sh
[ -e {machine}/ensurepip ] || [ "$2" != 'import ensurepip' ] || exit 1
exec {python} "$@"
"""
APT_GET = """#!/bin/sh
echo "apt-get talks on stdout"
echo "$@" >>{machine}/apt.log
case "$*" in *update) touch {machine}/lists; exit 0 ;; esac
[ -e {machine}/lists ] || exit 100
sleep 0.2
for package in "$@"; do
    case $package in
        gettext) printf '#!/bin/sh\\n[ "$2" = -o ] && touch "$3"\\n' >{machine}/bin/msgfmt
                 chmod +x {machine}/bin/msgfmt ;;
        python3-venv) touch {machine}/ensurepip ;;
    esac
done
"""
MANAGE = """
import json, os, sys
print(json.dumps([sys.argv[1:], os.umask(0), sys.stdin.read()]))
sys.exit(7)
"""


@dataclass
class Machine:
    """A machine with a copy of the checkout on it."""

    folder: Path

    @property
    def checkout(self) -> Path:
        return self.folder / "a check out"

    def install(self, name: str, script: str) -> None:
        """Put a program on the PATH."""
        program = self.folder / "bin" / name
        program.write_text(script.format(machine=self.folder, python=BASE_PYTHON))
        program.chmod(0o755)

    def start(self, *arguments: str) -> "subprocess.Popen[str]":
        environment = {"PATH": str(self.folder / "bin"), "HOME": str(self.folder)}
        return subprocess.Popen(
            [self.checkout / "krdl", *arguments],
            cwd=self.folder,
            env=environment,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def krdl(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        process = self.start(*arguments)
        stdout, stderr = process.communicate("typed")
        return subprocess.CompletedProcess(arguments, process.returncode, stdout, stderr)

    def asked_of_apt(self) -> list[str]:
        log = self.folder / "apt.log"
        options = "-qq -y -o DPkg::Lock::Timeout=300 "
        return log.read_text().replace(options, "").splitlines() if log.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine with Python, but no ensurepip, no gettext and no way to install anything."""
    machine = Machine(tmp_path)
    (tmp_path / "bin").mkdir()
    for tool in TOOLS.split():
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool) or tool)
    machine.install("python3", PYTHON)
    messages = machine.checkout / "review" / "locale" / "ko" / "LC_MESSAGES"
    messages.mkdir(parents=True)
    (messages / "django.po").touch()
    shutil.copy(ROOT / "krdl", machine.checkout)
    (machine.checkout / "manage.py").write_text(MANAGE)
    for lock in ("requirements.lock", "requirements-dev.lock"):
        (machine.checkout / lock).touch()
    return machine


@pytest.fixture
def debian(machine: Machine) -> Machine:
    """The same machine with an apt-get that has no package lists yet."""
    if os.geteuid() != 0:
        machine.install("sudo", '#!/bin/sh\n[ "$1" = -n ] && shift\nexec "$@"\n')
    machine.install("apt-get", APT_GET)
    return machine


@pytest.mark.parametrize("arguments", [[], ["help"], ["--help"]])
def test_alone_it_lists_its_verbs_and_installs_nothing(machine: Machine, arguments) -> None:
    run = machine.krdl(*arguments)
    assert run.returncode == 0
    assert all(f"\n  {verb} " in run.stdout for verb in ("run", "manage", "test", "bench"))
    assert not (machine.checkout / ".venv").exists()


def test_an_unknown_verb_is_refused_with_the_list(machine: Machine) -> None:
    run = machine.krdl("dance")
    assert (run.returncode, run.stdout) == (1, "")
    assert "there is no verb 'dance'" in run.stderr


def test_where_nothing_can_be_installed_it_names_the_packages_and_stops(machine: Machine) -> None:
    run = machine.krdl("manage", "check")
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.endswith(": python3-venv gettext\n")


def test_a_machine_without_python_is_told_so(machine: Machine) -> None:
    (machine.folder / "bin" / "python3").unlink()
    run = machine.krdl("manage", "check")
    assert run.returncode == 1
    assert run.stderr.endswith(": python3 python3-venv gettext\n")


def test_it_installs_what_is_missing_and_leaves_stdout_to_the_command(debian: Machine) -> None:
    run = debian.krdl("manage", "check", "--tag", "a b")
    assert json.loads(run.stdout) == [["check", "--tag", "a b"], 0o077, "typed"], run.stderr
    assert run.returncode == 7
    wanted = "install --no-install-recommends python3-venv gettext"
    assert debian.asked_of_apt() == [wanted, "update", wanted]
    assert (debian.checkout / "review/locale/ko/LC_MESSAGES/django.mo").exists()


def test_the_second_time_it_installs_nothing(debian: Machine) -> None:
    debian.krdl("manage", "check")
    before = debian.asked_of_apt()
    run = debian.krdl("manage", "check")
    assert (run.returncode, run.stderr) == (7, "")
    assert debian.asked_of_apt() == before


def test_a_changed_lock_file_is_installed_and_checked(debian: Machine) -> None:
    debian.krdl("manage", "check")
    (debian.checkout / "requirements.lock").write_text("django==5.2\n")
    run = debian.krdl("manage", "check")
    assert (run.returncode, run.stdout) == (1, "")
    assert "hash" in run.stderr.lower()


def test_of_two_at_once_one_installs_and_both_run(debian: Machine) -> None:
    both = [debian.start("manage", "check") for _ in range(2)]
    ends = [process.communicate("")[1] + str(process.returncode) for process in both]
    assert all(end.endswith("7") for end in ends), ends
    assert len(debian.asked_of_apt()) == 3


def test_commands_that_need_the_database_migrate_it_first(debian: Machine) -> None:
    asked = json.loads(debian.krdl("manage", "export_licenses").stdout)[0]
    assert asked == ["migrate_then", "export_licenses"]
    for command in ("check_quality", "run_recognizer", "recognize", "restore"):
        assert json.loads(debian.krdl("manage", command).stdout)[0] == [command]


def test_run_starts_the_site(debian: Machine) -> None:
    run = debian.krdl("run", "--port", "9000", "--no-demo")
    assert json.loads(run.stdout)[0] == ["migrate_then", "up", "--port", "9000", "--no-demo"]


def pins(lock: str) -> set[str]:
    lines = (ROOT / lock).read_text().splitlines()
    return {line.split()[0] for line in lines if line and line[0] not in " #"}


def test_the_tests_need_all_that_the_site_needs_in_the_same_versions() -> None:
    assert pins("requirements.lock") <= pins("requirements-dev.lock")


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_lock_files_hold_no_address(lock: str) -> None:
    assert "://" not in (ROOT / lock).read_text()
