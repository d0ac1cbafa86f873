"""How an upload reaches the disk: streamed, and never more of a file than can be accepted."""

from __future__ import annotations

from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler


class BoundedFileUploadHandler(TemporaryFileUploadHandler):
    """Streams each file to a temporary file and drops what comes after the limit.

    The size it reports stays that of the whole file, so that it is refused as too large.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write one chunk that begins at byte ``start``, unless the file is too large already."""
        if start <= settings.KRDL_MAX_UPLOAD_BYTES:
            super().receive_data_chunk(raw_data, start)
