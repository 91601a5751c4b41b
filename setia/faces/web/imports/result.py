"""What came of an import: counts that open the records, problems, and what undoing it left."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from setia.faces.web.addresses import reverse
from setia.faces.web.imports.findings import also_made, figures, problem_rows
from setia.faces.web.imports.steps import resource_of
from setia.foundation import conditions
from setia.foundation.access import Actor
from setia.foundation.conditions import Test
from setia.foundation.formats import Reader
from setia.kit import exchange
from setia.kit.exchange import ImportRun
from setia.kit.exchange.runs.findings import reading_in_words

MOST_KEPT, WORTH_TELLING = 50, 1_000
KEPT = (ImportRun.State.DONE, ImportRun.State.FAILED)
MOMENTS = {"created_at", "updated_at"}


def result_of(run: ImportRun, by: Actor, read: Reader) -> dict[str, Any]:
    """Everything the page of the result shows."""
    counts = {name: getattr(run, name) for name in ("new", "changed", "unchanged", "refused")}
    urls = _urls(run, by)
    undone = run.findings.get("undone") or {}
    kept = undone.get("kept", [])
    more = undone.get("stayed", 0) - MOST_KEPT
    return {
        "figures": figures(counts, read, urls),
        "list_url": urls.get("list", ""),
        "problems": problem_rows(run.problems, read),
        "readings": [reading_in_words(*reading) for _column, *reading in run.readings],
        "errors_url": reverse("import_errors", args=[run.pk]) if exchange.error_file(run) else "",
        "refused": read.number(run.refused),
        "took": _took(run, read),
        "creates": also_made(run, read) if run.new else [],
        "undone": _undone(undone, read),
        "kept": kept[:MOST_KEPT],
        "kept_more": read.number(more) if more > 0 else "",
    }


def _urls(run: ImportRun, by: Actor) -> dict[str, str]:
    """The list of the records, and of those made and changed while the import ran."""
    resource = resource_of(run)
    if resource is None or not by.access.may("see", resource.governing):
        return {}
    address = reverse("list", args=[resource.slug])
    urls = {"list": address}
    if run.started_at and run.state in KEPT and resource.readable(by.access).keys() >= MOMENTS:
        first, last = _written(run.started_at), _written(run.finished_at or run.updated_at)
        made = Test("created_at", "between", (first, last))
        changed = conditions.all_of(Test("updated_at", "between", (first, last)), Test("created_at", "<", first))
        if run.new:
            urls["new"] = f"{address}?{urlencode({'where': conditions.write(made)})}"
        if run.changed:
            urls["changed"] = f"{address}?{urlencode({'where': conditions.write(changed)})}"
    return urls


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _took(run: ImportRun, read: Reader) -> str:
    if not run.started_at or not run.finished_at:
        return ""
    counts = {
        "moment": read.moment(run.started_at),
        "time": read.duration(run.finished_at - run.started_at),
        "speed": read.number(run.rows_per_second),
    }
    if run.done < WORTH_TELLING:
        return _("%(moment)s, in %(time)s") % counts
    return _("%(moment)s, in %(time)s at %(speed)s rows a second") % counts


def _undone(undone: dict[str, Any], read: Reader) -> str:
    if not undone:
        return ""
    removed, back = undone["removed"], undone["put_back"]
    parts = (
        (removed, ngettext("%(count)s record was removed.", "%(count)s records were removed.", removed)),
        (back, ngettext("%(count)s record was put back.", "%(count)s records were put back.", back)),
    )
    return " ".join(words % {"count": read.number(count)} for count, words in parts if count)
