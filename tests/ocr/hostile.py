"""A server that does on a socket what a test tells it to, and keeps what it was sent."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

Behavior = Callable[["Call"], None]


@dataclass
class Server:
    """Where it listens, what it received, and the behaviors of the calls to come.

    The last behavior stays for all further calls.
    """

    port: int
    behaviors: list[Behavior]
    requests: list[bytes] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@dataclass
class Call:
    """One accepted connection."""

    connection: socket.socket
    server: Server

    def read(self) -> bytes:
        """Read the whole request and return its body."""
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._more()
        head, _, body = received.partition(b"\r\n\r\n")
        fields = [line.split(b":", 1) for line in head.lower().split(b"\r\n")[1:]]
        length = int(dict(fields).get(b"content-length", b"0"))
        while len(body) < length:
            body += self._more()
        self.server.requests.append(head + b"\r\n\r\n" + body)
        return body

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def answer(self, body: bytes, status: str = "200 OK", *headers: str) -> None:
        """Read the request and answer it properly."""
        self.read()
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]
        lines += [*headers, "", ""]
        self.send("\r\n".join(lines).encode() + body)

    def reset(self) -> None:
        """Close so that the peer gets a reset instead of an end."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def drip(self, data: bytes, pause_s: float = 0.02) -> None:
        """Send byte by byte for as long as anybody listens."""
        for one in data:
            if self.server.stopped.wait(pause_s):
                return
            self.send(bytes([one]))

    def hold(self) -> None:
        """Say nothing more until the test is over."""
        self.server.stopped.wait(30)

    def _more(self) -> bytes:
        data = self.connection.recv(65536)
        if not data:
            raise ConnectionError
        return data


@contextmanager
def serving(*behaviors: Behavior) -> Iterator[Server]:
    """Run a server that treats each connection by the next behavior."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Server(listener.getsockname()[1], list(behaviors))
        thread = threading.Thread(target=_accept, args=(listener, server), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.stopped.set()
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(5)


def _accept(listener: socket.socket, server: Server) -> None:
    while not server.stopped.is_set():
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        kept = len(server.behaviors) == 1
        behavior = server.behaviors[0] if kept else server.behaviors.pop(0)
        threading.Thread(target=_treat, args=(connection, server, behavior), daemon=True).start()


def _treat(connection: socket.socket, server: Server, behavior: Behavior) -> None:
    with connection, suppress(OSError):
        behavior(Call(connection, server))
