"""The one application of KRDL Review."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Names the app and gathers its system checks."""

    name = "review"
    verbose_name = "KRDL Review"
