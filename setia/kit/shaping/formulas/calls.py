"""Operators and functions: which types they take, and how they are written for either database."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from setia.foundation import money
from setia.foundation.company import our_company
from setia.foundation.errors import Refusal
from setia.foundation.own_values import NOW
from setia.kit.shaping.formulas.parsing import COMPARISONS, TODAY
from setia.kit.shaping.formulas.values import DAY, FLAG, FURTHEST, MOMENT, NUMBER, TEXT, At, Formula, Type, quoted

Maker = Callable[[str, list[Formula]], Formula]


def _need(name: str, parts: list[Formula], *types: Type | None) -> None:
    """Refuses another count, and another type where one is given."""
    if len(parts) != len(types):
        words = _("“%(name)s” takes %(count)d values.")
        raise Refusal(words % {"name": name, "count": len(types)})
    for part, wanted in zip(parts, types, strict=True):
        if wanted is not None and part.type != wanted:
            _mismatch(name, part.type)


def _mismatch(name: str, *types: Type) -> None:
    said = {"number": _("a number"), "amount": _("an amount"), "text": _("a text"), "day": _("a day"),
            "moment": _("a moment"), "flag": _("yes or no")}  # fmt: skip
    words = _("“%(name)s” cannot be used with %(types)s.")
    raise Refusal(words % {"name": name, "types": ", ".join(said[type_.name] for type_ in types)})


def _alike(name: str, parts: list[Formula]) -> tuple[Type, list[Formula]]:
    """All of one type; a plain number beside amounts is one of their currency."""
    money_ = next((part.type for part in parts if part.type.name == "amount"), None)
    if money_ is not None:
        parts = [_as_amount(part, money_) if part.type == NUMBER else part for part in parts]
    if len({part.type for part in parts}) != 1:
        _mismatch(name, *dict.fromkeys(part.type for part in parts))
    return parts[0].type, parts


def _as_amount(part: Formula, amount: Type) -> Formula:
    def sql(at: At, pg: bool) -> str:
        return f"({part.sql(at, pg)} * {_scale(amount, at)})"

    return Formula(amount, sql)


def _scale(amount: Type, at: At) -> str:
    """How many of the smallest units are one: 100, or what the currency of the record has."""
    if amount.currency.startswith("="):
        return str(money.scale(amount.currency[1:]))
    unusual: dict[int, list[str]] = {}
    for code in sorted(money.currencies()):
        if (scale := money.scale(code)) != 100:
            unusual.setdefault(scale, []).append(code)
    cases = "".join(
        f" WHEN {at(amount.currency)} IN ({', '.join(quoted(code) for code in codes)}) THEN {scale}"
        for scale, codes in unusual.items()
    )
    return f"(CASE{cases} ELSE 100 END)"


def _sum(name: str, parts: list[Formula]) -> Formula:
    one, other = parts
    if name == "-" and one.type == other.type == DAY:
        return _days("-", [other, one])
    if one.type == DAY and other.type == NUMBER:
        return _moved(one, other, name)
    type_, (left, right) = _alike(name, parts)
    if type_.name not in ("number", "amount"):
        _mismatch(name, type_)
    return Formula(type_, lambda at, pg: f"({left.sql(at, pg)} {name} {right.sql(at, pg)})")


def _moved(day: Formula, by: Formula, sign: str) -> Formula:
    def sql(at: At, pg: bool) -> str:
        start, days = day.sql(at, pg), by.sql(at, pg)
        if pg:
            moved = f"({start} {sign} ROUND({days})::integer)"
        else:
            moved = f"date({start}, ({sign}CAST(ROUND({days}) AS INTEGER)) || ' days')"
        return f"(CASE WHEN ABS({days}) < {FURTHEST} THEN {moved} END)"

    return Formula(DAY, sql)


def _days(name: str, parts: list[Formula]) -> Formula:
    """Days from the first to the second."""
    _need(name, parts, DAY, DAY)
    first, second = parts

    def sql(at: At, pg: bool) -> str:
        if pg:
            return f"(({second.sql(at, pg)}) - ({first.sql(at, pg)}))::numeric"
        return f"CAST(ROUND(julianday({second.sql(at, pg)}) - julianday({first.sql(at, pg)})) AS INTEGER)"

    return Formula(NUMBER, sql)


def _times(name: str, parts: list[Formula]) -> Formula:
    one, other = parts
    if {one.type.name, other.type.name} - {"number", "amount"} or one.type.name == other.type.name == "amount":
        _mismatch(name, one.type, other.type)
    type_ = one.type if one.type.name == "amount" else other.type
    return Formula(type_, lambda at, pg: f"({_real(one, at, pg)} * {other.sql(at, pg)})")


def _divided(name: str, parts: list[Formula]) -> Formula:
    one, other = parts
    numbers = {one.type.name, other.type.name} <= {"number", "amount"}
    if not numbers or (one.type == NUMBER and other.type.name == "amount"):
        _mismatch(name, one.type, other.type)
    if one.type.name == other.type.name == "amount" and one.type != other.type:
        raise Refusal(_("Amounts in two currencies cannot be divided."))
    type_ = NUMBER if other.type.name == "amount" else one.type
    return Formula(type_, lambda at, pg: f"({_real(one, at, pg)} / NULLIF({other.sql(at, pg)}, 0))")


def _real(part: Formula, at: At, pg: bool) -> str:
    """SQLite would divide whole numbers as such, and let products of them run over."""
    return part.sql(at, pg) if pg else f"CAST({part.sql(at, pg)} AS REAL)"


def _compared(name: str, parts: list[Formula]) -> Formula:
    type_, (left, right) = _alike(name, parts)
    if type_ in (FLAG, MOMENT) and name not in ("=", "!="):
        _mismatch(name, type_)
    sign = "<>" if name == "!=" else name
    return Formula(FLAG, lambda at, pg: f"({left.sql(at, pg)} {sign} {right.sql(at, pg)})")


def _joined_by(name: str, parts: list[Formula]) -> Formula:
    _need(name, parts, FLAG, FLAG)
    one, other = parts
    return Formula(FLAG, lambda at, pg: f"({one.sql(at, pg)} {name.upper()} {other.sql(at, pg)})")


def _denied(name: str, parts: list[Formula]) -> Formula:
    _need(name, parts, FLAG)
    return Formula(FLAG, lambda at, pg: f"(NOT {parts[0].sql(at, pg)})")


def _together(name: str, parts: list[Formula]) -> Formula:
    """Texts one after the other; one that is missing is passed over."""
    _need(name, parts, TEXT, TEXT)
    one, other = parts
    return Formula(TEXT, lambda at, pg: f"(COALESCE({one.sql(at, pg)}, '') || COALESCE({other.sql(at, pg)}, ''))")


def _negative(name: str, parts: list[Formula]) -> Formula:
    return _applied(name, parts, lambda sql, _pg: f"(-{sql})")


def _absolute(name: str, parts: list[Formula]) -> Formula:
    return _applied(name, parts, lambda sql, _pg: f"ABS({sql})")


def _applied(name: str, parts: list[Formula], write: Callable[[str, bool], str]) -> Formula:
    _need(name, parts, None)
    (part,) = parts
    if part.type.name not in ("number", "amount"):
        _mismatch(name, part.type)
    return Formula(part.type, lambda at, pg: write(part.sql(at, pg), pg))


def _rounded(name: str, parts: list[Formula]) -> Formula:
    if len(parts) == 1:
        parts = [*parts, Formula(NUMBER, lambda _at, _pg: "0")]
    _need(name, parts, NUMBER, NUMBER)
    part, places = parts
    count = places.sql(str, False)
    if not count.isdigit() or int(count) > 6:
        raise Refusal(_("Say to how many places to round, from 0 to 6."))
    return Formula(NUMBER, lambda at, pg: f"ROUND({part.sql(at, pg)}, {count})")


def _chosen(name: str, parts: list[Formula]) -> Formula:
    """One of two; nothing where it is not known whether the condition holds."""
    if len(parts) != 3 or parts[0].type != FLAG:
        raise Refusal(_("Write if(condition, what then, what else)."))
    type_, (then, otherwise) = _alike(name, parts[1:])
    holds = parts[0]

    def sql(at: At, pg: bool) -> str:
        asked = holds.sql(at, pg)
        return f"(CASE WHEN {asked} THEN {then.sql(at, pg)} WHEN NOT {asked} THEN {otherwise.sql(at, pg)} END)"

    return Formula(type_, sql)


def _first(name: str, parts: list[Formula]) -> Formula:
    """The first that is there."""
    if len(parts) < 2:
        raise Refusal(_("“%(name)s” takes two values or more.") % {"name": name})
    type_, alike = _alike(name, parts)

    def sql(at: At, pg: bool) -> str:
        some = [part.sql(at, pg) for part in alike]
        some = [f"NULLIF({one}, '')" for one in some] if type_ == TEXT else some
        return f"COALESCE({', '.join(some)})"

    return Formula(type_, sql)


def _missing(name: str, parts: list[Formula]) -> Formula:
    _need(name, parts, None)
    (part,) = parts
    blank = " OR {} = ''" if part.type == TEXT else ""
    return Formula(FLAG, lambda at, pg: f"({part.sql(at, pg)} IS NULL{blank.format(part.sql(at, pg))})")


def _day(name: str, parts: list[Formula]) -> Formula:
    """The day of a moment, in UTC."""
    _need(name, parts, MOMENT)
    (part,) = parts

    def sql(at: At, pg: bool) -> str:
        moment = part.sql(at, pg)
        return f"(({moment})::timestamptz AT TIME ZONE 'UTC')::date" if pg else f"date({moment})"

    return Formula(DAY, sql)


def _today(name: str, parts: list[Formula]) -> Formula:
    """The day it is where the company is, by the clock of the database's machine."""
    _need(name, parts)

    def sql(_at: At, pg: bool) -> str:
        zone = quoted(our_company().zone)
        if pg:
            return f"({NOW} AT TIME ZONE {zone})::date"
        return f"django_datetime_cast_date({NOW}, {zone}, 'UTC')"

    return Formula(DAY, sql)


def _year(name: str, parts: list[Formula]) -> Formula:
    _need(name, parts, DAY)
    (part,) = parts

    def sql(at: At, pg: bool) -> str:
        day = part.sql(at, pg)
        return f"EXTRACT(YEAR FROM {day})::numeric" if pg else f"CAST(strftime('%%Y', {day}) AS INTEGER)"

    return Formula(NUMBER, sql)


def _length(name: str, parts: list[Formula]) -> Formula:
    _need(name, parts, TEXT)
    return Formula(NUMBER, lambda at, pg: f"LENGTH({parts[0].sql(at, pg)})" + ("::numeric" if pg else ""))


CALLS: dict[str, Maker] = {
    "+": _sum, "-": _sum, "*": _times, "/": _divided, "&": _together, "and": _joined_by, "or": _joined_by,
    "not": _denied, "negative": _negative, "abs": _absolute, "round": _rounded, "if": _chosen, "coalesce": _first,
    "days": _days, "empty": _missing, "day": _day, TODAY: _today, "year": _year, "length": _length,
    **dict.fromkeys(COMPARISONS, _compared),
}  # fmt: skip
