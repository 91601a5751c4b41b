"""Copying an installation into another database: a backup, restored there and compared row by row."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.utils.translation import gettext as _

from setia.faces.cli.exits import DONE, REFUSED
from setia.faces.cli.preparing import prepare
from setia.faces.cli.printing import Progress
from setia.foundation.errors import Refusal
from setia.foundation.keeping import back_up, marks, usual_name
from setia.foundation.ledger import Entry

Shown = Callable[[], AbstractContextManager[Progress]]


def move(address: str, shown: Shown) -> int:
    """The files of the data folder stay where they are; only the rows go elsewhere."""
    prepare()
    ours = f"sqlite://{Path(settings.DATA_DIR) / 'setia.sqlite3'}"
    target = ours if address == "sqlite" else address
    if target == (settings.DATABASE_URL or ours):
        raise Refusal(_("That is the database which is in use already."))
    path = usual_name("before-move")
    with shown() as progress:
        manifest = back_up(path, progress, with_files=False, with_key=False)
    if _received(path, target) != 0:
        print(_("The move did not take place; everything here is as it was."), file=sys.stderr)
        return REFUSED
    entries = next(kept for kept in manifest.tables if kept.table.name == Entry._meta.db_table)
    if Entry.objects.filter(pk__gt=entries.last_id).exists():
        words = _("Somebody has written meanwhile, which was not moved. Stop all of Setia, empty %(to)s, try again.")
        raise Refusal(words % {"to": shown_address(target)})
    marks.leave(shown_address(target))
    print(_("All %(rows)s rows were moved and compared. From now on set:") % {"rows": f"{manifest.rows:,}"})
    print("  SETIA_DATABASE_URL=" + ("" if target == ours else shown_address(target)))
    return DONE


def _received(path: Path, target: str) -> int:
    """Restored by a process that lives in the other database, and keeps nothing of its own."""
    with tempfile.TemporaryDirectory(prefix="setia-moving-") as folder:
        environment = os.environ | {"SETIA_DATABASE_URL": target, "SETIA_DATA_DIR": folder}
        command = [sys.executable, "-m", "setia", "restore", str(path.resolve()), "--compare", "--database-only"]
        return subprocess.run(command, env=environment, check=False).returncode


def shown_address(address: str) -> str:
    """Without the password."""
    parts = urlsplit(address)
    if not parts.password:
        return address
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{parts.username}:…@{host}"))
