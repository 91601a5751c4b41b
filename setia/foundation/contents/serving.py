"""Handing out what lies on the disk: piece by piece, in ranges, and so that no browser takes it for a page of ours.

Ranges as in RFC 9110, section 14: one at a time; several at once are answered with the whole. Names as in RFC 6266.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.utils.http import content_disposition_header

from setia.foundation.errors import NotFound

PIECE = 1 << 17
RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
POLICY = "default-src 'none'; sandbox"
"""Whatever is in it, it runs nothing, loads nothing and is nobody."""


def handed_out(
    request: HttpRequest, path: Path, *, name: str, media_type: str, tag: str, inline: bool = False, kept: bool = False
) -> HttpResponse | StreamingHttpResponse:
    """The file, or the range of it that is asked for. `tag` is another one when the content is another one.

    With `kept` a browser may keep it, and asks each time whether it may still show it. Raises NotFound.
    """
    response = _answer(request, path, media_type, f'"{tag}"')
    response["ETag"] = f'"{tag}"'
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-cache" if kept else "private, no-store"
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    if disposition := content_disposition_header(not inline, name):
        response["Content-Disposition"] = disposition
    return response


def _answer(request: HttpRequest, path: Path, media_type: str, etag: str) -> HttpResponse | StreamingHttpResponse:
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        raise NotFound() from None
    if request.headers.get("If-None-Match", "") == etag:
        return HttpResponseNotModified()
    first, last = 0, size - 1
    asked = _range(request, etag, size)
    if asked is not None:
        first, last = asked
        if first > last or first >= size:
            return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    if request.method == "HEAD":
        response: HttpResponse | StreamingHttpResponse = HttpResponse(content_type=media_type)
    else:
        response = StreamingHttpResponse(_pieces(path, first, last), content_type=media_type)
    if asked is not None:
        response.status_code = 206
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = str(last - first + 1)
    return response


def _range(request: HttpRequest, etag: str, size: int) -> tuple[int, int] | None:
    """The first and last byte asked for; None for the whole."""
    found = RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    if found is None or not (found[1] or found[2]) or request.headers.get("If-Range", etag) != etag:
        return None
    if not found[1]:
        return max(0, size - int(found[2])), size - 1
    return int(found[1]), min(int(found[2]), size - 1) if found[2] else size - 1


def _pieces(path: Path, first: int, last: int) -> Iterator[bytes]:
    left = last - first + 1
    with path.open("rb") as file:
        file.seek(first)
        while left > 0 and (piece := file.read(min(PIECE, left))):
            left -= len(piece)
            yield piece
