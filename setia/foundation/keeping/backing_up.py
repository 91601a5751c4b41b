"""Making a backup while everything goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from setia.foundation.errors import Refusal
from setia.foundation.keeping.manifest import KEY, Manifest
from setia.foundation.keeping.packing import Writer, new_file
from setia.foundation.keeping.snapshot import Snapshot, snapshot
from setia.foundation.keeping.states import State, version

FOLDERS = ("files", "imports")
"""Of the data folder: what people have uploaded. The rest is the database itself or can be made again."""
ENDING = ".setia.zip"

Progress = Callable[[int, int], None]


def backups_folder() -> Path:
    folder = Path(settings.DATA_DIR) / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def usual_name(kind: str = "setia") -> Path:
    """With the minute in it, and a number when there are several in that minute."""
    stem = f"{kind}-{timezone.now():%Y-%m-%d-%H%M}"
    taken, path = 1, backups_folder() / f"{stem}{ENDING}"
    while path.exists():
        taken += 1
        path = backups_folder() / f"{stem}-{taken}{ENDING}"
    return path


def back_up(path: Path, progress: Progress, *, with_files: bool = True, with_key: bool = True) -> Manifest:
    """Write everything that is needed to have this installation again, as of now, to a new file.

    Others read and write meanwhile. The file has its name only when it is whole.
    """
    state = State.now()
    if not state.applied:
        raise Refusal(_("There is no database yet, so there is nothing to keep."))
    manifest = Manifest(version(), timezone.now().isoformat(), connection.vendor, sorted(state.applied))
    with new_file(path) as file, snapshot() as moment:
        writer = Writer(file, manifest)
        if with_files:  # before the rows, so that none they name is gone by then
            for found in data_files():
                progress(0, 0)
                writer.add_file(found, found.relative_to(settings.DATA_DIR).as_posix())
        secret = Path(settings.DATA_DIR) / KEY
        if with_key and secret.exists():
            writer.add_key(secret.read_bytes())
        _add_tables(writer, moment, state, progress)
        writer.finish()
    return manifest


def _add_tables(writer: Writer, moment: Snapshot, state: State, progress: Progress) -> None:
    tables = state.tables()
    total = sum(moment.count(table) for table in tables)
    done = 0

    def count(rows: int) -> None:
        nonlocal done
        done += rows
        progress(done, total)

    for table in tables:
        # Closed at once when it is stopped: PostgreSQL's connection is locked for as long as rows are on their way.
        with closing(moment.pieces(table)) as pieces:
            writer.add_table(table, partial(moment.last_id, table), pieces, count)


def data_files() -> Iterator[Path]:
    """What people have uploaded, in the order of the names."""
    for folder in FOLDERS:
        yield from sorted(path for path in (Path(settings.DATA_DIR) / folder).rglob("*") if path.is_file())


def kept_backups() -> list[Path]:
    """The whole backups of the usual folder, the oldest first."""
    folder = Path(settings.DATA_DIR) / "backups"
    return sorted(folder.glob(f"*{ENDING}"), key=lambda path: path.stat().st_mtime)
