"""Order lines in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.sales.order_lines.amounts import LARGEST, in_currency
from setia.domains.sales.order_lines.model import OrderLine
from setia.domains.sales.order_lines.sums import NO_LINES, sums_of
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.errors import Refusal
from setia.kit.changes import Change
from setia.kit.kinds import Amount, Currency, Number, Whole
from setia.kit.resources import Group, Resource, registry, resource
from setia.kit.writing import changes_of, write

ORDER = "sales.order"


@resource
class OrderLines(Resource):
    model = OrderLine
    slug = "order-lines"
    label = gettext_lazy("Order line")
    plural = gettext_lazy("Order lines")
    icon = "list"
    title = "description"
    tells = {"amount": ("unit_price", "total"), "unit_price": ("amount", "total")}
    columns = ("order", "position", "product", "description", "quantity", "unit_price", "amount")
    form = (Group(gettext_lazy("Line"), ("order", "product", "description", "quantity", "unit_price", "position")),)
    kinds = {
        "unit_price": Amount(),
        "amount": Amount(),
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
    }
    helps = {
        "unit_price": gettext_lazy("Leave empty for the list price of the product."),
        "description": gettext_lazy("Leave empty for the name of the product."),
    }

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        orders = _known(ORDER, changes, "order_id", "currency", "status")
        products = _known("catalog.product", changes, "product_id", "name", "list_price", "currency")
        last = _last_positions(changes)
        for change in changes:
            after = change.after
            currency, status = orders.get(after["order_id"], ("", ""))
            if status == "cancelled":
                change.refuse("order", _("This order is cancelled."))
            if change.before and change.changed("order_id"):
                change.refuse("order", _("A line stays with its order."))
            if change.is_new:
                _read_in(change, currency)
                last[after["order_id"]] = after["position"] = after["position"] or last.get(after["order_id"], 0) + 1
            _fill_from_product(change, products.get(after["product_id"]))
            _settle_amount(change)

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        """The orders are what their lines add up to."""
        orders = {change.after["order_id"]: change.at for change in changes}
        sums, resource_ = sums_of(orders), registry.of_noun(ORDER)
        wanted = changes_of(resource_, orders)
        for change in wanted:
            found = sums.get(change.id, NO_LINES)
            change.after.update(quantity=found.quantity, total=found.total)
            change.at = orders[change.id]
        write(resource_, [change for change in wanted if change.dirty()], by)


def _known(noun: str, changes: Sequence[Change], field: str, *names: str) -> dict[int, Any]:
    rows = registry.of_noun(noun).model._default_manager.all()
    ids = {change.after[field] for change in changes} - {None}
    return {id_: tuple(values) for id_, *values in bulk.found(rows, "pk", ids, "pk", *names)}


def _last_positions(changes: Sequence[Change]) -> dict[int, int]:
    orders = {change.after["order_id"] for change in changes if change.is_new and not change.after["position"]}
    rows = OrderLine.objects.values("order_id").annotate(last=Max("position"))
    return dict(bulk.found(rows, "order_id", orders, "order_id", "last"))


def _read_in(change: Change, currency: str) -> None:
    """A new line is in the currency of its order."""
    said = change.after["currency"]
    change.after["currency"] = currency
    if said and said != currency:
        change.refuse("currency", _("The order is in %(currency)s.") % {"currency": currency})
        return
    for name in ("unit_price", "amount"):
        try:
            change.after[name] = in_currency(change.after[name], said or our_company().currency, currency or "USD")
        except Refusal as no:
            change.refuse(name, no.message)


def _fill_from_product(change: Change, product: tuple[str, int | None, str] | None) -> None:
    after = change.after
    if product is None:
        return
    name, price, currency = product
    after["description"] = after["description"] or name
    if after["unit_price"] is None and after["amount"] is None and currency == after["currency"]:
        after["unit_price"] = price


def _settle_amount(change: Change) -> None:
    """Quantity times price; where only the amount was given, the price follows from it."""
    after = change.after
    quantity, price, amount = Decimal(after["quantity"]), after["unit_price"], after["amount"]
    if amount is not None and change.changed("amount") and (price is None or not change.changed("unit_price")):
        after["unit_price"] = _rounded(amount / quantity) if quantity else amount
    elif price is None:
        change.refuse("unit_price", _("Give a price."))
    elif change.changed("quantity") or change.changed("unit_price"):
        product = _rounded(price * quantity)
        after["amount"] = amount if change.changed("amount") and _is_rounding(amount, product, quantity) else product
    if abs(after["amount"] or 0) > LARGEST:
        change.refuse("amount", _("This amount is too large."))


def _is_rounding(amount: int | None, product: int, quantity: Decimal) -> bool:
    """A price that was rounded (a third of 100) times the quantity misses the amount by less than this."""
    return amount is not None and abs(amount - product) <= quantity / 2 + 1


def _rounded(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))
