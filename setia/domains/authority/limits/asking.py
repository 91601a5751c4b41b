"""How far somebody may decide, and who may decide on something: the limits of the roles that people hold now."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, QuerySet

from setia.domains.authority import kinds
from setia.domains.authority.limits.model import Limit
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.staff.models import Staff


def limit_of(by: Actor, decision: str, currency: str = "") -> Decimal | None:
    """Up to how much this person may decide alone: percents, or minor units of `currency` (else the company's).

    None: without limit, as for administrators; 0 where nothing was granted. The most generous of their roles counts.
    Limits in one currency say nothing about amounts in another.
    """
    if by.access.is_admin:
        return None
    rows = _in_force(decision).filter(role__holders=by.staff_id)
    if is_in_money(decision):
        rows = rows.filter(Q(is_open=True) | Q(currency=currency or our_company().currency))
    limits = list(rows.values_list("is_open", "percent", "amount"))
    if any(is_open for is_open, *_rest in limits):
        return None
    return max((Decimal(percent if percent is not None else amount or 0) for _o, percent, amount in limits),
               default=Decimal(0))  # fmt: skip


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
    return rows.filter(
        Q(is_open=True)
        | Q(percent__gte=OuterRef(f"{before}percent"))
        | Q(percent__gte=OuterRef(f"{before}secret_percent"))
        | Q(amount__gte=OuterRef(f"{before}amount"), currency=OuterRef(f"{before}currency"))
    )


def is_in_money(decision: str) -> bool:
    found = kinds.find(decision)
    return found is not None and found.unit == "amount"


def _in_force(decision: str) -> QuerySet[Any]:
    return Limit.objects.active().filter(decision=decision, role__archived_at__isnull=True)


def _reaching(decision: str, value: Decimal, currency: str) -> Q:
    if is_in_money(decision):
        return Q(is_open=True) | Q(amount__gte=int(value), currency=currency or our_company().currency)
    return Q(is_open=True) | Q(percent__gte=value)
