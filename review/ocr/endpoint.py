"""Where the recognizing service is, and with which key it is called."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from review.ocr.signing import Key

_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Endpoint:
    """A ``scheme://host[:port]`` that speaks the contract at ``/``, and the key for it.

    ``language`` is that of the service's error messages (``en-US`` or ``zh-CN``). Raises
    ``ValueError`` with a sentence for an address that cannot work, and for plain http to another
    machine unless ``allow_plain_http``: pictures of licenses would travel in the open.
    """

    url: str
    secret_id: str
    secret_key: str
    token: str = ""
    region: str = ""
    language: str = "en-US"
    allow_plain_http: bool = False

    def __post_init__(self) -> None:
        """Refuse what could only fail later."""
        parts = self._parts
        if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
            raise ValueError("The endpoint has to be http(s)://host or http(s)://host:port.")
        if parts.path not in {"", "/"} or parts.query or parts.fragment or "@" in parts.netloc:
            raise ValueError("The endpoint takes no path, query or user name: the API is at /.")
        if parts.scheme == "http" and not (self.is_loopback or self.allow_plain_http):
            raise ValueError("Plain http is only used towards this machine; use https.")

    def __repr__(self) -> str:
        """Name the endpoint without its key."""
        return f"Endpoint({self.base_url!r})"

    @property
    def base_url(self) -> str:
        """The address requests go to."""
        return f"{self._parts.scheme}://{self.host}/"

    @property
    def host(self) -> str:
        """The ``Host`` header, which is signed: with the port unless it is the scheme's own."""
        parts = self._parts
        name = parts.hostname or ""
        name = f"[{name}]" if ":" in name else name
        own = parts.port is None or parts.port == _DEFAULT_PORTS.get(parts.scheme)
        return name if own else f"{name}:{parts.port}"

    @property
    def is_loopback(self) -> bool:
        """Whether the endpoint is on this machine."""
        name = self._parts.hostname or ""
        try:
            return ipaddress.ip_address(name).is_loopback
        except ValueError:
            return name == "localhost" or name.endswith(".localhost")

    @property
    def key(self) -> Key:
        """The key pair requests are signed with."""
        return Key(self.secret_id, self.secret_key, self.token)

    @property
    def _parts(self) -> SplitResult:
        parts = urlsplit(self.url)
        if parts.port == 0:
            raise ValueError("The endpoint's port cannot be 0.")
        return parts
