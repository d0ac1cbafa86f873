"""Second factors: allauth's pages, each change with its event in the same transaction.

And the doors by which a person proves again who they are before the account changes.
"""

from __future__ import annotations

from typing import Any

from allauth.account.views import ReauthenticateView
from allauth.mfa.base.views import ReauthenticateView as CodeAgainView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView, ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    ReauthenticateWebAuthnView,
    RemoveWebAuthnView,
)
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from review.services import factors, sessions


class RecordedChange:
    """A form of allauth whose success is an event: ``verb`` on a factor of ``kind``."""

    request: HttpRequest
    verb = ""
    kind = ""

    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        """Change the factor and write the event; the person's other sessions end."""
        user, key = self.request.user, self.request.session.session_key or ""
        factors.record(self.verb, by=user, kind=self.kind)
        sessions.end_all(user, by=user, keep=key)
        return super().form_valid(form)


class ActivateApp(RecordedChange, ActivateTOTPView):
    """Sets an authenticator app up."""

    verb, kind = "add factor", "totp"


class DeactivateApp(RecordedChange, DeactivateTOTPView):
    """Removes the authenticator app."""

    verb, kind = "remove factor", "totp"


class AddPasskey(RecordedChange, AddWebAuthnView):
    """Adds a passkey or security key."""

    verb, kind = "add factor", "webauthn"


class RemovePasskey(RecordedChange, RemoveWebAuthnView):
    """Removes a passkey or security key."""

    verb, kind = "remove factor", "webauthn"


class MakeCodes(RecordedChange, GenerateRecoveryCodesView):
    """Makes new recovery codes; the old ones end."""

    verb, kind = "add factor", "recovery_codes"


class ShowCodes(ViewRecoveryCodesView):
    """Shows the recovery codes, once."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show them, with the event."""
        response = super().get(request, *args, **kwargs)
        factors.record("view recovery codes", by=request.user, kind="recovery_codes")
        return response


class RenewedSession:
    """A form of allauth that proves again who the person is: the session gets a new key."""

    request: HttpRequest

    @transaction.atomic
    def form_valid(self, form: Form) -> HttpResponse:
        """Renew the session, then go on."""
        sessions.renew(self.request.session, by=self.request.user)
        return super().form_valid(form)


class PasswordAgain(RenewedSession, ReauthenticateView):
    """Asks for the password again."""


class CodeAgain(RenewedSession, CodeAgainView):
    """Asks for a code again."""


class PasskeyAgain(RenewedSession, ReauthenticateWebAuthnView):
    """Asks for a passkey again."""


activate_app = never_cache(ActivateApp.as_view())
deactivate_app = DeactivateApp.as_view()
add_passkey = AddPasskey.as_view()
remove_passkey = RemovePasskey.as_view()
make_codes = MakeCodes.as_view()
show_codes = never_cache(ShowCodes.as_view())
password_again = PasswordAgain.as_view()
code_again = CodeAgain.as_view()
passkey_again = PasskeyAgain.as_view()
