"""The search index holds for every record what filing it anew would give, and nothing else."""

from __future__ import annotations

from collections import defaultdict

from bench.faults.audit.report import Report
from setia.foundation.search.index import keys_in
from setia.foundation.search.keys import keys_of
from setia.foundation.search.model import SearchKey, SearchRecord, code_of
from setia.kit.resources import registry


def prove(report: Report) -> None:
    for noun, resource in registry.nouns().items():
        if not resource.search_paths:
            continue
        rows = resource.model._default_manager.values()
        wanted = {document.record_id: set(keys_of(document)) for document in resource.documents(rows.iterator())}
        wanted = {record: keys for record, keys in wanted.items() if keys}
        filed: dict[int, set[str]] = defaultdict(set)
        for record, key in SearchKey.objects.filter(noun_code=code_of(noun)).values_list("record_id", "key"):
            filed[record].add(key)
        together = {
            record: set(keys_in(keys))
            for record, keys in SearchRecord.objects.filter(noun_code=code_of(noun)).values_list("record_id", "keys")
        }
        for record in wanted.keys() | filed.keys() | together.keys():
            keys = wanted.get(record, set())
            same = keys == filed.get(record, set()) == together.get(record, set())
            report.check(same, f"{noun}:{record} is filed under {filed.get(record)}, should be under {keys}")
        report.seen("records found as if filed anew", len(wanted))
