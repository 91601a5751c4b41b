"""What the warehouse costs.

    python -m bench.insight.warehouse summary --purchases 10000000
    python -m bench.insight.warehouse refresh --data FOLDER --purchases 10000000

`summary` makes purchases as Parquet and has them reduced to one row for each customer, by the process and within the
memory that a refresh uses. `refresh` fills an empty company (SQLite in FOLDER, or PostgreSQL by SETIA_DATABASE_URL) and
refreshes: all of it, nothing, and after a thousand changes.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

AS_OF = date(2026, 3, 2)
PURCHASE = """
SELECT i + 1 AS id, 1 + CAST(floor({parties} * pow(((i * 7919 + 13) % 1000003) / 1000003.0, 2)) AS BIGINT) AS party_id,
       DATE '2016-03-02' + CAST((i * 104729) % 3650 AS INTEGER) AS day, 'delivered' AS status,
       100 + (i * 31337) % 90000 AS value, 120 + (i * 31337) % 90000 AS gross, 120 + (i * 31337) % 90000 AS due,
       CASE WHEN i % 3 = 0 THEN NULL ELSE (i * 31337) % 30000 END AS margin, 1000 AS quantity, 'EUR' AS currency,
       CAST(NULL AS BIGINT) AS owner_id
  FROM range({first}, {last}) AS r(i)
