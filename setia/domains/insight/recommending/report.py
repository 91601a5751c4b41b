"""What could be changed, as domains found it: the report for whoever decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.insight.plays.model import State
from setia.domains.insight.plays.resource import STATUS_COLOURS
from setia.domains.insight.recommending.starting import NOUN, plays_for, start_of
from setia.foundation.access import Actor
from setia.kit import findings
from setia.kit.kinds import Choice, LongText, Reference, Text
from setia.kit.reports import Column, Report, Row, Table, add
from setia.kit.seeing import titles

MOST = 10
"""Of each source; whoever is told more changes nothing."""

COLUMNS = (Column("about", gettext_lazy("About"), Text(60)), Column("words", gettext_lazy("What"), LongText()))
TRIED = (
    Column("play", gettext_lazy("Play"), Reference(NOUN)),
    Column("play_status", gettext_lazy("Status of the play"), Choice(State.choices, STATUS_COLOURS)),
)  # fmt: skip
"""For whoever sees plays."""


def make(_values: Mapping[str, Any], by: Actor) -> Table:
    told = []
    for source in findings.sources_for(by):
        some = sorted(source.find(by), key=lambda one: (-one.weight, one.words))
        told += [(str(source.label), one, findings.key_of(source, one)) for one in some[:MOST]]
    sees = by.access.may("see", NOUN)
    tried = plays_for([key for _label, _one, key in told]) if sees else {}
    seen = titles(NOUN, {play for play, _status in tried.values()}, by.access)
    rows = []
    for label, one, key in told:
        play, status = tried.get(key, (None, ""))
        values = {"about": label, "words": one.words, "play": play, "play_status": status if play in seen else ""}
        rows.append(Row(values, one.resource, one.where, start_of(one, key, status, by)))
    notes = (_("Only what differs from the usual by more than chance, in 95 of 100 cases, is said."),)
    said = notes if rows else (_("Nothing differs from the usual by more than chance."), *notes)
    return Table((*COLUMNS, *TRIED) if sees else COLUMNS, rows, said)


add(Report(
    "what-to-change", gettext_lazy("What to change"),
    gettext_lazy("Which product loses which customers, which promises tend to break, which price could be higher?"),
    "catalog.product", make, "lightbulb", place=5,
))  # fmt: skip
