"""What the ready-made dashboards cost in a company with many records.

    python -m bench.insight.dashboards --data FOLDER --parties 100000 --orders 200000

Fills an empty company (SQLite in FOLDER, or PostgreSQL by SETIA_DATABASE_URL), then asks for each dashboard as its page
does: when nobody has asked before ("new": what is large is left to a worker), as a PDF would, which waits ("first"),
and again and again. Milliseconds of the clock, of the processor, and the 95th percentiles.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from typing import Any


def fill_more(parties: int, orders: int) -> None:
    """What the dashboards ask about beside parties and orders, and the indexes that were left out while filling."""
    from datetime import timedelta

    from django.db import connection, transaction

    from bench.insight.warehouse import fill
    from setia.domains.parties.parties.model import Party
    from setia.domains.promises.models import Promise
    from setia.domains.sales.models import Opportunity, Order, OrderLine, Pipeline
    from setia.foundation.access import system

    before = {model: _indexes(model) for model in (Party, Order, OrderLine)}
    fill(orders, parties)
    today = system().today
    with connection.cursor() as cursor:
        for model, known in before.items():
            for name, sql in known:
                if name not in dict(_indexes(model)):
                    cursor.execute(sql)
        countries = "CASE id % 7 WHEN 0 THEN 'FR' WHEN 1 THEN 'ID' WHEN 2 THEN 'DE' WHEN 3 THEN 'IT' ELSE 'ES' END"
        cursor.execute(f"UPDATE {Party._meta.db_table} SET country = {countries}")
        day = f"date('{today}', '-' || ((id * 7919) % 1460) || ' days')"
        if connection.vendor == "postgresql":
            day = f"DATE '{today}' - CAST((id * 7919) % 1460 AS INTEGER)"
        cursor.execute(f"UPDATE {Order._meta.db_table} SET ordered_on = {day}")
    pipeline = Pipeline.objects.order_by("pk").first()
    stages = list(pipeline.stages.order_by("pk")) if pipeline else []
    now = system().at
    made = [
        Opportunity(name=f"Deal {n}", party_id=1 + n * 7 % parties, pipeline=pipeline, stage=stages[n % len(stages)],
                    amount=100 + n * 31 % 90_000, currency="EUR", status=("open", "won", "lost")[n % 3],
                    opened_on=today - timedelta(days=n % 400), stage_since=now,
                    expected_on=today + timedelta(days=n % 90),
                    closed_on=today - timedelta(days=n % 300) if n % 3 else None, created_at=now, updated_at=now)
        for n in range(10_000)
    ] if stages else []  # fmt: skip
    with transaction.atomic():
        Opportunity.objects.bulk_create(made, batch_size=500)
        Promise.objects.bulk_create(
            [Promise(name=f"Promise {n}", party_id=1 + n * 11 % parties, made_on=today - timedelta(days=n % 200),
                     due_on=today - timedelta(days=n % 180), status=("kept", "kept", "broken", "open")[n % 4],
                     created_at=now, updated_at=now) for n in range(10_000)], batch_size=500)  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _indexes(model: Any) -> list[tuple[str, str]]:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s", [model._meta.db_table])
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
                           "AND tbl_name = %s", [model._meta.db_table])  # fmt: skip
        return list(cursor.fetchall())


def measured(times: int) -> list[dict[str, Any]]:
    from django.db.models import Q

    from setia.foundation.access import Access, Actor, system
    from setia.foundation.jobs.model import Job
    from setia.foundation.staff.models import Staff
    from setia.kit.dashboards import dashboards, show_all
    from setia.kit.measures.counting import QUEUE
    from setia.kit.measures.keeping import KeptFigure

    now = system().at
    staff = Staff.objects.order_by("pk").first() or Staff.objects.create(
        email="bench@setia.example", name="Bench", created_at=now, updated_at=now)  # fmt: skip
    told = []
    KeptFigure.objects.all().delete()
    for key in ("selling", "managing", "marketing", "stewarding"):

        def asked(key: str = key, keep: Any = "kept") -> tuple[float, float]:
            by = Actor(staff.pk, staff.name, Access(staff.pk, is_admin=True), "web", system().at)
            board = dashboards().one(key, by)
            begun, used = time.perf_counter(), time.process_time()
            show_all(board.tiles, by, keep)
            return (time.perf_counter() - begun) * 1000, (time.process_time() - used) * 1000

        def asked_anew() -> tuple[float, float]:
            KeptFigure.objects.all().delete()
            Job.objects.filter(queue=QUEUE).delete()
            return asked(keep="later")

        asked_anew()  # what a process does once
        new = sorted(asked_anew() for _round in range(times))
        took = [asked() for _round in range(times + 2)]
        again = sorted(took[2:])
        told.append({"dashboard": key, "new_median_ms": round(new[len(new) // 2][0], 1),
                     "new_p95_ms": round(new[int(len(new) * .95)][0], 1),
                     "first_ms": round(took[0][0]), "first_cpu_ms": round(took[0][1]),
                     "median_ms": round(again[len(again) // 2][0], 1),
                     "p95_ms": round(again[int(len(again) * .95)][0], 1),
                     "median_cpu_ms": round(sorted(cpu for _ms, cpu in again)[len(again) // 2], 1)})  # fmt: skip
        print(json.dumps(told[-1]), flush=True)
    Job.objects.filter(Q(key__startswith="figure:") | Q(queue=QUEUE)).delete()
    return told


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.insight.dashboards", description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--parties", type=int, default=100_000)
    parser.add_argument("--orders", type=int, default=200_000)
    parser.add_argument("--times", type=int, default=40)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "setia.config.settings")
    os.environ["SETIA_DATA_DIR"] = given.data
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from setia.domains.parties.parties.model import Party

    if not Party.objects.exists():
        fill_more(given.parties, given.orders)
    measured(given.times)


if __name__ == "__main__":
    main()
