"""Contents in the data folder, each under its SHA-256: the same content is stored once, whatever it is called.

A content is whole and on the disk before anything names it. What nothing names is swept when it is a day old,
so that an upload whose row has not been committed yet keeps its content. A lock keeps a sweep from taking
away what somebody stores again at the same moment.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from setia.foundation.errors import Refusal, TooLarge

if sys.platform != "win32":
    import fcntl

FOLDER, ARRIVING = "files", "uploads"
DIGEST = re.compile("[0-9a-f]{64}")
DAY = 86_400.0
"""Seconds for which a content without a name is left alone."""

AT_ONCE = 500
Used = Callable[[Collection[str]], set[str]]
"""Which of these contents something still names."""


@dataclass(frozen=True, slots=True)
class Content:
    """What was stored; `size` in bytes."""

    sha256: str
    size: int

    @property
    def path(self) -> Path:
        return path_of(self.sha256)


def path_of(sha256: str) -> Path:
    """Where a content lies, or would. Raises ValueError for what is no checksum."""
    if not DIGEST.fullmatch(sha256):
        raise ValueError(f"{sha256[:80]!r} is no SHA-256")
    return Path(settings.DATA_DIR) / FOLDER / sha256[:2] / sha256


def keep(chunks: Iterable[bytes], most: int) -> Content:
    """Store what arrives, piece by piece; at its return it is on the disk.

    Raises TooLarge as soon as more than `most` bytes have come, Refusal for nothing at all and a full disk.
    """
    digest, size = hashlib.sha256(), 0
    arriving = _folder(ARRIVING)
    try:
        handle, name = tempfile.mkstemp(dir=arriving, prefix="part-")
        arrived = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in chunks:
                    size += len(chunk)
                    if size > most:
                        raise TooLarge(too_large(most), field="file")
                    digest.update(chunk)
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            if not size:
                raise Refusal(_("This file is empty."), field="file")
            return _settled(arrived, Content(digest.hexdigest(), size))
        finally:
            arrived.unlink(missing_ok=True)
    except OSError as trouble:
        words = _("The file could not be stored: %(reason)s. Nothing was kept of it.")
        raise Refusal(words % {"reason": trouble.strerror or trouble}, field="file") from trouble


def too_large(most: int) -> str:
    return _("Files may have at most %(most)s MB.") % {"most": f"{most / (1 << 20):g}"}


def _settled(arrived: Path, content: Content) -> Content:
    path = content.path
    with _alone():
        if path.exists() and path.stat().st_size == content.size:
            os.utime(path)
            return content
        if not path.parent.exists():
            path.parent.mkdir(mode=0o700, parents=True)
            _sync(path.parent.parent)
        os.replace(arrived, path)
        _sync(path.parent)
    return content


def forget(shas: Collection[str], used: Used) -> int:
    """Remove contents at once that nothing names any more; how many that were."""
    with _alone():
        gone = set(shas) - used(shas)
        for sha in gone:
            path_of(sha).unlink(missing_ok=True)
    return len(gone)


def sweep(used: Used, now: float | None = None) -> int:
    """Remove contents that nothing names and uploads that broke off, older than a day; how many that were."""
    old = (time.time() if now is None else now) - DAY
    for part in (*_folder(ARRIVING).glob("part-*"),):
        if _changed(part) < old:
            part.unlink(missing_ok=True)
    swept = 0
    for some in _portions(path for path in stored() if _changed(path) < old):
        with _alone():
            named = used([path.name for path in some])
            for path in some:
                if path.name not in named and _changed(path) < old:
                    path.unlink(missing_ok=True)
                    swept += 1
    return swept


def orphans(used: Used) -> int:
    """How many contents nothing names, whatever their age."""
    return sum(len(some) - len(used([path.name for path in some])) for some in _portions(stored()))


def stored() -> Iterator[Path]:
    """All contents; other files in the folder are none of ours."""
    folder = Path(settings.DATA_DIR) / FOLDER
    for path in folder.glob("[0-9a-f][0-9a-f]/*"):
        if DIGEST.fullmatch(path.name) and path.parent.name == path.name[:2]:
            yield path


def _portions(paths: Iterable[Path]) -> Iterator[list[Path]]:
    some: list[Path] = []
    for path in paths:
        some.append(path)
        if len(some) == AT_ONCE:
            yield some
            some = []
    if some:
        yield some


def _changed(path: Path) -> float:
    """When it was stored the last time; never, if it is gone meanwhile."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


def _folder(name: str) -> Path:
    folder = Path(settings.DATA_DIR) / name
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@contextmanager
def _alone() -> Iterator[None]:
    """Nobody else moves or removes contents meanwhile; held for moments only."""
    handle = os.open(_folder(ARRIVING) / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform != "win32":
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
