"""Asking the marts: as somebody, with the marts and columns that are theirs, in limited time and memory."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.insight.warehouse import store
from setia.domains.insight.warehouse.refreshing import HOME
from setia.domains.insight.warehouse.selecting import TYPES
from setia.foundation.access import Actor
from setia.foundation.errors import Forbidden, Invalid, NotFound, Refusal
from setia.foundation.throttling import spend
from setia.kit.marts import Answer, Mart, columns_for, marts, may_ask

CHILD = "setia.domains.insight.questions.answering"
ROWS = 10_000
SECONDS, MEMORY = 15, 512
AT_ONCE = 2
"""So many questions on one machine at a time: the others wait for nobody, they are asked to come again."""
A_MINUTE, LONGEST = 60, 4_000

REFUSALS: Mapping[str, Any] = {
    "not a question": gettext_lazy("Only questions can be asked here: write one that begins with SELECT or WITH."),
    "one question": gettext_lazy("Ask one question at a time."),
    "not understood": gettext_lazy("This was not understood: %(what)s"),
    "not allowed": gettext_lazy("“%(what)s” cannot be used in questions about marts."),
    "unknown function": gettext_lazy("The function “%(what)s” cannot be used in questions about marts."),
    "unknown type": gettext_lazy("The type “%(what)s” cannot be used in questions about marts."),
    "unknown mart": gettext_lazy("There is no mart “%(what)s” that you may ask. Those you may are listed below."),
    "too large": gettext_lazy("This needs more memory than a question may use. Ask for less at a time."),
    "too long": gettext_lazy("This takes longer than a question may take. Ask for less at a time."),
}


def ask(sql: str, by: Actor) -> Answer:
    sql = sql.strip().rstrip(";").strip()
    if not sql or len(sql) > LONGEST or "\0" in sql:
        raise Invalid({"sql": [_("Write a question of up to %(most)s characters.") % {"most": LONGEST}]})
    if not any(may_ask(mart, by) for mart in marts().values()):
        raise Forbidden()
    spend("marts", str(by.staff_id), A_MINUTE, 60)
    with store.reading() as found, _place():
        if found is None:
            raise Refusal(_("The marts were never filled. Refresh them first."))
        asked = {
            "sql": sql, "marts": _theirs(found, by), "as_of": found.as_of, "rows": ROWS, "seconds": SECONDS,
            "memory": MEMORY,
        }  # fmt: skip
        said = _said(asked, SECONDS)
        if why := said.get("refused"):
            raise Invalid({"sql": [str(REFUSALS[why]) % {"what": said["what"]}]})
        return Answer(
            said["columns"], said["types"], said["rows"], said["is_cut"], said["seconds"],
            date.fromisoformat(found.as_of),
        )  # fmt: skip


def file_of(name: str, by: Actor) -> Path:
    """All rows of a mart with the columns that are theirs, as one file in a folder of its own."""
    mart = marts().get(name)
    if mart is None or not may_ask(mart, by):
        raise NotFound()
    with store.reading() as found, _place():
        if found is None or name not in found.marts:
            raise Refusal(_("The marts were never filled. Refresh them first."))
        path = Path(tempfile.mkdtemp(prefix="setia-mart-")) / f"{name}.parquet"
        _said({"mart": _told(found, mart, by), "to": str(path), "memory": MEMORY}, 600)
        return path


def _theirs(found: store.Generation, by: Actor) -> dict[str, Any]:
    known = [mart for name, mart in marts().items() if name in found.marts]
    return {mart.name: told for mart in known if (told := _told(found, mart, by))["types"]}


def _told(found: store.Generation, mart: Mart, by: Actor) -> dict[str, Any]:
    files = found.marts[mart.name]
    return {
        "files": found.files(mart.name),
        "types": {column.name: TYPES[column.type] for column in columns_for(mart, by) if files.has(column)},
    }


def _said(asked: Any, seconds: float) -> Any:
    """What the process answers; one that takes too long is ended. It knows nothing of our environment."""
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, [HOME, os.environ.get("PYTHONPATH", "")])),
                   "PATH": os.environ.get("PATH", ""), "HOME": "/nonexistent", "LANG": "C.UTF-8"}  # fmt: skip
    try:
        done = subprocess.run(
            [sys.executable, "-m", CHILD], input=json.dumps(asked), capture_output=True, text=True, timeout=seconds,
            env=environment, cwd="/", check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return {"refused": "too long", "what": ""}
    if done.returncode < 0:
        return {"refused": "too long" if -done.returncode in (9, 24) else "too large", "what": ""}
    if done.returncode:
        if "MemoryError" in done.stderr or "bad_alloc" in done.stderr or "thread" in done.stderr:
            return {"refused": "too large", "what": ""}
        raise RuntimeError(f"answering ended with {done.returncode}: {done.stderr[-2000:]}")
    return json.loads(done.stdout)


@contextmanager
def _place() -> Iterator[None]:
    """One of the few places for questions; a refusal where all are taken."""
    for number in range(AT_ONCE):
        with (store.folder() / f"asking-{number}").open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            yield
            return
    raise Refusal(_("Others are asking at this moment. Try again in a few seconds."))
