"""TC3-HMAC-SHA256: the signature of a request, made by the client and checked by the service.

Both sides share one canonicalization, so that a request signed here is accepted there to the byte.
Header names are compared in lower case; header mappings passed in may use any case.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Protocol, TypeVar

ALGORITHM = "TC3-HMAC-SHA256"
SERVICE = "ocr"
TERMINATOR = "tc3_request"
ALWAYS_SIGNED = ("content-type", "host")
UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD"
CLOCK_TOLERANCE_S = 300

_AUTHORIZATION = re.compile(
    rf"{ALGORITHM} Credential=(?P<secret_id>[^/,\s]+)/(?P<date>\d{{4}}-\d\d-\d\d)/"
    rf"(?P<service>[^/,\s]+)/{TERMINATOR}, SignedHeaders=(?P<headers>[a-z0-9;-]+), "
    r"Signature=(?P<signature>[0-9a-f]{64})",
    re.ASCII,
)
_TIMESTAMP = re.compile(r"[0-9]{1,12}", re.ASCII)


@dataclass(frozen=True)
class Key:
    """A key pair, with the session token when the pair is a temporary one."""

    secret_id: str
    secret_key: str
    token: str = ""

    def __repr__(self) -> str:
        """Name the key without giving it away."""
        return f"Key({self.secret_id!r})"

    def signing_key(self, date: str, service: str) -> bytes:
        """Return the key of one UTC ``date`` (``YYYY-MM-DD``) and one ``service``."""
        first = _hmac(b"TC3" + self.secret_key.encode(), date)
        return _hmac(_hmac(first, service), TERMINATOR)


class SigningKey(Protocol):
    """What a signature is checked with; ``Key`` is one."""

    @property
    def token(self) -> str:
        """Session token the caller has to show, or the empty string."""

    def signing_key(self, date: str, service: str) -> bytes:
        """Return the derived key of one day and service."""


K = TypeVar("K", bound=SigningKey)


@dataclass(frozen=True)
class WireRequest:
    """A request as it stands on the wire: ``query`` is the raw text after ``?``."""

    method: str
    query: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Authorization:
    """The parts of an ``Authorization`` header."""

    secret_id: str
    date: str
    service: str
    signed_headers: tuple[str, ...]
    signature: str

    @classmethod
    def parse(cls, text: str) -> Authorization:
        """Read a header; raises ``ValueError`` if it is not of the TC3 form."""
        match = _AUTHORIZATION.fullmatch(text)
        if match is None:
            raise ValueError("not a TC3-HMAC-SHA256 authorization")
        headers = tuple(match["headers"].split(";"))
        return cls(match["secret_id"], match["date"], match["service"], headers, match["signature"])

    def __str__(self) -> str:
        """Return the header's text."""
        scope = f"{self.secret_id}/{self.date}/{self.service}/{TERMINATOR}"
        signed = ";".join(self.signed_headers)
        return f"{ALGORITHM} Credential={scope}, SignedHeaders={signed}, Signature={self.signature}"


class SignatureRefused(Exception):
    """The request is not signed by a known key; ``code`` is the contract's error code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def utc_date(timestamp: int) -> str:
    """Return the UTC date of Unix seconds; local time would fail every night in Seoul."""
    return datetime.fromtimestamp(timestamp, UTC).strftime("%Y-%m-%d")


def payload_hash(body: bytes, *, unsigned: bool = False) -> str:
    """Return the hash of the body, or of the literal that stands for an unsigned body."""
    return hashlib.sha256(UNSIGNED_PAYLOAD.encode() if unsigned else body).hexdigest()


def canonical_request(request: WireRequest, signed_headers: Sequence[str]) -> str:
    """Return the six canonical lines; raises ``KeyError`` if a signed header is absent."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    names = sorted(signed_headers)
    lines = "".join(f"{name}:{headers[name].strip().lower()}\n" for name in names)
    unsigned = headers.get("x-tc-content-sha256") == UNSIGNED_PAYLOAD
    hashed = payload_hash(request.body, unsigned=unsigned)
    return "\n".join((request.method.upper(), "/", request.query, lines, ";".join(names), hashed))


