"""What a refresh has to do: which parts of which marts are read whole, which rows are read again in others."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Max, Min
from django.utils.translation import gettext as _

from setia.domains.insight.warehouse import changes, store
from setia.domains.insight.warehouse.selecting import digest
from setia.foundation import ledger
from setia.foundation.errors import Refusal
from setia.kit.marts import Mart, MartColumn, columns_of, marts

MANY = 0.25
"""Where more of a part's numbers than this are read again, all of the part is."""


@dataclass
class Work:
    """What is to be done for one mart: parts to be read whole, rows to be read again in others.

    `columns` are those of one moment: somebody may add a field while the marts are written.
    """

    mart: Mart
    columns: Sequence[MartColumn]
    whole: set[int] = field(default_factory=set)
    ids: set[int] = field(default_factory=set)
    is_whole: bool = False

    @property
    def merged(self) -> list[int]:
        return sorted({number // store.PART for number in self.ids} - self.whole)

    @cached_property
    def digest(self) -> str:
        return digest(self.mart, self.columns)

    def find(self, base: store.Generation | None, found: changes.Changes, full: bool, today: date) -> None:
        """What of the mart has to be read, after these changes."""
        known = base.marts.get(self.mart.name) if base else None
        self.is_whole = base is None or known is None or full or known.digest != self.digest
        if self.mart.is_reduced:
            self.is_whole = self.is_whole or base is None or base.as_of != today.isoformat()
            return
        self.is_whole = self.is_whole or bool(found.rates and self.mart.currency)
        if self.is_whole:
            numbers = self.mart.table._base_manager.aggregate(first=Min("pk"), last=Max("pk"))
            if numbers["last"] is not None:
                self.whole = set(range(numbers["first"] // store.PART, numbers["last"] // store.PART + 1))
            return
        self.ids = found.rows.get(self.mart.name, set())
        counts = Counter(number // store.PART for number in self.ids)
        self.whole = {part for part, count in counts.items() if count > MANY * store.PART}
        self.ids = {number for number in self.ids if number // store.PART not in self.whole}


@dataclass
class Plan:
    position: int
    as_of: date
    engine: str
    works: list[Work]
    base: store.Generation | None
    digests: dict[str, str]
    untold: list[int]
    done: dict[tuple[str, int], int] = field(default_factory=dict)

    @classmethod
    def made(cls, full: bool, today: date, engine: str) -> Plan:
        shutil.rmtree(store.building(), ignore_errors=True)
        base = store.current()
        position = ledger.complete_until()
        if position is None:
            raise Refusal(
                _("Somebody has been writing for a long time, such as a large import. Try again when it is done.")
            )
        if base is not None and base.position > position:
            base = None  # of another ledger, or a later one than this
        read = [mart for mart in marts().values() if not mart.is_reduced]
        found = changes.since(base.position if base else position, position, read)
        works = [Work(mart, columns_of(mart)) for mart in marts().values()]
        for work in works:
            work.find(base, found, full or found.everything, today)
        digests = {work.mart.name: work.digest for work in works}
        for work in works:
            # Where whole parts of what it is made of are read anew, nobody knows whose rows these were before.
            if any(other.whole or other.is_whole for other in works if other.mart.name in work.mart.each):
                work.is_whole = True
            if engine and work.mart.is_reduced and any(other.ids for other in works):
                work.is_whole = True
        return cls(position, today, engine, works, base, digests, found.untold)


# A round that was cut off ---------------------------------------------------------------------------------


def begun(full: bool, today: date, engine: str) -> Plan | None:
    """A round in which everything is read goes on if it would be the same again."""
    try:
        told = json.loads((store.building() / "plan.json").read_text())
        lines = (store.building() / "done").read_text().splitlines()
    except (OSError, ValueError):
        return None
    works = [Work(mart, columns_of(mart)) for mart in marts().values()]
    digests = {work.mart.name: work.digest for work in works}
    base = store.current()
    same = told == told_of(told.get("position", -1), today, engine, digests, base)
    if not same or told["position"] > changes.newest():
        return None
    for work in works:
        work.find(None, changes.Changes(), True, today)
    plan = Plan(told["position"], today, engine, works, None, digests, [])
    for line in lines:
        try:
            mart, part, rows = json.loads(line)
        except ValueError:
            continue  # the last line, half written
        plan.done[mart, part] = rows
    for work in works:
        work.whole -= {part for mart, part in plan.done if mart == work.mart.name}
    return plan


def told_of(position: int, today: date, engine: str, digests: Mapping[str, str], base: store.Generation | None) -> Any:
    return {"position": position, "as_of": today.isoformat(), "engine": engine, "digests": dict(digests),
            "base": base.path.name if base else ""}  # fmt: skip
