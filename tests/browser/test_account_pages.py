"""The pages of signing in and of one's account, in both languages, lights and widths."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.accessibility import accessible
from tests.browser.conftest import PASSWORD, Site, started
from tests.browser.test_factors import KEY, code

WIDTHS = (1440, 1024)
LOOKS = [(language, light) for language in ("ko", "en") for light in ("light", "dark")]
PEOPLE = dict(zip(LOOKS, ("approver", "auditor", "lead", "privacy-officer"), strict=True))


@pytest.fixture(scope="module")
def strict() -> Iterator[Site]:
    """Give a site that asks for second factors; passkeys need a name, not an address."""
    with started(KRDL_MFA_ROLES="approver,auditor,lead,privacy officer") as running:
        yield Site(running.url.replace("127.0.0.1", "localhost"), running.folder, running.more)


def seen(page: Page, name: str) -> None:
    """Look at the page at every width: no fault of access, nothing beyond the window's edge."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        accessible(page)
        beyond = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert beyond <= 0, (name, width)


def sign_in(page: Page, name: str) -> None:
    page.goto("/")
    page.fill("[name=login]", name)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


@pytest.mark.parametrize(("language", "light"), LOOKS)
def test_the_pages_of_an_account(
    strict: Site, chromium: Browser, language: str, light: str
) -> None:
    context = chromium.new_context(base_url=strict.url, color_scheme=light)
    context.add_cookies([{"name": "django_language", "value": language, "url": strict.url}])
    page = context.new_page()
    keys = context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    page.goto("/accounts/login/")
    seen(page, "sign-in")
    page.fill("[name=login]", "nobody")
    page.fill("[name=password]", "wrong-password")
    page.press("[name=password]", "Enter")
    page.wait_for_selector("[role=alert]")
    seen(page, "sign-in refused")
    sign_in(page, PEOPLE[language, light])
    page.wait_for_url("**/accounts/factors/")
    seen(page, "factors, none yet")
    page.goto("/accounts/factors/passkeys/add/")
    seen(page, "add a passkey")
    page.goto("/accounts/factors/app/add/")
    seen(page, "add an app")
    secret = page.locator("code").first.inner_text()
    page.fill("[name=code]", code(secret))
    page.press("[name=code]", "Enter")
    page.wait_for_selector("ol.codes")
    seen(page, "recovery codes")
    for path in ("factors/", "factors/codes/new/", "factors/app/remove/", "sessions/",
                 "password/change/", "again/"):  # fmt: skip
        page.goto(f"/accounts/{path}")
        seen(page, path)
    page.goto("/profile/")
    seen(page, "profile")
    context.clear_cookies(name="sessionid")
    sign_in(page, PEOPLE[language, light])
    page.wait_for_url("**/accounts/factors/code/**")
    seen(page, "code")
    context.close()
