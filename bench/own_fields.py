"""What own fields cost: the column, filters and sorted pages over it, its indexes, and writing.

    python -m bench.own_fields --folder COPY/sqlite-100000
    python -m bench.own_fields --folder COPY/postgresql-100000 --database postgresql

The folder is a copy of a company that `make bench` keeps (it is changed here). Every party gets a number, a text
and a day; times are the middle of 21 calls of the list itself, in milliseconds, without a page around it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.installation import Installation

TIMES = 21
VALUES = {
    "sqlite": """UPDATE parties_party SET custom = json_object('number_{0}', (id * 7919 % 100000) / 4.0,
        'text_{1}', printf('K-%07d', id * 7919 % 1000003),
        'day_{2}', date('2015-01-01', (id * 31 % 4000) || ' days'))""",
    "postgresql": """UPDATE parties_party SET custom = jsonb_build_object('number_{0}', (id * 7919 % 100000) / 4.0,
        'text_{1}', 'K-' || lpad((id * 7919 % 1000003)::text, 7, '0'),
        'day_{2}', to_char(date '2015-01-01' + (id * 31 % 4000)::int, 'YYYY-MM-DD'))""",
}


def said(title: str, milliseconds: float) -> None:
    print(f"{title:58}{milliseconds:12,.1f} ms", flush=True)


def once(title: str, call: Callable[[], Any]) -> Any:
    began = time.perf_counter()
    found = call()
    said(title, (time.perf_counter() - began) * 1000)
    return found


def middle(title: str, call: Callable[[], Any], times: int = TIMES) -> None:
    call()
    taken = []
    for _time in range(times):
        began = time.perf_counter()
        call()
        taken.append((time.perf_counter() - began) * 1000)
    said(title, statistics.median(taken))


def inside() -> None:
    """Runs with the settings of the installation."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "setia.config.settings")
    import django

    django.setup()
    from django.db import connection

    from setia.foundation.access import system
    from setia.foundation.company import changed_company
    from setia.kit import verbs
    from setia.kit.resources import registry
    from setia.kit.shaping.model import OwnField

    by, parties = system("cli"), registry["parties"]
    print(f"{parties.rows().count():,} parties, {connection.vendor}")
    serial = iter(range(10**9))

    def make(**values: Any) -> None:
        verbs.create(parties, {"kind": "company", "name": f"Bench {next(serial)}", **values}, by)

    middle("a new party, nobody added a field", make)
    fields = {
        kind: OwnField.objects.get(
            pk=verbs.create(registry["own-fields"], {"noun": "parties.party", "kind": kind, "label": label}, by).ids[0]
        )
        for kind, label in (("number", "Bench number"), ("text", "Bench text"), ("day", "Bench day"))
    }
    changed_company()
    middle("a new party, three fields, empty", make)
    given = {"own_bench_number": "2.5", "own_bench_text": "K-1", "own_bench_day": "2026-02-01"}
    middle("a new party, three fields, filled in", lambda: make(**given))
    sql = VALUES[connection.vendor].format(*(field.pk for field in fields.values()))
    with connection.cursor() as cursor:
        once("(giving all of them values, in SQL)", lambda: cursor.execute(sql))
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE parties_party")

    lists(parties, fields, given, by, make)


def lists(parties: Any, fields: dict[str, Any], given: dict[str, str], by: Any, make: Callable[..., None]) -> None:
    """Filters and orders, before and after there are indexes."""
    from setia.foundation import bulk, conditions
    from setia.foundation.company import changed_company
    from setia.kit import verbs
    from setia.kit.lists import Listing
    from setia.kit.own.indexing import bring_in_line
    from setia.kit.resources import registry

    def page(where: str = "", sort: str = "", cursor: str = "") -> Any:
        columns = ("name", *given)
        return Listing(parties, by, columns=columns, where=conditions.parse(where), sort=sort).page(cursor)

    asked = {
        "number": "own_bench_number = 1234.5", "text": 'own_bench_text = "K-0004711"',
        "day": "own_bench_day between 2020-03-01 and 2020-03-02",
    }  # fmt: skip
    middle("first page by name with three own columns", lambda: page(sort="name"))
    for kind, where in asked.items():
        middle(f"filter by the {kind}, no index", lambda where=where: page(where, "-id"), 3)
    for kind, field in fields.items():
        verbs.change(registry["own-fields"], [field.pk], {"is_searched": True}, by)
        once(f"making the index of the {kind}", lambda field=field: bring_in_line.call(field.pk))
    changed_company()
    for kind, where in asked.items():
        middle(f"filter by the {kind}, index", lambda where=where: page(where, "-id"))
    for kind in fields:
        name = f"own_bench_{kind}"
        middle(f"first page sorted by the {kind}", lambda name=name: page(sort=name))
        middle(f"last page sorted by the {kind}", lambda name=name: page(sort=f"-{name}"))
        cursor = ""
        for _page in range(20):
            cursor = page(sort=name, cursor=cursor).next
        middle(f"a page in the middle sorted by the {kind}", lambda name=name, at=cursor: page(sort=name, cursor=at))
    middle("a new party, three fields with indexes, filled in", lambda: make(**given))
    middle("first page sorted by when it was changed (a column)", lambda: page(sort="-updated_at"))
    bulk.analyse()


def main(words: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.own_fields")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--database", default="sqlite", choices=("sqlite", "postgresql"))
    parser.add_argument("--inside", action="store_true")
    asked = parser.parse_args(words)
    if asked.inside:
        inside()
        return
    company = Installation(asked.folder.resolve(), asked.database)
    company.open()
    try:
        once("bringing it to this version", lambda: company.run("-m", "bench.company", "--upgrade"))
        company.run("-m", "bench.own_fields", "--inside")
    except subprocess.CalledProcessError as failed:
        sys.exit(failed.returncode)
    finally:
        company.close()


if __name__ == "__main__":
    main(sys.argv[1:])
