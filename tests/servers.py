"""PostgreSQL and Redis for the tests: the ones named, the ones that answer, or our own.

Each of the two is looked for in this order: ``KRDL_TEST_POSTGRES_URL`` or
``KRDL_TEST_REDIS_URL``; 127.0.0.1 at the standard port; a server of our own on a free port, in a
temporary folder, stopped at the end. ``python -m tests.servers`` prints the Debian packages that
must be installed before the last is possible; ``./krdl test`` does that.
"""

import contextlib
import getpass
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import redis

STARTUP_SECONDS = 60


def named_or_running_postgres() -> str | None:
    """Return the URL of a PostgreSQL server in which we may create databases, or None."""
    if url := os.environ.get("KRDL_TEST_POSTGRES_URL"):
        return url
    users = ("postgres", getpass.getuser())
    urls = (f"postgresql://{user}@127.0.0.1:5432/postgres" for user in users)
    return next(filter(may_create_databases, urls), None)


def may_create_databases(url: str) -> bool:
    """Say whether the server at ``url`` lets us in and lets us create databases."""
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            query = "select rolsuper or rolcreatedb from pg_roles where rolname = current_user"
            row = connection.execute(query).fetchone()
    except psycopg.Error:
        return False
    return bool(row and row[0])


def named_or_running_redis() -> str | None:
    """Return the URL of a Redis server, or None where none is named and none answers."""
    if url := os.environ.get("KRDL_TEST_REDIS_URL"):
        return url
    url = "redis://127.0.0.1:6379"
    return url if answers_ping(url) else None


def answers_ping(url: str) -> bool:
    """Say whether a Redis server answers at ``url`` without a password."""
    try:
        with redis.Redis.from_url(url, socket_timeout=3) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def postgres_programs() -> Path | None:
    """Return the folder of the newest installed ``initdb`` and ``postgres``, or None."""
    folders = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if found := shutil.which("initdb"):
        folders.append(Path(found).parent)
    return max(folders, key=str, default=None)


def missing_packages() -> list[str]:
    """Return the Debian packages without which a test server could not be started."""
    missing = []
    if not named_or_running_postgres() and not postgres_programs():
        missing.append("postgresql")
    if not named_or_running_redis() and not shutil.which("redis-server"):
        missing.append("redis-server")
    return missing


@contextlib.contextmanager
def running() -> Iterator[dict[str, str]]:
    """Give the two servers' URLs as environment variables, running our own where none answers."""
    with contextlib.ExitStack() as stack:
        yield {
            "KRDL_TEST_POSTGRES_URL": named_or_running_postgres()
            or stack.enter_context(own_postgres()),
            "KRDL_TEST_REDIS_URL": named_or_running_redis() or stack.enter_context(own_redis()),
        }


def postgres_database(name: str) -> str:
    """Return the URL of a database on the PostgreSQL server that ``running`` gave."""
    return urlsplit(os.environ["KRDL_TEST_POSTGRES_URL"])._replace(path=f"/{name}").geturl()


def redis_database(number: int) -> str:
    """Return the URL of a database, 0 to 15, on the Redis server that ``running`` gave."""
    return urlsplit(os.environ["KRDL_TEST_REDIS_URL"])._replace(path=f"/{number}").geturl()


@contextlib.contextmanager
def own_postgres() -> Iterator[str]:
    """Run a PostgreSQL server of our own, as a user that is not root, and yield its URL."""
    programs = postgres_programs()
    if programs is None:
        raise RuntimeError("PostgreSQL is not installed: run the tests with ./krdl test")
    with folder_of_its_own() as (folder, process_options):
        data, port = folder / "data", free_port()
        initdb = [programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust"]
        initdb += ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run(initdb, check=True, stdout=subprocess.DEVNULL, **process_options)
        server = [programs / "postgres", "-D", data, "-p", str(port), "-c", "fsync=off"]
        server += ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="]
        url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
        with serving(server, lambda: may_create_databases(url), process_options):
            yield url


@contextlib.contextmanager
def own_redis() -> Iterator[str]:
    """Run a Redis server of our own that keeps nothing on disk, and yield its URL."""
    if not shutil.which("redis-server"):
        raise RuntimeError("Redis is not installed: run the tests with ./krdl test")
    with folder_of_its_own() as (folder, process_options):
        port = free_port()
        server = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
        server += ["--dir", folder]
        url = f"redis://127.0.0.1:{port}"
        with serving(server, lambda: answers_ping(url), process_options):
            yield url


@contextlib.contextmanager
def folder_of_its_own() -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield a folder and the options that run a process in it, as nobody where we are root."""
    with tempfile.TemporaryDirectory(prefix="krdl-server-", ignore_cleanup_errors=True) as name:
        options: dict[str, Any] = {"cwd": name}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(name, nobody.pw_uid, nobody.pw_gid)
            options |= {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        yield Path(name), options


@contextlib.contextmanager
def serving(
    command: list[Any], answers: Callable[[], bool], process_options: dict[str, Any]
) -> Iterator[None]:
    """Run a server until the block ends; enter the block once it answers."""
    log = Path(process_options["cwd"]) / "log"
    with log.open("wb") as output:
        server = subprocess.Popen(command, stdout=output, stderr=output, **process_options)
    try:
        deadline = time.monotonic() + STARTUP_SECONDS
        while not answers():
            if server.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{command[0]} did not start:\n{log.read_text()}")
            time.sleep(0.05)
        yield
    finally:
        server.terminate()
        server.wait()


def free_port() -> int:
    """Return a TCP port of 127.0.0.1 on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.stdout.write("\n".join(missing_packages()))
