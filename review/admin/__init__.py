"""The administration: accounts and settings, and the history to read, one file a subject."""

from review.admin import accounts, audit, jobs, records, rules, service_keys, sources  # noqa: F401 - registration
from review.admin.site import site

__all__ = ["site"]
