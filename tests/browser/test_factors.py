"""Second factors in a real browser: a virtual passkey, and an app computed here."""

import time
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import accessible
from tests.browser.conftest import PASSWORD, Site, started

KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
    "hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture(scope="module")
def strict() -> Iterator[Site]:
    """Give a site that asks for second factors; passkeys need a name, not an address."""
    with started(KRDL_MFA_ROLES="approver,administrator,auditor") as running:
        yield Site(running.url.replace("127.0.0.1", "localhost"), running.folder, running.more)


@pytest.fixture
def page(strict: Site, chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(base_url=strict.url)
    context.add_cookies([{"name": "django_language", "value": "en", "url": strict.url}])
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda said: said.type == "error" and complaints.append(said.text))
    yield opened
    context.close()
    assert complaints == []


def with_password(page, name):
    page.goto("/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


def sign_out(page):
    page.get_by_role("button", name="Sign out").click()


def code(secret, ahead=0):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + ahead))


def test_a_passkey_is_added_and_opens_the_desk_alone_and_as_second_factor(page):
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    page.goto("/")
    accessible(page)

    with_password(page, "approver")
    expect(page.get_by_role("alert")).to_contain_text("Your role needs a second factor.")
    accessible(page)
    page.get_by_role("link", name="Add a passkey").click()
    accessible(page)
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.locator("ol.codes li")).to_have_count(10)
    accessible(page)
    page.get_by_role("link", name="on to work").click()
    page.wait_for_url("**/queue/")

    sign_out(page)
    page.goto("/approvals/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/approvals/")

    sign_out(page)
    with_password(page, "approver")
    accessible(page)
    page.get_by_role("button", name="Use a passkey or security key").click()
    page.wait_for_url("**/queue/")
    page.goto("/accounts/factors/")
    expect(page.get_by_text("Passkey 1")).to_be_visible()
    page.goto("/accounts/sessions/")
    accessible(page)


def test_an_authenticator_app_opens_the_administration(page):
    with_password(page, "administrator")
    page.get_by_role("link", name="Set up an app").click()
    accessible(page)
    secret = page.locator("code").inner_text()
    page.fill("[name=code]", code(secret))
    page.get_by_role("button", name="Set up").click()
    expect(page.locator("ol.codes li")).to_have_count(10)
    sign_out(page)

    with_password(page, "administrator")
    page.fill("[name=code]", code(secret, ahead=1))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/admin/")
    page.goto("/admin/office/")
    accessible(page)


def test_without_a_passkey_on_the_device_the_page_says_so(page):
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": KEY | {"isUserVerified": False}})
    page.goto("/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("Use the password")
