"""The check: a dry run over the whole file, and deciding about names that nobody knows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from setia.faces.web.addresses import reverse
from setia.faces.web.imports.findings import Group, groups_of
from setia.faces.web.imports.jobs import check_later, check_now, mark_of
from setia.faces.web.imports.steps import gone_to, own_run
from setia.faces.web.shell import reader, staff_page
from setia.faces.web.telling import tell_later
from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.kit import exchange
from setia.kit.exchange import ImportRun, Plan

NUMBER = re.compile("[0-9]{1,18}")
SMALL = 20_000
"""Cells of a file that is checked while the person waits; larger ones are a worker's business."""


def ask_for_check(request: HttpRequest, run: ImportRun, by: Actor) -> HttpResponse:
    """Check the file by the plan as it is now, here or by a worker, and go where the result will be."""
    exchange.keep_plan(run, exchange.plan_of(run), by)
    if run.total * max(1, len(run.layout["headers"])) > SMALL:
        check_later(run, by)
    else:
        try:
            check_now(run, by, mark_of(run))
        except Refusal as refusal:
            ImportRun.objects.filter(pk=run.pk).update(findings={"trouble": refusal.message})
    return gone_to(request, reverse("import_run", args=[run.pk]))


@staff_page
def check(request: HttpRequest, pk: int, by: Actor) -> HttpResponse:
    """Check again, for example after somebody made the records that were missing."""
    run = own_run(pk, by)
    if request.method != "POST" or run.state != ImportRun.State.DRAFT or not run.resource:
        return gone_to(request, reverse("import_run", args=[run.pk]))
    return ask_for_check(request, run, by)


@staff_page
def names(request: HttpRequest, pk: int, by: Actor) -> HttpResponse:
    """What unknown names mean, each for all rows; then everything is checked again."""
    run = own_run(pk, by)
    if request.method != "POST" or run.state != ImportRun.State.DRAFT:
        return gone_to(request, reverse("import_run", args=[run.pk]))
    if request.POST.get("mark") != mark_of(run):
        tell_later(request, _("The columns were changed meanwhile. Please decide again."), tone="warn")
        return gone_to(request, reverse("import_run", args=[run.pk]))
    plan = exchange.plan_of(run)
    if request.POST.get("do") == "nearest":
        decided = exchange.accept_nearest(plan)
    else:
        decided = _decided(run, plan, groups_of(run, plan, by, reader(by)), request.POST, by)
    exchange.keep_plan(run, decided, by)
    return ask_for_check(request, run, by)


def _decided(run: ImportRun, plan: Plan, groups: list[Group], posted: Mapping[str, Any], by: Actor) -> Plan:
    """The plan with what was chosen; a name for which nothing is chosen any more is forgotten."""
    wanted: dict[str, dict[str, Any]] = {}
    forgotten: dict[int, set[str]] = {}
    for group in groups:
        column = plan.columns[group.index]
        sent = {name.text: posted.get(name.input, "") for name in group.names}
        chosen = {text: int(id_) for text, id_ in sent.items() if NUMBER.fullmatch(id_)}
        forgotten[group.index] = {text for text in sent if text not in chosen}
        policy = posted.get(group.input, column.when_unknown)
        wanted[column.header or str(column.index)] = {"when_unknown": policy, "accepted": chosen}
    plan = exchange.adjust(plan, exchange.sheet_of(run), {"columns": wanted}, by)
    for index, texts in forgotten.items():
        column = plan.columns[index]
        accepted = {text: id_ for text, id_ in column.accepted.items() if text not in texts}
        plan = plan.with_column(replace(column, accepted=accepted))
    return plan
