"""``up [--port N] [--no-demo]``: the whole site as one group; ``./krdl run`` calls it."""

import argparse
import http.client
import io
import json
import os
import socket
import sys
import time
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from review import file_lock, static_files
from review.backup.restore import UNFINISHED
from review.exceptions import DecryptionFailed
from review.models.keyring_mark import check_keyring
from review.services import staff
from review.supervisor import Program, Supervisor

WEB_PROCESSES = min(4, os.cpu_count() or 1)
WEB_THREADS = 8
HEAD_START_SECONDS = 1.5
"""How long the web has the processors for itself, since somebody waits for it."""
GRACEFUL_SECONDS = 5
"""What the web leaves a request to finish in when it is stopped."""


class Command(BaseCommand):
    help = "Start web, worker and recognizer service as one group; Ctrl-C stops all of it."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="port of the web (8000)")
        parser.add_argument("--no-demo", action="store_true", help="create no demo staff")

    def handle(self, *args: Any, port: int, no_demo: bool, **options: Any) -> None:
        folder = settings.KRDL_DATA_DIR
        try:
            with file_lock.held(folder / "up.lock", wait=False):
                self.start(port, with_demo=not (no_demo or settings.KRDL_PRODUCTION))
        except file_lock.AlreadyHeldError as error:
            raise CommandError(
                f"The site is already running on the data folder {folder}. Stop it first, "
                "or set KRDL_DATA_DIR to another folder."
            ) from error

    def start(self, port: int, *, with_demo: bool) -> None:
        """Prepare what the programs need, then supervise them until a signal ends it."""
        host = settings.KRDL_BIND
        check_is_whole()
        check_keys()
        check_port_is_free(host, port)
        static_files.collect_if_changed(settings.STATIC_ROOT)
        self.say((demo_sign_in() if with_demo else "") or first_sign_in())
        tell_whether_demo()
        address = f"http://{bracketed(reachable(host))}:{port}/"
        Supervisor(programs(host, port), log=self.stderr.write).run(
            is_ready=lambda: answers_http(reachable(host), port),
            when_ready=lambda: self.say(f"KRDL Review: {address} (Ctrl-C stops it)"),
        )

    def say(self, line: str) -> None:
        """Print a line at once, even into a pipe; nothing where it is empty."""
        if line:
            self.stdout.write(line)
            self.stdout.flush()


def check_is_whole() -> None:
    """Raise CommandError while a restore has not come to its end."""
    if (settings.KRDL_DATA_DIR / UNFINISHED).exists():
        raise CommandError("A restore of this data folder did not finish. Run restore again first.")


def check_keys() -> None:
    """Raise CommandError unless the keyring is there and is this database's."""
    try:
        check_keyring()
    except DecryptionFailed as error:
        raise CommandError(str(error)) from error


def tell_whether_demo() -> None:
    """Tell all programs, those started while the database is away too, whether this is a demo."""
    os.environ["KRDL_DEMO"] = str(int(staff.is_demo()))


def programs(host: str, port: int) -> list[Program]:
    """Return what makes up the site; our own recognizer only where no other one is named."""
    manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
    port_file = settings.KRDL_DATA_DIR / "recognizer.port"
    recognizer = [*manage, "run_recognizer", "--port", "0", "--port-file", str(port_file)]
    recognizer += ["--workers", str(settings.KRDL_RECOGNIZER_WORKERS)]
    later = time.monotonic() + HEAD_START_SECONDS
    group = [Program("web", web(host, port)), Program("worker", [*manage, "worker"], later)]
    if not settings.KRDL_OCR_ENDPOINT:
        group.append(Program("recognizer", recognizer, later))
    return group


def web(host: str, port: int) -> list[str]:
    """Return the command line of the web server."""
    command = [sys.executable, "-m", "gunicorn", "krdl_site.wsgi", "--preload"]
    command += ["--chdir", str(settings.BASE_DIR), "--bind", f"{bracketed(host)}:{port}"]
    command += ["--worker-class", "gthread", "--workers", str(WEB_PROCESSES)]
    command += ["--threads", str(WEB_THREADS), "--graceful-timeout", str(GRACEFUL_SECONDS)]
    return [*command, "--no-control-socket", "--log-level", "warning"]


def bracketed(host: str) -> str:
    """Return ``host`` as it stands in a URL: an IPv6 address in brackets."""
    return f"[{host}]" if ":" in host else host


def reachable(host: str) -> str:
    """Return the host under which this machine reaches a server bound to ``host``."""
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104


def check_port_is_free(host: str, port: int) -> None:
    """Raise CommandError, telling the way out, unless a server can listen on host and port."""
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except (OSError, OverflowError) as error:
        raise CommandError(
            f"Cannot listen on {bracketed(host)}:{port}: {error}. Choose another port "
            "with --port N (the address comes from KRDL_BIND)."
        ) from error


def answers_http(host: str, port: int) -> bool:
    """Say whether a web server answers, whatever it says."""
    connection = http.client.HTTPConnection(host, port, timeout=1)
    try:
        connection.request("HEAD", "/")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def demo_sign_in() -> str:
    """Create the demo where the database is empty; return the line that names its staff."""
    people, password = get_user_model().objects, None
    if not people.exists():
        output = io.StringIO()
        call_command("create_demo", stdout=output)
        password = json.loads(output.getvalue())["password"]
    names = [name for name, _shown, _role in staff.DEMO_STAFF]
    if people.filter(username__in=names).count() < len(names):
        return ""
    known = password or "the one in KRDL_DEMO_PASSWORD or shown at the first start"
    return f"Demo sign-ins: {', '.join(names)}; password: {known}"


def first_sign_in() -> str:
    """Return how to make the first account, or nothing where there is one."""
    if get_user_model().objects.exists():
        return ""
    return "Nobody can sign in yet. Create an administrator: ./krdl manage createsuperuser"
