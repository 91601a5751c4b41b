"""Every write that was acknowledged is there, wholly and once; every other one wholly or not at all."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from bench.faults.audit.report import Report
from setia.foundation.ledger import Done, Entry
from setia.kit.resources import registry

MAKING = {"create", "form"}


def prove(report: Report, writes: list[dict[str, Any]]) -> None:
    entries = _entries_by_mark({write["mark"] for write in writes})
    records = _records_by_mark(writes)
    for write in writes:
        if write["how"] in MAKING:
            _made(report, write, records[write["slug"], write["mark"]])
        else:
            _changed(report, write, entries[write["mark"]])
        report.seen(f"writes {write['outcome']}", 1)
    _keys(report, writes)


def _entries_by_mark(marks: set[str]) -> dict[str, list[Entry]]:
    """The entries that tell of each change or call, by the text it carried."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in Entry.objects.exclude(data={}).iterator():
        values = [change[1] for change in entry.data.get("changes", {}).values()]
        for value in {*map(str, values), *map(str, entry.data.get("inputs", {}).values())} & marks:
            found[value].append(entry)
    return found


def _records_by_mark(writes: list[dict[str, Any]]) -> dict[tuple[str, str], list[Any]]:
    found: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for slug, where in {(w["slug"], w["where"]) for w in writes if w["how"] in MAKING}:
        marks = {w["mark"] for w in writes if (w["slug"], w["where"]) == (slug, where)}
        for record in registry[slug].rows().iterator():
            if getattr(record, where) in marks:
                found[slug, getattr(record, where)].append(record)
    return found


def _made(report: Report, write: dict[str, Any], records: list[Any]) -> None:
    words = f"{write['outcome']} {write['how']} {write['slug']} {write['mark']} (tries {write['tries']})"
    _times(report, write, len(records), words)
    for record in records:
        resource = registry[write["slug"]]
        told = Entry.objects.filter(noun=resource.noun, record_id=record.pk, kind=resource.making).count()
        report.check(told == 1, f"{words}: the ledger tells {told} times of its making")
        report.check(write["id"] in (None, record.pk), f"{words}: acknowledged as {write['id']}, is {record.pk}")


def _changed(report: Report, write: dict[str, Any], entries: list[Entry]) -> None:
    words = f"{write['outcome']} {write['how']} {write['slug']}:{write['id']} {write['mark']}"
    _times(report, write, len(entries), words)
    for entry in entries:
        report.check(entry.record_id == write["id"], f"{words}: told of record {entry.record_id}")
        report.check(write["version"] in (None, entry.version), f"{words}: told of version {entry.version}")


def _times(report: Report, write: dict[str, Any], times: int, words: str) -> None:
    if write["outcome"] == "acknowledged":
        report.check(times == 1, f"{words}: is there {times} times")
    elif write["outcome"] == "denied":
        report.check(times == 0, f"{words}: is there {times} times, though it was said that nothing was changed")
    elif write["outcome"] == "refused":
        report.check(times == 0, f"{words}: is there {times} times, though it was refused")
    else:
        report.check(times <= 1, f"{words}: is there {times} times")
        report.seen("writes without an answer that were done", times)
        report.seen("writes without an answer that were not done", 1 - times)


def _keys(report: Report, writes: list[dict[str, Any]]) -> None:
    """A key is kept with its answer, in the transaction of what it stands for."""
    rows = {key.partition(":")[2]: answer for key, answer in Done.objects.values_list("key", "answer")}
    report.check(all(rows.values()), "an idempotency key is kept without its answer")
    for write in writes:
        if write["key"] and write["outcome"] == "acknowledged":
            report.check(write["key"] in rows, f"the key of {write['mark']} is not kept")
            report.seen("writes under a key", 1)
            report.seen("of them tried more than once", int(write["tries"] > 1))
