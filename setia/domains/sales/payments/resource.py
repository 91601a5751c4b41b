"""Payments in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.parties.preferences.resource import METHODS
from setia.domains.sales.order_lines.amounts import read_in
from setia.domains.sales.orders.model import BOOKS, Order
from setia.domains.sales.orders.standing import balance, paid_for
from setia.domains.sales.payments.model import Payment
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.errors import Invalid
from setia.foundation.personal import Basis, Personal
from setia.foundation.search import Document
from setia.kit.changes import Change
from setia.kit.declaring import nameless
from setia.kit.kinds import Amount, Currency
from setia.kit.resources import Group, Resource, resource


@resource
class Payments(Resource):
    model = Payment
    slug = "payments"
    label = gettext_lazy("Payment")
    plural = gettext_lazy("Payments")
    icon = "banknote"
    columns = ("name", "order", "party", "paid_on", "method", "amount")
    form = (Group(gettext_lazy("Payment"), ("order", "amount", "currency", "paid_on", "method", "reference")),)
    sortable = ("paid_on",)
    sort = "-paid_on"
    tells = {"name": ("reference", "order")}
    kinds = {"amount": Amount(), "currency": Currency(), "method": METHODS}
    dated_by = "paid_on"
    story = "party_id"
    personal = dict.fromkeys(
        ("name", "reference"),
        Personal(gettext_lazy("To match the payment with the bank's statement."), Basis.LEGAL_OBLIGATION),
    )
    impersonal = ("paid_on",)
    kept_for = BOOKS
    search_paths = ("reference",)
    import_together = ("order", "reference", "paid_on")
    aliases = {
        "order": ("order number", "invoice", "commande", "facture", "pesanan", "faktur"),
        "amount": ("paid", "sum", "montant", "jumlah"),
        "paid_on": ("date", "payment date", "date de paiement", "tanggal", "tanggal bayar"),
        "method": ("payment method", "mode de paiement", "cara bayar"),
        "reference": ("payment id", "transaction", "référence", "referensi"),
    }
    helps = {"currency": gettext_lazy("Leave empty for the currency of the order.")}
    rail = ("sales", 30)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        """A payment is in the currency of its order and comes from the party that ordered."""
        names = ("party_id", "currency", "status", "name")
        rows = bulk.found(Order.objects.all(), "pk", {c.after["order_id"] for c in changes} - {None}, "pk", *names)
        orders = {id_: values for id_, *values in rows}
        for change in changes:
            after = change.after
            party, currency, status, name = orders.get(after["order_id"], (None, "", "", ""))
            if any(map(change.changed, ("order_id", "currency"))):
                read_in(change, currency)
            if status == "cancelled" and change.is_new:
                change.refuse("order", _("This order is cancelled."))
            if not after["amount"]:
                change.refuse("amount", _("Give an amount above zero."))
            elif after["amount"] < 0 and change.changed("amount"):
                change.refuse("amount", _("Money that goes back to the customer is a refund. Make one at the order."))
            after.update(party_id=party, paid_on=after["paid_on"] or by.today, name=after["reference"] or name)

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        """The orders know what was paid; one with payments of its own is not paid elsewhere."""
        ids = {change.after["order_id"] for change in changes}
        ids |= {change.before["order_id"] for change in changes if change.before}
        balance(ids, by)
        taken = any(not c.is_new and (c.changed("archived_at") or c.changed("amount")) for c in changes)
        if taken and any(total < 0 for total in paid_for(ids).values()):
            raise Invalid({"amount": [_("More than this would be left was paid back. Take back the refund first.")]})

    def documents(self, rows: Iterable[Mapping[str, Any]]) -> Iterable[Document]:
        return (Document(row["id"], (), (row["reference"],) if row["reference"] else ()) for row in rows)

    def rename(self, changes: Sequence[Change]) -> None:
        """After the number of the order, which says nothing about anybody."""
        orders = bulk.found(Order.objects.all(), "pk", {c.after["order_id"] for c in changes}, "pk", "reference")
        numbers = dict(orders)
        for change in changes:
            change.after["name"] = numbers.get(change.after["order_id"]) or nameless(self.label, change.id)
