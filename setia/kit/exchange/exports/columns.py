"""Columns of an export: for each one function that turns a whole page of rows into cells.

With labels a file reads like the list on the screen, in the reader's language; without, it has the
names and codes that an import understands. What may not be seen is in no column.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Literal

from setia.foundation.company import our_company
from setia.foundation.formats import Reader
from setia.foundation.money import exponent
from setia.kit.exchange.exports.sheaves import Sheaf
from setia.kit.exchange.formulas import neutral_cells
from setia.kit.exchange.plans import ADDRESS
from setia.kit.kinds import Amount, Choice, Day, Field, Figured, Flag, Kind, Moment, Number, Reference, Share, Whole
from setia.kit.kinds.dates import as_day
from setia.kit.kinds.references import NOT_VISIBLE
from setia.kit.lists import Listing

Shape = Literal["text", "number", "money", "date", "moment"]
CURRENCY = "currency"


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """`texts` are cells of a CSV file, ready to be written; `values` are cells of a workbook."""

    name: str
    header: str
    shape: Shape
    texts: Callable[[Sheaf], Sequence[str]]
    values: Callable[[Sheaf], Sequence[Any]]


def columns_of(listing: Listing, reader: Reader, *, labels: bool) -> list[ExportColumn]:
    """The columns of a list; amounts are followed by their currency when the list does not show it."""
    columns = [column_for(field, reader, labels) for field in listing.columns.values()]
    if not labels:
        columns.insert(0, _address(listing.resource.noun))
    readable = listing.resource.readable(listing.by.access)
    amounts = [
        f for f in listing.columns.values() if isinstance(f.kind, Amount) and f.kind.currency_path(f) == CURRENCY
    ]
    if amounts and CURRENCY in readable and CURRENCY not in listing.columns:
        columns.append(column_for(readable[CURRENCY], reader, labels))
    return columns


def column_for(field: Field, reader: Reader, labels: bool) -> ExportColumn:
    header = str(field.label) if labels else field.name
    shape, values = _values(field, reader, labels)
    if shape == "text":
        return ExportColumn(field.name, header, shape, lambda rows: neutral_cells(values(rows)), values)
    if shape == "money":
        return ExportColumn(field.name, header, shape, _money_texts(field), _money_values(field))
    write = _WRITTEN[shape] if labels or shape != "moment" else _utc
    return ExportColumn(field.name, header, shape, lambda rows: _each_once(write, values(rows)), values)


def _each_once(write: Callable[[Any], str], values: Sequence[Any]) -> list[str]:
    """Every distinct value written once: days and moments repeat, and writing them takes long."""
    written = {value: write(value) for value in set(values)}
    return [written[value] for value in values]


def _address(noun: str) -> ExportColumn:
    def addresses(rows: Sheaf) -> list[str]:
        return [f"{noun}:{id_}" for id_ in rows["id"]]

    return ExportColumn(ADDRESS, ADDRESS, "text", addresses, addresses)


def _values(field: Field, reader: Reader, labels: bool) -> tuple[Shape, Callable[[Sheaf], Sequence[Any]]]:
    """What a column holds, and how its values are taken from rows."""
    kind, path = field.kind, field.path
    if field.compute or field.many:
        return "text", lambda rows: [_plain(kind.export(field, row)) for row in rows.rows()]
    if isinstance(kind, Reference):
        return "text", _named(field, labels)
    if isinstance(kind, (Choice, Flag)):
        return "text", _said(field, reader, labels)
    if isinstance(kind, Amount):
        return "money", lambda rows: rows[path]
    if isinstance(kind, Day):
        return "date", lambda rows: [None if value is None else as_day(value) for value in rows[path]]
    if isinstance(kind, Moment):
        return "moment", lambda rows: _local_moments(rows[path], reader)
    if isinstance(kind, (Whole, Number, Share, Figured)):
        return "number", lambda rows: rows[path]
    if type(kind).export is Kind.export:
        return "text", lambda rows: _plain_texts(rows[path])
    return "text", lambda rows: [_plain(kind.export(field, row)) for row in rows.rows()]


def _named(field: Field, labels: bool) -> Callable[[Sheaf], list[str]]:
    """Titles of records; of those that may not be seen, that it is so, or only their address."""
    kind: Any = field.kind
    title, path, noun = kind.title_path(field), field.path, kind.noun

    def unknown(id_: int | None) -> str:
        return "" if id_ is None else str(NOT_VISIBLE) if labels else f"{noun}:{id_}"

    return lambda rows: [
        unknown(id_) if name is None else name for id_, name in zip(rows[path], rows[title], strict=True)
    ]


def _said(field: Field, reader: Reader, labels: bool) -> Callable[[Sheaf], list[str]]:
    """Codes, or their words; each distinct one is looked up once."""
    kind, path = field.kind, field.path
    known: dict[Any, str] = {}

    def say(rows: Sheaf) -> list[str]:
        values = rows[path]
        for value in set(values) - known.keys():
            known[value] = kind.say(value, reader) if labels else str(kind.export(field, {path: value}))
        return [known[value] for value in values]

    return say


def _local_moments(moments: Sequence[datetime | str | None], reader: Reader) -> list[datetime | None]:
    """Moments on the reader's clock; a text is how SQLite keeps one, in UTC."""
    zone, read = reader.zone, datetime.fromisoformat
    return [
        moment and (read(moment).replace(tzinfo=UTC) if isinstance(moment, str) else moment).astimezone(zone)  # type: ignore[misc]
        for moment in moments
    ]


