"""HTTP connections that end on time and reach only permitted addresses.

``requests`` bounds the wait for each piece of an answer, never the whole: a peer that drips one
byte a second holds a call for ever. Here one ``Deadline`` bounds name resolution, connecting,
TLS, sending and reading together, by shutting the socket down under whoever waits for it.
"""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from contextlib import suppress
from contextvars import ContextVar, Token
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

Permit = Callable[[str], bool]

_current: ContextVar[Deadline | None] = ContextVar("deadline", default=None)
_permit: ContextVar[Permit | None] = ContextVar("permit", default=None)
# getaddrinfo cannot be interrupted; a thread that waits for a dead name server is left behind.
_resolvers = ThreadPoolExecutor(max_workers=8, thread_name_prefix="resolve")


# Its messages quote addresses and header lines, which may name a person.
logging.getLogger("urllib3").setLevel(logging.CRITICAL)


class Deadline:
    """A block that may last ``seconds``; sockets opened or used inside it are shut down then."""

    def __init__(self, seconds: float) -> None:
        self.expired = False
        self._ends = time.monotonic() + seconds
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._expire)
        self._timer.daemon = True
        self._token: Token[Deadline | None] | None = None

    def __enter__(self) -> Deadline:
        """Start the clock."""
        self._token = _current.set(self)
        self._timer.start()
        return self

    def __exit__(self, *error: object) -> None:
        """Stop the clock and let the sockets go, so that a pool may keep them."""
        self._timer.cancel()
        with self._lock:
            for handle in self._sockets:
                handle.close()
            self._sockets.clear()
        if self._token is not None:
            _current.reset(self._token)

    @property
    def remaining(self) -> float:
        """Seconds left, at least a millisecond since zero means no limit to a socket."""
        return max(self._ends - time.monotonic(), 0.001)

    def guard(self, handle: socket.socket) -> None:
        """Shut ``handle`` down when the time is over, even if its owner has let go of it.

        An answer without a length is read on after its connection was closed on our side, hence
        a handle of our own.
        """
        with self._lock:
            self._sockets.append(handle.dup())
            if self.expired:
                _shut(handle)

    def _expire(self) -> None:
        with self._lock:
            self.expired = True
            for handle in self._sockets:
                _shut(handle)


class PermittedAddresses:
    """A block in which connections reach only addresses that ``permit`` accepts."""

    def __init__(self, permit: Permit) -> None:
        self._chosen = permit
        self._token: Token[Permit | None] | None = None

    def __enter__(self) -> None:
        """Set the rule for this thread."""
        self._token = _permit.set(self._chosen)

    def __exit__(self, *error: object) -> None:
        """Restore the rule that held before."""
        if self._token is not None:
            _permit.reset(self._token)


class _Guarded(HTTPConnection):
    """A connection whose socket the current deadline can shut, also while TLS wraps it."""

    _handle: socket.socket | None = None

    def _new_conn(self) -> socket.socket:
        opened = self._connect()
        self._handle = opened.dup()
        self._guard()
        return opened

    def putrequest(self, *args: Any, **kwargs: Any) -> None:
        """Bring a connection that comes from the pool under the deadline of this call."""
        self._guard()
        super().putrequest(*args, **kwargs)

    def close(self) -> None:
        """Close the socket and the handle to it."""
        super().close()
        if self._handle is not None:
            self._handle.close()
            self._handle = None

    def _guard(self) -> None:
        deadline = _current.get()
        if deadline is not None and self._handle is not None:
            deadline.guard(self._handle)

    def _connect(self) -> socket.socket:
        failure: OSError | None = None
        for family, kind, protocol, _, address in self._resolve():
            candidate = socket.socket(family, kind, protocol)
            try:
                self._prepare(candidate)
                candidate.connect(address)
            except OSError as error:
                candidate.close()
                failure = error
            else:
                return candidate
        if isinstance(failure, TimeoutError):
            raise ConnectTimeoutError(self, "connecting took too long")
        raise NewConnectionError(self, "no address of the host answers")

    def _prepare(self, candidate: socket.socket) -> None:
        for option in self.socket_options or ():
            candidate.setsockopt(*option)
        candidate.settimeout(self._patience())

    def _resolve(self) -> list[tuple[Any, ...]]:
        host = self._dns_host.strip("[]")
        asked = _resolvers.submit(socket.getaddrinfo, host, self.port, 0, socket.SOCK_STREAM)
        try:
            found = asked.result(timeout=self._patience())
        except FutureTimeout:
            raise ConnectTimeoutError(self, "name resolution took too long") from None
        except (OSError, UnicodeError):
            raise NameResolutionError(host, self, socket.gaierror("unknown name")) from None
        permit = _permit.get()
        # The very address that was judged is the one connected to: a name that resolves
        # differently the second time (DNS rebinding) gains nothing.
        return [entry for entry in found if permit is None or permit(str(entry[4][0]))]

    def _patience(self) -> float | None:
        own = self.timeout if isinstance(self.timeout, int | float) else None
        deadline = _current.get()
        limits = [own, deadline.remaining if deadline is not None else None]
        return min((limit for limit in limits if limit is not None), default=None)


class _GuardedTls(_Guarded, HTTPSConnection):
    """The same over TLS."""


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Guarded


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _GuardedTls


class GuardedAdapter(HTTPAdapter):
    """The adapter of a ``requests`` session whose calls obey ``Deadline``; it never retries."""

    def __init__(self, connections: int = 32) -> None:
        super().__init__(pool_connections=4, pool_maxsize=connections, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Use the guarded connections."""
        super().init_poolmanager(*args, **kwargs)
        _use_guarded(self.poolmanager)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """Use the guarded connections through a proxy too."""
        manager = super().proxy_manager_for(proxy, **kwargs)
        _use_guarded(manager)
        return manager


def _use_guarded(manager: PoolManager) -> None:
    manager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}


def _shut(handle: socket.socket) -> None:
    with suppress(OSError):
        handle.shutdown(socket.SHUT_RDWR)
