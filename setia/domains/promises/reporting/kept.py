"""How many promises are kept, by whom, where, and of whom."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.promises.promises.model import Direction
from setia.domains.promises.promises.sources import SOURCES
from setia.domains.promises.reporting.counting import Group, counted, span, where, within
from setia.domains.promises.reporting.rates import ENOUGH, wilson
from setia.foundation.access import Actor
from setia.kit.kinds import Choice, Field, Kind, Reference, Text, Whole
from setia.kit.kinds.references import STAFF
from setia.kit.kinds.shares import Share
from setia.kit.reports import Column, Report, Row, Table

SINCE, UNTIL = span(gettext_lazy("Promised since"), gettext_lazy("Promised until"))


@dataclass(frozen=True)
class Per:
    """What promises are told apart by: the column they are grouped by and the field that opens them."""

    name: str
    path: str
    label: str | Lazy
    kind: Kind
    direction: Direction = Direction.OURS

    @property
    def is_number(self) -> bool:
        return isinstance(self.kind, Reference)

    def where(self, value: Any) -> str:
        field = self.path.removesuffix("_id")
        if value in (None, ""):
            return f"{field} is empty"
        return f"{field} = {value}" if self.is_number else f"{field} = {_quoted(str(value))}"


PERS = {
    per.name: per
    for per in (
        Per("keeper", "owner_id", gettext_lazy("Had to keep it"), Reference(STAFF)),
        Per("seller", "promised_by_id", gettext_lazy("Promised by"), Reference(STAFF)),
        Per("team", "team_id", gettext_lazy("Team"), Reference("staff.team")),
        Per("product", "product_id", gettext_lazy("Product"), Reference("catalog.product")),
        Per("source", "source", gettext_lazy("Where it was promised"), SOURCES),
        Per("campaign", "campaign", gettext_lazy("Campaign or text"), Text()),
        Per("vendor", "party_id", gettext_lazy("Promised to us by"), Reference("parties.party"), Direction.THEIRS),
    )
}


def make(values: Mapping[str, Any], by: Actor) -> Table:
    per = PERS[values["per"] or "keeper"]
    groups = counted([per.path], per.direction, values["since"], values["until"], by)
    rows = [_row(per, group, within(values)) for group in groups]
    rows.sort(key=lambda row: (-row.values["ended"], str(row.values[per.path])))
    return Table(_columns(per), rows, [
        _("Kept out of those that were kept or broken; what was renegotiated or waived counts as neither."),
        _("The interval holds in 95 of 100 such cases (Wilson 1927). Below %(enough)s cases nothing is said.")
        % {"enough": ENOUGH},
    ])  # fmt: skip


def _columns(per: Per) -> list[Column]:
    return [
        Column(per.path, per.label, per.kind),
        Column("ended", gettext_lazy("Ended"), Whole(), help=gettext_lazy("Kept or broken")),
        Column("kept", gettext_lazy("Kept"), Whole()),
        Column("rate", gettext_lazy("Rate"), Share(), between=("low", "high")),
        Column("low", gettext_lazy("At least"), Share()),
        Column("high", gettext_lazy("At most"), Share()),
        Column("broken", gettext_lazy("Broken"), Whole()),
        Column("neither", gettext_lazy("Neither"), Whole(), help=gettext_lazy("Renegotiated or waived")),
        Column("overdue", gettext_lazy("Overdue"), Whole(), help=gettext_lazy("Open, and their day has passed")),
        Column("says", gettext_lazy("Says"), Text()),
    ]


def _row(per: Per, group: Group, days: str) -> Row:
    values: dict[str, Any] = {
        per.path: group.by[0], "ended": group.ended, "kept": group.kept, "broken": group.broken,
        "neither": group.renegotiated + group.waived, "overdue": group.overdue,
        "rate": None, "low": None, "high": None, "says": "",
    }  # fmt: skip
    if group.ended < ENOUGH:
        values["says"] = _("too few to say")
    else:
        values["rate"] = group.kept / group.ended
        values["low"], values["high"] = wilson(group.kept, group.ended)
    opened = where(f'direction = "{per.direction.value}"', per.where(group.by[0]), days)
    return Row(values, "promises", opened)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


REPORT = Report(
    "promises-kept",
    gettext_lazy("Promises kept"),
    gettext_lazy("How many of the promises that came to an end were kept, by whom, where and of whom?"),
    "promises.promise",
    make,
    icon="handshake",
    asks=(
        Field("per", gettext_lazy("By"), Choice([(per.name, per.label) for per in PERS.values()]), "per",
              default="keeper"),
        SINCE,
        UNTIL,
    ),
    reads={"promises.promise": ("status", "due_on", "made_on", "direction", "owner", "promised_by", "team", "product",
                                "source", "campaign", "party")},
    place=40,
)  # fmt: skip
