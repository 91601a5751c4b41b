"""Which column is which field: the guess, and what a person makes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from setia.faces.web.addresses import reverse
from setia.faces.web.imports.checking import ask_for_check
from setia.faces.web.imports.mapping import mapping
from setia.faces.web.imports.steps import about, gone_to, own_run, steps
from setia.faces.web.shell import page, reader, staff_page
from setia.faces.web.telling import tell_later
from setia.foundation.access import Actor
from setia.foundation.errors import Invalid, Malformed, Refusal
from setia.kit import exchange
from setia.kit.exchange import ImportRun, Plan, Sheet

SETTINGS = ("currency", "country", "language", "mode", "match")
OPTIONS = {"unknown": "when_unknown", "empty": "when_empty", "dates": "date_order"}
REMEMBERED = "import_plans"


@staff_page
def choose(request: HttpRequest, pk: int, by: Actor) -> HttpResponse:
    """GET shows the mapping. POST takes what was chosen and shows it anew, or goes on to the check."""
    run = own_run(pk, by)
    if run.state != ImportRun.State.DRAFT:
        return gone_to(request, reverse("import_run", args=[run.pk]))
    if request.method != "POST":
        return show(request, run, by)
    sheet = exchange.sheet_of(run)
    try:
        _take(request, run, sheet, by)
    except Invalid as invalid:
        return show(request, run, by, invalid)
    if request.POST.get("do") != "check":
        return show(request, run, by)
    if not run.resource:
        return show(request, run, by, Invalid({"resource": [_("Say what the rows are.")]}))
    if not exchange.plan_of(run).mapped:
        return show(request, run, by, Invalid({"": [_("Choose a field for at least one column.")]}))
    return ask_for_check(request, run, by)


@staff_page
def keep(request: HttpRequest, pk: int, by: Actor) -> HttpResponse:
    """Keep the mapping under a name, for the next file with the same columns."""
    run = own_run(pk, by)
    if request.method == "POST" and run.resource:
        name, folder = request.POST.get("name", ""), request.POST.get("folder", "").strip()
        is_shared = bool(request.POST.get("is_shared"))
        try:
            kept = exchange.keep_mapping(exchange.plan_of(run), by, name, is_shared=is_shared, folder=folder)
            words = _("Kept as “%(name)s”: files with these columns are read so from now on.")
            tell_later(request, words % {"name": kept.name})
        except Refusal as refusal:
            tell_later(request, refusal.message, tone="bad")
    return gone_to(request, reverse("import_columns", args=[run.pk]))


@staff_page
def forget(request: HttpRequest, pk: int, by: Actor) -> HttpResponse:
    """Remove a kept mapping; what was imported by it stays."""
    if request.method == "POST":
        mapping = exchange.find_mapping(pk, by)
        exchange.forget_mapping(mapping, by)
        tell_later(request, _("The mapping “%(name)s” was removed.") % {"name": mapping.name})
    return gone_to(request, reverse("import_start"))


@staff_page
def sheet(request: HttpRequest, pk: int, by: Actor) -> HttpResponse:
    """Read another sheet of the workbook."""
    run = own_run(pk, by)
    if request.method == "POST" and run.state == ImportRun.State.DRAFT:
        try:
            exchange.choose_sheet(run, request.POST.get("sheet", ""), by)
        except Refusal as refusal:
            tell_later(request, refusal.message, tone="bad")
    return gone_to(request, reverse("import_columns", args=[run.pk]))


def show(request: HttpRequest, run: ImportRun, by: Actor, refusal: Refusal | None = None) -> HttpResponse:
    """The mapping as it is kept, or as it was typed where that is refused."""
    typed = request.POST if refusal and request.method == "POST" else {}
    trouble = run.findings.get("trouble")
    context: dict[str, Any] = {
        "steps": steps(),
        "run": run,
        "about": about(run, reader(by)),
        "trouble": [trouble] if trouble else [],
        **mapping(run, by, typed, refusal.errors if refusal else {}),
    }
    template = "imports/_columns.html" if request.headers.get("HX-Request") else "imports/columns.html"
    return page(request, template, by, status=422 if refusal else 200, **context)


def _take(request: HttpRequest, run: ImportRun, sheet: Sheet, by: Actor) -> None:
    """Keep what was chosen; the columns of another kind of record are put aside, not thrown away."""
    before = exchange.plan_of(run)
    wanted = request.POST.get("resource", before.resource)
    if wanted == before.resource:
        after = _answered(before, exchange.adjust(before, sheet, choices(request.POST, before), by))
    else:
        after = _switched(request, run, before, sheet, wanted, by)
    if after != before:
        exchange.keep_plan(run, after, by)


def choices(posted: Mapping[str, Any], plan: Plan) -> dict[str, Any]:
    """What the form says, as `exchange.adjust` wants it. Options sent for another field do not count."""
    if posted.get("was", plan.resource) != plan.resource:
        return {}
    columns: dict[str, dict[str, str]] = {}
    for column in plan.columns:
        place = f"c{column.index}"
        name = posted.get(f"{place}-field", column.field)
        given = {"field": name}
        if name == column.field:
            sent = {option: posted.get(f"{place}-{key}") for key, option in OPTIONS.items()}
            given |= {option: value for option, value in sent.items() if value is not None}
        columns[column.header or str(column.index)] = given
    return {"columns": columns, **{name: posted[name] for name in SETTINGS if name in posted}}


def _answered(before: Plan, after: Plan) -> Plan:
    """Without the questions that were answered just now."""
    answered = [
        column.name
        for column, earlier in zip(after.columns, before.columns, strict=True)
        if column.date_order != earlier.date_order
    ]
    notices = [words for words in after.notices if not any(words.startswith(f"{name}:") for name in answered)]
    return replace(after, notices=notices)


def _switched(request: HttpRequest, run: ImportRun, before: Plan, sheet: Sheet, wanted: str, by: Actor) -> Plan:
    """The plan for another kind of record: the one made for it earlier, or a new guess."""
    if len(wanted) > 60:
        raise Malformed(_("Say what the rows are."), field="resource")
    kept = request.session.get(REMEMBERED, {})
    plans: dict[str, Any] = kept.get("plans", {}) if kept.get("run") == run.pk else {}
    if before.resource:
        plans[before.resource] = before.to_json()
    request.session[REMEMBERED] = {"run": run.pk, "plans": plans}
    guessed = exchange.guess(sheet, by, wanted)
    earlier = Plan.from_json(plans[wanted]) if wanted in plans else guessed
    return replace(earlier, candidates=before.candidates or guessed.candidates)
