"""What it costs to reckon scores: learning, saying, and writing one row for each customer, again and again.

    python -m bench.insight.scores --data FOLDER --customers 1000000 --purchases 5000000

Fills an empty company (SQLite in FOLDER, or PostgreSQL by SETIA_DATABASE_URL) with customers, makes their purchases as
Parquet, and reckons twice: when there are no scores yet, and on the next day.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

AT = datetime(2026, 3, 2, 1, 50, tzinfo=UTC)
PURCHASES = """
SELECT row_number() OVER () AS id, party_id, CAST(DATE '2026-03-01' - CAST(age * pow(hash(party_id * 31 + n) / 1.8446744073709552e19, 0.8)
       AS INTEGER) AS DATE) AS day, 100 + CAST(hash(party_id * 17 + n) % 20000 AS BIGINT) AS value,
       CAST(NULL AS BIGINT) AS margin, CAST(NULL AS BIGINT) AS contract_id
  FROM (SELECT i + 1 AS party_id, 30 + hash(i) % 1500 AS age,
               1 + CAST(floor({mean} * -ln(1 - (hash(i * 7) % 1000000) / 1000001.0)) AS BIGINT) AS times
          FROM range({customers}) AS r(i)) AS c, range(1, 400) AS s(n)
 WHERE n <= times
"""  # noqa: E501


def filled(customers: int) -> None:
    from setia.domains.parties.parties.model import Party
    from setia.foundation import bulk

    names = ("created_at", "updated_at", "version", "kind", "name", "sort_name", "is_customer", "is_vendor",
             "is_partner", "is_prospect", "currency")  # fmt: skip
    rows = ((AT, AT, 1, "company", f"Customer {n}", f"customer {n}", True, False, False, False, "EUR")
            for n in range(customers))  # fmt: skip
    defaults = tuple(
        f.attname
        for f in Party._meta.concrete_fields
        if f.has_default() and f.attname not in names and f.attname != "id"
    )
    usual = tuple(Party._meta.get_field(name).get_default() for name in defaults)
    bulk.insert(Party, (*names, *defaults), ((*row, *usual) for row in rows))
    bulk.analyse()


def marts(folder: Path, customers: int, purchases: int) -> dict[str, Any]:
    import duckdb

    db = duckdb.connect(config={"memory_limit": "1GB"})
    sql = PURCHASES.format(customers=customers, mean=purchases / customers)
    db.execute(f"COPY ({sql}) TO '{folder}/purchases.parquet' (FORMAT parquet, COMPRESSION zstd)")
    db.execute(f"COPY (SELECT i + 1 AS id FROM range({customers}) AS r(i)) TO '{folder}/parties.parquet'")
    nothing = "SELECT CAST(1 AS BIGINT) AS party_id, TIMESTAMP '2026-01-01' AS at, CAST(1 AS BIGINT) AS minutes"
    db.execute(f"COPY ({nothing}) TO '{folder}/interactions.parquet'")
    files = {name: [f"{folder}/{name}.parquet"] for name in ("purchases", "parties", "interactions")}
    return {"as_of": "2026-03-01", "files": files, "types": {name: {} for name in files}}


def round_(told: dict[str, Any], at: datetime) -> dict[str, Any]:
    from setia.domains.insight.scores import keeping

    longest, last = 0.0, float("inf")

    def tell(_done: int, _total: int, _what: str) -> None:
        nonlocal longest, last
        longest, last = max(longest, time.monotonic() - last), time.monotonic()

    begun, own, child = time.monotonic(), _used(resource.RUSAGE_SELF), _used(resource.RUSAGE_CHILDREN)
    learnt = keeping.keep({"marts": told}, at, tell)
    return {
        "seconds": round(time.monotonic() - begun, 1), "cpu_seconds": round(_used(resource.RUSAGE_SELF) - own, 1),
        "child_cpu_seconds": round(_used(resource.RUSAGE_CHILDREN) - child, 1), "longest_step": round(longest, 2),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "child_peak_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        "model": learnt.told.get("choice", {}).get("model"),
    }  # fmt: skip


def _used(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--purchases", type=int, default=5_000_000)
    given = parser.parse_args()
    os.environ["SETIA_DATA_DIR"] = given.data
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "setia.config.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    filled(given.customers)
    with tempfile.TemporaryDirectory(prefix="setia-bench-") as name:
        told = marts(Path(name), given.customers, given.purchases)
        for day in range(2):
            print(json.dumps(round_(told, AT + timedelta(days=day))), flush=True)


if __name__ == "__main__":
    main()
