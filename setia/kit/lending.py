"""Fields that an upper domain lends to a noun of a lower one: what it has worked out about each of its records.

    lend("parties.party", Lent(Field("staying", …, for_reader=fill, through_for=asked), hidden))

They are shown in lists, files and the API, and asked about in conditions, like fields of its own, with the rights of
the reader. They are kept elsewhere: a list is not sorted by them, and no form asks for them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from setia.foundation.access import Access
from setia.kit.kinds import Field
from setia.kit.shaping.building import Added


@dataclass(frozen=True)
class Lent:
    """`field` is filled by `for_reader`, and asked about by `through_for`; `is_hidden` tells from whom it is kept."""

    field: Field
    is_hidden: Callable[[Access], bool]


_lent: dict[str, list[Lent]] = defaultdict(list)


def lend(noun: str, *some: Lent) -> None:
    """Before the fields of the noun are first asked for: when Setia starts."""
    for one in some:
        if one.field.editable or one.field.for_reader is None or one.field.through_for is None:
            raise TypeError(f"{one.field.name} cannot be lent: it has to be filled, and asked about, for its reader")
        _lent[noun].append(one)


def with_lent(noun: str, declared: Mapping[str, Field], own: Added) -> tuple[Added, dict[str, Field]]:
    """What people added to a noun, knowing from whom lent fields are hidden; and all its fields by name."""
    lent = {one.field.name: one for one in _lent.get(noun, ())}
    hidden_from = {**{name: one.is_hidden for name, one in lent.items()}, **own.hidden_from}
    fields = {**declared, **{name: one.field for name, one in lent.items()}, **own.fields}
    return replace(own, hidden_from=hidden_from), fields
