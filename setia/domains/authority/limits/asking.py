"""How far somebody may decide, and who may decide on something: the limits of the roles that people hold now."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, CharField, ExpressionWrapper, OuterRef, Q, QuerySet

from setia.domains.authority import kinds
from setia.domains.authority.limits.elsewhere import (
    InMoney,
    company_today,
    limits_in_money,
    reaches_elsewhere,
    reaches_in,
)
from setia.domains.authority.limits.model import Limit
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.staff.models import Staff


def limit_of(by: Actor, decision: str, currency: str = "") -> Decimal | None:
    """Up to how much this person may decide alone: percents, or minor units of `currency` (else the company's).

    None: without limit, as for administrators; 0 where nothing was granted. The most generous of their roles counts.
    Limits in other currencies are converted by the rates of the day (`elsewhere`).
    """
    if by.access.is_admin:
        return None
    rows = _in_force(decision).filter(role__holders=by.staff_id)
    names = ("is_open", "percent", "pk", "role_id", "decision", "currency", "amount")
    limits = list(rows.order_by("pk").values_list(*names))
    if any(is_open for is_open, *_rest in limits):
        return None
    if is_in_money(decision):
        known = [InMoney(*rest) for _open, _percent, *rest in limits if rest[-1] is not None]
        found = reaches_in([currency or our_company().currency], known, by.today)
        return max((Decimal(one.amount) for one in found), default=Decimal(0))
    return max((Decimal(percent or 0) for _open, percent, *_rest in limits), default=Decimal(0))


def reaches(by: Actor, decision: str, value: Decimal, currency: str = "") -> bool:
    """Whether this person may decide so much alone."""
    limit = limit_of(by, decision, currency)
    return limit is None or value <= limit


def deciders(decision: str, value: Decimal, currency: str, *, but: int | None) -> list[int]:
    """Who may decide so much, without whoever asks; administrators where no role reaches so far."""
    people = Staff.objects.active().filter(is_active=True, email__isnull=False).exclude(pk=but)
    reaching = _in_force(decision).filter(_reaching(decision, value, currency))
    found = people.filter(roles__in=reaching.values("role")).distinct().order_by("pk")
    return list(found.values_list("pk", flat=True)) or list(
        people.filter(is_admin=True).order_by("pk").values_list("pk", flat=True)
    )


def reaching_outer(before: str = "") -> QuerySet[Any]:
    """The limits that reach the approval of the query around, which stands at the path `before`."""
    rows = Limit.objects.active().filter(decision=OuterRef(f"{before}decision"), role__archived_at__isnull=True)
    elsewhere = Q()
    for one in reaches_elsewhere(company_today()):
        elsewhere |= Q(pk=one.limit.id, asked_in=one.currency, asked_for__lte=one.amount)
    if elsewhere:
        rows = rows.annotate(
            asked_in=ExpressionWrapper(OuterRef(f"{before}currency"), CharField()),
            asked_for=ExpressionWrapper(OuterRef(f"{before}amount"), BigIntegerField()),
        )
    return rows.filter(
        Q(is_open=True)
        | Q(percent__gte=OuterRef(f"{before}percent"))
        | Q(percent__gte=OuterRef(f"{before}secret_percent"))
        | Q(amount__gte=OuterRef(f"{before}amount"), currency=OuterRef(f"{before}currency"))
        | elsewhere
    )


def is_in_money(decision: str) -> bool:
    found = kinds.find(decision)
    return found is not None and found.unit == "amount"


def _in_force(decision: str) -> QuerySet[Any]:
    return Limit.objects.active().filter(decision=decision, role__archived_at__isnull=True)


def _reaching(decision: str, value: Decimal, currency: str) -> Q:
    if is_in_money(decision):
        found = reaches_in([currency or our_company().currency], limits_in_money(decision), company_today())
        return Q(is_open=True) | Q(pk__in=[one.limit.id for one in found if one.amount >= value])
    return Q(is_open=True) | Q(percent__gte=value)
