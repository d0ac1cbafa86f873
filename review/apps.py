"""The one application of KRDL Review."""

from django.apps import AppConfig
from django.utils.module_loading import import_string


class ReviewConfig(AppConfig):
    """Names the app and gathers its system checks."""

    name = "review"
    verbose_name = "KRDL Review"

    def ready(self) -> None:
        """Register the system checks, which need the models to be loaded."""
        import_string("review.checks.check_endpoint")
