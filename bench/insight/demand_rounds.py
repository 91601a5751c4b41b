"""What a round of forecasts and price responses costs, with the rows that it keeps.

    SETIA_DATA_DIR=FOLDER python -m bench.insight.demand_rounds --products 10000 --lines 2000000

FOLDER holds an empty, upgraded company. Products are made in it, lines of orders beside it as Parquet; half of the
products sell nearly every week, the others now and then.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

AS_OF = date(2026, 3, 2)
TYPES = {"product_id": "BIGINT", "party_id": "BIGINT", "day": "DATE", "quantity": "BIGINT", "returned": "BIGINT",
         "value": "BIGINT", "cost": "BIGINT"}  # fmt: skip
LINES = """
SELECT CASE WHEN i % 10 < 9 THEN 1 + (i // 10 * 7919 + i % 10) % {half}
            ELSE 1 + {half} + (i // 10 * 104729) % {half} END AS product_id,
       1 + (i * 31337) % 100000 AS party_id, DATE '{as_of}' - 1 - CAST((i * 15485863) % 1092 AS INTEGER) AS day,
       1000 * (1 + (i * 13) % 5) AS quantity, 0 AS returned,
       (1 + (i * 13) % 5) * (1000 + 40 * (((i * 15485863) % 1092) // 90)) AS value, (1 + (i * 13) % 5) * 700 AS cost
  FROM range({lines}) AS r(i)
"""
PARTIES = "SELECT i + 1 AS id, CASE WHEN i % 4 = 0 THEN 'retail' ELSE '' END AS sector FROM range(100000) AS r(i)"


@contextmanager
def marts(products: int, lines: int) -> Iterator[dict[str, Any]]:
    import duckdb

    with tempfile.TemporaryDirectory(prefix="setia-bench-") as name:
        db, files = duckdb.connect(), {}
        asked = {
            "purchase_lines": LINES.format(half=products // 2, lines=lines, as_of=AS_OF),
            "parties": PARTIES,
        }
        for mart, sql in asked.items():
            files[mart] = [str(Path(name) / f"{mart}.parquet")]
            db.execute(f"COPY ({sql}) TO '{files[mart][0]}' (FORMAT parquet, COMPRESSION zstd)")
        db.close()
        told = {"as_of": AS_OF.isoformat(), "position": 0, "files": files, "types": dict.fromkeys(asked, TYPES)}
        yield {"as_of": AS_OF.isoformat(), "marts": told}


def fill(products: int, at: datetime) -> None:
    from setia.domains.catalog.products.model import Product

    rows = (
        Product(pk=at_ + 1, name=f"Product {at_}", segment=("entry", "middle", "premium")[at_ % 3], currency="EUR",
                created_at=at, updated_at=at)
        for at_ in range(products)
    )  # fmt: skip
    Product.objects.bulk_create(rows, batch_size=1_000, ignore_conflicts=True)


def measured(what: str, work: Any) -> None:
    begun, ours, theirs = time.monotonic(), time.process_time(), resource.getrusage(resource.RUSAGE_CHILDREN)
    made = work()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    child = after.ru_utime + after.ru_stime - theirs.ru_utime - theirs.ru_stime
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    here, clock = time.process_time() - ours, time.monotonic() - begun
    print(f"{what}: {made}; processor {child:.1f} s apart, {here:.1f} s here; clock {clock:.0f} s; ", end="")
    print(f"peak {after.ru_maxrss // 1024} MB apart, {peak} MB here")


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "setia.config.settings")
    import django

    django.setup()
    from setia.domains.insight.forecasts import keeping as forecasts
    from setia.domains.insight.forecasts.model import Demand, DemandForecast, DemandRound
    from setia.domains.insight.pricing import keeping as pricing
    from setia.foundation.access import system

    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--products", type=int, default=10_000)
    reader.add_argument("--lines", type=int, default=2_000_000)
    given = reader.parse_args()
    by = system("job", datetime(2026, 3, 2, 2, tzinfo=UTC))
    fill(given.products, by.at)

    def again() -> Any:
        DemandRound.objects.update(digest="")
        return forecasts.forecast(marts(given.products, given.lines), by).series

    measured("forecasts, all new", lambda: forecasts.forecast(marts(given.products, given.lines), by).series)
    measured("forecasts, all again", again)
    measured("forecasts, nothing new", lambda: forecasts.forecast(marts(given.products, given.lines), by).series)
    measured("prices, all new", lambda: pricing.respond(marts(given.products, given.lines), by))
    print(f"{Demand.objects.count()} series, {DemandForecast.objects.count()} forecasts kept")


if __name__ == "__main__":
    main()
