"""Single sign-on at the office's OpenID Connect provider, for accounts that are here already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from review.services import accounts, audit, staff

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialLogin


class SingleSignOnAdapter(DefaultSocialAccountAdapter):
    """Finds the account of whom the provider vouches for; nobody makes one this way."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Return False: accounts come from an administrator only."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Match the person with an open account, then take up the roles that claims name."""
        claims = _claims(sociallogin)
        sociallogin.account.extra_data = {}
        if not sociallogin.is_existing:
            account = staff.matched(settings.KRDL_OIDC_MATCH, claims)
            if account is None:
                audit.write("sign in failed", by=None, details={"account": None, "by": "sso"})
                raise ImmediateHttpResponse(_refusal(request, "unknown"))
            sociallogin.connect(request, account)
            audit.write("link single sign-on", by=account)
        if settings.KRDL_OIDC_ROLES_CLAIM:
            named = claims.get(settings.KRDL_OIDC_ROLES_CLAIM)
            accounts.follow_claims(sociallogin.user, named, by=None)

    def on_authentication_error(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Write the failure and tell the person."""
        audit.write("sign in failed", by=None, details={"account": None, "by": "sso"})
        raise ImmediateHttpResponse(_refusal(request, "fault"))


def _refusal(request: HttpRequest, why: str) -> HttpResponse:
    return render(request, "account/single_sign_on.html", {"why": why}, status=403)


def _claims(sociallogin: SocialLogin) -> dict[str, Any]:
    """Return what the provider said: the id token's claims, and above them the userinfo's."""
    told = sociallogin.account.extra_data
    return {**told.get("id_token", {}), **told.get("userinfo", {})}
