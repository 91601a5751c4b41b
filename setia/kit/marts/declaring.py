"""Marts: what a domain gives to those who reckon, as tables beside the database. Any domain adds its own here.

A mart has one row for each record in use of a noun, by its number, and is kept as files that analysts read. It is
brought up to date from the ledger: a record is read again when something was told of it, or of a record that the mart
`follows`. Whatever else changes a row, or removes it, is said with `touched` in the same transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as value_of
from typing import Any, Literal

from django.db import models
from django.utils.functional import Promise

from setia.kit.resources import registry

Words = str | Promise
Type = Literal["whole", "money", "thousandths", "number", "text", "day", "moment", "flag"]


@dataclass(frozen=True, slots=True)
class MartColumn:
    """`field` is the field of the noun that it comes from; `path` its column where that is another one, also through
    references ("order__party_id"). `reads` are fields of other nouns that it gives away as well.

    "money" are minor units of the company's currency, "thousandths" whole thousandths of a quantity, "number" has up to
    six decimals, "moment" is UTC.
    """

    name: str
    type: Type
    about: Words
    field: str = ""
    path: str = ""
    reads: Mapping[str, Sequence[str]] = value_of(default_factory=dict)

    @property
    def made_of(self) -> str:
        """Another text for another column, whatever it is called."""
        return f"{self.type} {self.field} {self.path}"


@dataclass(frozen=True, slots=True)
class Follow:
    """Rows are read again when something is told of a record of `noun`.

    Which: those whose column `by` holds its number, or the one whose number stands in its own column `over`.
    """

    noun: str
    by: str = ""
    over: str = ""


@dataclass(frozen=True)
class Mart:
    """`where` names columns and what they must hold: a value, one of several, or None for nothing.

    Amounts are converted from the currency in the column `currency` by the rates of the day in the column `day`.
    `model` is another table than that of the noun; then `told` says of which of its rows the ledger told after one
    position and up to another.

    With `sql` it is not read but reduced from other marts by their names (and from `as_of`, a table of one row with one
    `day`): one row for each `id`, made only of the rows of these marts whose column `each` names is that number.
    """

    name: str
    about: Words
    noun: str
    columns: tuple[MartColumn, ...]
    where: Mapping[str, Any] = value_of(default_factory=dict)
    follows: tuple[Follow, ...] = ()
    currency: str = ""
    day: str = ""
    model: type[models.Model] | None = None
    told: Callable[[int, int], Iterable[int]] | None = None
    sql: str = ""
    each: Mapping[str, str] = value_of(default_factory=dict)

    @property
    def table(self) -> type[models.Model]:
        return self.model or registry.of_noun(self.noun).model

    @property
    def is_reduced(self) -> bool:
        return bool(self.sql)


_marts: dict[str, Mart] = {}


def add(*some: Mart) -> None:
    """Offer marts; a name is taken once."""
    for one in some:
        if one.name in _marts:
            raise LookupError(f"the mart {one.name} is there already")
        _marts[one.name] = one


def marts() -> Mapping[str, Mart]:
    """All of them, those that are reduced after those that they are reduced from."""
    return dict(sorted(_marts.items(), key=lambda item: item[1].is_reduced))
