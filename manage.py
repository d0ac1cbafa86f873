#!/usr/bin/env python
"""Django's command line for KRDL Review; ``./krdl manage`` calls it with everything installed."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "krdl_site.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:  # a sentence that says what to set
        sys.exit(str(error))
