"""The code of a second factor: a wrong one is an event, like a wrong password."""

from __future__ import annotations

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator

from review.services import audit


class CodeForm(AuthenticateForm):
    """The code at the sign-in."""

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        record_failure(self.user.pk, authenticator)


class CodeAgainForm(ReauthenticateForm):
    """The code before the account changes."""

    def _emit_authentication_failed(self, authenticator: Authenticator) -> None:
        record_failure(self.user.pk, authenticator)


def record_failure(account: int, authenticator: Authenticator) -> None:
    """Write the failed attempt; never what was typed."""
    details = {"account": account, "factor": str(authenticator.type)}
    audit.write("sign in failed", by=None, details=details)
