"""The day by which an order is to be delivered is a promise, and the last shipment keeps or breaks it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _

from setia.domains.promises.promises.making import Promised, end_promises, promise_all
from setia.domains.promises.promises.model import Promise, State
from setia.domains.sales.orders.delivering import day_of
from setia.domains.sales.orders.model import Order, OrderStatus
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.formats import reader_for
from setia.kit.changes import Change

NOUN = "sales.order"


def promise_delivery(changes: Sequence[Change], by: Actor) -> None:
    """An order that becomes binding promises its day; one that gets a day promises it."""
    begun = [c for c in changes if c.changed("status") or c.changed("deliver_on")]
    due = [c for c in begun if c.after["deliver_on"] >= (c.after["ordered_on"] or by.today)]
    due = [c for c in due if c.after["status"] != OrderStatus.DELIVERED]
    if not due:
        return
    about = {f"{NOUN}:{c.id}" for c in due}
    there = set(Promise.objects.active().filter(about__in=about, status=State.OPEN).values_list("about", "due_on"))
    company = our_company()
    with translation.override(company.language):
        read = reader_for(company.language, company.zone)
        made = [
            Promised(
                party_id=c.after["party_id"], owner_id=c.after["owner_id"], promised_by_id=c.after["owner_id"],
                name=_("Delivery by %(day)s") % {"day": read.date(c.after["deliver_on"])},
                due_on=c.after["deliver_on"], about=f"{NOUN}:{c.id}", source="order",
                made_on=min(day_of(c.at, by), by.today, c.after["deliver_on"]),
            )
            for c in due
            if (f"{NOUN}:{c.id}", c.after["deliver_on"]) not in there
        ]  # fmt: skip
    if made:
        promise_all(made, by=by)


def end_delivery(changes: Sequence[Change], by: Actor) -> None:
    """What was promised for a day is kept or broken on the day of the last shipment, and waived by a cancellation."""
    ended = [c for c in changes if c.after["status"] in (OrderStatus.DELIVERED, OrderStatus.CANCELLED)]
    about = {f"{NOUN}:{c.id}": c for c in ended}
    rows = Promise.objects.active().filter(status=State.OPEN, product=None, due_on__isnull=False)
    found = list(bulk.found(rows, "about", about, "pk", "about", "due_on"))
    if not found:
        return
    days = _delivery_days([c.id for c in ended])
    read = reader_for(by.language, by.zone)
    for pk, where, due_on in found:
        change = about[where]
        if change.after["status"] == OrderStatus.CANCELLED:
            end_promises(where, "waived", evidence=_("The order was cancelled."), by=by, only=[pk])
        elif due_on in days.get(change.id, ()):
            day = _last_shipment(change.id) or day_of(change.at, by)
            words = _("Delivered on %(day)s: order %(order)s") % {
                "day": read.date(day), "order": change.after["name"],
            }  # fmt: skip
            end_promises(where, "kept" if day <= due_on else "broken", evidence=words, by=by, on=day, only=[pk])


def _delivery_days(orders: Sequence[int]) -> dict[int, set[date]]:
    """The days that an order, or the offer it came from, was promised for."""
    found: dict[int, set[date]] = {}
    for pk, own, offered in bulk.found(Order.objects.all(), "pk", orders, "pk", "deliver_on", "offers__deliver_on"):
        found.setdefault(pk, set()).update(day for day in (own, offered) if day)
    return found


def _last_shipment(order: int) -> date | None:
    found: date | None = (
        Order.objects.filter(pk=order, shipments__archived_at__isnull=True)
        .order_by("-shipments__shipped_on").values_list("shipments__shipped_on", flat=True).first()
    )  # fmt: skip
    return found
