"""For the recognizer's tests: what is read does not depend on how busy the machine is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from review.recognizer import budget


@pytest.fixture(autouse=True, scope="package")
def unhurried() -> Iterator[None]:
    """Let a picture take as long as it needs; tests of the limit set one of their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(budget, "SECONDS", 120.0)
        yield
