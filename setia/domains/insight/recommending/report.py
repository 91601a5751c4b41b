"""What could be changed, as domains found it: the report for whoever decides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.foundation.access import Actor
from setia.kit import findings
from setia.kit.kinds import LongText, Text
from setia.kit.reports import Column, Report, Row, Table, add

MOST = 10
"""Of each source; whoever is told more changes nothing."""

COLUMNS = (Column("about", gettext_lazy("About"), Text(60)), Column("words", gettext_lazy("What"), LongText()))


def make(_values: Mapping[str, Any], by: Actor) -> Table:
    rows = []
    for source in findings.sources_for(by):
        some = sorted(source.find(by), key=lambda one: (-one.weight, one.words))
        rows += [Row({"about": str(source.label), "words": one.words}, one.resource, one.where) for one in some[:MOST]]
    notes = (_("Only what differs from the usual by more than chance, in 95 of 100 cases, is said."),)
    return Table(COLUMNS, rows, notes if rows else (_("Nothing differs from the usual by more than chance."), *notes))


add(Report(
    "what-to-change", gettext_lazy("What to change"),
    gettext_lazy("Which product loses which customers, which promises tend to break, which price could be higher?"),
    "catalog.product", make, "lightbulb", place=5,
))  # fmt: skip
