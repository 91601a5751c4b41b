"""Order lines in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.sales.order_lines.amounts import LARGEST, read_in
from setia.domains.sales.order_lines.model import OrderLine
from setia.domains.sales.order_lines.pricing import Whole as Order
from setia.domains.sales.order_lines.pricing import fill_in
from setia.domains.sales.order_lines.sums import NO_LINES, sums_of
from setia.domains.sales.sums import HUNDRED, amount_of, half_up
from setia.foundation import bulk, money
from setia.foundation.access import Access, Actor
from setia.kit.changes import Change
from setia.kit.kinds import Amount, Currency, Field, LongText, Number, Whole
from setia.kit.resources import Group, Panel, Resource, registry, resource
from setia.kit.writing import changes_of, write

ORDER = "sales.order"
COSTS = ("cost", "cost_amount", "how")
AGREED = ("quantity", "unit_price", "amount", "discount", "tax_percent", "product_id")


def how_priced(rows: list[dict[str, Any]]) -> None:
    """How the price of each line of a page came about, step by step."""
    kept = {id_: rest for id_, *rest in bulk.found(
        OrderLine.objects.all(), "pk", [row["id"] for row in rows], "pk", "steps", "currency")}  # fmt: skip
    for row in rows:
        steps, currency = kept.get(row["id"]) or (None, "")
        row["how"] = "\n".join(
            f"{words}: {money.decimal(amount, currency or 'USD')} {currency}" for words, amount in steps or ()
        )


@resource
class OrderLines(Resource):
    model = OrderLine
    slug = "order-lines"
    label = gettext_lazy("Order line")
    plural = gettext_lazy("Order lines")
    icon = "list"
    title = "description"
    tells = {
        "amount": ("unit_price", "total"), "unit_price": ("amount", "total"), "discount": ("unit_price", "total"),
        "tax_percent": ("total",), "how": ("unit_price", "total"), "cost": ("margin",), "cost_amount": ("margin",),
        "credited": ("unit_price", "total"),
    }  # fmt: skip
    columns = ("order", "position", "product", "description", "quantity", "unit_price", "discount", "amount")
    form = (
        Group(gettext_lazy("Line"), ("order", "product", "description", "quantity", "unit_price", "discount",
                                     "amount", "tax_percent", "position")),
        Group(gettext_lazy("How the price came about"), ("how", "cost", "cost_amount")),
        Group(gettext_lazy("Delivery"), ("delivered", "returned", "credited")),
    )  # fmt: skip
    extra_fields = (
        Field("how", gettext_lazy("Price"), LongText(), "how", editable=False, filterable=False, compute=how_priced),
    )
    panels = (
        Panel(gettext_lazy("Shipments"), "shipments", "line", ("name", "shipped_on", "quantity", "reference")),
        Panel(gettext_lazy("Goods returns"), "goods-returns", "line",
              ("name", "returned_on", "quantity", "reason", "amount")),
    )  # fmt: skip
    kinds = {
        "unit_price": Amount(),
        "amount": Amount(),
        **dict.fromkeys(("cost", "cost_amount", "credited"), Amount()),
        "discount": Number(2, 5, Decimal(0)),
        "tax_percent": Number(3, 6, Decimal(0)),
        "currency": Currency(),
        "quantity": Number(3, 12, Decimal(0)),
        "position": Whole(0, 100_000),
    }
    aliases = {
        "order": ("order id", "order number", "commande", "pesanan"),
        "product": ("sku", "item", "article", "produit", "produk", "barang"),
        "quantity": ("qty", "quantité", "jumlah", "kuantitas"),
        "unit_price": ("price", "prix unitaire", "harga satuan"),
        "amount": ("line total", "montant", "total"),
        "discount": ("discount %", "rabais", "remise", "diskon"),
        "tax_percent": ("tax", "vat", "tva", "ppn", "tax %", "vat %", "tax rate"),
        "cost": ("unit cost", "cost price", "coût unitaire", "prix de revient", "biaya satuan", "harga pokok"),
        "position": ("line number", "ligne", "baris"),
    }
    import_together = ("order", "position")
    helps = {
        "unit_price": gettext_lazy("Leave empty for the price that the catalog asks of this customer."),
        "tax_percent": gettext_lazy("Leave empty for the tax of the product, or the usual one."),
        "cost": gettext_lazy("Leave empty for what the catalog knows, as it is now."),
        "description": gettext_lazy("Leave empty for the name of the product."),
    }

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        found = _known(ORDER, changes, "order_id", "currency", "status", "party_id", "ordered_on")
        orders = {id_: Order(*values) for id_, values in found.items()}
        last = _last_positions(changes)
        for change in changes:
            after = change.after
            order = orders.get(after["order_id"], Order())
            if order.status == "cancelled":
                change.refuse("order", _("This order is cancelled."))
            if change.before and change.changed("order_id"):
                change.refuse("order", _("A line stays with its order."))
            if change.is_new:
                read_in(change, order.currency, ("unit_price", "amount", "cost"))
                last[after["order_id"]] = after["position"] = after["position"] or last.get(after["order_id"], 0) + 1
            _refuse_what_cannot_be(change)
        fill_in(changes, orders, by)
        for change in changes:
            _settle_amount(change)
            _settle_cost(change)

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        """The orders are what their lines add up to."""
        orders = {change.after["order_id"]: change.at for change in changes}
        sums, resource_ = sums_of(orders), registry.of_noun(ORDER)
        wanted = changes_of(resource_, orders)
        for change in wanted:
            change.after.update(sums.get(change.id, NO_LINES).columns())
            change.at = orders[change.id]
        write(resource_, [change for change in wanted if change.dirty()], by)

    def readable(self, access: Access) -> dict[str, Field]:
        """Whoever may not know what products cost does not learn it here; a price may be made of the cost."""
        found = super().readable(access)
        if not access.hides("catalog.product", "cost"):
            return found
        return {name: field for name, field in found.items() if name not in COSTS}

    def hides(self, name: str, access: Access) -> bool:
        return super().hides(name, access) or (name in COSTS and access.hides("catalog.product", "cost"))


def _refuse_what_cannot_be(change: Change) -> None:
    after = change.after
    if Decimal(after["discount"]) > HUNDRED:
        change.refuse("discount", _("A discount is at most 100 percent."))
    if after["tax_percent"] is not None and Decimal(after["tax_percent"]) > HUNDRED:
        change.refuse("tax_percent", _("A tax is from 0 to 100 percent."))
    if change.is_new:
        return
    if after["archived_at"] and not (change.before or {}).get("archived_at") and Decimal(after["delivered"]):
        change.refuse("quantity", _("Something of this line was delivered. Take back the shipment first."))
    if Decimal(after["quantity"]) < Decimal(after["delivered"]):
        words = _("%(quantity)s were delivered already. Take back a shipment first.")
        change.refuse("quantity", words % {"quantity": format(Decimal(after["delivered"]).normalize(), "f")})
    if Decimal(after["returned"]) and any(map(change.changed, AGREED)):
        change.refuse("quantity", _("Something of this line came back. Take back the goods return first."))


def _known(noun: str, changes: Sequence[Change], field: str, *names: str) -> dict[int, Any]:
    rows = registry.of_noun(noun).model._default_manager.all()
    ids = {change.after[field] for change in changes} - {None}
    return {id_: tuple(values) for id_, *values in bulk.found(rows, "pk", ids, "pk", *names)}


def _last_positions(changes: Sequence[Change]) -> dict[int, int]:
    orders = {change.after["order_id"] for change in changes if change.is_new and not change.after["position"]}
    rows = OrderLine.objects.values("order_id").annotate(last=Max("position"))
    return dict(bulk.found(rows, "order_id", orders, "order_id", "last"))


def _settle_amount(change: Change) -> None:
    """Quantity times price less discount; where only the amount was given, the price follows from it."""
    after = change.after
    quantity, price, amount = Decimal(after["quantity"]), after["unit_price"], after["amount"]
    discount = min(Decimal(after["discount"]), HUNDRED)
    if amount is not None and change.changed("amount") and (price is None or not change.changed("unit_price")):
        share = Fraction(quantity) * Fraction(HUNDRED - discount) / 100
        if price is None or amount_of(quantity, price, discount) != amount:
            after["unit_price"] = half_up(amount / share) if share else amount
    elif price is None:
        change.refuse("unit_price", _("Give a price."))
    elif any(map(change.changed, ("quantity", "unit_price", "discount"))):
        product = amount_of(quantity, price, discount) if discount else _rounded(price * quantity)
        after["amount"] = amount if change.changed("amount") and _is_rounding(amount, product, quantity) else product
    if abs(after["amount"] or 0) > LARGEST:
        change.refuse("amount", _("This amount is too large."))


def _settle_cost(change: Change) -> None:
    after = change.after
    if change.changed("cost") or change.changed("quantity"):
        after["cost_amount"] = None if after["cost"] is None else _rounded(after["cost"] * Decimal(after["quantity"]))


def _is_rounding(amount: int | None, product: int, quantity: Decimal) -> bool:
    """A price that was rounded (a third of 100) times the quantity misses the amount by less than this."""
    return amount is not None and abs(amount - product) <= quantity / 2 + 1


def _rounded(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))
