"""What a formula is made of: types, fields, and values as they are kept and compared.

Nothing written by people stands in the SQL but numbers that were read, texts with their quotes doubled, and columns
and keys that we named. A missing value makes a result empty, as does a division by zero and what is too large.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from setia.foundation.own_values import COLUMN, is_own, written
from setia.kit.kinds import Amount, Day, Field, Flag, Kind, Moment, Number, Reference, Whole

LARGEST = 10**15
FURTHEST = 350_000
"""Days by which a day can be moved: further would leave the calendar of one of the databases."""


@dataclass(frozen=True, slots=True)
class Type:
    """`currency` says where that of an amount stands: a column, or "=EUR"."""

    name: str
    currency: str = ""


NUMBER, TEXT, DAY, MOMENT, FLAG = (Type(name) for name in ("number", "text", "day", "moment", "flag"))
At = Callable[[str], str]
"""The SQL of a column of the record at hand."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A field that a formula may use: its type, and its SQL on either database."""

    type: Type
    sql: Callable[[At, bool], str]


@dataclass(frozen=True, slots=True)
class Formula:
    """What comes out, and how the database works it out."""

    type: Type
    sql: Callable[[At, bool], str]

    def kept(self, at: At, postgresql: bool, places: int) -> str:
        """As it is compared and shown: numbers rounded to their places, days as texts, nothing that is too large."""
        sql = self.sql(at, postgresql)
        match self.type.name:
            case "number" | "amount":
                count = places if self.type.name == "number" else 0
                rounded = f"ROUND({sql}, {count})"
                within = f"CASE WHEN ABS({sql}) < {LARGEST} THEN {rounded} END"
                if self.type.name == "amount":
                    return f"CAST({within} AS {'bigint' if postgresql else 'INTEGER'})"
                return f"({within})" if postgresql else f"CAST({within} AS REAL)"
            case "day":
                return f"(to_char({sql}, 'YYYY-MM-DD') COLLATE \"C\")" if postgresql else f"({sql})"
            case "flag":
                return f"COALESCE({sql}, {truth(False, postgresql)})"
        return f"NULLIF({sql}, '')"


# Fields ---------------------------------------------------------------------------------------------


def leaf_of(field: Field) -> Leaf | None:
    """What a formula can do with a field; None if nothing."""
    kind, path = field.kind, field.path
    if not path or field.compute or field.many or isinstance(kind, Reference):
        return None
    if not is_own(path) and ("__" in path or kind.json_type is list):
        return None
    type_ = _type_of(kind, path)
    if type_ is None:
        return None

    def sql(at: At, postgresql: bool) -> str:
        if is_own(path):
            value = written(at(COLUMN), path.partition("__")[2], postgresql=postgresql)
            return READ[type_](value) if postgresql and type_ in READ else _column(value, type_, postgresql)
        return _column(at(path), type_, postgresql)

    return Leaf(type_, sql)


def _day_in(text: str) -> str:
    """A cast would do, but what it gives depends on settings, for all PostgreSQL knows: no index may hold it."""
    return f"make_date(left({text}, 4)::int, substr({text}, 6, 2)::int, substr({text}, 9, 2)::int)"


def _moment_in(text: str) -> str:
    time = (
        f"hours => substr({text}, 12, 2)::int, mins => substr({text}, 15, 2)::int, secs => substr({text}, 18, 9)::float"
    )
    return f"(({_day_in(text)} + make_interval({time})) AT TIME ZONE 'UTC')"


READ = {DAY: _day_in, MOMENT: _moment_in}
"""How PostgreSQL reads what own values keep as text."""


def _type_of(kind: Kind, path: str) -> Type | None:
    if isinstance(kind, Amount):
        return Type("amount", f"={kind.fixed}" if kind.fixed else kind.currency) if "__" not in kind.currency else None
    if isinstance(kind, (Whole, Number)):
        return NUMBER
    if isinstance(kind, Flag):
        return FLAG
    if isinstance(kind, Day):
        return DAY
    if isinstance(kind, Moment):
        return MOMENT
    return TEXT if kind.json_type is str else None


def _column(sql: str, type_: Type, postgresql: bool) -> str:
    if type_.name in ("number", "amount"):
        return f"({sql})::numeric" if postgresql else sql
    return sql


def quoted(text: str) -> str:
    """A text as SQL; the percent sign has a meaning for the drivers."""
    return "'" + text.replace("'", "''").replace("%", "%%") + "'"


def truth(value: bool, postgresql: bool) -> str:
    if postgresql:
        return "TRUE" if value else "FALSE"
    return "1" if value else "0"
