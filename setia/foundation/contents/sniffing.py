"""What a file is, found out from its content. Names and what a browser says about them are not believed.

A short table for what companies send each other. What is in none of its rows is "data", which is kept and
handed out like everything else. Signatures: the specifications of the formats, and ISO/IEC 29500 and 26300
for what lies in a zip.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HEAD = 4096
MOST_MEMBERS = 20_000


@dataclass(frozen=True, slots=True)
class Type:
    """`endings` are those a name may have without lying; `is_active` is what a machine or browser could run."""

    name: str
    media_type: str
    label: str | Promise
    endings: tuple[str, ...] = ()
    is_picture: bool = False
    is_active: bool = False


def _picture(name: str, *endings: str) -> Type:
    return Type(name, f"image/{name}", _("Picture"), endings, is_picture=True)


_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
DATA = Type("data", "application/octet-stream", _("Data"))
TEXT = Type("text", "text/plain", _("Text"), (
    "txt", "csv", "tsv", "tab", "log", "md", "json", "yaml", "yml", "ini", "conf", "tex", "srt", "sql", "py",
))  # fmt: skip
TYPES = {
    found.name: found
    for found in (
        DATA,
        TEXT,
        _picture("png", "png"),
        _picture("jpeg", "jpg", "jpeg", "jfif", "jpe"),
        _picture("gif", "gif"),
        _picture("webp", "webp"),
        _picture("tiff", "tif", "tiff"),
        _picture("bmp", "bmp", "dib"),
        _picture("avif", "avif"),
        Type("heic", "image/heic", _("Picture"), ("heic", "heif")),
        Type("pdf", "application/pdf", _("PDF"), ("pdf", "ai")),
        Type("docx", f"{_OFFICE}wordprocessingml.document", _("Text document"), ("docx", "docm", "dotx")),
        Type("xlsx", f"{_OFFICE}spreadsheetml.sheet", _("Spreadsheet"), ("xlsx", "xlsm", "xlsb", "xltx")),
        Type("pptx", f"{_OFFICE}presentationml.presentation", _("Presentation"), ("pptx", "pptm", "ppsx", "potx")),
        Type("odt", f"{_OPEN}text", _("Text document"), ("odt", "ott")),
        Type("ods", f"{_OPEN}spreadsheet", _("Spreadsheet"), ("ods", "ots")),
        Type("odp", f"{_OPEN}presentation", _("Presentation"), ("odp", "otp")),
        Type("office", "application/x-ole-storage", _("Older Office document"),
             ("doc", "xls", "ppt", "msg", "dot", "xlt", "pps", "vsd", "pub", "mpp")),
        Type("rtf", "application/rtf", _("Text document"), ("rtf", "doc")),
        Type("eml", "message/rfc822", _("E-mail"), ("eml", "txt", "mht")),
        Type("vcard", "text/vcard", _("Address card"), ("vcf", "vcard")),
        Type("calendar", "text/calendar", _("Calendar"), ("ics", "ical", "ifb")),
        Type("zip", "application/zip", _("Packed files"), ("zip", "epub", "kmz", "sketch", "numbers", "pages", "key")),
        Type("archive", "application/octet-stream", _("Packed files"), ("gz", "tgz", "7z", "rar", "bz2", "xz", "zst")),
        Type("audio", "audio/mpeg", _("Sound"), ("mp3", "wav", "ogg", "oga", "flac", "m4a", "aac", "opus", "amr")),
        Type("video", "video/mp4", _("Film"), ("mp4", "mov", "m4v", "m4a", "3gp", "webm", "mkv", "avi", "qt")),
        Type("program", "application/octet-stream", _("Program"),
             ("exe", "dll", "msi", "com", "scr", "sys", "so", "dylib", "bin", "class", "jar", "apk", "lnk"),
             is_active=True),
        Type("script", "text/plain", _("Script"),
             ("sh", "bash", "bat", "cmd", "ps1", "vbs", "js", "mjs", "py", "pl", "rb", "php", "hta", "command"),
             is_active=True),
        Type("html", "text/plain", _("Web page"), ("html", "htm", "xhtml", "mht", "shtml"), is_active=True),
        Type("svg", "text/plain", _("Drawing (SVG)"), ("svg", "xml"), is_active=True),
        Type("xml", "text/plain", _("XML"), ("xml", "xsd", "xsl", "kml", "gpx", "rss"), is_active=True),
    )
}  # fmt: skip
"""By name. What a browser could run is never given its own media type."""

BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF87a", "gif"), (b"GIF89a", "gif"),
    (b"II*\0", "tiff"), (b"MM\0*", "tiff"), (b"{\\rtf", "rtf"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "office"),
    (b"MZ", "program"), (b"\x7fELF", "program"), (b"\xfe\xed\xfa", "program"), (b"\xcf\xfa\xed\xfe", "program"),
    (b"\xce\xfa\xed\xfe", "program"), (b"\xca\xfe\xba\xbe", "program"), (b"L\0\0\0\x01\x14\x02\0", "program"),
    (b"\x1f\x8b", "archive"), (b"7z\xbc\xaf\x27\x1c", "archive"), (b"Rar!\x1a\x07", "archive"), (b"BZh", "archive"),
    (b"\xfd7zXZ\0", "archive"), (b"\x28\xb5\x2f\xfd", "archive"), (b"ID3", "audio"), (b"\xff\xfb", "audio"),
    (b"\xff\xf1", "audio"), (b"OggS", "audio"), (b"fLaC", "audio"), (b"#!AMR", "audio"), (b"#!", "script"),
    (b"\x1aE\xdf\xa3", "video"),
)  # fmt: skip
BOXES = {b"heic": "heic", b"heix": "heic", b"mif1": "heic", b"avif": "avif", b"avis": "avif"}
"""What the first box of an ISO base media file may call itself (ISO/IEC 14496-12, 23008-12); others are films."""

MARKUP = re.compile(rb"\s*(?:<\?xml[^>]*>|<!--.*?-->|<!doctype\s[^>]*>|\s)*<([a-z][a-z0-9:]*)", re.I | re.S)
HTML = re.compile(rb"<(?:!doctype html|html|head|body|script|iframe|img|a|div|table|style|meta|form)\b", re.I)
LETTER = re.compile(rb"(?:(?:return-path|received|from|to|subject|date|message-id|mime-version|x-[a-z-]+): .*\r?\n"
                    rb"(?:[ \t].*\r?\n)*){3}", re.I)  # fmt: skip
CODE = re.compile(r"@echo off|<\?php|^\s*(?:function\s+\w+\s*\(|\(function\b|(?:import|export)\s.+\sfrom\s)"
                  r"|\b(?:document|window)\.\w+|\bWScript\.|\beval\s*\(", re.I | re.M)  # fmt: skip
CONTROLS = re.compile(rb"[\0-\x08\x0e-\x1a\x1c-\x1f]")


def type_of(path: Path) -> Type:
    """What the file is; DATA where that cannot be said."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    return TYPES[_binary(head, path) or _text(head)]


