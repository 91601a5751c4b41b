"""Deeds of long ago, told in batches: all deeds of one colleague with one verb at once.

Every function gets deeds of one verb, each about another record, and writes them as `kit.writing` does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from setia.demo.days import after
from setia.demo.firm.colleagues import COLLEAGUES
from setia.demo.firm.prices import CURRENCIES
from setia.demo.plot.deeds import Deed, Order
from setia.demo.telling.teller import Teller, row_of, said
from setia.domains.sales.pipelines.model import Pipeline
from setia.foundation.access import Actor
from setia.kit.changes import Change
from setia.kit.operations import find_operation
from setia.kit.resources import registry
from setia.kit.writing import changes_of

Tell = Callable[[Sequence[Deed], Teller, Actor], None]
STEP_DAYS = 6
"""Within so many days the next step is meant to be done."""
CLOSING = {"Won", "Lost", "Signed", "Declined"}


def parties(deeds: Sequence[Deed], teller: Teller, by: Actor) -> None:
    rows = [row_of(deed.what, teller.staff[deed.what.owner], teller.next_number()) for deed in deeds]
    made = teller.write("parties", [Change(row, at=d.at) for row, d in zip(rows, deeds, strict=True)], by)
    for deed, change in zip(deeds, made, strict=True):
        deed.what.id = change.id


def relations(deeds: Sequence[Deed], teller: Teller, by: Actor) -> None:
    changes = [
        Change({**deed.values, "other_id": deed.values["other"].id, "party_id": deed.what.id}, at=deed.at)
        for deed in deeds
    ]
    for change in changes:
        del change.after["other"]
    teller.write("relations", changes, by)


def points(deeds: Sequence[Deed], teller: Teller, by: Actor) -> None:
    changes = [Change({**deed.values, "party_id": deed.what.id}, at=deed.at) for deed in deeds]
    teller.write("contact-points", changes, by)


def deals(deeds: Sequence[Deed], teller: Teller, by: Actor) -> None:
    pipelines = dict(Pipeline.objects.values_list("name", "id"))
    changes = []
    for deed in deeds:
        deal = deed.what
        row = {
            "party_id": deal.party.id, "product_id": teller.product(deal.article), "amount": deal.amount,
            "pipeline_id": pipelines[deal.pipeline], "stage_id": teller.stages[deal.stage],
            "currency": CURRENCIES[deal.party.country], "opened_on": deal.opened_on,
            "expected_on": deal.expected_on, "next_step": deal.next_step,
            "next_step_on": after(deal.opened_on, STEP_DAYS) if deal.next_step else None,
            "owner_id": teller.staff[deal.owner],
        }  # fmt: skip
        changes.append(Change(row, at=deed.at))
    for deed, change in zip(deeds, teller.write("opportunities", changes, by), strict=True):
        deed.what.id = change.id


def stages(deeds: Sequence[Deed], teller: Teller, by: Actor) -> None:
    """Deals on their way: moved, won, lost, and opened again."""
    rows = _rows("opportunities", [deed.what.id for deed in deeds])
    for deed in deeds:
        change = rows[deed.what.id]
        change.at = change.after["stage_since"] = deed.at
        if deed.verb == "reopen":
            change.after["status"] = "open"
            continue
        values = dict(deed.values)
        stage = values.pop("stage")
        change.after["stage_id"] = teller.stages[stage]
        words = str(values.pop("reason", ""))
        change.after["lost_reason"] = words
        if values.get("next_step"):
            values["next_step_on"] = after(deed.at.date(), STEP_DAYS)
        change.after.update(values)
        if stage in CLOSING:
            change.after["reason_id"] = teller.why(stage, deed.what, words)
            change.after["closed_on"] = deed.at.astimezone(ZoneInfo(COLLEAGUES[deed.by].zone)).date()
    teller.write("opportunities", rows.values(), by)


def notes(deeds: Sequence[Deed], teller: Teller, by: Actor) -> None:
    verb = find_operation(registry["parties"], "note")
    rows = _rows("parties", [deed.what.id for deed in deeds])
    changes = []
    for deed in deeds:
        row = rows[deed.what.id]
        words = said(deed)
        told, fact = {"told": {"inputs": words}}, verb.fact_for(words)
        changes.append(Change(row.after, row.before, row.id, row.version, told, fact=fact, at=deed.at))
    teller.write("parties", changes, by, fact=verb.fact)


def customers(deeds: Sequence[Deed], teller: Teller, by: Actor) -> None:
    rows = _rows("parties", [deed.what.id for deed in deeds])
    for deed in deeds:
        rows[deed.what.id].at = deed.at
        rows[deed.what.id].after.update(is_customer=True, is_prospect=False)
    teller.write("parties", rows.values(), by, fact="party.became_customer")


def orders(deeds: Sequence[Deed], teller: Teller, by: Actor) -> None:
    made = teller.write("orders", [Change(_order(deed.what, teller), at=deed.at) for deed in deeds], by)
    lines = []
    for deed, change in zip(deeds, made, strict=True):
        deed.what.id = change.id
        lines += [
            Change({
                "order_id": change.id, "position": position, "product_id": teller.product(line.article),
                "quantity": Decimal(line.quantity), "unit_price": line.price, "tax_percent": Decimal(0),
                "cost": round(line.price * line.article.cost / line.article.price),
                "currency": change.after["currency"],
            }, at=deed.at)
            for position, line in enumerate(deed.what.lines, 1)
        ]  # fmt: skip
    teller.write("order-lines", lines, by)


def _order(order: Order, teller: Teller) -> dict[str, Any]:
    return {
        "party_id": order.party.id, "opportunity_id": order.deal.id if order.deal else None,
        "reference": order.reference, "ordered_on": order.ordered_on, "owner_id": teller.staff[order.owner],
        "currency": CURRENCIES[order.party.country],
    }  # fmt: skip


def statuses(deeds: Sequence[Deed], teller: Teller, by: Actor) -> None:
    """Orders confirmed, delivered, or cancelled."""
    means = {"confirm": "confirmed", "deliver": "delivered", "cancel": "cancelled"}
    rows = _rows("orders", [deed.what.id for deed in deeds])
    for deed in deeds:
        change = rows[deed.what.id]
        change.at, change.after["status"] = deed.at, means[deed.verb]
        if deed.values:
            change.extra = {"told": {"inputs": deed.values}}
    teller.write("orders", rows.values(), by)


def payments(deeds: Sequence[Deed], teller: Teller, by: Actor) -> None:
    zone = ZoneInfo(by.zone)
    rows = [
        {**deed.values, "order_id": deed.what.id, "currency": CURRENCIES[deed.what.party.country],
         "paid_on": deed.at.astimezone(zone).date()}
        for deed in deeds
    ]  # fmt: skip
    teller.write("payments", [Change(row, at=d.at) for row, d in zip(rows, deeds, strict=True)], by)


def _rows(slug: str, ids: Sequence[int]) -> dict[int, Change]:
    """Changes that begin with the records as they are, in the order of the ids."""
    found = {change.id: change for change in changes_of(registry[slug], ids)}
    return {id_: found[id_] for id_ in ids}
