"""Runs the service under gunicorn: one process with threads, and the reading processes."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
import uuid
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from socket import SHUT_RDWR, socket
from typing import Any

from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.arbiter import Arbiter  # type: ignore[import-untyped]
from gunicorn.http import message  # type: ignore[import-untyped]
from gunicorn.http.errors import (  # type: ignore[import-untyped]
    InvalidRequestMethod,
    LimitRequestHeaders,
    LimitRequestLine,
)
from gunicorn.workers.base import Worker  # type: ignore[import-untyped]
from gunicorn.workers.gthread import TConn, ThreadWorker  # type: ignore[import-untyped]

from review.ocr.envelope import CONTENT_TYPE, failure
from review.recognizer_service.app import RecognizerApp, encode
from review.recognizer_service.config import ServiceConfig
from review.recognizer_service.keys import FixedKeys, KeyStore
from review.recognizer_service.parameters import QUERY_LIMIT
from review.recognizer_service.readers import ReaderPool

DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8010
# A GET may have 32 KB, four times what gunicorn allows at most; without a limit a line would be
# read until the memory is full.
_LINE_LIMIT = message.MAX_REQUEST_LINE = QUERY_LIMIT + 2048
# Threads that answer those who need no reader, while all readers are busy.
_SPARE_THREADS = 8


@dataclass(frozen=True)
class Listener:
    """Where the service listens (port 0: a free one) and the file that is told the port.

    ``while_stdin`` ends the service with its standard input, that is with whoever started it.
    """

    host: str = DEFAULT_HOST
    port: int = DEFAULT_PORT
    port_file: Path | None = None
    while_stdin: bool = False


class EnvelopeWorker(ThreadWorker):  # type: ignore[misc]
    """Answers also what is no proper HTTP with status 200 and the envelope.

    ``request_s`` bounds a request from its first byte to its last: a caller that drips its head
    would otherwise hold a thread for ever.
    """

    request_s = 60.0

    def handle(self, conn: TConn) -> Any:
        """Serve one request, and cut the connection if it outlasts its time."""
        guard = threading.Timer(self.request_s, _cut, [conn.sock])
        guard.daemon = True
        guard.start()
        try:
            return super().handle(conn)
        finally:
            guard.cancel()

    def handle_error(self, req: Any, client: socket, addr: Any, exc: Exception) -> None:
        """Answer a request that could not be parsed; the text of ``exc`` may quote it."""
        self.log.warning("a request could not be parsed: %s", type(exc).__name__)
        code, message = _parse_error(exc)
        body = encode(failure(code, message, str(uuid.uuid4())))
        head = (
            f"HTTP/1.1 200 OK\r\nContent-Type: {CONTENT_TYPE}\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        try:
            client.sendall(head.encode("ascii") + body)
        except OSError:
            self.log.debug("the caller is gone")


def serve(config: ServiceConfig, keys: KeyStore, listener: Listener) -> None:
    """Run until SIGTERM or SIGINT, which ends the children too; prints the address when ready."""
    _Server(config, keys, listener).run()


def main(argv: Sequence[str]) -> None:
    """Run with the keys of the environment: ``python -m review.recognizer_service``."""
    parser = argparse.ArgumentParser(prog="recognizer_service")
    add_arguments(parser)
    options = parser.parse_args(argv)
    serve(config_of(options), FixedKeys.from_environment(), listener_of(options))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of whoever starts the service."""
    parser.add_argument("--host", default=DEFAULT_HOST, help="address to listen on")
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="port; 0 takes a free one")
    parser.add_argument("--workers", type=int, help="reading processes (default: the cores)")
    parser.add_argument("--port-file", type=Path, help="file the port is written to when ready")
    parser.add_argument("--while-stdin", action="store_true", help="end when standard input does")
    parser.add_argument("--engine", default="", help="module that reads, for tests")


def config_of(options: argparse.Namespace) -> ServiceConfig:
    """Return the configuration of parsed options."""
    return ServiceConfig.from_environment(workers=options.workers, engine=options.engine)


def listener_of(options: argparse.Namespace) -> Listener:
    """Return the listener of parsed options."""
    return Listener(options.host, options.port, options.port_file, options.while_stdin)


class _Server(BaseApplication):  # type: ignore[misc]
    def __init__(self, config: ServiceConfig, keys: KeyStore, listener: Listener) -> None:
        self._config = config
        self._keys = keys
        self._listener = listener
        super().__init__()

    def load_config(self) -> None:
        host = f"[{self._listener.host}]" if ":" in self._listener.host else self._listener.host
        longest = self._config.upload_s + self._config.answer_s + 2
        settings = {
            "bind": f"{host}:{self._listener.port}",
            # One process, since the rate of a key and the queue are counted in it.
            "workers": 1,
            "threads": self._config.workers + self._config.waiting + _SPARE_THREADS,
            "worker_class": type("TimedWorker", (EnvelopeWorker,), {"request_s": longest}),
            "graceful_timeout": 5,
            "keepalive": 5,
            "limit_request_line": _LINE_LIMIT,
            "loglevel": "warning",
            "when_ready": self._announce,
            "worker_exit": _close_app,
            "on_exit": self._withdraw,
            "control_socket_disable": True,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> RecognizerApp:
        config = self._config
        readers = ReaderPool(config.workers, config.waiting, config.engine)
        return RecognizerApp(config, self._keys, readers)

    def _announce(self, arbiter: Arbiter) -> None:
        host, port = arbiter.LISTENERS[0].getsockname()[:2]
        if self._listener.port_file is not None:
            _write(self._listener.port_file, f"{port}\n")
        shown = f"[{host}]" if ":" in host else host
        sys.stdout.write(f"Recognizer ready at http://{shown}:{port}/\n")
        sys.stdout.flush()
        if self._listener.while_stdin:
            threading.Thread(target=_end_with_stdin, daemon=True).start()

    def _withdraw(self, arbiter: Arbiter) -> None:
        if self._listener.port_file is not None:
            self._listener.port_file.unlink(missing_ok=True)


def _close_app(arbiter: Arbiter, worker: Worker) -> None:
    if isinstance(worker.wsgi, RecognizerApp):
        worker.wsgi.close()


def _end_with_stdin() -> None:
    # Unbuffered: a lock on sys.stdin, held here for ever, would stop the interpreter from ending.
    while os.read(0, 1024):
        pass
    os.kill(os.getpid(), signal.SIGTERM)


def _cut(connection: socket) -> None:
    with suppress(OSError):
        connection.shutdown(SHUT_RDWR)


def _parse_error(error: Exception) -> tuple[str, str]:
    if isinstance(error, InvalidRequestMethod):
        return "UnsupportedProtocol", "Only GET and POST are supported."
    if isinstance(error, LimitRequestLine | LimitRequestHeaders):
        return "RequestSizeLimitExceeded", "The request's head is too large."
    return "InvalidRequest", "The request is not proper HTTP."


def _write(path: Path, text: str) -> None:
    """Put a file in place whole, so that nobody reads half a port."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_text(text, encoding="ascii")
    draft.replace(path)
