"""Who may decide on an approval: as a condition, and shown for a page of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from setia.domains.authority.approvals.model import Approval, State
from setia.domains.authority.limits.asking import reaching_outer
from setia.domains.authority.limits.elsewhere import company_today, limits_in_money, reaches_in
from setia.domains.authority.limits.model import Limit
from setia.foundation import bulk
from setia.foundation.staff.models import Staff

ENDLESS = float("inf")


def asked_of(condition: Q) -> Q:
    """Approvals that somebody may decide on whose number fits the condition on `decider_id`."""
    another = Q(is_open=True) | ~Q(decider_id=Coalesce(OuterRef("owner_id"), 0))
    holders = reaching_outer().annotate(decider_id=F("role__holders")).filter(another)
    admins = Staff.objects.active().filter(is_admin=True, is_active=True).annotate(decider_id=F("pk"))
    return Q(Exists(holders.filter(condition))) | Q(Exists(admins.filter(condition)))


def fill_decider(rows: list[dict[str, Any]]) -> None:
    """Of those who may, whoever has the least far limit; nobody for what is decided. At most five queries."""
    names = ("pk", "decision", "how_far", "amount", "currency", "owner_id")
    waiting = Approval.objects.filter(status=State.WAITING).annotate(how_far=Coalesce("percent", "secret_percent"))
    asked = {found[0]: found for found in bulk.found(waiting, "pk", [row["id"] for row in rows], *names)}
    limits = _limits({money for *_rest, money, _owner in asked.values()}) if asked else []
    first = {pk: _first(limits, *rest) for pk, *rest in asked.values()}
    people = dict(bulk.found(Staff.objects.all(), "pk", set(first.values()) - {None}, "pk", "name"))
    for row in rows:
        row["decider_id"] = first.get(row["id"])
        row["decider__name"] = people.get(row["decider_id"] or 0, "")


def _limits(currencies: Collection[str]) -> list[tuple[str, str, float, int]]:
    """Decision, currency, how far, and who, in each of the currencies; the least far first."""
    rows = Limit.objects.active().filter(role__archived_at__isnull=True, role__holders__is_active=True)
    found = list(rows.values_list("decision", "pk", "is_open", "percent", "amount", "role__holders"))
    in_money = reaches_in({one for one in currencies if one}, limits_in_money(), company_today())
    reached: dict[int, list[tuple[str, float]]] = defaultdict(list)
    for one in in_money:
        reached[one.limit.id].append((one.currency, float(one.amount)))
    limits = []
    for decision, pk, is_open, percent, amount, who in found:
        far = [("", ENDLESS)] if is_open else [("", float(percent))] if amount is None else reached[pk]
        limits += [(decision, currency, value, who) for currency, value in far]
    return sorted(limits, key=lambda limit: (limit[2], limit[3]))


def _first(
    limits: list[tuple[str, str, float, int]],
    decision: str,
    percent: Any,
    amount: Any,
    currency: str,
    owner: int | None,
) -> int | None:
    value = float(amount if percent is None else percent)
    for known, money, far, who in limits:
        fits = known == decision and (far == ENDLESS or money == currency) and value <= far
        if fits and (who != owner or far == ENDLESS):
            return who
    return None
