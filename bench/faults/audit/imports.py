"""An import that was killed ends with exactly the rows of its file, once; taken back, with none of them."""

from __future__ import annotations

from typing import Any

from bench.faults.audit.report import Report
from setia.domains.parties.parties.model import Party
from setia.domains.parties.relations.model import Relation
from setia.foundation.ledger import Entry
from setia.kit.exchange import ImportRun


def prove(report: Report, imports: list[dict[str, Any]]) -> None:
    for one in imports:
        run = ImportRun.objects.filter(pk=one["run"]).first()
        if run is None:
            report.check(False, f"import {one['run']} is gone")
            continue
        words = f"import {run.pk} ({run.state}, resumed {one['resumed']} times)"
        over = run.state in ("done", "undone")
        report.check(over, f"{words} is not over: {run.note}")
        if over:
            (_done if run.state == "done" else _undone)(report, one, run, words)
            report.seen(f"imports {run.state}", 1)
            report.seen("imports begun again after a sudden end", max(0, one["resumed"] - 1))


def _done(report: Report, one: dict[str, Any], run: ImportRun, words: str) -> None:
    references = Party.objects.filter(reference__startswith=f"{one['mark']}-").values_list("reference", flat=True)
    wanted = {f"{one['mark']}-{n}" for n in range(one["rows"])}
    report.check(sorted(references) == sorted(wanted), f"{words}: {len(references)} of {len(wanted)} rows are there")
    told = (run.new, run.changed, run.refused, run.done)
    report.check(told == (one["rows"], 0, 0, one["rows"]), f"{words} tells {told} of {one['rows']} rows")
    made = Entry.objects.filter(act=run.act, kind="party.created").count()
    report.check(made == one["rows"], f"{words}: the ledger tells of {made} new records")
    parents = sum(1 for n in range(one["rows"]) if n % 20 == 0 and n + 700 < one["rows"])
    links = Relation.objects.filter(party__reference__startswith=f"{one['mark']}-").count()
    report.check(links == parents, f"{words}: {links} of {parents} relations are there")


def _undone(report: Report, one: dict[str, Any], run: ImportRun, words: str) -> None:
    left = Party.objects.filter(reference__startswith=f"{one['mark']}-").count()
    report.check(left == 0, f"{words}: {left} records are left")
    told = Entry.objects.filter(act=run.act).exclude(kind__startswith="import").count()
    report.check(told == 0, f"{words}: {told} facts are left")
    removed = run.findings.get("undone", {}).get("removed", 0)
    report.check(removed >= one["rows"], f"{words} tells of {removed} removed records of {one['rows']}")
