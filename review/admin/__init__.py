"""The administration: accounts and settings, and the history to read, one file a subject."""

from review.admin import (  # noqa: F401 - registration
    accounts,
    jobs,
    office,
    records,
    reject_reasons,
    rules,
    service_keys,
    sources,
)
from review.admin.site import site

__all__ = ["site"]
