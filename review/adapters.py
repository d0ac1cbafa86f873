"""How staff sign in: no sign-up, no mail, every attempt in the trail; how factors are kept."""

from __future__ import annotations

import base64
import time
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from review import encryption
from review.language import remember
from review.models import FactorKey
from review.models.sealed import keyring
from review.network import client_address
from review.services import assignment, audit, sessions

_SAID = {
    "account/messages/password_changed.txt": gettext_lazy("The password is changed."),
    "mfa/messages/totp_activated.txt": gettext_lazy("The authenticator app is set up."),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("The authenticator app is removed."),
    "mfa/messages/webauthn_added.txt": gettext_lazy("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("The passkey is removed."),
}
FACTOR_PLACE = "authenticator.secret"


def name_to_lock(request: HttpRequest, credentials: dict[str, str] | None = None) -> str:
    """Return the name under which a failed sign-in counts: that of the account.

    What names no account is hashed under a key: it may be a password, typed into the wrong box.
    """
    typed = (credentials or request.POST).get("username") or ""
    account = sessions.account_named(typed)
    return account.get_username() if account else keyring().blind_index("sign-in", typed)[:16]


class StaffAdapter(DefaultAccountAdapter):
    """The office's rules for allauth: accounts come from an administrator only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: nobody makes their own account."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send nothing: the desk has no mail flows."""

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str = "",
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Say what changed on the account; of sign-in and sign-out the next page tells."""
        if message_template in _SAID:
            messages.success(request, str(_SAID[message_template]))
        elif kwargs.get("message"):
            messages.add_message(request, level, kwargs["message"])

    def post_login(self, request: HttpRequest, user: AbstractUser, **kwargs: Any) -> HttpResponse:
        """Record the sign-in and take up the person's language."""
        records = get_authentication_records(request, user)
        ways = sorted({record.get("type") or record["method"] for record in records})
        audit.write("sign in", by=user, details={"ways": ways})
        response = super().post_login(request, user, **kwargs)
        preference = getattr(user, "preference", None)
        return remember(response, preference.language) if preference else response

    def logout(self, request: HttpRequest) -> None:
        """Record the sign-out; what the person held is free again."""
        assignment.leave_all(by=request.user)
        audit.write("sign out", by=request.user)
        super().logout(request)

    def set_password(self, user: AbstractUser, password: str) -> None:
        """Record that a person changed their password; their other sessions end."""
        super().set_password(user, password)
        audit.write("change password", by=user)
        sessions.end_all(user, by=user, keep=self.request.session.session_key or "")

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that the network rules go by."""
        return client_address(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask for the password again before the account changes, not right after a sign-in."""
        records = get_authentication_records(self.request, self.request.user)
        latest = max((record["at"] for record in records), default=0)
        return time.time() - latest > account_settings.REAUTHENTICATION_TIMEOUT

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead back to work."""
        return "/"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Try nothing for an address from which too much failed; raises ValidationError."""
        if sessions.is_locked(client_address(request)):
            raise self.validation_error("too_many_login_attempts")
        super().pre_authenticate(request, **credentials)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record a failure: whose account, if there is one; never what was typed."""
        account = sessions.account_named(credentials.get("username", ""))
        audit.write(
            sessions.SIGN_IN_FAILED, by=None, details={"account": account.pk if account else None}
        )

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Word the refusals that a person at the sign-in form can meet."""
        if code == "username_password_mismatch":
            return ValidationError(self._mismatch(), code=code)
        if code in ("too_many_login_attempts", "rate_limited"):
            return ValidationError(_("Too many failed sign-ins. Wait 15 minutes, then try again."))
        return super().validation_error(code, *args)

    def _mismatch(self) -> str:
        """Return the sentence for a wrong name or password, with the tries that are left."""
        left = settings.AXES_FAILURE_LIMIT - getattr(self.request, "axes_failures_since_start", 0)
        warning = ngettext(
            "One more failure locks the sign-in for 15 minutes.",
            "%(left)d more failures lock the sign-in for 15 minutes.",
            left,
        )
        return _("Username or password is wrong.") + " " + warning % {"left": left}


class FactorAdapter(DefaultMFAAdapter):
    """How second factors are kept: their secrets sealed under a key that the master key wraps."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This code or key does not fit."),
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret for the table."""
        sealed = encryption.seal(FactorKey.key(), text.encode(), FACTOR_PLACE)
        return base64.b64encode(sealed).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open a sealed secret; raises DecryptionFailed."""
        sealed = base64.b64decode(encrypted_text)
        return encryption.unseal(FactorKey.key(), sealed, FACTOR_PLACE).decode()

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """Return a name for the next passkey."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %d") % (count + 1)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the site whose passkeys these are."""
        return super().get_public_key_credential_rp_entity() | {"name": "KRDL Review"}
