"""The language cookie: written in one way, at the switch and at sign-in."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse

YEAR_S = 365 * 24 * 60 * 60


def remember(response: HttpResponse, language: str) -> HttpResponse:
    """Let the browser ask for ``language`` (``ko`` or ``en``) for a year."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=YEAR_S,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
