"""How far limits on money reach in other currencies than their own, by the dated rates.

A limit in the currency of the amount stands before those that have to be converted: who may decide on $50 and on €1,000
may decide on $50. Where no rate is known for the day, a limit says nothing about the other currency.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils import timezone

from setia.domains.authority.limits.model import Limit
from setia.domains.organisation.exchange_rates.converting import LONGEST, Rates, rates_on
from setia.domains.organisation.exchange_rates.model import ExchangeRate
from setia.foundation.company import our_company
from setia.foundation.errors import Refusal
from setia.foundation.formats import reader_for
from setia.foundation.money import scale


@dataclass(frozen=True, slots=True)
class InMoney:
    """A limit on money: `amount` in minor units of `currency`."""

    id: int
    role: int
    decision: str
    currency: str
    amount: int


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a limit reaches in one currency."""

    limit: InMoney
    currency: str
    amount: int


def company_today() -> date:
    company = our_company()
    return reader_for(company.language, company.zone).today(timezone.now())


def reaches_in(currencies: Iterable[str], limits: Iterable[InMoney], on: date) -> list[Reach]:
    """In each of the currencies, as far as a limit says anything about it. One question at most, for rates."""
    wanted, known = sorted(set(currencies)), list(limits)
    own = {(one.role, one.decision, one.currency) for one in known}
    asked = {one.currency for one in known} | set(wanted)
    rates = rates_on(asked if len(asked) > 1 else (), on)
    found = []
    for limit in known:
        for currency in wanted:
            if currency == limit.currency:
                found.append(Reach(limit, currency, limit.amount))
            elif (limit.role, limit.decision, currency) not in own:
                amount = converted(limit.amount, limit.currency, currency, rates)
                if amount is not None:
                    found.append(Reach(limit, currency, amount))
    return found


def converted(amount: int, from_currency: str, to_currency: str, rates: Rates) -> int | None:
    """Rounded down, so that nobody decides on a coin more; None where a rate is missing."""
    try:
        rate = rates.rate(from_currency, to_currency)
    except Refusal:
        return None
    return int(Fraction(amount) * scale(to_currency) / scale(from_currency) * rate // 1)


def limits_in_money(decision: str = "") -> list[InMoney]:
    """Those in force, of all roles; there are dozens at most."""
    rows = Limit.objects.active().filter(amount__isnull=False, role__archived_at__isnull=True)
    rows = rows.filter(decision=decision) if decision else rows
    return [InMoney(*one) for one in rows.values_list("pk", "role_id", "decision", "currency", "amount").order_by("pk")]


def reaches_elsewhere(on: date) -> list[Reach]:
    """Of every limit on money in every currency but its own of which a rate is known. Two questions, one where no limit
    is on money."""
    limits = limits_in_money()
    if not limits:
        return []
    rows = ExchangeRate.objects.active().filter(quoted_on__gte=on - LONGEST, quoted_on__lte=on)
    known = {our_company().currency, *rows.order_by().values_list("currency", flat=True).distinct()}
    return [one for one in reaches_in(known, limits, on) if one.currency != one.limit.currency]