"""


def summary(purchases: int, parties: int) -> dict[str, Any]:
    import duckdb

    from setia.domains.insight.warehouse import refreshing, store
    from setia.domains.insight.warehouse.selecting import TYPES
    from setia.domains.insight.warehouse.texts import CUSTOMERS
    from setia.kit.marts import marts

    with tempfile.TemporaryDirectory(prefix="setia-bench-") as name:
        folder = Path(name)
        sqlite3.connect(folder / "empty.sqlite3").execute("CREATE TABLE empty (id INTEGER)")
        db, old = duckdb.connect(), {}
        for part in range(purchases // store.PART + 1):
            first, last = part * store.PART, min((part + 1) * store.PART, purchases)
            old[str(part)] = str(folder / f"{part}.parquet")
            rows = PURCHASE.format(parties=parties, first=first, last=last)
            db.execute(f"COPY ({rows}) TO '{old[str(part)]}' (FORMAT parquet, COMPRESSION zstd)")
        db.execute(f"COPY (SELECT i + 1 AS id FROM range({parties}) AS r(i)) TO '{folder}/parties.parquet'")
        db.close()

        def read(mart: str, files: dict[str, str]) -> dict[str, Any]:
            types = {column.name: TYPES[column.type] for column in marts()[mart].columns}
            return {"name": mart, "ids": [], "whole": [], "parts": [], "old": files, "types": types}

        types = {column.name: TYPES[column.type] for column in marts()["customers"].columns}
        plan = {
            "source": {"kind": "sqlite", "path": str(folder / "empty.sqlite3")}, "folder": str(folder / "made"),
            "temporary": str(folder / "temporary"), "part": store.PART, "threads": 2, "memory": refreshing.MEMORY,
            "as_of": AS_OF.isoformat(), "currency": "EUR", "rates": [], "scales": {},
            "marts": [read("parties", {"0": f"{folder}/parties.parquet"}), read("purchases", old)],
            "reduced": [{"name": "customers", "sql": CUSTOMERS, "types": types, "is_whole": True, "made": "",
                         "told": [], "each": {"purchases": "party_id", "parties": "id"}, "old": {}}],
        }  # fmt: skip
        begun = time.monotonic()
        subprocess.run([sys.executable, "-m", "setia.domains.insight.warehouse.writing"], input=json.dumps(plan),
                       text=True, check=True, stdout=subprocess.DEVNULL)  # fmt: skip
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return {"purchases": purchases, "parties": parties, "seconds": round(time.monotonic() - begun, 2),
                "cpu_seconds": round(used.ru_utime + used.ru_stime, 2), "peak_mb": used.ru_maxrss // 1024}  # fmt: skip


AT, DAY = "'2026-01-05 08:00:00'", "'20' || (16 + i % 10) || '-0' || (1 + i % 9) || '-' || (10 + i % 19)"
VALUE = "100 + (i * 31337) % 90000"
INDEXES = "SELECT name, sql FROM sqlite_master WHERE tbl_name IN ({}) AND type = 'index' AND sql IS NOT NULL"


def fill(purchases: int, parties: int) -> None:
    """Parties, orders and lines straight into empty tables, their indexes off meanwhile."""
    from django.db import connection

    from setia.domains.parties.parties.model import Party
    from setia.domains.sales.models import Order, OrderLine

    given: list[tuple[Any, int, dict[str, str]]] = [
        (Party, parties, {"name": "'P' || i", "sort_name": "'p' || i", "is_customer": "i % 2 = 0", "kind": "'person'",
                          "country": "'FR'", "city": "'City ' || i % 500"}),
        (Order, purchases, {"name": "'S' || i", "party_id": f"1 + (i * 7919) % {parties}", "ordered_on": DAY,
                            "status": "'delivered'", "quantity": "1", "net": VALUE, "total": VALUE, "due": VALUE,
                            "currency": "'EUR'"}),
        (OrderLine, purchases, {"order_id": "i", "position": "1", "quantity": "1", "unit_price": VALUE,
                                "amount": VALUE, "currency": "'EUR'"}),
    ]  # fmt: skip
    is_postgresql = connection.vendor == "postgresql"
    series = "generate_series(1, {n}) AS s(i)" if is_postgresql else (
        "(WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s WHERE i < {n}) SELECT i FROM s)")  # fmt: skip
    with connection.cursor() as cursor:
        indexes = []
        if not is_postgresql:
            cursor.execute("PRAGMA synchronous = OFF")
            cursor.execute(INDEXES.format(", ".join(f"'{model._meta.db_table}'" for model, _n, _g in given)))
            indexes = cursor.fetchall()
        for name, _sql in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        for model, number, values in given:
            columns = {"id": "i", "created_at": AT, "updated_at": AT, "version": "1", **values}
            cast = "::timestamptz" if is_postgresql else ""
            for column in model._meta.concrete_fields:
                columns.setdefault(column.column, _default(column, is_postgresql))
            columns |= {"created_at": AT + cast, "updated_at": AT + cast}
            if is_postgresql and "ordered_on" in columns:
                columns["ordered_on"] = f"({DAY})::date"
            names = ", ".join(f'"{name}"' for name in columns)
            table = model._meta.db_table
            cursor.execute(f"INSERT INTO {table} ({names}) SELECT {', '.join(columns.values())} FROM "
                           + series.format(n=number))  # fmt: skip
            if is_postgresql:
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), {number})")
        for name, sql in indexes:
            if name in ("party_name", "order_party", "line_of_order"):
                cursor.execute(sql)
        cursor.execute("ANALYZE")


def _default(column: Any, is_postgresql: bool) -> str:
    value = None if column.null else column.get_default()
    if isinstance(value, bool):
        return str(value).upper() if is_postgresql else str(int(value))
    if isinstance(value, (dict, list)):
        return "'" + json.dumps(value) + "'"
    return "NULL" if value is None else f"'{value}'" if isinstance(value, str) else str(value)


def refresh(purchases: int, parties: int, changes: int) -> list[dict[str, Any]]:
    from django.db import connection
    from django.utils import timezone

    from setia.domains.insight.warehouse import store
    from setia.domains.insight.warehouse.refreshing import refresh as run
    from setia.domains.parties.parties.model import Party
    from setia.domains.sales.orders.model import Order
    from setia.foundation.access import system
    from setia.kit.resources import registry
    from setia.kit.writing import changes_of, write

    begun = time.monotonic()
    if not Party.objects.exists():
        fill(purchases, parties)
    print(f"filled in {time.monotonic() - begun:.0f} s", file=sys.stderr)
    connection.close()
    store.forget()
    told = []

    def one(what: str, **how: Any) -> None:
        begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
        now = timezone.now()
        done = run(now, now.date(), lambda *told: None, **how)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        told.append({"what": what, "seconds": round(time.monotonic() - begun, 2), "cpu_seconds": round(cpu, 2),
                     "peak_mb": after.ru_maxrss // 1024, "files": done.parts})  # fmt: skip
        print(json.dumps(told[-1]), flush=True)

    one("full", full=True)
    one("nothing new")
    by = system()
    for slug, model, share, column in (("parties", Party, 3, "city"), ("orders", Order, 1, "about")):
        some = list(model.objects.order_by("-pk").values_list("pk", flat=True)[: changes * share // 4])
        batch = changes_of(registry[slug], some)
        for change in batch:
            change.after[column] = f"Changed here {begun:.0f}"
        write(registry[slug], batch, by)
    one(f"{changes} changes, the newest records")
    for slug, model, share, column in (("parties", Party, 3, "city"), ("orders", Order, 1, "about")):
        last = model.objects.order_by("-pk").values_list("pk", flat=True)[0]
        wanted = range(1, last + 1, max(1, last // (changes * share // 4)))
        batch = changes_of(registry[slug], list(wanted))
        for change in batch:
            change.after[column] = f"Changed anywhere {begun:.0f}"
        write(registry[slug], batch, by)
    one(f"{changes} changes, spread over all records")
    return told


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["summary", "refresh"])
    parser.add_argument("--purchases", type=int, default=10_000_000)
    parser.add_argument("--parties", type=int, default=1_000_000)
    parser.add_argument("--changes", type=int, default=1_000)
    parser.add_argument("--data", default="")
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "setia.config.settings")
    if given.data:
        os.environ["SETIA_DATA_DIR"] = given.data
    elif given.what == "refresh":
        parser.error("name a folder for the company with --data")
    else:
        os.environ["SETIA_DATA_DIR"] = tempfile.mkdtemp(prefix="setia-bench-")
    import django
    from django.core.management import call_command

    django.setup()
    if given.what == "refresh":
        call_command("migrate", verbosity=0)
    if given.what == "summary":
        print(json.dumps(summary(given.purchases, given.parties)))
    else:
        refresh(given.purchases, given.parties, given.changes)


if __name__ == "__main__":
    main()
