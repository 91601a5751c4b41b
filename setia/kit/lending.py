"""Fields that an upper domain lends to a noun of a lower one: what it has worked out about each of its records.

    scores = Aside(Score, seen, "party")
    lend("parties.party", Lent(lent("staying", _("Still a customer"), Percent(), scores), hidden))

They are shown in lists, files and the API, asked about in conditions and sorted by, like fields of its own, with the
rights of the reader. They are kept elsewhere, and no form asks for them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise

from setia.foundation import bulk
from setia.foundation.access import Access
from setia.kit.kinds import Field, Kind
from setia.kit.kinds.asides import Aside
from setia.kit.shaping.building import Added


@dataclass(frozen=True)
class Lent:
    """`field` is filled by `for_reader`, and asked about by `through_for`; `is_hidden` tells from whom it is kept."""

    field: Field
    is_hidden: Callable[[Access], bool]


_lent: dict[str, list[Lent]] = defaultdict(list)


def lent(
    name: str, label: str | Promise, kind: Kind, aside: Aside, *, of: str = "", help_text: str | Promise = ""
) -> Field:
    """The field `of` of the rows kept aside, under a name that says more where nobody knows of these.

    An index of theirs has to begin with it: lists are sorted by it.
    """
    column = of or name

    def fill(rows: list[dict[str, Any]], access: Access) -> None:
        ids = [row["id"] for row in rows]
        values = dict(bulk.found(aside.rows(access).order_by(), aside.key, ids, aside.key, column))
        for row in rows:
            row[column] = values.get(row["id"])

    return Field(
        name, label, kind, column, editable=False, sortable=True, help=help_text,
        for_reader=fill, through_for=aside.asked, aside=aside,
    )  # fmt: skip


def lend(noun: str, *some: Lent) -> None:
    """Before the fields of the noun are first asked for: when Setia starts."""
    for one in some:
        if one.field.editable or one.field.for_reader is None or one.field.through_for is None:
            raise TypeError(f"{one.field.name} cannot be lent: it has to be filled, and asked about, for its reader")
        _lent[noun].append(one)


def lent_to(noun: str) -> list[Field]:
    """What a noun was lent, as it was declared."""
    return [one.field for one in _lent.get(noun, ())]


def with_lent(noun: str, declared: Mapping[str, Field], own: Added) -> tuple[Added, dict[str, Field]]:
    """What people added to a noun, knowing from whom lent fields are hidden; and all its fields by name."""
    lent = {one.field.name: one for one in _lent.get(noun, ())}
    hidden_from = {**{name: one.is_hidden for name, one in lent.items()}, **own.hidden_from}
    fields = {**declared, **{name: one.field for name, one in lent.items()}, **own.fields}
    return replace(own, hidden_from=hidden_from), fields
