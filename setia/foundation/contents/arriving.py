"""Uploads are refused as early as can be: by the length they announce, and while they arrive."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest

from setia.foundation.contents.storing import too_large
from setia.foundation.errors import TooLarge

ENVELOPE = 1 << 20
"""What a form may weigh besides its files."""


class Bounded(FileUploadHandler):
    """Ends an upload as soon as one of its files is larger than allowed."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self.most, self.arrived = most, 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.arrived = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.arrived += len(raw_data)
        if self.arrived > self.most:
            raise TooLarge(too_large(self.most), field="file")
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def bound(request: HttpRequest, most: int, files: int = 1) -> None:
    """To be called before anything of the body is read. Raises TooLarge for what announces too much."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isascii() and length.isdigit() and int(length) > most * files + ENVELOPE:
        raise TooLarge(too_large(most), field="file")
    request.upload_handlers.insert(0, Bounded(most))
