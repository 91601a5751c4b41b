"""The order of a period, and what a month of a contract comes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from setia.domains.sales.contracts.model import MONTHS
from setia.domains.sales.contracts.terms import follow_terms, period_end, period_start
from setia.domains.sales.orders.model import OrderStatus
from setia.domains.sales.sums import half_up
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.formats import reader_for
from setia.kit.changes import Change
from setia.kit.resources import registry
from setia.kit.writing import changes_of, write


def lines_on(contract: int, day: date) -> list[Any]:
    """The lines that hold on a day."""
    model: Any = apps.get_model("sales", "ContractLine")
    rows = model.objects.active().filter(contract_id=contract, from_on__lte=day)
    return list(rows.filter(Q(until_on__isnull=True) | Q(until_on__gte=day)).order_by("position", "id"))


def month_of(amounts: Iterable[int], period: str) -> int:
    """What a month comes to when a period comes to these amounts."""
    return half_up(Fraction(sum(amounts), MONTHS[period]))


def monthly_value(contract: int, values: Mapping[str, Any], today: date) -> int:
    """What a month comes to now; before it begins, what the first one will."""
    day = max(today, values["starts_on"])
    return month_of((line.amount for line in lines_on(contract, day)), values["period"])


def order_period(change: Change, by: Actor) -> int | None:
    """Make the order of the next period and count it; None where nothing is delivered in it."""
    after = change.after
    number = after["periods"]
    first, last = period_start(after, number), period_end(after, number)
    lines = lines_on(change.id, first)
    after["periods"] += 1
    follow_terms(after)
    if not lines:
        return None
    orders = registry["orders"]
    order = Change(
        after={
            "party_id": after["party_id"], "opportunity_id": after["opportunity_id"],
            "ordered_on": min(first, by.today), "currency": after["currency"],
            "owner_id": after["owner_id"], "contract_id": change.id, "period_on": first, "about": after["name"],
        },
        at=by.at if first >= by.today else None,
    )  # fmt: skip
    write(orders, [order], by)
    company = our_company()
    with translation.override(company.language):
        read = reader_for(company.language, company.zone)
        span = _("%(first)s to %(last)s") % {"first": read.date(first), "last": read.date(last)}
    made = [
        Change(
            after={
                "order_id": order.id, "product_id": line.product_id, "quantity": line.quantity,
                "description": f"{line.description}, {span}"[:300], "unit_price": line.unit_price,
                "discount": line.discount, "currency": after["currency"],
            }
        )
        for line in lines
    ]  # fmt: skip
    write(registry["order-lines"], made, by)
    (confirmed,) = changes_of(orders, [order.id])
    confirmed.after["status"] = OrderStatus.CONFIRMED.value
    write(orders, [confirmed], by)
    return order.id
