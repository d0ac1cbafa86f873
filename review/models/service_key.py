"""Key pairs with which other systems call our recognizer service."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from review.models.sealed import UnderMasterKey, keyring


class ServiceKey(UnderMasterKey):
    """One caller's pair. The secret is sealed under the master key: a dump does not tell it."""

    name = models.CharField(_("name"), max_length=80)
    secret_id = models.CharField(_("secret id"), max_length=64, unique=True, editable=False)
    secret_box = models.BinaryField(editable=False)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    last_used_at = models.DateTimeField(_("last used"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)

    MASTER_COLUMN = "secret_box"

    class Meta:
        ordering = ("name", "pk")
        verbose_name = _("service key")
        verbose_name_plural = _("service keys")

    def __str__(self) -> str:
        """Return the caller's name and the public half."""
        return f"{self.name} · {self.secret_id}"

    def make_pair(self) -> str:
        """Fill in a fresh pair and return its secret, which is shown this once."""
        secret = secrets.token_urlsafe(32)
        self.secret_id = f"KRDL{secrets.token_hex(12)}"
        self.secret_box = keyring().wrap(secret.encode(), self.master_place())
        return secret

    @property
    def secret(self) -> str:
        """The secret half; raises DecryptionFailed."""
        return keyring().unwrap(bytes(self.secret_box), self.master_place()).decode()

    def master_place(self) -> str:
        """Return the place of this row's secret."""
        return f"servicekey.secret.{self.secret_id}"
