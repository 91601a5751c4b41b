"""All plays beside each other: which of them worked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.insight.plays.model import State, Verdict
from setia.domains.insight.plays.saying import figures_of
from setia.foundation.access import Actor
from setia.kit.kinds import Amount, Choice, Figured, Share, Text, Whole
from setia.kit.reports import Column, Plot, Point, Report, Row, Table, add
from setia.kit.resources import registry

NOUN = "insight.play"
MOST = 200

COLUMNS = (
    Column("name", gettext_lazy("Play"), Text(120)),
    Column("status", gettext_lazy("Status"), Choice(State.choices)),
    Column("verdict", gettext_lazy("Verdict"), Choice(Verdict.choices)),
    Column("treated", gettext_lazy("Treated"), Whole()),
    Column("control", gettext_lazy("Not treated"), Whole()),
    Column("reached", gettext_lazy("Treated who were reached"), Share()),
    Column("treated_share", gettext_lazy("Treated with a success"), Share(1)),
    Column("control_share_had", gettext_lazy("Control group with a success"), Share(1)),
    Column("effect", gettext_lazy("Rise in points"), Figured(1), ("low", "high")),
    Column("low", gettext_lazy("At least"), Figured(1)),
    Column("high", gettext_lazy("At most"), Figured(1)),
    Column("value_effect", gettext_lazy("Worth more, each"), Amount(least=None), ("value_low", "value_high")),
    Column("value_low", gettext_lazy("Worth more at least"), Amount(least=None)),
    Column("value_high", gettext_lazy("Worth more at most"), Amount(least=None)),
)
NAMES = ("pk", "name", "status", "verdict", "treated", "control", "results", "currency")


def make(_values: Mapping[str, Any], by: Actor) -> Table:
    resource = registry.of_noun(NOUN)
    begun = resource.rows(by.access).filter(archived_at__isnull=True).exclude(status=State.DRAFT)
    rows, points = [], []
    for one in begun.order_by("-started_at", "-pk").values(*NAMES)[:MOST]:
        figures = figures_of(one["results"], one["verdict"])
        told = {name: one[name] for name in ("name", "status", "verdict", "treated", "control", "currency")}
        rows.append(Row({**told, **figures}, "play-members", f"play = {one['pk']}"))
        if figures["effect"] is not None:
            points.append(_point(one["name"], figures))
    notes = [
        _("Everybody counts in the group into which they were drawn, whether they were reached or not."),
        _("Ends of intervals hold in 95 of 100 cases. Of 20 plays without effect one seems to have one by chance."),
    ]
    if not rows:
        notes.insert(0, _("No play has begun yet."))
    plot = Plot(
        gettext_lazy("With and without"), gettext_lazy("Control group with a success"),
        gettext_lazy("Treated with a success"), points, even=True,
    )  # fmt: skip
    return Table(COLUMNS, rows, notes, (plot,) if points else ())


def _point(name: str, figures: Mapping[str, Any]) -> Point:
    """The interval of the difference stands above the share of the control group."""
    beside = figures["control_share_had"]
    low, high = (min(1.0, max(0.0, beside + figures[end] / 100)) for end in ("low", "high"))
    return Point(beside, figures["treated_share"], name, low, high)


add(Report(
    "plays", gettext_lazy("Plays"), gettext_lazy("Which plays worked, and by how much?"), NOUN, make, "flask-conical",
    reads={NOUN: ("name", "verdict", "treated", "control", "effect", "value_effect", "reached")}, place=6,
))  # fmt: skip
