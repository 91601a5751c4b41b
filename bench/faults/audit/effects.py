"""Every reaction to every fact happened once in effect, every step of every long job once, and nothing waits."""

from __future__ import annotations

from collections import Counter

from django.db import connection

from bench.faults.audit.report import Report
from bench.faults.probe.effects import NOTED, STEPPED, STEPS, TABLE
from setia.foundation.jobs.model import Job
from setia.foundation.ledger import Entry

OF_A_FACT = ("noted", "counted")
OF_A_WALK = tuple(f"step {step}" for step in range(STEPS))


def prove(report: Report) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT entry_id, what, count(*) FROM {TABLE} GROUP BY entry_id, what")  # noqa: S608
        traces: Counter[tuple[int, str]] = Counter({(entry, what): count for entry, what, count in cursor.fetchall()})
        cursor.execute(f"SELECT entry_id FROM {TABLE} GROUP BY entry_id HAVING count(DISTINCT process) > 1")  # noqa: S608
        report.seen("long jobs that several workers had a part in", len(set(cursor.fetchall()) & _walked()))
    noted = list(Entry.objects.filter(kind__in=NOTED).values_list("pk", flat=True))
    stepped = list(Entry.objects.filter(kind=STEPPED).values_list("pk", flat=True))
    wanted = {(pk, what) for pk in noted for what in OF_A_FACT} | {(pk, what) for pk in stepped for what in OF_A_WALK}
    for key in wanted:
        report.check(traces[key] == 1, f"{key[1]} of fact {key[0]} happened {traces[key]} times")
    for key, times in traces.items():
        report.check(times == 1, f"{key[1]} of fact {key[0]} happened {times} times")
    report.seen("reactions that happened once", 2 * len(noted))
    report.seen("steps of long jobs that happened once", STEPS * len(stepped))
    left = list(Job.objects.values_list("task", "state", "error"))
    report.check(not left, f"jobs are left: {left[:5]}")


def _walked() -> set[tuple[int]]:
    return set(Entry.objects.filter(kind=STEPPED).values_list("pk"))
