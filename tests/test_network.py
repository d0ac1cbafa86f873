"""Where a request comes from, and who is kept outside."""

from ipaddress import ip_network

import pytest
from django.test import RequestFactory

from review import network

pytestmark = pytest.mark.django_db
OFFICE = [ip_network("10.1.0.0/16"), ip_network("2001:db8::/32")]


@pytest.mark.parametrize(
    ("proxy", "remote", "forwarded", "expected"),
    [
        (False, "10.1.2.3", "", "10.1.2.3"),
        (False, "10.1.2.3", "192.0.2.1", "10.1.2.3"),
        (True, "127.0.0.1", "192.0.2.1", "192.0.2.1"),
        (True, "127.0.0.1", "10.1.2.3, 192.0.2.1", "192.0.2.1"),
        (False, "::ffff:10.1.2.3", "", "10.1.2.3"),
        (True, "127.0.0.1", "", "0.0.0.0"),
        (True, "127.0.0.1", "10.1.2.3, nonsense", "0.0.0.0"),
    ],
)
def test_behind_a_proxy_only_its_own_entry_counts(settings, proxy, remote, forwarded, expected):
    settings.KRDL_BEHIND_PROXY = proxy
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert network.client_address(request) == expected


@pytest.mark.parametrize(
    ("address", "status"), [("10.1.200.9", 200), ("10.2.0.1", 403), ("2001:db8::7", 200)]
)
def test_only_the_offices_networks_open_the_desk(client, settings, address, status):
    settings.KRDL_NETWORKS = OFFICE
    answer = client.get("/accounts/login/", REMOTE_ADDR=address)
    assert answer.status_code == status
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_outside_a_page_says_why_and_probes_still_answer(client, settings):
    settings.KRDL_NETWORKS = OFFICE
    page = client.get("/queue/", REMOTE_ADDR="192.0.2.1", HTTP_COOKIE="django_language=en")
    assert "office's networks only" in page.content.decode()
    for probe in ("/healthz", "/readyz"):
        assert client.get(probe, REMOTE_ADDR="192.0.2.1").status_code == 200


def test_a_claimed_address_opens_nothing(client, settings):
    settings.KRDL_NETWORKS, settings.KRDL_BEHIND_PROXY = OFFICE, True
    claimed = {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "10.1.0.5, 192.0.2.1"}
    assert client.get("/accounts/login/", **claimed).status_code == 403
