"""What the texts of a file say about how they are to be read: order of dates, currency, decimal comma."""

from __future__ import annotations

import re
from dataclasses import replace

from django.utils.translation import gettext as _

from setia.foundation.errors import Refusal
from setia.foundation.formats import guess_date_order
from setia.foundation.money import decimal_mark, from_text, is_currency
from setia.kit.exchange.files.sheet import Sheet
from setia.kit.exchange.plans.plan import ADDRESS, ColumnPlan, Plan
from setia.kit.kinds import Amount, Day, Kind, Moment, Reference

CODE = re.compile(r"(?<![A-Z])[A-Z]{3}(?![A-Z])")
UNIT = re.compile(r"[^\s\d.,'()+−’-]")
WITH_DECIMALS = re.compile(r"\D*\d+([.,])\d{1,2}\D*")
WITH_COMMA = "fr"
LOOKED_AT = 300
DOUBTFUL = 0.5


def date_orders(plan: Plan, sheet: Sheet, *, only_new: bool = False) -> Plan:
    """The order of day and month of every date column, by its own evidence or that of its neighbours.

    `only_new` leaves the columns alone that have an order.
    """
    dates = _of_kinds(plan, Day, Moment)
    found = {c.index: guess_date_order(list(sheet.columns[c.index].texts)) for c in dates}
    sure = {order.order for order in found.values() if order.order in ("dmy", "mdy")}
    for index, order in found.items():
        column, decided = plan.columns[index], order.order
        if only_new and column.date_order:
            continue
        words = order.in_words()
        if order.is_ambiguous and len(sure) == 1 and not order.clash:
            decided = next(iter(sure))
            words = _("read like the other dates of the file")
        if decided or order.is_ambiguous:
            plan = plan.with_column(replace(column, date_order=decided or "", why=f"{column.why}; {words}"))
        if not decided and order.is_ambiguous and not only_new:
            plan.notices.append(
                _("%(column)s: %(words)s. Say whether the day or the month comes first.")
                % {"column": column.name, "words": words}
            )
    return plan


def currency_of(plan: Plan, sheet: Sheet) -> str:
    """The currency that headers or amounts name, if they agree; otherwise that of our company."""
    named = set()
    for column in _of_kinds(plan, Amount):
        codes = {code for code in CODE.findall(column.header) if is_currency(code)}
        if column.header != column.header.upper() or f"({next(iter(codes), '')})" in column.header:
            named |= codes
        for text in list(sheet.columns[column.index].texts)[:LOOKED_AT]:
            named |= _named_in(text, plan.currency)
    return named.pop() if len(named) == 1 else plan.currency


def _named_in(text: str, usual: str) -> set[str]:
    """The currency an amount is written with; our own where its sign leaves that open."""
    if not UNIT.search(text):
        return set()
    for currency in (usual, None):
        try:
            return {from_text(text, currency).currency}
        except Refusal:
            continue
    return set()


def decimal_language(plan: Plan, sheet: Sheet) -> str:
    """A language that writes decimals as the amounts of the file do."""
    marks = [
        found[1]
        for column in _of_kinds(plan, Amount)
        for text in list(sheet.columns[column.index].texts)[:LOOKED_AT]
        if (found := WITH_DECIMALS.fullmatch(text))
    ]
    if marks and set(marks) == {","} and decimal_mark(plan.language) != ",":
        plan.notices.append(_("Amounts are read with a decimal comma."))
        return WITH_COMMA
    if marks and set(marks) == {"."} and decimal_mark(plan.language) != ".":
        plan.notices.append(_("Amounts are read with a decimal point."))
        return "en"
    return plan.language


def doubts(plan: Plan, sheet: Sheet) -> Plan:
    """Lower the confidence of columns most of whose texts cannot be read as what they are taken for."""
    for column in plan.mapped:
        texts = list(sheet.columns[column.index].texts)[:LOOKED_AT]
        if column.field == ADDRESS or not texts or column.prefix:
            continue
        field = plan.field_of(column)
        if isinstance(field.kind, Reference):
            continue
        errors = field.kind.parse_column(texts, field, plan.context(column)).errors
        if len(errors) > DOUBTFUL * len(texts):
            doubt = _("but most of its texts cannot be read as that: %(words)s") % {"words": errors[min(errors)]}
            plan = plan.with_column(
                replace(column, confidence=round(column.confidence / 2, 2), why=f"{column.why}; {doubt}")
            )
    return plan


def _of_kinds(plan: Plan, *kinds: type[Kind]) -> list[ColumnPlan]:
    return [c for c in plan.mapped if c.field != ADDRESS and isinstance(plan.field_of(c).kind, kinds)]
