"""Files in the browser: added without scripts, handed out as downloads, in parts, and refused early."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from setia.domains.work.files.model import File
from setia.domains.work.files.tests import add
from setia.kit.attachments import attachments
from tests.acting import make
from tests.browsing import browser_of
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def sent(data: bytes = b"Dear Bo", name: str = "letter.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_files_are_added_without_scripts_and_handed_out_as_downloads_only(cast: Cast) -> None:
    hers = make("people", cast.acting("ada"), name="Bo")
    ada = browser_of(cast.ada)
    answer = ada.post(f"/people/{hers.pk}/files", {"file": [sent(), sent(b"<script>alert(1)</script>", "página.html")]})
    assert answer.status_code == 302
    page = ada.get(f"/people/{hers.pk}/").content.decode()
    assert "letter.txt" in page
    assert "página.html" in page
    file = File.objects.get(name="página.html")
    answer = ada.get(f"/files/{file.pk}/content")
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''p%C3%A1gina.html"
    assert answer["Content-Type"] == "text/plain"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "script" not in answer["Content-Security-Policy"]
    gil = browser_of(cast.gil)
    for path in ("content", "picture/small", "picture/other", ""):
        assert gil.get(f"/files/{file.pk}/{path}").status_code == gil.get(f"/files/987654/{path}").status_code == 404
    assert gil.post(f"/people/{hers.pk}/files", {"file": sent()}).status_code == 404
    assert browser_of(cast.cleo).post(f"/people/{hers.pk}/files", {"file": sent()}).status_code == 403


def test_a_part_of_a_large_file_is_handed_out(cast: Cast) -> None:
    hers = make("people", cast.acting("ada"), name="Bo")
    file = add(hers, bytes(range(256)) * 4096, "x.bin")
    ada = browser_of(cast.ada)
    path = f"/files/{file.id}/content"

    def part(range_: str, **headers: str) -> tuple[int, bytes, str]:
        answer = ada.get(path, headers={"Range": range_, **headers})
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return answer.status_code, body, answer.get("Content-Range", "")

    size = 256 * 4096
    assert part("bytes=10-12") == (206, b"\x0a\x0b\x0c", f"bytes 10-12/{size}")
    assert part("bytes=-2") == (206, b"\xfe\xff", f"bytes {size - 2}-{size - 1}/{size}")
    assert part(f"bytes={size}-") == (416, b"", f"bytes */{size}")
    for odd in ("bytes=1-2,4-5", "bytes=-", "lines=1-2", "bytes=a-b"):
        assert part(odd)[0] == 200
    tag = ada.get(path)["ETag"]
    assert part("bytes=0-0", **{"If-Range": tag})[0] == 206
    assert part("bytes=0-0", **{"If-Range": '"other"'})[0] == 200
    assert ada.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert ada.head(path)["Content-Length"] == str(size)


def test_what_is_too_large_is_refused_before_it_is_read(cast: Cast, settings: Any) -> None:
    settings.FILE_LIMIT = 1000
    hers = make("people", cast.acting("ada"), name="Bo")
    ada = browser_of(cast.ada)
    answer = ada.post(f"/people/{hers.pk}/files", {"file": sent(b"x" * 1001)}, headers={"HX-Request": "true"})
    assert answer.status_code == 413
    assert "at most" in answer["HX-Trigger"]
    answer = ada.post(f"/people/{hers.pk}/files", {"file": sent(b"x" * (2 << 20))})
    assert answer.status_code == 413
    assert ada.post(f"/people/{hers.pk}/files", {}).status_code == 409
    assert not File.objects.exists()


def test_a_page_with_files_costs_the_same_for_three_and_for_thirty(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    hers = make("people", cast.acting("ada"), name="Bo")
    for number in range(3):
        add(hers, str(number).encode(), f"{number}.txt")
    with django_assert_max_num_queries(12):
        attachments().at(f"parties.party:{hers.pk}", cast.acting("ada"), 8)