def string_to_sign(timestamp: int, service: str, canonical: str) -> str:
    """Return the four lines the signature is made over."""
    scope = f"{utc_date(timestamp)}/{service}/{TERMINATOR}"
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    return "\n".join((ALGORITHM, str(timestamp), scope, digest))


def signature(signing_key: bytes, text: str) -> str:
    """Return the lower-case hex signature of ``text``."""
    return _hmac(signing_key, text).hex()


def authorize(request: WireRequest, key: Key, timestamp: int, *, service: str = SERVICE) -> str:
    """Return the ``Authorization`` header for ``request`` sent at ``timestamp`` (Unix seconds)."""
    text = string_to_sign(timestamp, service, canonical_request(request, ALWAYS_SIGNED))
    date = utc_date(timestamp)
    made = signature(key.signing_key(date, service), text)
    return str(Authorization(key.secret_id, date, service, ALWAYS_SIGNED, made))


def verify(request: WireRequest, find: Callable[[str], K | None], now: float) -> K:
    """Return the key that signed ``request``; raises ``SignatureRefused`` otherwise.

    ``find`` looks a secret id up, ``now`` is the verifier's clock in Unix seconds. The order of
    the checks is that of the contract, section 3.6. The scope may name ``ocr`` or the first label
    of the host, and the host may have been signed without its port: official SDKs do both.
    """
    headers = {name.lower(): value for name, value in request.headers.items()}
    claimed = _claimed(headers)
    timestamp = _timestamp(headers, now)
    key = find(claimed.secret_id)
    if key is None:
        raise SignatureRefused("AuthFailure.SecretIdNotFound")
    if key.token and not hmac.compare_digest(
        key.token.encode(), headers.get("x-tc-token", "").encode()
    ):
        raise SignatureRefused("AuthFailure.TokenFailure")
    if not _is_signed_by(key, request, claimed, timestamp):
        raise SignatureRefused("AuthFailure.SignatureFailure")
    return key


def _claimed(headers: Mapping[str, str]) -> Authorization:
    try:
        return Authorization.parse(headers.get("authorization", ""))
    except ValueError:
        raise SignatureRefused("AuthFailure.InvalidAuthorization") from None


def _timestamp(headers: Mapping[str, str], now: float) -> int:
    text = headers.get("x-tc-timestamp", "")
    if not _TIMESTAMP.fullmatch(text) or abs(now - int(text)) > CLOCK_TOLERANCE_S:
        raise SignatureRefused("AuthFailure.SignatureExpire")
    return int(text)


def _is_signed_by(
    key: SigningKey, request: WireRequest, claimed: Authorization, timestamp: int
) -> bool:
    headers = {name.lower(): value for name, value in request.headers.items()}
    host = headers.get("host", "")
    if claimed.date != utc_date(timestamp) or not set(ALWAYS_SIGNED) <= set(claimed.signed_headers):
        return False
    if claimed.service not in {SERVICE, host.split(".")[0]}:
        return False
    if not set(claimed.signed_headers) <= headers.keys():
        return False
    signing_key = key.signing_key(claimed.date, claimed.service)
    expected = [
        _signature_with_host(request, headers | {"host": name}, claimed, timestamp, signing_key)
        for name in dict.fromkeys((host, _without_port(host)))
    ]
    return any(hmac.compare_digest(made, claimed.signature) for made in expected)


def _signature_with_host(
    request: WireRequest,
    headers: Mapping[str, str],
    claimed: Authorization,
    timestamp: int,
    signing_key: bytes,
) -> str:
    sent = WireRequest(request.method, request.query, headers, request.body)
    canonical = canonical_request(sent, claimed.signed_headers)
    return signature(signing_key, string_to_sign(timestamp, claimed.service, canonical))


def _without_port(host: str) -> str:
    return re.sub(r":[0-9]+$", "", host)


def _hmac(key: bytes, message: str) -> bytes:
    return hmac.new(key, message.encode(), hashlib.sha256).digest()