def _plain_texts(values: Sequence[Any]) -> Sequence[str]:
    return values if set(map(type, values)) <= {str} else list(map(_plain, values))


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(map(str, value))
    return value if isinstance(value, str) else str(value)


# Money ----------------------------------------------------------------------------------------------


def _currency_path(field: Field) -> str:
    """Where the currency of each row stands; "" where it is the same for all."""
    kind: Any = field.kind
    return "" if kind.fixed else kind.currency_path(field)


def _money_texts(field: Field) -> Callable[[Sheaf], list[str]]:
    """Amounts as 1054.00: whole numbers and a point, the digits of each row's currency."""
    path, currency = field.path, _currency_path(field)
    if not currency:
        return lambda rows: [_decimal(minor, exponent(field.kind.fixed)) for minor in rows[path]]  # type: ignore[attr-defined]

    def texts(rows: Sheaf) -> list[str]:
        ours = our_company().currency
        places = {code: exponent(code or ours) for code in set(rows[currency])}
        return [_decimal(minor, places[code]) for minor, code in zip(rows[path], rows[currency], strict=True)]

    return texts


def _decimal(minor: int | None, places: int) -> str:
    if minor is None:
        return ""
    if not places:
        return str(minor)
    digits = str(abs(minor)).rjust(places + 1, "0")
    return f"{'-' if minor < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def _money_values(field: Field) -> Callable[[Sheaf], list[float | None]]:
    path, currency = field.path, _currency_path(field)
    if not currency:
        scale = 10 ** exponent(field.kind.fixed)  # type: ignore[attr-defined]
        return lambda rows: [None if minor is None else minor / scale for minor in rows[path]]

    def values(rows: Sheaf) -> list[float | None]:
        ours = our_company().currency
        scales = {code: 10 ** exponent(code or ours) for code in set(rows[currency])}
        return [
            None if minor is None else minor / scales[code]
            for minor, code in zip(rows[path], rows[currency], strict=True)
        ]

    return values


# Other values as texts ------------------------------------------------------------------------------


def _number(value: Any) -> str:
    if value is None:
        return ""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)


def _day(value: date | None) -> str:
    return "" if value is None else value.isoformat()


def _local(value: datetime | None) -> str:
    return "" if value is None else value.isoformat(" ", "minutes")[:16]


def _utc(value: datetime | None) -> str:
    return "" if value is None else value.astimezone(UTC).isoformat().replace("+00:00", "Z")


_WRITTEN: dict[str, Callable[[Any], str]] = {"number": _number, "date": _day, "moment": _local}
