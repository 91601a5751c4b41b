"""What a finding leads to: a play with those it is about, prefilled, unless one is under way for it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext_lazy as _

from setia.domains.insight.plays.model import Play, State
from setia.domains.insight.plays.templates import TEMPLATES
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.kit import plays
from setia.kit.findings import Finding
from setia.kit.reports import Start
from setia.kit.resources import registry

NOUN = "insight.play"
UNDER_WAY = (State.RUNNING.value, State.DRAFT.value)
ORDER = (State.RUNNING.value, State.DRAFT.value, State.ENDED.value, State.STOPPED.value)
"""Of several plays for one finding that is told which comes first here, and of these the latest."""


def plays_for(keys: Collection[str]) -> dict[str, tuple[int, str]]:
    """Number and status of the play for each of these findings, whoever may see it: it is there all the same."""
    rows = bulk.found(Play.objects.active(), "finding", set(keys) - {""}, "finding", "pk", "status")
    found: dict[str, tuple[int, str]] = {}
    for key, pk, status in sorted(rows, key=lambda row: (ORDER.index(row[2]), -row[1])):
        found.setdefault(key, (pk, status))
    return found


def start_of(finding: Finding, key: str, status: str, by: Actor) -> Start | None:
    """None where it concerns no customers, where a play is under way, or where this person may not make one."""
    resource = registry.of_noun(NOUN)
    if not finding.play or status in UNDER_WAY or not by.access.may("create", resource.governing):
        return None
    values = {**_by_template(finding.play.get("template", "")), **finding.play, "finding": key}
    circle = plays.circles().get(values.get("circle", ""))
    if circle is not None and not plays.may_know(circle.reads, by.access):
        return None
    writable = resource.writable(by.access)
    return Start(
        _("Start a play"), resource.slug, {name: value for name, value in values.items() if name in writable},
        resource.icon,
    )  # fmt: skip


def _by_template(name: str) -> dict[str, str]:
    """What its template says, so that it is read before it is saved."""
    template = TEMPLATES.get(name)
    if template is None:
        return {}
    rest: dict[str, Any] = {"name": template.label, "task": template.task, "success": "order", **template.rest}
    return {field: str(getattr(value, "value", value)) for field, value in rest.items()}
