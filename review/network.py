"""From which address a request comes, and whether people may sign in from there."""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING

from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the client's address; behind a proxy the last one that the proxy named.

    Earlier entries of ``X-Forwarded-For`` are what the client itself claims. What is no address
    counts as the unspecified one, which no network holds; an IPv4 address told in IPv6's form (by a
    socket for both) is that IPv4 address.
    """
    named = request.META.get("REMOTE_ADDR", "")
    if settings.KRDL_BEHIND_PROXY:
        named = request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()
    try:
        address = ip_address(named)
    except ValueError:
        return "0.0.0.0"  # noqa: S104 - nothing is bound to it
    return str(getattr(address, "ipv4_mapped", None) or address)


def is_allowed(address: str) -> bool:
    """Return whether the office's networks hold ``address``; without networks all do."""
    networks = settings.KRDL_NETWORKS
    return not networks or any(ip_address(address) in network for network in networks)
