"""`setia doctor`: what this installation runs on, and what should be looked at."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Literal

import django
from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection

from setia.faces.cli.commands import command
from setia.faces.cli.exits import DONE, REFUSED
from setia.faces.cli.preparing import pending
from setia.faces.cli.printing import as_json
from setia.foundation.keeping import holds_data, kept_backups, marks
from setia.foundation.ledger import Entry
from setia.foundation.models import Job
from setia.foundation.staff.models import Staff
from setia.kit import attachments

SAFE_SQLITE = (3, 51, 3)
LITTLE_SPACE = 2 * 1024**3
OLD_BACKUP = timedelta(days=3)
MOST_NAMED = 100


@dataclass(frozen=True)
class Finding:
    name: str
    verdict: Literal["ok", "look", "bad"]
    words: str


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true")


@command("doctor", "Say what this installation runs on and what should be looked at.", _arguments, prepares=False)
def doctor(arguments: Namespace) -> int:
    found = list(examine())
    if arguments.json:
        as_json([asdict(finding) for finding in found])
    else:
        for finding in found:
            print(
                f"{ {'ok': 'ok  ', 'look': 'look', 'bad': 'BAD '}[finding.verdict] }  {finding.name}: {finding.words}"
            )
    return REFUSED if any(finding.verdict == "bad" for finding in found) else DONE


def examine() -> Iterator[Finding]:
    yield Finding("Python", "ok", f"{platform.python_version()}, Django {django.get_version()}")
    yield from _data_folder()
    yield from _database()
    yield _mail()
    yield from _declarations()


def _mail() -> Finding:
    if not settings.MAIL_URL:
        return Finding("Mail", "look", "none is sent (no daily summaries); say how with SETIA_MAIL_URL")
    tls = "" if settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL else ", not encrypted"
    words = f"through {settings.EMAIL_HOST}:{settings.EMAIL_PORT}{tls}, from {settings.DEFAULT_FROM_EMAIL}"
    return Finding("Mail", "look" if tls and settings.EMAIL_HOST_PASSWORD else "ok", words)


def _data_folder() -> Iterator[Finding]:
    folder = settings.DATA_DIR
    writable = os.access(folder, os.W_OK)
    yield Finding(
        "Data folder", "ok" if writable else "bad", str(folder) if writable else f"{folder} cannot be written"
    )
    free = shutil.disk_usage(folder).free
    words = f"{free / 1024**3:.1f} GiB free"
    yield Finding("Disk", "ok" if free > LITTLE_SPACE else "look", words)
    key = folder / "secret-key"
    if key.exists() and key.stat().st_mode & 0o077:
        yield Finding("Secret key", "look", f"{key} can be read by others; chmod 600 it")
    if settings.DEBUG:
        yield Finding("Debug", "bad", "SETIA_DEBUG is on; pages show the inside of Setia to everybody")


def _database() -> Iterator[Finding]:
    if connection.vendor == "sqlite":
        bundled = "pysqlite3" in sys.modules.get("sqlite3", sqlite3).__name__ or "pysqlite3" in sys.modules
        source = "of the pysqlite3 package" if bundled else "of the standard library"
        good = sqlite3.sqlite_version_info >= SAFE_SQLITE
        advice = "" if good else "; versions before 3.51.3 can damage a write-ahead log"
        yield Finding("SQLite", "ok" if good else "look", f"{sqlite3.sqlite_version} {source}{advice}")
    try:
        steps = pending()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SHOW server_version")
                yield Finding("PostgreSQL", "ok", str(cursor.fetchone()[0]))
        behind = f"{steps} steps to do; run setia upgrade"
        yield Finding("Tables", "look" if steps else "ok", behind if steps else "up to date")
        yield from _safety()
        if not steps:
            yield from _contents()
    except DatabaseError as trouble:
        yield Finding("Database", "bad", str(trouble).strip())


def _safety() -> Iterator[Finding]:
    """Whether something was begun and left, and how old the newest backup in the data folder is."""
    if begun := marks.begun():
        yield Finding("Unfinished", "bad", f"a {begun['what']} was begun and did not end; run it again")
    made = kept_backups()
    if made:
        age = datetime.now() - datetime.fromtimestamp(made[-1].stat().st_mtime)
        size = made[-1].stat().st_size / 1e6
        words = f"{made[-1].name}, {size:,.1f} MB, {age.days} days {age.seconds // 3600} hours old"
        yield Finding("Backup", "ok" if age < OLD_BACKUP else "look", words)
    elif holds_data():
        yield Finding("Backup", "look", "none in the data folder; make one: setia backup")


def _contents() -> Iterator[Finding]:
    last = Entry.objects.order_by("-id").values_list("id", flat=True).first()
    yield Finding("Ledger", "ok", f"last entry {last or 0}")
    failed = Job.objects.filter(state=Job.State.FAILED).count()
    waiting = Job.objects.exclude(state=Job.State.FAILED).count()
    yield Finding("Jobs", "look" if failed else "ok", f"{waiting} waiting or running, {failed} failed")
    yield from _files()
    people = Staff.objects.active().filter(is_admin=True, is_active=True).exclude(email=None).count()
    words = f"{people} administrators" if people else "nobody may sign in; make one: setia user add EMAIL --admin"
    yield Finding("People", "ok" if people else "look", words)


def _files() -> Iterator[Finding]:
    """Whether everything that was uploaded is there."""
    if not attachments.are_kept():
        return
    missing = attachments.attachments().missing(MOST_NAMED)
    if missing:
        named = ", ".join(f"files:{pk}" for pk in missing[:5])
        words = (
            f"the content of {len(missing)} files or more is not in the data folder ({named}); restore it from a backup"
        )
        yield Finding("Files", "bad", words)
    else:
        yield Finding("Files", "ok", "the content of each is there")


def _declarations() -> Iterator[Finding]:
    faults = [fault for fault in checks.run_checks() if fault.level >= checks.WARNING and not fault.is_silenced()]
    for fault in faults:
        yield Finding("Declarations", "bad" if fault.level >= checks.ERROR else "look", str(fault.msg))
    if not faults:
        yield Finding("Declarations", "ok", "all nouns and verbs are sound")
