"""`setia backup`, `restore`, `upgrade`, `move`: keeping what a company has."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from setia.faces.cli import moving, upgrading
from setia.faces.cli.commands import command
from setia.faces.cli.exits import DONE
from setia.faces.cli.preparing import refuse_begun
from setia.faces.cli.printing import Progress, as_json
from setia.foundation.access import system
from setia.foundation.errors import Refusal
from setia.foundation.keeping import Archive, State, back_up, holds_data, judge, marks, opened, restore, usual_name
from setia.kit.chores import chores


def _backup_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="where to (the data folder's backups)")
    parser.add_argument("--check", action="store_true", help="read FILE and say whether it is whole; write nothing")
    parser.add_argument("--without-key", action="store_true", help="leave out the secret key that signs sessions")
    parser.add_argument("--database-only", action="store_true", help="leave out uploaded files and the secret key")
    parser.add_argument("--json", action="store_true")


@command("backup", "Keep everything of now in one file, while others go on working.", _backup_arguments, prepares=False)
def backup(arguments: Namespace) -> int:
    if arguments.check:
        if arguments.file is None:
            raise Refusal(_("Name the file to be checked: setia backup --check FILE"))
        return _told(arguments.file, checked(arguments.file), arguments.json)
    path = arguments.file or usual_name()
    with marks.at_work(), _shown(_("Backup")) as progress:
        refuse_begun()
        manifest = back_up(
            path,
            progress,
            with_files=not arguments.database_only,
            with_key=not (arguments.without_key or arguments.database_only),
        )
    return _told(path, manifest.facts(), arguments.json)


def checked(path: Path) -> dict[str, object]:
    """What a backup is, after all of it was read and found whole."""
    with opened(path) as archive:
        check(archive)
        return archive.manifest.facts()


def check(archive: Archive) -> None:
    done = 0
    with _shown(_("Checking")) as progress:

        def count(rows: int) -> None:
            nonlocal done
            done += rows
            progress(done, archive.manifest.rows)

        archive.check(count)


def _told(path: Path, facts: dict[str, object], wants_json: bool) -> int:
    if wants_json:
        as_json({"file": str(path), "bytes": path.stat().st_size, **facts})
        return DONE
    made_at = datetime.fromisoformat(str(facts["made_at"]))
    words = _("%(file)s: %(rows)s rows and %(files)s files of %(made_at)s UTC, %(size)s MB")
    told = {
        "file": path,
        "rows": f"{facts['rows']:,}",
        "files": f"{facts['files']:,}",
        "made_at": f"{made_at:%Y-%m-%d %H:%M}",
        "size": f"{path.stat().st_size / 1e6:,.1f}",
    }
    print(words % told)
    if facts["secret_key"]:
        print(_("It holds everything, also the secret key: keep it where only you can read it."), file=sys.stderr)
    return DONE


@contextmanager
def _shown(label: str) -> Iterator[Progress]:
    progress = Progress(label)
    try:
        yield progress
    finally:
        progress.end()


def _restore_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a file that `setia backup` made")
    parser.add_argument("--replace", action="store_true", help="back up what is here, then replace all of it")
    parser.add_argument("--compare", action="store_true", help="read every row back and compare it before it counts")
    parser.add_argument("--database-only", action="store_true", help="leave files and secret key as they are")
    parser.add_argument("--no-upgrade", action="store_true", help="leave an older database as it is, for its version")


@command("restore", "Have everything again from a backup.", _restore_arguments, prepares=False)
def restore_backup(arguments: Namespace) -> int:
    with marks.alone(), opened(arguments.file) as archive:
        check(archive)
        judge(archive, arguments.replace)
        if arguments.replace and holds_data():
            former = usual_name("before-restore")
            with _shown(_("Backup of what is here")) as progress:
                back_up(former, progress)
            print(_("What was here is kept in %(file)s") % {"file": former}, file=sys.stderr)
        with _shown(_("Restoring")) as progress:
            restore(
                archive,
                progress,
                with_files=not arguments.database_only,
                replaces=arguments.replace,
                compares=arguments.compare,
            )
        print(_("%(rows)s rows were restored.") % {"rows": f"{archive.manifest.rows:,}"})
        if State.now().lacking and not arguments.no_upgrade:
            upgrading.take_steps(arguments.file.resolve())
        _look_after_what_came_back()
    return DONE


def _look_after_what_came_back() -> None:
    """What has to be done again when an older state has taken the place of a newer one."""
    if State.now().lacking:
        print(_("Upgrade, then write: setia privacy reapply"), file=sys.stderr)
        return
    for room in chores().values():
        for chore in room.values():
            if chore.after_restore:
                print(chore.run(system("cli"), lambda done, total, note: None), file=sys.stderr)


@command("upgrade", "Bring the database to this version, after a backup.", prepares=False)
def upgrade(_arguments: Namespace) -> int:
    with marks.alone():
        return upgrading.upgrade(lambda: _shown(_("Backup")))


def _move_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("address", metavar="ADDRESS", help="postgresql://user:password@host/name, or sqlite")


@command("move", "Copy everything into another, empty database and say how to use it.", _move_arguments, prepares=False)
def move(arguments: Namespace) -> int:
    with marks.alone():
        return moving.move(arguments.address, lambda: _shown(_("Backup")))
