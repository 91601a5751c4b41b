"""Files that somebody was imported from, and what runs keep of their rows, when that person is erased."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from setia.foundation.ledger import Entry
from setia.kit.exchange.runs.mappings import ImportMapping
from setia.kit.exchange.runs.model import ImportRun
from setia.kit.forgetting.places import NotYet, Subject, place
from setia.kit.resources import registry

PIECE = 1 << 20
ABANDONED = timedelta(days=7)
"""A draft nobody has started, or a run that failed and nobody resumed, for so long is given up."""


@place("imports")
def forget_imports(subject: Subject) -> int:
    """The files of imports that name the person go as a whole, with what was noted of their rows.

    Raises NotYet while one of them is still to be read: it would else lose everybody's rows.
    """
    texts = [text for text in (*subject.sought, *subject.names) if text]
    told = Entry.objects.filter(noun=subject.noun, record_id__in=subject.ids, channel="import")
    acts = set(told.values_list("act", flat=True))
    forgotten = 0
    for run in ImportRun.objects.order_by("pk").iterator():
        files = [path for path in (run.source, run.errors, *run.folder.glob("later-*.csv")) if path.exists()]
        encoding = str(run.layout.get("encoding", "utf-8"))
        if not files or not (run.act in acts or any(_names(path, texts, encoding) for path in files)):
            continue
        if not _is_past(run):
            raise NotYet(
                _("The import “%(file)s” still has to be done, and names the person. Finish or discard it.")
                % {"file": run.file_name[:100]}
            )
        for path in (run.source, run.original, *files):
            path.unlink(missing_ok=True)
        _forget_rows(run)
        forgotten += 1
    return forgotten


@place("mappings")
def forget_readings(subject: Subject) -> int:
    """Kept mappings know which text stands for which record; those that stand for the person go."""
    known = {*subject.names, *subject.sought}
    forgotten = 0
    for mapping in ImportMapping.objects.order_by("pk"):
        columns = {
            header: {**column, "accepted": {t: pk for t, pk in column.get("accepted", {}).items() if t not in known
                                            and not (pk in subject.ids and _means(mapping, column, subject.noun))}}
            for header, column in mapping.plan.get("columns", {}).items()
        }  # fmt: skip
        if columns != mapping.plan.get("columns", {}):
            ImportMapping.objects.filter(pk=mapping.pk).update(plan={**mapping.plan, "columns": columns})
            forgotten += 1
    return forgotten


def _means(mapping: ImportMapping, column: dict[str, Any], noun: str) -> bool:
    if mapping.resource not in registry:
        return False
    field = registry[mapping.resource].fields.get(column.get("field", ""))
    return field is not None and getattr(field.kind, "noun", "") == noun


def _is_past(run: ImportRun) -> bool:
    given_up = run.state in (ImportRun.State.DRAFT, ImportRun.State.FAILED)
    return run.is_over or (given_up and run.updated_at < timezone.now() - ABANDONED)


def _forget_rows(run: ImportRun) -> None:
    columns = [{**column, "texts": []} for column in run.layout.get("columns", ())]
    planned = [{**column, "examples": [], "accepted": {}} for column in run.plan.get("columns", ())]
    plan = {**run.plan, "columns": planned} if run.plan else run.plan
    ImportRun.objects.filter(pk=run.pk).update(
        layout={**run.layout, "columns": columns}, plan=plan, findings={}, problems=[], readings=[], errors_size=0
    )


def _names(path: Path, texts: Sequence[str], encoding: str) -> bool:
    """Whether one of the texts stands in the file, as the file writes letters, in capitals or not."""
    wanted = {form.lower() for text in texts for form in _encoded(text, encoding)}
    longest = max(map(len, wanted), default=0)
    before = b""
    for piece in _pieces(path):
        here = (before + piece).lower()
        if any(form in here for form in wanted):
            return True
        before = here[-longest:]
    return False


def _encoded(text: str, encoding: str) -> Iterator[bytes]:
    for name in {"utf-8", encoding}:
        try:
            yield text.encode(name)
        except (LookupError, UnicodeEncodeError):
            continue


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from iter(lambda: file.read(PIECE), b"")
