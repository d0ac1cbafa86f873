"""The one exception by which any part of the service turns a request down."""

from __future__ import annotations


class Refusal(Exception):
    """A request is answered with an error of the contract; ``str()`` is its message.

    The message is written by us and never quotes the request.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
