"""The folder of the marts: whole generations side by side, a pointer to the one in use, and who reads which.

    warehouse/CURRENT                      the name of the generation in use, replaced as a whole
    warehouse/000007/manifest.json         what it is made of
    warehouse/000007/purchases/00012.parquet   rows 12 x PART to 13 x PART - 1 by their numbers
    warehouse/building/                    one that is being made; nobody reads it

A file that did not change is shared with the generation before (a hard link). Whoever reads a generation holds a shared
lock on its folder; one that is not in use and that nobody reads is removed by the next refresh.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from setia.foundation import own_values
from setia.foundation.errors import Refusal
from setia.kit.marts import MartColumn

PART = 16_384
"""Numbers of records that share a file: a change rewrites one, and a million records are sixty-two."""

PATIENCE = 3.0
"""Seconds in which what is left of a refresh that was killed has ended."""


@dataclass
class MartFiles:
    """`parts` are rows by number of the part; `digest` says of what declaration and rules they are made, `columns` of
    what each column is. Manifests of before fields that people added were in the marts do not say that."""

    digest: str = ""
    parts: dict[int, int] = field(default_factory=dict)
    columns: dict[str, str] | None = None

    def has(self, column: MartColumn) -> bool:
        """Whether the files have this very column, and not none or another one of the same name."""
        if self.columns is None:
            return not own_values.is_own(column.path)
        return self.columns.get(column.name) == column.made_of

    @property
    def rows(self) -> int:
        return sum(self.parts.values())


@dataclass
class Generation:
    path: Path
    position: int
    as_of: str
    made_at: str
    marts: dict[str, MartFiles]

    def files(self, mart: str) -> list[str]:
        known = self.marts.get(mart)
        return [str(self.path / mart / name_of(part)) for part in sorted(known.parts)] if known else []

    def bytes(self, mart: str) -> int:
        return sum(os.path.getsize(file) for file in self.files(mart))

    def write(self) -> None:
        told = {
            "position": self.position, "as_of": self.as_of, "made_at": self.made_at, "part": PART,
            "marts": {
                name: {"digest": mart.digest, "columns": mart.columns,
                       "parts": {str(part): rows for part, rows in sorted(mart.parts.items())}}
                for name, mart in sorted(self.marts.items())
            },
        }  # fmt: skip
        write_whole(self.path / "manifest.json", json.dumps(told))

    @classmethod
    def read(cls, path: Path) -> Generation:
        told = json.loads((path / "manifest.json").read_text())
        if told.get("part") != PART:
            raise ValueError("made with parts of another size")
        marts = {
            name: MartFiles(
                mart["digest"], {int(part): rows for part, rows in mart["parts"].items()}, mart.get("columns")
            )
            for name, mart in told["marts"].items()
        }
        return cls(path, told["position"], told["as_of"], told["made_at"], marts)


def name_of(part: int) -> str:
    return f"{part:05d}.parquet"


def folder() -> Path:
    path = Path(settings.DATA_DIR) / "warehouse"
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def building() -> Path:
    return folder() / "building"


def current() -> Generation | None:
    """The last complete generation; None before the first one, and where it cannot be read any more."""
    try:
        return Generation.read(folder() / (folder() / "CURRENT").read_text().strip())
    except (OSError, ValueError, KeyError):
        return None


@contextmanager
def reading() -> Iterator[Generation | None]:
    """The generation in use, which stays until this ends."""
    while True:
        found = current()
        if found is None:
            yield None
            return
        try:
            handle = os.open(found.path, os.O_RDONLY)
        except FileNotFoundError:
            continue  # replaced and removed between two lines
        try:
            fcntl.flock(handle, fcntl.LOCK_SH)
            if (found.path / "manifest.json").exists():
                yield found
                return
        finally:
            os.close(handle)


@contextmanager
def alone() -> Iterator[int]:
    """One refresh at a time; the lock, to be handed to processes that write for it. Refuses while one is at work."""
    with (folder() / "lock").open("w") as handle:
        until = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    words = _("The marts are being refreshed already. Wait until that is done.")
                    raise Refusal(words) from None
                time.sleep(0.05)
        yield handle.fileno()


def put_in_use(made: Generation) -> Generation:
    """From now on this is read: the folder gets a name of its own, then the pointer is replaced."""
    names = [path.name for path in folder().iterdir() if path.name.isdecimal()]
    name = f"{max((int(each) for each in names), default=0) + 1:06d}"
    made.write()
    os.rename(made.path, folder() / name)
    _settle(folder())
    write_whole(folder() / "CURRENT", name)
    made.path = folder() / name
    return made


def clean_up() -> None:
    """Remove what is not in use and what nobody reads."""
    used = current()
    for path in folder().iterdir():
        if path.name.isdecimal() and (used is None or path != used.path):
            _remove(path)


def _remove(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        (path / "manifest.json").unlink(missing_ok=True)
        shutil.rmtree(path, ignore_errors=True)
    except BlockingIOError:
        pass
    finally:
        os.close(handle)


def forget() -> None:
    """Nothing of what stands here counts any more: the next refresh reads everything."""
    with suppress(FileNotFoundError):
        (folder() / "CURRENT").unlink()
    shutil.rmtree(building(), ignore_errors=True)


def share(before: str, after: Path) -> None:
    """The same file in another generation, without a copy where the file system can."""
    after.parent.mkdir(parents=True, exist_ok=True)
    after.unlink(missing_ok=True)
    try:
        os.link(before, after)
    except OSError:
        shutil.copyfile(before, after)


def write_whole(path: Path, text: str) -> None:
    """Either the text before or this one is read, whatever happens."""
    other = path.with_name(f"{path.name}.new")
    with other.open("w") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(other, path)
    _settle(path.parent)


def _settle(path: Path) -> None:
    """A name in a folder lasts when the folder is written as well."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
