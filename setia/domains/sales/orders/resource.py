"""Orders in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.parties.parties.customers import make_customers
from setia.domains.parties.parties.model import Party
from setia.domains.sales.opportunities.model import Opportunity
from setia.domains.sales.orders.model import BOOKS, Order, OrderStatus
from setia.domains.sales.orders.totals import BEGUN, settle_totals, write_totals
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.personal import Personal
from setia.foundation.search import Document
from setia.kit.changes import Change, give_to_maker
from setia.kit.kinds import Amount, Currency, Field, Number
from setia.kit.resources import Group, Panel, Resource, resource


def paid(rows: list[dict[str, Any]]) -> None:
    """What was received for each order of a page."""
    payments = Order._meta.get_field("payments").related_model.objects.active()
    sums = dict(
        bulk.found(
            payments.values("order_id").annotate(sum=Sum("amount")), "order_id", [row["id"] for row in rows],
            "order_id", "sum",
        )
    )  # fmt: skip
    currencies = dict(bulk.found(Order.objects.all(), "pk", [row["id"] for row in rows], "pk", "currency"))
    for row in rows:
        row["paid"], row["currency"] = int(sums.get(row["id"]) or 0), currencies.get(row["id"], "")


@resource
class Orders(Resource):
    model = Order
    slug = "orders"
    label = gettext_lazy("Order")
    plural = gettext_lazy("Orders")
    icon = "shopping-cart"
    columns = ("name", "party", "ordered_on", "status", "quantity", "total", "owner")
    form = (
        Group(gettext_lazy("Order"), ("party", "reference", "ordered_on", "opportunity", "owner")),
        Group(gettext_lazy("Sum"), ("quantity", "total", "currency")),
        Group(gettext_lazy("Remarks"), ("about",)),
    )
    sortable = ("ordered_on", "total", "status")
    sort = "-ordered_on"
    tells = {"name": ("reference",), "paid": ("amount",), "total": ("amount", "unit_price")}
    kinds = {"total": Amount(), "currency": Currency(), "quantity": Number(3, 15, Decimal(0))}
    extra_fields = (
        Field("paid", gettext_lazy("Paid"), Amount(), "paid", editable=False, filterable=False, compute=paid),
    )
    dated_by = "ordered_on"
    story = "party_id"
    personal = {
        "name": Personal(gettext_lazy("To find the order again.")),
        "about": Personal(gettext_lazy("To deliver what was agreed.")),
    }
    impersonal = ("reference", "ordered_on")
    kept_for = BOOKS
    import_keys = ("reference",)
    when_missing = {"party": "create"}
    search_paths = ("name", "reference")
    aliases = {
        "reference": ("order", "order id", "order number", "invoice", "invoice number", "numéro de commande",
                      "commande", "facture", "nomor pesanan", "faktur"),
        "party": ("customer_id", "customer", "client", "account", "customer number", "numéro client",
                  "pelanggan", "id pelanggan"),
        "ordered_on": ("date", "order date", "purchase date", "date de commande", "date d'achat", "tanggal",
                       "tanggal pesanan"),
        "quantity": ("qty", "units", "quantité", "jumlah", "kuantitas"),
        "total": ("price", "amount", "value", "total price", "order total", "montant", "prix", "total ttc",
                  "harga", "nilai"),
        "status": ("state", "statut", "état"),
    }  # fmt: skip
    helps = {
        "total": gettext_lazy("Leave empty and add lines, or give the sum only."),
        "reference": gettext_lazy("Your own number for the order, if there is one."),
    }
    rail = ("sales", 20)
    panels = (
        Panel(
            gettext_lazy("Lines"), "order-lines", "order",
            ("position", "product", "description", "quantity", "unit_price", "amount"), "id", 50,
        ),
        Panel(gettext_lazy("Payments"), "payments", "order", ("paid_on", "method", "amount", "reference")),
    )  # fmt: skip

    def introduce(self, field: str, change: Change) -> None:
        """Whoever is only known by an order is a customer."""
        if field == "party":
            change.after["is_customer"] = True

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        give_to_maker(changes, by, self.noun)
        currency = our_company().currency
        for change in changes:
            after = change.after
            after["currency"] = after["currency"] or currency
            after["ordered_on"] = after["ordered_on"] or by.today
            after["status"] = after["status"] or _usual_status(by)
            if change.before and change.changed("status") and after["status"] != OrderStatus.DRAFT:
                change.fact = f"order.{after['status']}"
        settle_totals(changes)
        _refuse_strangers([c for c in changes if c.after["opportunity_id"] and c.changed("opportunity_id")])
        _name(changes)

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        write_totals(changes, by)
        begun = [c for c in changes if c.after["status"] in BEGUN and c.changed("status")]
        make_customers({c.after["party_id"] for c in begun}, by)

    def rename(self, changes: Sequence[Change]) -> None:
        _name(changes)

    def documents(self, rows: Iterable[Mapping[str, Any]]) -> Iterable[Document]:
        for row in rows:
            yield Document(row["id"], (), (row["reference"],) if row["reference"] else ())


def _usual_status(by: Actor) -> str:
    """What comes out of another system has happened; what is typed in is being prepared."""
    return OrderStatus.DELIVERED if by.channel == "import" else OrderStatus.DRAFT


def _refuse_strangers(changes: Sequence[Change]) -> None:
    ids = {change.after["opportunity_id"] for change in changes}
    customers = dict(bulk.found(Opportunity.objects.all(), "pk", ids, "pk", "party_id"))
    for change in changes:
        if customers.get(change.after["opportunity_id"]) not in (None, change.after["party_id"]):
            change.refuse("opportunity", _("This opportunity is with another customer."))


def _name(changes: Sequence[Change]) -> None:
    """An order without a number is called after the party and the day."""
    unnamed = {c.after["party_id"] for c in changes if not c.after["reference"]}
    names = dict(bulk.found(Party.objects.all(), "pk", unnamed, "pk", "name"))
    for change in changes:
        after = change.after
        after["name"] = after["reference"] or f"{names.get(after['party_id'], '')}, {after['ordered_on']}"
