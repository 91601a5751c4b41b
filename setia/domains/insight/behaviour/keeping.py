"""What was reckoned of behaviour is kept beside the marts it was reckoned from, as one file.

It is reckoned after every refresh of the marts, and when a report finds none of the marts in use. It holds sums alone,
no names and no numbers of parties; whoever asks for a report gets the names of products with their own rights.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import transaction

from setia.domains.insight.warehouse import reading, store
from setia.domains.insight.warehouse.jobs import after_refresh
from setia.foundation.apart import worked_out
from setia.foundation.company import our_company
from setia.foundation.jobs import task
from setia.foundation.jobs.model import Job
from setia.kit.chores import Tell

CHILD = "setia.domains.insight.behaviour.child"
KEY = "behaviour:reckon"


def path() -> Path:
    return store.folder() / "behaviour.json"


def known() -> dict[str, Any] | None:
    """What was reckoned last; None where nothing was, or the marts are to be made anew.

    Where it is of other marts than those in use, it is given all the same, and reckoned again meanwhile.
    """
    used = store.current()
    if used is None:
        return None
    try:
        found = _read(path(), path().stat().st_mtime_ns)
    except (OSError, ValueError):
        found = None
    if found is None or found["of"] != used.path.name:
        ask_for_it()
    return found


@lru_cache(maxsize=1)
def _read(file: Path, _changed: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_text())
    return found


def reckon() -> dict[str, Any] | None:
    """Of the marts in use; None before their first refresh."""
    with reading.described() as told:
        used = store.current()
        if told is None or used is None:
            return None
        found = worked_out(CHILD, asdict(told))
    found |= {"of": used.path.name, "currency": our_company().currency}
    store.write_whole(path(), json.dumps(found))
    return found


@task(own_transactions=True, retries=2)
def reckon_behaviour() -> None:
    reckon()


def ask_for_it() -> None:
    """Have a worker reckon it; one that failed stands in nobody's way."""
    with transaction.atomic():
        Job.objects.filter(key=KEY, state=Job.State.FAILED).delete()
        reckon_behaviour.using(key=KEY).enqueue()


def reckon_here(_at: datetime, _tell: Tell) -> str:
    """Whoever refreshes the marts on the command line finds the reports ready."""
    reckon()
    return ""


after_refresh(ask_for_it, reckon_here)
