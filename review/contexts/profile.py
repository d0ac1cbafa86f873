"""What a person can choose for themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from review.desk_keys import SECTIONS, cap_of
from review.forms.account import KeysForm, caps
from review.services import preference

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def page(user: User, form: KeysForm | None = None) -> dict[str, Any]:
    """Return the context of the profile: the keys as they are, or as they were refused."""
    chosen = preference.keys_of(user)
    shown = form or KeysForm(initial=caps(chosen.codes) | {"single_keys": chosen.single})
    sections = [
        (section.title, [(shown[key.name], cap_of(key.default)) for key in section.keys])
        for section in SECTIONS
    ]
    return {"form": shown, "sections": sections}
