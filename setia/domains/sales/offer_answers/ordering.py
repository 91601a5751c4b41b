"""An accepted offer becomes an order with the same lines, and what was promised with it becomes promises."""

from __future__ import annotations

from setia.domains.promises.promises.making import Promised, Term, promise_all
from setia.domains.sales.offer_papers.telling import promised_words
from setia.domains.sales.offers.line import OfferLine
from setia.domains.sales.offers.model import Offer
from setia.domains.sales.opportunities.model import Opportunity
from setia.domains.sales.stages.model import Status
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.errors import Refusal
from setia.foundation.formats import reader_for
from setia.kit.changes import Change
from setia.kit.operations import find_operation, perform
from setia.kit.resources import registry
from setia.kit.writing import write


def order_from(offer: Offer, lines: list[OfferLine], by: Actor) -> int:
    """The number of the order. Prices, discounts, taxes and costs are taken over as they are: it comes to the same."""
    orders, order_lines = registry["orders"], registry["order-lines"]
    order = Change(
        after={
            "party_id": offer.party_id, "opportunity_id": offer.opportunity_id, "ordered_on": by.today,
            "currency": offer.currency, "owner_id": offer.owner_id, "about": offer.name,
        }
    )  # fmt: skip
    write(orders, [order], by)
    made = [
        Change(
            after={
                "order_id": order.id,
                "product_id": line.product_id,
                "description": line.description,
                "quantity": line.quantity,
                "unit_price": line.unit_price,
                "discount": line.discount,
                "amount": line.amount,
                "tax_percent": line.tax_percent or 0,
                "cost": line.cost,
                "steps": line.steps or None,
                "currency": offer.currency,
            }
        )  # fmt: skip
        for line in lines
        if line.counts
    ]
    write(order_lines, made, by)
    perform(find_operation(orders, "confirm"), [order.id], {}, by)
    return order.id


def promises_of(offer: Offer, lines: list[OfferLine], order: int, by: Actor) -> int:
    """Delivery date, prices, response time and features, in the words of the company's language."""
    about = f"sales.order:{order}"
    read = reader_for(our_company().language, our_company().zone)
    whole = {"party_id": offer.party_id, "owner_id": offer.owner_id, "promised_by_id": offer.owner_id, "about": about,
             "source": "offer", "made_on": by.today}  # fmt: skip
    words = iter(promised_words(offer, read))
    found = []
    if offer.deliver_on:
        found.append(Promised(**whole, name=next(words), due_on=offer.deliver_on))
    if offer.price_until:
        found.append(Promised(**whole, name=next(words), due_on=offer.price_until))
    if offer.answer_hours:
        name = next(words)
        found.append(Promised(**whole, name=name, term=Term("", "<=", offer.answer_hours, "hours")))  # type: ignore[arg-type]
    for line in lines:
        if line.counts and line.promise:
            found.append(Promised(**whole, name=line.promise, product_id=line.product_id, need_id=line.need_id,
                                  due_on=offer.deliver_on))  # fmt: skip
    return len(promise_all(found, by=by)) if found else 0


def win(offer: Offer, by: Actor) -> None:
    """The opportunity is won with what was agreed, if it is still open and nothing else is asked of it."""
    deal = Opportunity.objects.filter(pk=offer.opportunity_id, status=Status.OPEN).first()
    if deal is None:
        return
    values = {"amount": str(registry["offers"].fields["net"].kind.json(registry["offers"].fields["net"], {
        "net": offer.net, "currency": offer.currency}))} if deal.currency == offer.currency else {}  # fmt: skip
    verb = find_operation(registry["opportunities"], "win")
    try:
        perform(verb, [deal.pk], {name: value for name, value in values.items() if name in verb.inputs}, by)
    except Refusal:
        return
