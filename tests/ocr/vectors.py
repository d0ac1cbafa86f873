"""The worked signatures of ``tc3_vectors.json``, as requests; every credential is a placeholder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from review.ocr.signing import Key, WireRequest

_FILE = json.loads(Path(__file__).with_name("tc3_vectors.json").read_text(encoding="utf-8"))
POSITIVE: list[dict[str, Any]] = _FILE["vectors"]
NEGATIVE: list[dict[str, Any]] = _FILE["negative"]
BY_NAME = {vector["name"]: vector for vector in POSITIVE}


@dataclass(frozen=True)
class DerivedKey:
    """A key of which only the derived form was published."""

    derived: bytes
    token: str = ""

    def signing_key(self, date: str, service: str) -> bytes:
        return self.derived


def wire_request(vector: dict[str, Any], change: dict[str, Any] | None = None) -> WireRequest:
    """Return what travels, after a negative case's change to it."""
    request, change = vector["request"], change or {}
    headers = {**request["headers"], **change.get("header", {})}
    for name in change.get("remove_header", []):
        del headers[name]
    body = change.get("body_utf8", request["body_utf8"]) or ""
    return WireRequest(request["method"], request["query_string"], headers, body.encode())


def key_of(vector: dict[str, Any]) -> Key | DerivedKey:
    given = vector["input"]
    if given["secret_key"] is None:
        return DerivedKey(bytes.fromhex(vector["expected"]["signing_key_hex"]))
    return Key(given["secret_id"], given["secret_key"], given.get("token") or "")
