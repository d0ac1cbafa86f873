"""What a person chose for themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from review.desk_keys import DEFAULTS
from review.models import Preference

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@dataclass(frozen=True)
class Keys:
    """A person's keys by act; ``single``: whether a letter acts alone outside text fields."""

    codes: Mapping[str, str]
    single: bool


def choose_language(language: str, *, by: User) -> None:
    """Keep the language (``ko`` or ``en``) that ``by`` reads, for every device."""
    Preference.objects.update_or_create(user=by, defaults={"language": language})


def choose_keys(codes: Mapping[str, str], *, single: bool, by: User) -> None:
    """Keep the keys of ``by``: only what differs from the defaults, so that new ones arrive."""
    own = {name: code for name, code in codes.items() if code != DEFAULTS[name]}
    chosen = {"keys": own, "single_keys": single}
    Preference.objects.update_or_create(user=by, defaults=chosen)
    vars(by).pop("_keys", None)


def keys_of(user: User) -> Keys:
    """Return the keys of ``user``, read once for each user object."""
    if "_keys" not in vars(user):
        vars(user)["_keys"] = _read_keys(user)
    return vars(user)["_keys"]


def _read_keys(user: User) -> Keys:
    kept = Preference.objects.filter(user_id=user.pk).first()
    own = {name: code for name, code in kept.keys.items() if name in DEFAULTS} if kept else {}
    return Keys(DEFAULTS | own, kept.single_keys if kept else True)
