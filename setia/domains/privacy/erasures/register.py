"""Numbers of the parties that were erased, in a file beside the database: a backup from before brings them back,
and this says that they are to go again. It holds nothing else about anybody.

A number alone could be given out again after such a backup, so the moment the record was made stands beside it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings


def path() -> Path:
    return Path(settings.DATA_DIR) / "erased.jsonl"


def remember(parties: Iterable[tuple[int, datetime]]) -> None:
    """Call when it is certain that they are erased; the same again adds nothing."""
    known = set(remembered())
    new = [(id_, made_at) for id_, made_at in parties if (id_, made_at) not in known]
    lines = [json.dumps({"party": id_, "made_at": made_at.isoformat()}) + "\n" for id_, made_at in new]
    path().parent.mkdir(parents=True, exist_ok=True)
    with path().open("a", encoding="utf-8") as file:
        file.writelines(lines)
        file.flush()
        os.fsync(file.fileno())


def remembered() -> Iterator[tuple[int, datetime]]:
    if not path().exists():
        return
    with path().open(encoding="utf-8") as file:
        for line in file:
            try:
                told = json.loads(line)
                yield int(told["party"]), datetime.fromisoformat(told["made_at"])
            except (ValueError, KeyError, TypeError):
                continue  # a line that was cut off by a power failure
