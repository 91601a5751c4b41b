"""What a check found, made ready to be read: counts, problems in words, names to decide about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from setia.faces.web.imports.mapping import unknown_options
from setia.faces.web.imports.steps import rows_in_words
from setia.foundation.access import Actor
from setia.foundation.formats import Reader
from setia.kit.exchange import ImportRun, Plan
from setia.kit.exchange.plans import ADDRESS, ColumnPlan
from setia.kit.exchange.records.nearest import Offer, taken_for
from setia.kit.kinds import Reference
from setia.kit.resources import registry

SHOWN = 100
Options = list[tuple[str, str]]


@dataclass
class Name:
    """A text that names no record, and what it may be taken for."""

    text: str
    rows: str
    input: str
    value: str
    otherwise: str
    options: Options


@dataclass
class Group:
    """The unknown names of one column, and what becomes of those for which nothing is chosen."""

    index: int
    title: str
    input: str
    policy: str
    options: Options
    names: list[Name] = field(default_factory=list)
    more: int = 0


def found(run: ImportRun, plan: Plan, by: Actor, read: Reader) -> dict[str, Any]:
    """Everything the page of the check shows."""
    kept = run.findings
    writes = kept["new"] + kept["changed"]
    button = ngettext("Import %(count)s row", "Import %(count)s rows", writes)
    return {
        "figures": figures(kept, read),
        "total": read.number(kept["total"]),
        "writes": writes,
        "submit": button % {"count": read.number(writes)},
        "creates": also_made(run, read),
        "groups": (groups := groups_of(run, plan, by, read)),
        "may_accept": any(name.rows for group in groups if group.policy == "refuse" for name in group.names),
        "problems": problem_rows(kept["problems"], read),
        "notices": kept["notices"],
    }


def also_made(run: ImportRun, read: Reader) -> list[str]:
    """Records that are not rows of the file, but that its rows refer to: as the check foresaw them."""
    creates = run.findings.get("creates") or {}
    return [f"{read.number(count)} {label}" for label, count in creates.items()]


def figures(counts: Mapping[str, Any], read: Reader, urls: Mapping[str, str] | None = None) -> list[dict[str, Any]]:
    """New, changed, unchanged, refused, each with what it means."""
    words = {
        "new": (_("New"), _("Records that are not there yet.")),
        "changed": (_("Changed"), _("Records that are there and differ in at least one column.")),
        "unchanged": (_("Unchanged"), _("Rows that say what is known already, and repeated rows.")),
        "refused": (_("Refused"), _("Rows with a problem. They go into a file, each with the reason.")),
    }
    return [
        {"label": label, "value": read.number(counts[name]), "why": why, "url": (urls or {}).get(name, "")}
        for name, (label, why) in words.items()
    ]


def problem_rows(problems: Sequence[Mapping[str, Any]], read: Reader) -> list[list[str]]:
    """Problems of one kind in one line: what is wrong, in which column, how often, and where first."""
    return [
        [
            _("further kinds of problems") if problem["words"] == "…" else problem["words"],
            problem["column"],
            read.number(problem["count"]),
            _first_rows(problem, read),
        ]
        for problem in problems
    ]


def _first_rows(problem: Mapping[str, Any], read: Reader) -> str:
    rows = ", ".join(read.number(row) for row in problem["rows"])
    return f"{rows} …" if problem["count"] > len(problem["rows"]) else rows


def groups_of(run: ImportRun, plan: Plan, by: Actor, read: Reader) -> list[Group]:
    """The columns with names to decide about: those chosen already first, then the most frequent."""
    groups = []
    for column in plan.mapped:
        kind = plan.field_of(column).kind if column.field != ADDRESS else None
        if not isinstance(kind, Reference):
            continue
        unknown = [u for u in run.findings.get("unknown", ()) if u["field"] == column.field]
        if unknown or column.accepted:
            groups.append(_group(plan, column, kind, unknown, by, read))
    return groups


def _group(
    plan: Plan, column: ColumnPlan, kind: Reference, unknown: list[dict[str, Any]], by: Actor, read: Reader
) -> Group:
    label = str(plan.field_of(column).label)
    place = f"n{column.index}"
    words = ngettext("%(field)s: %(count)s unknown name", "%(field)s: %(count)s unknown names", len(unknown))
    title = words % {"field": label, "count": read.number(len(unknown))} if unknown else label
    group = Group(column.index, title, f"{place}-policy", column.when_unknown, unknown_options(kind, by))
    titles = _titles(kind, column.accepted.values(), by)
    for text, id_ in list(column.accepted.items())[:SHOWN]:
        options = [(str(id_), titles.get(id_, str(id_)))]
        group.names.append(Name(text, "", f"{place}-a{len(group.names)}", str(id_), _("as below"), options))
    for at, found_ in enumerate(unknown[:SHOWN]):
        group.names.append(_name(found_, f"{place}-{at}", read))
    group.more = max(0, len(unknown) - SHOWN)
    return group


def _name(unknown: Mapping[str, Any], place: str, read: Reader) -> Name:
    offered = [Offer(**offer) for offer in unknown["offers"]]
    rows = rows_in_words(unknown["count"], read)
    options = [(str(o.id), f"{o.title} · {read.percent(o.similarity)}") for o in offered]
    return Name(unknown["text"], rows, place, "", _otherwise(unknown["then"], offered), options)


def _otherwise(policy: str, offered: list[Offer]) -> str:
    """What happens to a name for which nothing is chosen."""
    if policy == "nearest":
        nearest = taken_for(offered)
        if nearest is None:
            return _("refuse: none is near enough")
        return _("the nearest: %(title)s") % {"title": nearest.title}
    return _("make a new record") if policy == "create" else _("refuse the row")


def _titles(kind: Reference, ids: Any, by: Actor) -> dict[int, str]:
    resource = registry.of_noun(kind.noun)
    rows = resource.rows(by.access).filter(pk__in=list(ids)[:SHOWN])
    return dict(rows.values_list("pk", resource.title))
