"""Orders in parts: handed over twice, paid in instalments, some of it sent back and paid back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from setia.demo.firm.colleagues import ADMINISTRATOR
from setia.demo.telling.teller import Teller
from setia.domains.parties.parties.model import Party
from setia.domains.sales.orders.model import Order
from setia.foundation import money
from setia.foundation.access import Actor

REFERENCE = "PART-{:03}"
LINES = (("BR-050", 2), ("KO-001", 12), ("CA-100", 4))
CUSTOMERS = 6
BACK = (
    ("defective", "broken", "complaint"), ("unsuitable", "opened", "return"), ("wrong", "new", "mistake"),
)  # fmt: skip


def begin_orders(teller: Teller, at: datetime) -> None:
    """Half of each is handed over at once; every second one is paid in instalments."""
    by = teller.actor(ADMINISTRATOR, at)
    rows = Party.objects.active().filter(is_customer=True, kind="company", currency="EUR", erased_at=None)
    for number, party in enumerate(rows.order_by("id")[:CUSTOMERS]):
        day = at.date()
        order = teller.create(
            "orders", by, party=party.pk, reference=REFERENCE.format(number + 1), ordered_on=day - timedelta(days=1),
            deliver_on=day + timedelta(days=21), currency=party.currency or "EUR",
        )  # fmt: skip
        lines = [
            teller.create("order-lines", by, order=order, product=teller.products[reference], quantity=quantity,
                          discount=5 * (number % 3), currency=party.currency or "EUR")
            for reference, quantity in LINES
            if reference in teller.products
        ]  # fmt: skip
        teller.do("orders", "confirm", [order], by)
        teller.do("order-lines", "ship", lines[:1], by, quantity=1, reference=f"DN-{number + 1}")
        if number % 2 == 0:
            teller.do("orders", "split", [order], by, number=3, first_on=day + timedelta(days=5), months=1)
        known = Order.objects.get(pk=order)
        _pay(teller, known, known.total // 3, by)


def finish_orders(teller: Teller, at: datetime) -> None:
    """Most of the rest follows; a third of them sends something back."""
    by = teller.actor(ADMINISTRATOR, at)
    orders: list[Any] = list(Order.objects.active().filter(reference__startswith="PART-").order_by("id"))
    for number, order in enumerate(orders[:-2]):
        teller.do("orders", "deliver", [order.pk], by)
        if number % 2:
            order.refresh_from_db()
            _pay(teller, order, order.open, by)
        if number < len(BACK):
            reason, condition, why = BACK[number]
            line = order.lines.order_by("position").first()
            teller.do("order-lines", "take_back", [line.pk], by, quantity=1, reason=reason, condition=condition)
            order.refresh_from_db()
            wanted = min(order.paid, -order.open if order.open < 0 else order.paid // 2)
            teller.do("orders", "refund", [order.pk], by, amount=money.decimal(wanted, order.currency), reason=why,
                      goods_return=order.returns.first().pk)  # fmt: skip


def _pay(teller: Teller, order: Order, amount: int, by: Actor) -> None:
    teller.do("orders", "record_payment", [order.pk], by, amount=money.decimal(amount, order.currency),
              method="transfer")  # fmt: skip
