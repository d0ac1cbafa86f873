"""What became of the rows that one verb was done to together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from review.contexts.history import verb_word


def told(kept: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the verb, how many rows were done and how many not, and each row's sentence."""
    if not kept:
        return {}
    refused = sum(bool(row["refusal"]) for row in kept["rows"])
    done = len(kept["rows"]) - refused
    return {
        "outcomes": {
            "verb": verb_word(kept["verb"]),
            "done": done,
            "refused": refused,
            "rows": kept["rows"],
        }
    }
