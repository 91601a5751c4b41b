"""Bringing the marts up to date: what is read again, in which files it ends, and when the new ones are in use.

What was begun and cut off (a full one takes minutes) goes on with the parts that are missing. It counts as of the
position at which it began; a second round then reads what was told meanwhile.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import connection

import setia
from setia.domains.insight.engines import spark
from setia.domains.insight.warehouse import changes, store
from setia.domains.insight.warehouse.planning import Plan, Work, begun, told_of
from setia.domains.insight.warehouse.selecting import TYPES, selection
from setia.domains.organisation.exchange_rates.model import ExchangeRate
from setia.foundation import bulk
from setia.foundation.company import our_company
from setia.foundation.money import currencies, scale
from setia.kit.marts import Touched

Tell = Callable[[int, int, str], None]
Part = tuple[str, int, int]
"""Mart, number of the part, rows in it."""
CHILD = "setia.domains.insight.warehouse.writing"
HOME = str(Path(setia.__file__).resolve().parent.parent)
MEMORY, THREADS = "1GB", 2


@dataclass(frozen=True)
class Refreshed:
    """What was written: so many parts of so many marts."""

    position: int
    as_of: date
    marts: int
    parts: int
    is_full: bool


def refresh(at: datetime, today: date, tell: Tell, *, full: bool = False, engine: str = "") -> Refreshed:
    """Refuses while another refresh is at work. May be cut off at any moment."""
    with store.alone() as lock:
        cut_off = begun(full, today, engine)
        shutil.rmtree(store.folder() / "temporary", ignore_errors=True)
        made = _round(cut_off or Plan.made(full, today, engine), at, tell, lock)
        if made.is_full and changes.newest() > made.position:
            # What was told while everything was read.
            _round(Plan.made(False, today, engine), at, tell, lock)
        store.clean_up()
        return made


def _round(plan: Plan, at: datetime, tell: Tell, lock: int) -> Refreshed:
    is_full = all(work.is_whole for work in plan.works)
    if plan.base and not any(work.is_whole or work.whole or work.ids for work in plan.works):
        plan.base.position, plan.base.made_at = plan.position, at.isoformat()
        plan.base.write()
        return Refreshed(plan.position, plan.as_of, 0, 0, False)
    folder = store.building()
    folder.mkdir(exist_ok=True)
    if is_full and not plan.done:
        store.write_whole(folder / "plan.json", json.dumps(
            told_of(plan.position, plan.as_of, plan.engine, plan.digests, store.current())))  # fmt: skip
        (folder / "done").touch()
    before = plan.base.marts if plan.base else {}
    done = dict(plan.done)
    with (folder / "done").open("a") as book:
        for mart, part, rows in _written(plan, folder, tell, lock):
            done[mart, part] = rows
            if is_full:
                book.write(json.dumps([mart, part, rows]) + "\n")
                book.flush()
    made = store.Generation(folder, plan.position, plan.as_of.isoformat(), at.isoformat(), {})
    for work in plan.works:
        name = work.mart.name
        old = {} if work.is_whole or name not in before else before[name].parts
        parts = {**old, **{part: rows for (mart, part), rows in done.items() if mart == name}}
        for part in old.keys() - {part for mart, part in done if mart == name}:
            assert plan.base is not None
            store.share(str(plan.base.path / name / store.name_of(part)), folder / name / store.name_of(part))
        made.marts[name] = store.MartFiles(
            plan.digests[name], {part: rows for part, rows in parts.items() if rows},
            {column.name: column.made_of for column in work.columns},
        )  # fmt: skip
    for name in ("plan.json", "done"):
        (folder / name).unlink(missing_ok=True)
    store.put_in_use(made)
    Touched.objects.filter(pk__in=plan.untold).delete()
    changed = {mart for mart, _part in done}
    return Refreshed(plan.position, plan.as_of, len(changed), len(done), is_full)


def _written(plan: Plan, folder: Path, tell: Tell, lock: int) -> Iterator[Part]:
    """What is written, part by part. With another engine the marts are read first, then reduced by it.

    The lock is the child's as well: should we be killed, it goes on for a moment.
    """
    total = sum(len(work.whole) + len(work.merged) for work in plan.works) or 1
    told = _for_child(plan, folder)
    if plan.engine:
        yield from _child({**told, "reduced": []}, total, tell, lock)
        told = _reduced_elsewhere(plan, told, folder)
    yield from _child(told, total, tell, lock)


def _child(told: dict[str, Any], total: int, tell: Tell, lock: int) -> Iterator[Part]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, [HOME, os.environ.get("PYTHONPATH", "")]))}
    with subprocess.Popen(
        [sys.executable, "-m", CHILD], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        text=True, env=environment, pass_fds=(lock,),
    ) as child:  # fmt: skip
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stderr is not None
        try:
            json.dump(told, child.stdin)
            child.stdin.close()
            for number, line in enumerate(child.stdout):
                said = json.loads(line)
                yield said["mart"], said["part"], said["rows"]
                tell(min(number + 1, total), total, said["mart"])
            words = child.stderr.read()
        except BaseException:
            child.kill()
            raise
        if child.wait():
            if child.returncode == -signal.SIGKILL:
                raise RuntimeError("the writing process was killed; the marts are as they were")
            raise RuntimeError(f"writing the marts ended with {child.returncode}: {words[-2000:]}")


def _reduced_elsewhere(plan: Plan, told: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Have the engine reduce what has to be, and let the child write what it made."""
    files = {}
    for mart in told["marts"]:
        remade = {str(part) for part in (*mart["parts"], *mart["whole"])}
        made = {path.stem: str(path) for path in (folder / mart["name"]).glob("*.parquet")}
        old = {f"{int(part):05d}": path for part, path in mart["old"].items() if part not in remade}
        files[mart["name"]] = [path for _part, path in sorted({**old, **made}.items())]
        mart |= {"whole": [], "ids": [], "parts": []}
    for mart in told["reduced"]:
        if not mart["is_whole"]:
            continue
        to = store.folder() / "temporary" / mart["name"]
        needed = {name: files[name] for name in mart["each"]}
        if all(needed.values()):
            spark.run_apart(spark.Plan(plan.engine, mart["sql"], needed, plan.as_of.isoformat(), str(to)))
            mart["made"] = str(to / "*.parquet")
    return told


