"""What is uploaded: kept whole or not at all, known by its content, under a name that plays no tricks."""

from __future__ import annotations

import hashlib
import os
import threading
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setia.foundation import contents
from setia.foundation.contents.naming import LONGEST, cleaned, lie
from setia.foundation.contents.sniffing import TYPES, type_of
from setia.foundation.errors import Refusal, TooLarge
from tests.contents import packed, pdf, picture


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def nothing_used(_shas: Any) -> set[str]:
    return set()


def test_a_content_lies_under_its_checksum_for_its_owner_alone() -> None:
    kept = contents.keep([b"Dear ", b"Bo"], 100)
    assert (kept.sha256, kept.size) == (hashlib.sha256(b"Dear Bo").hexdigest(), 7)
    assert kept.path.read_bytes() == b"Dear Bo"
    assert kept.path.stat().st_mode & 0o077 == 0
    assert kept.path.parent.stat().st_mode & 0o077 == 0


def test_what_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Any:
        yield b"some"
        raise ConnectionResetError(104, "reset")

    with pytest.raises(Refusal, match="Nothing was kept"):
        contents.keep(broken(), 100)
    with pytest.raises(TooLarge):
        contents.keep((b"x" * 40 for _n in range(3)), 100)
    assert not list(contents.storing.stored())
    assert not list((tmp_path / "uploads").glob("part-*"))


def test_a_limit_is_kept_while_it_arrives() -> None:
    read = []

    def endless() -> Any:
        while True:
            read.append(1)
            yield b"x" * 50

    with pytest.raises(TooLarge, match="at most"):
        contents.keep(endless(), 100)
    assert len(read) == 3


def test_what_is_stored_again_while_it_is_swept_stays() -> None:
    """Whoever stores an old content again finds it afterwards, whenever the sweep comes."""
    old = contents.keep([b"old"], 100).path
    missing = []

    def store_again() -> None:
        for _n in range(150):
            os.utime(old, (1, 1)) if old.exists() else None
            if not contents.keep([b"old"], 100).path.exists():
                missing.append(1)

    storing = threading.Thread(target=store_again)
    storing.start()
    while storing.is_alive():
        contents.sweep(nothing_used)
    storing.join()
    assert not missing
    assert old.exists()


def test_uploads_that_broke_off_are_swept(tmp_path: Path) -> None:
    (tmp_path / "uploads").mkdir()
    part = tmp_path / "uploads" / "part-x"
    part.write_bytes(b"x")
    contents.sweep(nothing_used)
    assert part.exists()
    os.utime(part, (1, 1))
    contents.sweep(nothing_used)
    assert not part.exists()


@pytest.mark.parametrize("sha", ["", "../../secret-key", "A" * 64, "g" * 64, "a" * 63, f"{'a' * 64}\n"])
def test_only_checksums_are_places(sha: str) -> None:
    with pytest.raises(ValueError, match="no SHA-256"):
        contents.path_of(sha)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (picture(), "png"), (picture(format_="JPEG"), "jpeg"), (picture(format_="GIF"), "gif"),
        (picture(format_="WEBP"), "webp"), (picture(format_="TIFF"), "tiff"), (picture(format_="BMP"), "bmp"),
        (pdf(), "pdf"), (b"junk\n" + pdf(), "pdf"),
        (packed("[Content_Types].xml", "word/document.xml"), "docx"), (packed("[Content_Types].xml", "xl/a"), "xlsx"),
        (packed("x", mimetype="application/vnd.oasis.opendocument.spreadsheet"), "ods"),
        (packed("a.txt"), "zip"), (packed("META-INF/MANIFEST.MF"), "program"), (b"PK\x03\x04broken", "zip"),
        (b"MZ\x90\x00", "program"), (b"\x7fELF\x02", "program"), (b"#!/bin/sh\nrm -rf /", "script"),
        (b"<!DOCTYPE html><p>Hi", "html"), (b"\xef\xbb\xbf  <html>", "html"), (b"<svg onload=alert(1)>", "svg"),
        (b'<?xml version="1.0"?><!-- x --><svg xmlns="x">', "svg"), (b"<?xml version='1.0'?><a/>", "xml"),
        (b"<script>alert(1)</script>", "html"), ("<html>".encode("utf-16"), "html"),
        (b"(function () { document.cookie })()", "script"), (b"BEGIN:VCARD\r\n", "vcard"),
        (b"BEGIN:VCALENDAR\r\n", "calendar"), (b"From: a\r\nTo: b\r\nSubject: c\r\n\r\nHi", "eml"),
        (b"Dear Bo,\nthe function is good.", "text"), ("Été ✓".encode(), "text"), (b"\xe9t\xe9", "text"),
        (b"\0\1\2\3", "data"), (b"{\\rtf1", "rtf"), (b"\0\0\0\x18ftypmp42", "video"), (b"\0\0\0\x18ftypheic", "heic"),
        (b"RIFF\0\0\0\0WAVE", "audio"), (b"\x1f\x8b\x08", "archive"), (b"x", "text"),
    ],
)  # fmt: skip
def test_a_content_is_known_by_itself(data: bytes, name: str, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(data)
    assert type_of(path).name == name


def test_what_a_browser_could_run_never_has_its_own_media_type() -> None:
    active = [found for found in TYPES.values() if found.is_active]
    assert {"html", "svg", "script", "program", "xml"} <= {found.name for found in active}
    assert {found.media_type for found in active} <= {"text/plain", "application/octet-stream"}


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ("letter.txt", "letter.txt"), ("../../etc/passwd", "passwd"), ("C:\\Users\\Bo\\plan.pdf", "plan.pdf"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"), ("a\0b\nc.txt", "abc.txt"), ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("  .hidden. ", "hidden"), ("", "file"), ("...", "file"), ("a<b>:c?.txt", "a_b__c_.txt"),
        ("cafe\u0301.txt", "café.txt"), ("سند.pdf", "سند.pdf"), ("two  spaces.txt", "two spaces.txt"),
    ],
)  # fmt: skip
def test_names_are_kept_without_tricks(given_: str, kept: str) -> None:
    assert cleaned(given_).name == kept
    assert bool(cleaned(given_).notices) == (unicodedata.normalize("NFC", given_) != kept)


@given(st.text(max_size=400))
def test_every_name_becomes_one_that_every_system_takes_and_stays_it(given_: str) -> None:
    name = cleaned(given_).name
    assert name
    assert len(name.encode()) <= LONGEST
    assert not set(name) & set('/\\<>:"|?*\0\n\r\t')
    assert name == name.strip(" .")
    assert cleaned(name).name == name


def test_a_long_name_keeps_its_ending() -> None:
    name = cleaned("é" * 300 + ".pdf").name
    assert name.endswith("é.pdf")
    assert len(name.encode()) <= LONGEST


@pytest.mark.parametrize(
    ("name", "type_", "lies"),
    [
        ("a.pdf", "program", True), ("a.jpg", "html", True), ("a.pdf", "text", True), ("a.exe", "text", True),
        ("a.pdf", "pdf", False), ("a", "pdf", False), ("a.csv", "text", False), ("a.odd", "text", False),
        ("a.bin", "data", False), ("a.js", "script", False), ("a.docx", "zip", True), ("a.PDF", "pdf", False),
    ],
)  # fmt: skip
def test_an_ending_that_lies_is_told(name: str, type_: str, lies: bool) -> None:
    assert bool(lie(name, TYPES[type_])) is lies
