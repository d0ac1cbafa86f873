"""One running service for all tests of a file that do not need their own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from review.recognizer_service.config import ServiceConfig
from tests.recognizer_service.running import ENGINE, Service, running_service


@pytest.fixture(scope="session")
def service() -> Iterator[Service]:
    """Two readers, and a rate that no test reaches."""
    with running_service(ServiceConfig(workers=2, waiting=4, rate=10_000, engine=ENGINE)) as one:
        yield one
