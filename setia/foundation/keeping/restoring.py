"""Having an installation again from a backup: all of it, or nothing.

SQLite gets a new file that takes the place of the old one at the end; PostgreSQL does everything in one
transaction. A mark in the data folder keeps others from starting before the files are in their place too.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from setia.foundation import bulk
from setia.foundation.errors import Refusal
from setia.foundation.jobs import queue
from setia.foundation.jobs.model import Job
from setia.foundation.keeping import loading, marks
from setia.foundation.keeping.backing_up import FOLDERS, Progress
from setia.foundation.keeping.comparing import compare
from setia.foundation.keeping.manifest import KEY, Manifest
from setia.foundation.keeping.states import State, go_to, holds_data
from setia.foundation.keeping.unpacking import Archive

ARRIVING = "restoring"


def judge(archive: Archive, replace: bool) -> None:
    """Refuse what cannot be restored here, before anything is touched."""
    unknown = State.now().unknown(archive.manifest.steps)
    if unknown:
        words = _("%(file)s was made by a newer version of Setia (%(step)s). Install that version to restore it.")
        raise Refusal(words % {"file": archive.path, "step": ".".join(unknown[0])})
    begun = marks.begun()
    if not replace and holds_data() and not (begun.get("what") == "restore" and not begun.get("replaces")):
        words = _(
            "This installation holds data. Restore into an empty one (another SETIA_DATA_DIR or"
            " SETIA_DATABASE_URL), or write --replace: what is here is then backed up first and replaced."
        )
        raise Refusal(words)


def restore(
    archive: Archive, progress: Progress, *, with_files: bool = True, replaces: bool = False, compares: bool = False
) -> None:
    """Put the database and the files of a checked backup into the place of what is here.

    The database is then as far as its migrations were when the backup was made. `compares` reads
    everything back before it counts, and keeps nothing that differs.
    """
    with _marked(archive, replaces):
        if with_files:
            _unpack(archive)
        with _new_database():
            go_to(archive.manifest.steps)
            _fill(archive, progress)
            if compares:
                compare(archive, progress)
            _take_back_jobs()
    bulk.analyse()
    if with_files:
        _move_in(archive.manifest)
    cache.clear()
    marks.end()


@contextmanager
def _marked(archive: Archive, replaces: bool) -> Iterator[None]:
    """What fails inside has changed nothing, so the mark goes; whoever is killed leaves it."""
    former = marks.begun()
    marks.begin("restore", file=str(archive.path.resolve()), replaces=replaces)
    try:
        yield
    except BaseException:
        shutil.rmtree(Path(settings.DATA_DIR) / ARRIVING, ignore_errors=True)
        if former:
            marks.begin(**former)
        else:
            marks.end()
        raise


def _fill(archive: Archive, progress: Progress) -> None:
    kept = archive.manifest.tables
    tables = [each.table for each in kept]
    done, total = 0, archive.manifest.rows

    def told(pieces: Iterator[bytes]) -> Iterator[bytes]:
        nonlocal done
        for piece in pieces:
            yield piece
            done += piece.count(b"\n")
            progress(done, total)

    with _references_later():
        loading.empty(tables)
        with loading.without_indexes(tables):
            for each in kept:
                loading.load(each.table, told(archive.rows(each)))
                loading.go_on_from(each.table, each.last_id)


def _take_back_jobs() -> None:
    """Jobs that ran when the backup was made have no worker any more: they wait again, as if never begun."""
    queue.release(Job.objects.all())


@contextmanager
def _new_database() -> Iterator[None]:
    """Everything inside becomes the database at its end; after a failure there is what was before."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            _drop_tables()
            yield
        return
    final = Path(str(connection.settings_dict["NAME"]))
    building = final.with_name(f".{final.name}.{ARRIVING}")
    try:
        _connect_to(building)
        _remove(building)
        with connection.cursor() as cursor:
            for pragma in ("journal_mode=DELETE", "journal_mode=OFF", "synchronous=OFF", "cache_size=-200000"):
                cursor.execute(f"PRAGMA {pragma}")
        yield
        connection.close()
        _sync(building)
        _connect_to(final)
        _let_go()
        os.replace(building, final)
        _sync(final.parent)
    finally:
        _connect_to(final)
        _remove(building)


@contextmanager
def _references_later() -> Iterator[None]:
    """SQLite compares references all at once at the end; on PostgreSQL they are away meanwhile."""
    if connection.vendor == "postgresql":
        yield
        return
    connection.disable_constraint_checking()
    try:
        with transaction.atomic():
            yield
        connection.check_constraints()
    except IntegrityError as trouble:
        raise loading.unfitting(trouble) from trouble
    finally:
        connection.enable_constraint_checking()


def _connect_to(path: Path) -> None:
    connection.close()
    connection.settings_dict["NAME"] = str(path)


def _let_go() -> None:
    """Bring the write-ahead log of the old database into it, so that it cannot be taken for the new one's."""
    with connection.cursor() as cursor:
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    name = str(connection.settings_dict["NAME"])
    connection.close()
    if busy:
        raise Refusal(_("Another program uses the database. Stop it, then try again."))
    for ending in ("-wal", "-shm"):
        Path(name + ending).unlink(missing_ok=True)


def _drop_tables() -> None:
    """Only the tables of Setia: others may live in the same database."""
    state = State.now()
    ours = {table.name for table in state.tables()} | {"django_migrations"}
    there = [name for name in connection.introspection.table_names() if name in ours]
    if there:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {', '.join(map(connection.ops.quote_name, there))} CASCADE")


def _unpack(archive: Archive) -> None:
    """Beside their place, so that moving them in takes a moment."""
    folder = Path(settings.DATA_DIR) / ARRIVING
    shutil.rmtree(folder, ignore_errors=True)
    for name in archive.manifest.files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.writelines(archive.file(name))
    if archive.manifest.has_key:
        folder.mkdir(exist_ok=True)
        with os.fdopen(os.open(folder / KEY, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
            file.write(archive.key())


def _move_in(manifest: Manifest) -> None:
    data, arriving = Path(settings.DATA_DIR), Path(settings.DATA_DIR) / ARRIVING
    for name in FOLDERS:
        shutil.rmtree(data / name, ignore_errors=True)
        if (arriving / name).exists():
            (arriving / name).rename(data / name)
    if manifest.has_key:
        (arriving / KEY).replace(data / KEY)
    shutil.rmtree(arriving, ignore_errors=True)


def _remove(database: Path) -> None:
    for ending in ("", "-wal", "-shm", "-journal"):
        Path(f"{database}{ending}").unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
