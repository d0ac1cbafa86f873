"""How staff sign in: username and password, no sign-up, no mail, every attempt in the trail."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import AbstractUser, User
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from review.language import remember
from review.services import audit


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
        """Say that a password is changed; of sign-in and sign-out the next page tells."""
        if message_template == "account/messages/password_changed.txt":
            messages.success(request, _("The password is changed."))

    def post_login(self, request: HttpRequest, user: AbstractUser, **kwargs: Any) -> HttpResponse:
        """Record the sign-in and take up the person's language."""
        audit.write("sign in", by=user)
        response = super().post_login(request, user, **kwargs)
        preference = getattr(user, "preference", None)
        return remember(response, preference.language) if preference else response

    def logout(self, request: HttpRequest) -> None:
        """Record the sign-out."""
        audit.write("sign out", by=request.user)
        super().logout(request)

    def set_password(self, user: AbstractUser, password: str) -> None:
        """Record that a person changed their password."""
        super().set_password(user, password)
        audit.write("change password", by=user)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Lead back to work."""
        return "/"

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record a failure: whose account, if there is one; never what was typed."""
        account = User.objects.filter(username=credentials.get("username", "")).first()
        audit.write("sign in failed", by=None, details={"account": account.pk if account else None})

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """Word the refusals that a person at the sign-in form can meet."""
        if code == "username_password_mismatch":
            return ValidationError(self._mismatch(), code=code)
        if code == "too_many_login_attempts":
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