def _binary(head: bytes, path: Path) -> str:
    for beginning, name in BEGINNINGS:
        if head.startswith(beginning):
            return name
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"RIFF"):
        return {b"WEBP": "webp", b"AVI ": "video"}.get(head[8:12], "audio")
    if head[4:8] == b"ftyp":
        return BOXES.get(head[8:12], "audio" if head[8:11] == b"M4A" else "video")
    if head.startswith(b"BM") and len(head) > 18 and head[14:18] in (b"\x28\0\0\0", b"\x0c\0\0\0", b"\x7c\0\0\0"):
        return "bmp"
    return _zipped(path) if head.startswith((b"PK\x03\x04", b"PK\x05\x06")) else ""


def _zipped(path: Path) -> str:
    """What lies in a zip says what it is; only the list of its members is read, and one short one."""
    try:
        with zipfile.ZipFile(path) as packed:
            names = packed.namelist()[:MOST_MEMBERS]
            if "mimetype" in names and packed.getinfo("mimetype").file_size < 100:
                said = packed.read("mimetype").decode("ascii", "replace").strip()
                return next((t.name for t in TYPES.values() if said.startswith(t.media_type)), "zip")
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError, OSError, LookupError):
        return "zip"
    if "META-INF/MANIFEST.MF" in names or "AndroidManifest.xml" in names:
        return "program"
    folders = {name.partition("/")[0] for name in names} if "[Content_Types].xml" in names else set()
    return next(
        (name for folder, name in (("word", "docx"), ("xl", "xlsx"), ("ppt", "pptx")) if folder in folders), "zip"
    )


def _text(head: bytes) -> str:
    """Texts in UTF-8 or an older character set, and what of them a browser could run."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head.decode("utf-16", "ignore").encode()
    head = head.removeprefix(b"\xef\xbb\xbf")
    if CONTROLS.search(head):
        return "data"
    markup = MARKUP.match(head)
    root = markup[1].lower().rpartition(b":")[2] if markup else b""
    is_xml = head.lstrip().startswith(b"<?xml")
    if root == b"svg":
        return "svg"
    if root == b"html" or (not is_xml and head.lstrip()[:1] == b"<" and HTML.search(head[:1024])):
        return "html"
    if is_xml:
        return "xml"
    for beginning, name in ((b"BEGIN:VCARD", "vcard"), (b"BEGIN:VCALENDAR", "calendar")):
        if head.upper().lstrip().startswith(beginning):
            return name
    if LETTER.match(head):
        return "eml"
    return "script" if CODE.search(head.decode("utf-8", "replace")) else "text"
