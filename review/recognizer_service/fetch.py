"""Downloading ``ImageUrl`` without becoming a door into the network the service stands in."""

from __future__ import annotations

import ipaddress
from urllib.parse import urljoin, urlsplit

import requests
import urllib3.exceptions

from review.ocr.sockets import Deadline, GuardedAdapter, PermittedAddresses
from review.recognizer_service.parameters import IMAGE_LIMIT
from review.recognizer_service.refusal import Refusal

REDIRECTS = 3
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.ip_network("64:ff9b:1::/48")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def fetch(url: str, *, seconds: float, private: bool = False) -> bytes:
    """Return what ``url`` holds; raises ``Refusal``.

    The whole download, names and redirects included, has to end within ``seconds``. Every address
    is judged when it is connected to; ``private`` permits all of them.
    """
    try:
        with Deadline(seconds) as deadline, PermittedAddresses(lambda ip: private or is_public(ip)):
            image = _follow(url, deadline)
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError):
        raise _failed() from None
    # A connection that was shut down in the middle may look like one that was closed at the end.
    if deadline.expired:
        raise _failed()
    return image


def is_public(text: str) -> bool:
    """Tell whether an address literal belongs to the open internet, however it is wrapped."""
    try:
        address = ipaddress.ip_address(text.split("%", 1)[0])
    except ValueError:
        return False
    inner = _embedded(address)
    if inner is not None:
        return is_public(str(inner))
    closed = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not closed


def _embedded(address: Address) -> Address | None:
    """Return the IPv4 address that an IPv6 address carries, if it does."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _NAT64 or address in _NAT64_LOCAL:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


def _follow(url: str, deadline: Deadline) -> bytes:
    with requests.Session() as session:
        session.trust_env = False
        for scheme in ("http://", "https://"):
            session.mount(scheme, GuardedAdapter(1))
        for _ in range(REDIRECTS + 1):
            _check_address(url)
            with session.get(
                url, stream=True, allow_redirects=False, timeout=deadline.remaining
            ) as response:
                if not response.is_redirect:
                    return _content(response)
                url = urljoin(url, response.headers["Location"])
    raise _failed()


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        raise _failed()


def _content(response: requests.Response) -> bytes:
    if response.status_code != 200:
        raise _failed()
    received = bytearray()
    for piece in response.iter_content(64 * 1024):
        received += piece
        if len(received) > IMAGE_LIMIT:
            raise Refusal("LimitExceeded.TooLargeFileError", "The image is above 7 MB in Base64.")
    return bytes(received)


def _failed() -> Refusal:
    return Refusal("FailedOperation.DownLoadError", "ImageUrl could not be downloaded.")
