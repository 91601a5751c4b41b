"""Formulas of a noun put together: which use which, what comes out, and as which path it is asked about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import models
from django.db.models import Transform
from django.utils.translation import gettext as _

from setia.foundation.errors import Refusal
from setia.foundation.own_values import OUTPUTS, PREFIX, TODAYS, derivations
from setia.kit.kinds import Day, Field, Flag, Kind, Number, Text
from setia.kit.shaping.formulas import Formula, Leaf, asks_today, compiled, leaf_of, names_in, parse
from setia.kit.shaping.kinds import FixedAmount, RecordAmount
from setia.kit.shaping.model import OwnField

PLACES = 2
OUTPUT = {"number": "number", "amount": "whole", "text": "text", "day": "day", "flag": "flag"}
SORTED = frozenset({"number", "amount", "text"})
"""What an index can hold; what becomes of days depends on settings of PostgreSQL, as far as it knows."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A formula with all fields that it uses, those of its own formulas included.

    What is `of_today` may give something else tomorrow though nothing was changed: no index can hold it.
    """

    formula: Formula
    uses: frozenset[str]
    of_today: bool


class Deriver:
    """Works out the formulas of a noun from its fields, each once."""

    def __init__(self, formulas: Mapping[str, str], fields: Mapping[str, Field]) -> None:
        self.formulas, self.fields = formulas, fields
        self._known: dict[str, Derived] = {}
        self._way: list[str] = []

    def derived(self, name: str) -> Derived:
        """Refuses what cannot be worked out, a formula that needs itself among it."""
        if name in self._known:
            return self._known[name]
        if name in self._way:
            raise Refusal(_("The formula needs itself: %(way)s.") % {"way": " → ".join([*self._way, name])})
        self._way.append(name)
        try:
            tree = parse(self.formulas[name])
            leaves: dict[str, Leaf] = {}
            uses: set[str] = set()
            of_today = asks_today(tree)
            for used in names_in(tree):
                leaf, more = self._leaf(used)
                of_today |= used in self.formulas and self.derived(used).of_today
                if leaf:
                    leaves[used] = leaf
                    uses |= {used, *more}
            found = self._known[name] = Derived(compiled(tree, leaves), frozenset(uses), of_today)
        finally:
            self._way.pop()
        return found

    def _leaf(self, name: str) -> tuple[Leaf | None, frozenset[str]]:
        if name in self.formulas:
            derived = self.derived(name)
            sql = derived.formula.sql
            return Leaf(derived.formula.type, lambda at, pg: f"({sql(at, pg)})"), derived.uses
        return (leaf_of(self.fields[name]) if name in self.fields else None), frozenset()


class Worked(Transform):
    """What a formula gives for the record whose own values are asked for."""

    def __init__(self, lhs: Any, formula: Formula, places: int, output: models.Field[Any, Any]) -> None:
        self.formula, self.places = formula, places
        super().__init__(lhs, output_field=output)

    def as_sql(self, compiler: Any, connection: Any, *_more: Any, **_options: Any) -> Any:
        column: Any = self.source_expressions[0]
        table = compiler.quote_name_unless_alias(column.alias)
        quote = connection.ops.quote_name
        sql = self.formula.kept(lambda c: f"{table}.{quote(c)}", connection.vendor == "postgresql", self.places)
        return sql, ()

    def as_sqlite(self, compiler: Any, connection: Any, **_options: Any) -> Any:
        return self.as_sql(compiler, connection)


def path_of(defined: OwnField, derived: Derived) -> str:
    """The path under which it is asked about; another formula gets another one, so that no SQL is kept of the old."""
    places, formula = places_of(defined), derived.formula
    told = formula.kept(str, True, places) + formula.kept(str, False, places)
    key = f"{TODAYS if derived.of_today else 'formula_'}{defined.pk}_{sha256(told.encode()).hexdigest()[:12]}"
    output = OUTPUTS[OUTPUT[formula.type.name]]
    derivations[key] = (lambda lhs: Worked(lhs, formula, places, output)), output
    return f"{PREFIX}{key}"


def places_of(defined: OwnField) -> int:
    return PLACES if defined.places is None else defined.places


def kind_for(defined: OwnField, formula: Formula) -> Kind:
    """The kind of what comes out."""
    match formula.type.name:
        case "number":
            return Number(places_of(defined))
        case "amount":
            currency = formula.type.currency
            return FixedAmount(currency[1:], None, None) if currency.startswith("=") else RecordAmount(currency, None)
        case "day":
            return Day()
        case "flag":
            return Flag()
    return Text(2_000)
