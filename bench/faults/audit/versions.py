"""No record without its facts, no fact without its record, and a fact for every version."""

from __future__ import annotations

from collections import defaultdict

from bench.faults.audit.report import Report
from setia.foundation.ledger import Entry
from setia.kit.resources import registry

MADE_BY_ITSELF = {"foundation.company"}
"""Our own company's record appears when it is first asked for; nobody made it."""


def prove(report: Report, since: str) -> None:
    """Records made after `since` (an ISO moment): what an installation begins with has no facts."""
    for noun, resource in registry.nouns().items():
        told: dict[int, set[int]] = defaultdict(set)
        made: dict[int, int] = defaultdict(int)
        entries = Entry.objects.filter(noun=noun, record_id__gt=0).values_list("record_id", "version", "kind")
        for record, version, kind in entries.iterator():
            told[record].add(version)
            made[record] += kind == f"{resource.fact}.created"
        there = dict(resource.model._default_manager.values_list("pk", "version"))
        for record in told.keys() - there.keys():
            report.check(False, f"{noun}:{record} is told of and does not exist")
        if resource.governing != resource.noun or noun in MADE_BY_ITSELF:
            continue  # parts that only follow their whole are told with it
        new = resource.model._default_manager.filter(created_at__gt=since)
        for record, version in new.values_list("pk", "version").iterator():
            wanted = set(range(1, version + 1))
            report.check(told[record] == wanted, f"{noun}:{record} has version {version}, told are {told[record]}")
            report.check(made[record] == 1, f"{noun}:{record} was made {made[record]} times")
            report.seen("records with a fact for every version", 1)
        report.seen("facts", len(entries))
