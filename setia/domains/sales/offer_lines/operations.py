"""What is done with a line while an offer is composed."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.sales.offers.line import OfferLine
from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.kit.kinds import Amount, Number
from setia.kit.operations import operation
from setia.kit.resources import registry
from setia.kit.writing import change_of, write


@operation(
    records="offerline.revised",
    label=gettext_lazy("Agree on a price"),
    told=gettext_lazy("agreed on a price"),
    icon="badge-percent",
    choices={"quantity": Number(3, 12, Decimal(0)), "unit_price": Amount(), "discount": Number(2, 5, Decimal(0))},
    labels={"quantity": gettext_lazy("Quantity"), "unit_price": gettext_lazy("Unit price"),
            "discount": gettext_lazy("Discount in percent")},
)  # fmt: skip
def revise_offerline(
    line: OfferLine, *, quantity: Decimal | None = None, unit_price: int | None = None,
    discount: Decimal | None = None, by: Actor,
) -> None:  # fmt: skip
    """Another quantity, price or discount. What is left empty stays as it is."""
    line.quantity = line.quantity if quantity is None else quantity
    line.unit_price = line.unit_price if unit_price is None else unit_price
    line.discount = line.discount if discount is None else discount


@operation(
    records="offerline.relisted",
    label=gettext_lazy("Back to the list price"),
    told=gettext_lazy("put back to its list price"),
    icon="rotate-ccw",
    when=lambda line: line.list_price is not None and (line.unit_price != line.list_price or line.discount),
)
def relist_offerline(line: OfferLine, *, by: Actor) -> None:
    """The price that the catalog asks of this customer, without a discount."""
    if line.list_price is None:
        raise Refusal(_("The catalog has no price for this line."))
    line.unit_price, line.discount = line.list_price, Decimal(0)


@operation(
    records="offerline.made_optional",
    label=gettext_lazy("Make it optional"),
    told=gettext_lazy("made optional"),
    icon="list-plus",
    when=lambda line: not line.is_optional,
)
def make_optional_offerline(line: OfferLine, *, by: Actor) -> None:
    """The customer chooses it when they accept; until then it does not count."""
    line.is_optional = True


@operation(
    records="offerline.made_firm",
    label=gettext_lazy("Make it a part of the offer"),
    told=gettext_lazy("made a part of the offer"),
    icon="list-checks",
    when=lambda line: line.is_optional,
)
def make_firm_offerline(line: OfferLine, *, by: Actor) -> None:
    """It belongs to the offer and counts."""
    line.is_optional = line.is_chosen = False


@operation(
    records="offerline.raised",
    label=gettext_lazy("Move up"),
    told=gettext_lazy("moved up"),
    icon="arrow-up",
    bulk=False,
)
def move_up_offerline(line: OfferLine, *, by: Actor) -> None:
    """It stands one place higher in the offer."""
    _swap(line, by, before=True)


@operation(
    records="offerline.lowered", label=gettext_lazy("Move down"), told=gettext_lazy("moved down"), icon="arrow-down",
    bulk=False,
)  # fmt: skip
def move_down_offerline(line: OfferLine, *, by: Actor) -> None:
    """It stands one place lower in the offer."""
    _swap(line, by, before=False)


def _swap(line: OfferLine, by: Actor, *, before: bool) -> None:
    others = OfferLine.objects.active().filter(offer=line.offer_id).exclude(pk=line.pk).select_for_update(of=("self",))
    if before:
        other = others.filter(position__lte=line.position).order_by("-position", "-id").first()
    else:
        other = others.filter(position__gte=line.position).order_by("position", "id").first()
    if other is None:
        raise Refusal(_("It stands there already."))
    change = change_of(other)
    change.after["position"] = line.position
    line.position = other.position
    write(registry.of_noun("sales.offerline"), [change], by)
