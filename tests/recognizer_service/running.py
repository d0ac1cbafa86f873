"""The service as a process of its own, and calls to it with every part under a test's hand."""

from __future__ import annotations

import http.client
import json
import multiprocessing
import os
import re
import signal
import tempfile
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from review.ocr.envelope import ACTION, VERSION
from review.ocr.signing import Key, WireRequest, authorize
from review.recognizer_service.config import ServiceConfig
from review.recognizer_service.keys import FixedKeys
from review.recognizer_service.server import Listener, serve

KEY = Key("AKIDTEST", "test-secret")
TEMPORARY = Key("AKIDTEMPORARY", "test-secret", "TOKEN")
ENGINE = "tests.recognizer_service.fake_engine"
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")

_processes = multiprocessing.get_context("spawn")


def picture(word: str = "", kind: str = "PNG") -> bytes:
    """Return a small picture that tells the fake engine what to do."""
    target = BytesIO()
    Image.new("RGB", (40, 25), "white").save(target, kind)
    return target.getvalue() + (f"!{word}".encode() if word else b"")


def base64(image: bytes) -> str:
    return b64encode(image).decode()


@dataclass
class Service:
    """A running service."""

    port: int
    pid: int

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"


@contextmanager
def running_service(config: ServiceConfig, seconds: float = 60) -> Iterator[Service]:
    """Run the service with the fake engine on a free port, and see it end on SIGTERM."""
    with tempfile.TemporaryDirectory() as folder:
        port_file = Path(folder) / "port"
        keys = FixedKeys(KEY, TEMPORARY)
        process = _processes.Process(
            target=serve, args=(config, keys, Listener(port=0, port_file=port_file))
        )
        process.start()
        assert process.pid is not None
        try:
            ends = time.monotonic() + seconds
            while not port_file.exists():
                assert process.is_alive()
                assert time.monotonic() < ends
                time.sleep(0.02)
            yield Service(int(port_file.read_text()), process.pid)
        finally:
            os.kill(process.pid, signal.SIGTERM)
            process.join(seconds)
            assert process.exitcode == 0
            assert not port_file.exists()


@dataclass
class Sent:
    """A request with everything in it that may be changed before it is signed and sent."""

    body: bytes = b"{}"
    method: str = "POST"
    query: str = ""
    path: str = "/"
    key: Key = KEY
    age: int = 0
    headers: dict[str, str | None] = field(default_factory=dict)
    after: dict[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Received:
    status: int
    content_type: str | None
    body: dict[str, Any]

    @property
    def code(self) -> str:
        """The error's code, or the empty string."""
        return str(self.body["Response"].get("Error", {}).get("Code", ""))


def call(service: Service, sent: Sent) -> Received:
    """Sign and send; check what holds for every answer."""
    headers = signed(service, sent)
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)
    target = sent.path + (f"?{sent.query}" if sent.query else "")
    connection.putrequest(sent.method, target, skip_host=True, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name, value)
    if "Transfer-Encoding" not in headers:
        connection.putheader("Content-Length", str(len(sent.body)))
    connection.endheaders(sent.body)
    response = connection.getresponse()
    received = Received(
        response.status, response.headers["Content-Type"], json.loads(response.read())
    )
    connection.close()
    check_envelope(received)
    return received


def post(service: Service, **parameters: Any) -> Received:
    return call(service, Sent(json.dumps(parameters).encode()))


def signed(service: Service, sent: Sent) -> dict[str, str]:
    timestamp = int(time.time()) - sent.age
    kind = "application/json" if sent.method == "POST" else "application/x-www-form-urlencoded"
    headers: dict[str, str | None] = {
        "Host": service.host,
        "Content-Type": kind,
        "X-TC-Action": ACTION,
        "X-TC-Version": VERSION,
        "X-TC-Timestamp": str(timestamp),
        **sent.headers,
    }
    known = {name: value for name, value in headers.items() if value is not None}
    wire = WireRequest(sent.method, sent.query, known, sent.body)
    known["Authorization"] = authorize(wire, sent.key, timestamp)
    changed = {**known, **sent.after}
    return {name: value for name, value in changed.items() if value is not None}


def check_envelope(received: Received) -> None:
    """What every answer has, whatever it says."""
    assert received.status == 200
    assert received.content_type == "application/json"
    assert UUID.fullmatch(received.body["Response"]["RequestId"])
    assert set(received.body) <= {"Response", "Detail"}
