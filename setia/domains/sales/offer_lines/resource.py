"""Lines of offers in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.catalog.taxes.model import Tax
from setia.domains.sales.offer_lines.flooring import fill_floors
from setia.domains.sales.offer_lines.pricing import Whole, fill_in
from setia.domains.sales.offers.adding_up import add_up
from setia.domains.sales.offers.authority import BELOW_FLOOR
from setia.domains.sales.offers.line import OfferLine
from setia.domains.sales.offers.model import OPEN, Offer
from setia.domains.sales.offers.sums import amount_of
from setia.domains.sales.order_lines.amounts import LARGEST, in_currency
from setia.foundation import bulk
from setia.foundation.access import Access, Actor
from setia.foundation.company import our_company
from setia.foundation.errors import Refusal
from setia.kit.changes import Change
from setia.kit.kinds import Amount, Currency, Field, Number, Text
from setia.kit.kinds import Whole as WholeNumber
from setia.kit.resources import Group, Resource, resource

PERCENT = Decimal(100)
FLOORS = ("floor", "floor_percent", "floor_from")


@resource
class OfferLines(Resource):
    model = OfferLine
    slug = "offer-lines"
    label = gettext_lazy("Offer line")
    plural = gettext_lazy("Offer lines")
    icon = "list"
    title = "description"
    columns = ("offer", "position", "product", "description", "quantity", "unit_price", "discount", "amount")
    form = (
        Group(gettext_lazy("Line"), ("offer", "product", "description", "quantity", "unit", "unit_price", "discount")),
        Group(gettext_lazy("More"), ("is_optional", "promise", "reason", "need", "tax_percent", "cost", "position")),
    )
    kinds = {
        **dict.fromkeys(("list_price", "unit_price", "amount", "cost"), Amount()),
        "currency": Currency(), "quantity": Number(3, 12, Decimal(0)), "discount": Number(2, 5, Decimal(0)),
        "tax_percent": Number(3, 6, Decimal(0)), "position": WholeNumber(0, 100_000),
    }  # fmt: skip
    tells = {
        "amount": ("unit_price", "net"), "unit_price": ("amount", "net"), "list_price": ("unit_price",),
        "discount": ("unit_price",),
        **dict.fromkeys(FLOORS, ("cost", "margin", "floor")),
    }  # fmt: skip
    extra_fields = (
        Field("floor", gettext_lazy("Floor"), Amount(), "floor", editable=False, filterable=False, compute=fill_floors),
        Field("floor_percent", gettext_lazy("Margin floor in percent"), Number(2, 4), "floor_percent", editable=False,
              filterable=False, compute=fill_floors),
        Field("floor_from", gettext_lazy("Where the floor comes from"), Text(), "floor_from", editable=False,
              filterable=False, compute=fill_floors),
    )  # fmt: skip
    quotes = {"floor_from": ("product",)}
    helps = {
        "unit_price": gettext_lazy("Leave empty for the price that the catalog asks of this customer."),
        "cost": gettext_lazy("Of one unit, with labour. Leave empty for what the catalog knows."),
        "promise": gettext_lazy("A feature that is promised with this line; it becomes a promise when they accept."),
        "is_optional": gettext_lazy("The customer chooses it when they accept."),
    }
    importable = False

    def readable(self, access: Access) -> dict[str, Field]:
        """How far down a price may go is for those who may know how far below it an offer is."""
        found = super().readable(access)
        return {name: found[name] for name in found if not self._is_withheld(name, access)}

    def hides(self, name: str, access: Access) -> bool:
        return super().hides(name, access) or self._is_withheld(name, access)

    def _is_withheld(self, name: str, access: Access) -> bool:
        return name in FLOORS and any(access.hides(*told) for told in BELOW_FLOOR.tells)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        ids = {change.after["offer_id"] for change in changes}
        offers = {pk: Whole(*rest) for pk, *rest in bulk.found(
            Offer.objects.all(), "pk", ids, "pk", "party_id", "currency", "status")}  # fmt: skip
        last = _last_positions(changes)
        usual = Tax.objects.active().filter(is_usual=True).values_list("percent", flat=True).first()
        for change in changes:
            _refuse_what_cannot_be(change, offers.get(change.after["offer_id"]))
            if change.is_new:
                _read_in(change, offers.get(change.after["offer_id"]))
                after = change.after
                last[after["offer_id"]] = after["position"] = after["position"] or last.get(after["offer_id"], 0) + 1
        fill_in(changes, offers, by)
        for change in changes:
            after = change.after
            if after["tax_percent"] is None:
                after["tax_percent"] = usual or Decimal(0)
            if not after["product_id"]:
                after["is_standard"] = True
                if not after["description"]:
                    change.refuse("description", _("Say what it is, or choose a product."))
            if after["unit_price"] is None:
                change.refuse("unit_price", _("No price is known. Give one."))
                continue
            after["amount"] = amount_of(
                Decimal(after["quantity"]), after["unit_price"], min(Decimal(after["discount"]), PERCENT)
            )
            if abs(after["amount"]) > LARGEST:
                change.refuse("unit_price", _("This amount is too large."))

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        add_up({change.after["offer_id"]: change.at for change in changes}, by)


def _refuse_what_cannot_be(change: Change, offer: Whole | None) -> None:
    after = change.after
    if offer and offer.status not in OPEN and (change.is_new or set(change.dirty()) - {"is_chosen", "amount"}):
        change.refuse("offer", _("The customer has this offer. Make a new version of it."))
    if change.before and change.changed("offer_id"):
        change.refuse("offer", _("A line stays with its offer."))
    if Decimal(after["quantity"]) <= 0:
        change.refuse("quantity", _("Give a quantity above zero."))
    if Decimal(after["discount"]) > PERCENT:
        change.refuse("discount", _("A discount is at most 100 percent."))
    if after["tax_percent"] is not None and Decimal(after["tax_percent"]) > PERCENT:
        change.refuse("tax_percent", _("A tax is from 0 to 100 percent."))


def _last_positions(changes: Sequence[Change]) -> dict[int, int]:
    offers = {change.after["offer_id"] for change in changes if change.is_new and not change.after["position"]}
    rows = OfferLine.objects.values("offer_id").annotate(last=Max("position"))
    return dict(bulk.found(rows, "offer_id", offers, "offer_id", "last"))


def _read_in(change: Change, offer: Whole | None) -> None:
    """A new line is in the currency of its offer; forms read amounts in that of the company."""
    said = change.after["currency"]
    currency = offer.currency if offer else said
    change.after["currency"] = currency
    for name in ("unit_price", "cost"):
        try:
            change.after[name] = in_currency(change.after[name], said or our_company().currency, currency or "USD")
        except Refusal as no:
            change.refuse(name, no.message)
