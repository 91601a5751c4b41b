"""Reading a backup. Whatever is wrong with the file is refused in words, before anything is touched."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from setia.foundation.errors import Refusal
from setia.foundation.keeping.manifest import FORMAT, KEY, MANIFEST, SEAL, Kept, Manifest

PIECE = 1 << 20
BROKEN = (zipfile.BadZipFile, zlib.error, LookupError, ValueError, TypeError, EOFError, NotImplementedError)

Count = Callable[[int], None]


class Archive:
    """A backup that is being read."""

    def __init__(self, path: Path, zipped: zipfile.ZipFile) -> None:
        self.path = path
        self._zip = zipped
        told = zipped.read(MANIFEST)
        if hashlib.sha256(told).hexdigest().encode() != zipped.read(SEAL):
            raise zipfile.BadZipFile("the manifest was altered")
        data = json.loads(told)
        if data["format"] > FORMAT:
            words = _("%(file)s was made by a newer version of Setia. Install that version to restore it.")
            raise Refusal(words % {"file": path})
        self.manifest = Manifest.from_json(data)

    def rows(self, kept: Kept) -> Iterator[bytes]:
        """Pieces of whole lines."""
        rest = b""
        for piece in self._pieces(kept.member):
            at = piece.rfind(b"\n") + 1
            if at:
                yield rest + piece[:at]
                rest = piece[at:]
            else:
                rest += piece
        if rest:
            raise zipfile.BadZipFile(f"{kept.member} ends within a row")

    def file(self, name: str) -> Iterator[bytes]:
        return self._pieces(f"data/{name}")

    def key(self) -> bytes:
        return self._zip.read(KEY)

    def _pieces(self, member: str) -> Iterator[bytes]:
        with self._zip.open(member) as opened:
            while piece := opened.read(PIECE):
                yield piece

    def check(self, count: Count) -> None:
        """Read all of it and compare every checksum and number of rows."""
        with _broken_refused(self.path):
            self._check(count)

    def _check(self, count: Count) -> None:
        for kept in self.manifest.tables:
            digest, rows = hashlib.sha256(), 0
            for piece in self._pieces(kept.member):
                digest.update(piece)
                lines = piece.count(b"\n")
                rows += lines
                count(lines)
            if (digest.hexdigest(), rows) != (kept.sha256, kept.rows):
                raise zipfile.BadZipFile(f"{kept.member} is not what was written")
        for name, expected in self.manifest.files.items():
            if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
                raise zipfile.BadZipFile(f"{name!r} is no place in a data folder")
            digest = hashlib.sha256()
            for piece in self.file(name):
                digest.update(piece)
            if digest.hexdigest() != expected:
                raise zipfile.BadZipFile(f"{name} is not what was written")


@contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """A backup to be read; a file that is none is refused."""
    try:
        file = path.open("rb")
    except OSError as trouble:
        words = _("%(file)s cannot be read: %(reason)s.")
        raise Refusal(words % {"file": path, "reason": trouble.strerror}) from None
    with file:
        with _broken_refused(path):
            archive = Archive(path, zipfile.ZipFile(file))
        yield archive


@contextmanager
def _broken_refused(path: Path) -> Iterator[None]:
    try:
        yield
    except BROKEN as trouble:
        words = _("%(file)s is no whole backup of Setia, or it is damaged (%(reason)s). Nothing was changed.")
        raise Refusal(words % {"file": path, "reason": str(trouble)[:200]}) from None