def _for_child(plan: Plan, folder: Path) -> dict[str, Any]:
    company = our_company()
    quotes = ExchangeRate.objects.active().filter(against=company.currency).order_by("quoted_on", "id")
    base = plan.base
    return {
        "source": _source(),
        "folder": str(folder),
        "temporary": str(store.folder() / "temporary"),
        "part": store.PART,
        "threads": THREADS,
        "memory": MEMORY,
        "as_of": plan.as_of.isoformat(),
        "currency": company.currency,
        "rates": [
            (currency, day.isoformat(), str(units), str(rate))
            for currency, day, units, rate in quotes.values_list("currency", "quoted_on", "units", "rate")
        ],
        "scales": {code: scale(code) for code in currencies()},
        "marts": [_read(work, base) for work in plan.works if not work.mart.is_reduced],
        "reduced": [_reduced(work, plan) for work in plan.works if work.mart.is_reduced],
    }


def _old(work: Work, base: store.Generation | None) -> dict[str, str]:
    known = base.marts.get(work.mart.name) if base and not work.is_whole else None
    if base is None or known is None:
        return {}
    return {str(part): str(base.path / work.mart.name / store.name_of(part)) for part in known.parts}


def _read(work: Work, base: store.Generation | None) -> dict[str, Any]:
    mart, chosen = work.mart, selection(work.mart, work.columns)
    return {
        "name": mart.name,
        "sql": chosen.sql,
        "key": chosen.key,
        "columns": {column.name: sql for column, sql in zip(work.columns, chosen.made, strict=True)},
        "types": {column.name: TYPES[column.type] for column in work.columns},
        "money": [column.name for column in work.columns if column.type == "money"],
        "currency": mart.currency,
        "day": mart.day,
        "whole": sorted(work.whole),
        "ids": sorted(work.ids),
        "parts": work.merged,
        "old": _old(work, base),
    }


def _reduced(work: Work, plan: Plan) -> dict[str, Any]:
    return {
        "name": work.mart.name,
        "sql": work.mart.sql,
        "types": {column.name: TYPES[column.type] for column in work.columns},
        "each": dict(work.mart.each),
        "is_whole": work.is_whole,
        "made": "",
        "told": [],
        "old": _old(work, plan.base),
    }


def _source() -> dict[str, str]:
    given: Mapping[str, Any] = connection.settings_dict
    if not bulk.is_postgresql():
        return {"kind": "sqlite", "path": str(given["NAME"])}
    words = {"dbname": given["NAME"], "user": given["USER"], "password": given["PASSWORD"], "host": given["HOST"],
             "port": given["PORT"]}  # fmt: skip
    asked = {name: value for name, value in given["OPTIONS"].items() if name not in ("pool", "options")}
    pairs = {**asked, **{name: value for name, value in words.items() if value}}
    address = " ".join(f"{name}='{_escaped(str(value))}'" for name, value in pairs.items())
    return {"kind": "postgresql", "address": address}


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")
