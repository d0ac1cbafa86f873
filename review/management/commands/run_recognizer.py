"""``run_recognizer``: the recognizer service alone, on its own port, without a database."""

from __future__ import annotations

import argparse
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils.module_loading import import_string

from review.ocr.signing import Key
from review.recognizer_service.keys import ChainedKeys, FixedKeys, KeyStore
from review.recognizer_service.server import add_arguments, config_of, listener_of, serve


class Command(BaseCommand):
    """Serves the wire contract; accepts the key pair of the settings, and further ones.

    ``settings.KRDL_RECOGNIZER_KEY_STORE`` may name a class by its dotted path whose instances are
    a ``KeyStore``; it is asked for keys that the settings do not hold.
    """

    help = "Run the recognizer service alone; prints its address when it is ready."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the service's own options."""
        add_arguments(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until told to stop."""
        chosen = argparse.Namespace(**options)
        serve(config_of(chosen), _keys(), listener_of(chosen))


def _keys() -> KeyStore:
    pair = Key(settings.KRDL_OCR_SECRET_ID, settings.KRDL_OCR_SECRET_KEY)
    sources: list[KeyStore] = [FixedKeys(pair)]
    path = getattr(settings, "KRDL_RECOGNIZER_KEY_STORE", "")
    if path:
        sources.append(import_string(path)())
    return ChainedKeys(sources)
