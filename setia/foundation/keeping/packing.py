"""The file of a backup: a zip with the rows of every table, the files of the data folder, and a manifest.

Rows are lines in PostgreSQL's COPY text form (tabs between values, `\\N` for nothing, backslash before
what would break a line), the same from both databases, so that either can read the other's. The manifest
comes last and names what must be there with its checksum: what lacks it was never finished.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from setia.foundation.errors import Refusal
from setia.foundation.keeping.columns import Table
from setia.foundation.keeping.manifest import KEY, MANIFEST, SEAL, Kept, Manifest

PIECE = 1 << 20
FAST = 1
"""Of zlib's levels: the others cost several times as much and save a tenth."""

Pieces = Iterable[bytes]
Count = Callable[[int], None]


class Writer:
    """Members one after the other, and the manifest at the end."""

    def __init__(self, file: Any, manifest: Manifest) -> None:
        self.manifest = manifest
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=FAST)

    def add_table(self, table: Table, last_id: Callable[[], int], pieces: Pieces, count: Count) -> None:
        """`last_id` is asked when the rows are there: PostgreSQL's sequences know no snapshot."""
        rows = 0
        digest = hashlib.sha256()
        with self._zip.open(f"tables/{table.name}.tsv", "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)
                digest.update(piece)
                lines = bytes(piece).count(b"\n")
                rows += lines
                count(lines)
        self.manifest.tables.append(Kept(table, rows, digest.hexdigest(), last_id()))

    def add_file(self, path: Path, name: str) -> None:
        """A file of the data folder. One that vanishes meanwhile belonged to nothing any more."""
        try:
            source = path.open("rb")
        except FileNotFoundError:
            return
        digest = hashlib.sha256()
        with source, self._zip.open(f"data/{name}", "w", force_zip64=True) as member:
            while piece := source.read(PIECE):
                member.write(piece)
                digest.update(piece)
        self.manifest.files[name] = digest.hexdigest()

    def add_key(self, secret: bytes) -> None:
        self._zip.writestr(KEY, secret)
        self.manifest.has_key = True

    def finish(self) -> None:
        told = json.dumps(self.manifest.to_json(), ensure_ascii=False).encode()
        self._zip.writestr(MANIFEST, told)
        self._zip.writestr(SEAL, hashlib.sha256(told).hexdigest())
        self._zip.close()


@contextmanager
def new_file(path: Path) -> Iterator[Any]:
    """A file for its owner alone that has its name only once it is whole and on the disk."""
    if path.exists():
        raise Refusal(_("%(file)s is there already. Name another file.") % {"file": path})
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.unlink(missing_ok=True)
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb", PIECE) as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.rename(path)
        _sync_folder(path.parent)
    except OSError as trouble:
        words = _("The backup could not be written to %(file)s: %(reason)s. Nothing was left there.")
        raise Refusal(words % {"file": path, "reason": trouble.strerror or trouble}) from trouble
    finally:
        partial.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
