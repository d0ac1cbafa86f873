"""What a service, a permission check or the workflow may refuse, each with a sentence."""

from __future__ import annotations


class ReviewError(Exception):
    """Base of every refusal that is told to a person; ``str()`` is a translated sentence."""


class ActionDenied(ReviewError):
    """The person or the state does not allow this verb; the sentence is the button's tooltip."""


class LookAgain(ReviewError):
    """The look at the record was too short; deciding the same once more is taken as meant."""


class StaleRecord(ReviewError):
    """Somebody else changed the record since it was read; nothing was written."""


class ImageRefused(ReviewError):
    """A file cannot be taken in; ``code`` names the reason, the sentence says what to do."""

    def __init__(self, code: str, sentence: str, *, duplicate_of: int | None = None) -> None:
        super().__init__(sentence)
        self.code = code
        self.duplicate_of = duplicate_of


class LeaseLost(ReviewError):
    """A job's or a claim's lease ended and somebody else holds it; the result is not written."""


class DecryptionFailed(ReviewError):
    """Stored data does not open with the keys at hand."""


class WrongKeyring(DecryptionFailed):
    """The keyring at hand is not the one that this database was sealed with."""


class LedgerBroken(ReviewError):
    """The audit ledger is not what was written, or not what was exported."""
