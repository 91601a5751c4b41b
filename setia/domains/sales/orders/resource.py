"""Orders in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.parties.parties.customers import make_customers
from setia.domains.parties.parties.model import Party
from setia.domains.sales.opportunities.model import Opportunity
from setia.domains.sales.order_lines.sums import sums_of
from setia.domains.sales.orders.delivering import deliver_the_rest
from setia.domains.sales.orders.model import BINDING, BOOKS, Order, OrderStatus
from setia.domains.sales.orders.promising import end_delivery, promise_delivery
from setia.domains.sales.orders.standing import follow_instalments, open_of, refit_instalments
from setia.domains.sales.orders.totals import BEGUN, settle_totals, write_totals
from setia.domains.sales.sums import tax_on
from setia.foundation import bulk, ledger, money
from setia.foundation.access import Access, Actor
from setia.foundation.company import our_company
from setia.foundation.personal import Personal
from setia.foundation.search import Document
from setia.kit.changes import Change, give_to_maker
from setia.kit.kinds import Amount, Choice, Currency, Field, Number, Text
from setia.kit.resources import Group, Panel, Resource, resource


def taxes(rows: list[dict[str, Any]]) -> None:
    """The tax of each order of a page, by rate: "20 %: 12.00 + 5.5 %: 1.10"."""
    ids = [row["id"] for row in rows]
    currencies = dict(bulk.found(Order.objects.all(), "pk", ids, "pk", "currency"))
    sums = sums_of(ids)
    for row in rows:
        bases = sorted(sums[row["id"]].bases.items()) if row["id"] in sums else []
        row["taxes"] = " + ".join(
            f"{format(rate.normalize(), 'f')} %: {money.decimal(tax_on(base, rate), currencies[row['id']] or 'USD')}"
            for rate, (base, _kept) in bases
            if rate
        )


COLOURS = {"confirmed": "info", "partly": "info", "delivered": "ok", "cancelled": "plain", "draft": "plain"}

ledger.declare("order.partly", gettext_lazy("delivered in part"), "truck")


@resource
class Orders(Resource):
    model = Order
    slug = "orders"
    label = gettext_lazy("Order")
    plural = gettext_lazy("Orders")
    icon = "shopping-cart"
    columns = ("name", "party", "ordered_on", "status", "quantity", "total", "open", "owner")
    form = (
        Group(gettext_lazy("Order"), ("party", "reference", "ordered_on", "deliver_on", "opportunity", "owner")),
        Group(gettext_lazy("Sum"), ("quantity", "net", "taxes", "tax", "total", "currency", "margin")),
        Group(gettext_lazy("Payment"), ("due", "paid", "open", "settled_elsewhere")),
        Group(gettext_lazy("Remarks"), ("about",)),
    )
    sortable = ("ordered_on", "total", "status")
    sort = "-ordered_on"
    tells = {
        "name": ("reference",), "paid": ("amount",), "total": ("amount", "unit_price"), "net": ("total",),
        "tax": ("total",), "taxes": ("total",), "due": ("total",), "open": ("total", "paid"),
        "margin": ("total", "cost"),
    }  # fmt: skip
    kinds = {
        "total": Amount(), "currency": Currency(), "quantity": Number(3, 15, Decimal(0)),
        **dict.fromkeys(("net", "tax", "margin", "due", "paid", "open"), Amount(least=None)),
        "status": Choice(OrderStatus.choices, COLOURS),
    }  # fmt: skip
    extra_fields = (
        Field(
            "taxes", gettext_lazy("Tax by rate"), Text(200), "taxes", editable=False, filterable=False, compute=taxes
        ),
    )
    dated_by = "ordered_on"
    story = "party_id"
    personal = {
        "name": Personal(gettext_lazy("To find the order again.")),
        "about": Personal(gettext_lazy("To deliver what was agreed.")),
    }
    impersonal = ("reference", "ordered_on", "deliver_on", "period_on", "taxes")
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
        "settled_elsewhere": ("already paid", "payé ailleurs", "sudah dibayar"),
    }  # fmt: skip
    helps = {
        "total": gettext_lazy("Leave empty and add lines, or give the sum only."),
        "reference": gettext_lazy("Your own number for the order, if there is one."),
        "deliver_on": gettext_lazy("A day given here becomes a promise as soon as the order is confirmed."),
        "settled_elsewhere": gettext_lazy("Its payments are not kept here, so nothing of it counts as open."),
    }
    rail = ("sales", 20)
    panels = (
        Panel(
            gettext_lazy("Lines"), "order-lines", "order",
            ("description", "amount", "quantity", "unit_price", "discount", "tax_percent", "delivered", "returned"),
            "id", 50,
        ),
        Panel(gettext_lazy("Payments"), "payments", "order", ("name", "paid_on", "method", "amount")),
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
            if change.is_new and by.channel == "import" and after["status"] == OrderStatus.DELIVERED:
                after["settled_elsewhere"] = True
        settle_totals(changes)
        for change in changes:
            after = change.after
            after["open"] = open_of(after["status"], after["due"], after["paid"], after["settled_elsewhere"])
        _refuse_strangers([c for c in changes if c.after["opportunity_id"] and c.changed("opportunity_id")])
        _name(changes)

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        write_totals(changes, by)
        begun = [c for c in changes if c.after["status"] in BEGUN and c.changed("status")]
        make_customers({c.after["party_id"] for c in begun}, by)
        if by.channel == "import":
            return
        old = [c for c in changes if not c.is_new]
        deliver_the_rest([c for c in old if c.changed("status") and c.after["status"] == OrderStatus.DELIVERED], by)
        promise_delivery([c for c in changes if c.after["deliver_on"] and c.after["status"] in BINDING], by)
        end_delivery([c for c in old if c.changed("status")], by)
        refit_instalments({c.id: ((c.before or {})["due"], c.after["due"]) for c in old}, by)
        follow_instalments([c.id for c in old if c.changed("due") or c.changed("status")], by)

    def readable(self, access: Access) -> dict[str, Field]:
        """Whoever may not know what products cost may not know what is earned with them."""
        return without_costs(super().readable(access), access, "margin")

    def hides(self, name: str, access: Access) -> bool:
        return super().hides(name, access) or (name == "margin" and access.hides("catalog.product", "cost"))

    def rename(self, changes: Sequence[Change]) -> None:
        _name(changes)

    def documents(self, rows: Iterable[Mapping[str, Any]]) -> Iterable[Document]:
        for row in rows:
            yield Document(row["id"], (), (row["reference"],) if row["reference"] else ())


def without_costs(fields: dict[str, Field], access: Access, *names: str) -> dict[str, Field]:
    if not access.hides("catalog.product", "cost"):
        return fields
    return {name: field for name, field in fields.items() if name not in names}


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
