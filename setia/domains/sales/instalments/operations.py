"""An order is paid in parts, each by its day; the parts add up to what the order comes to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.sales.instalments.model import Instalment
from setia.domains.sales.months import later
from setia.domains.sales.orders.model import Order, OrderStatus
from setia.foundation.access import Actor
from setia.foundation.errors import Invalid, Refusal
from setia.kit.changes import Change
from setia.kit.kinds import Whole
from setia.kit.operations import operation
from setia.kit.resources import registry
from setia.kit.writing import change_of, write

MOST = 120


@operation(
    records="order.split",
    label=gettext_lazy("Pay in instalments"),
    told=gettext_lazy("divided into instalments"),
    icon="calendar-days",
    bulk=False,
    when=lambda order: order.status != OrderStatus.CANCELLED and order.due > 0,
    choices={"number": Whole(1, MOST), "months": Whole(1, 60)},
    labels={
        "number": gettext_lazy("How many"), "first_on": gettext_lazy("The first is due on"),
        "months": gettext_lazy("Months from one to the next"),
    },
)  # fmt: skip
def split_order(order: Order, *, number: int, first_on: date, months: int = 1, by: Actor) -> None:
    """Make so many instalments that add up to what the order comes to. Instalments made before are replaced."""
    if order.status == OrderStatus.CANCELLED or order.due <= 0:
        raise Refusal(_("Nothing of this order is to be paid."))
    if order.due < number:
        raise Invalid({"number": [_("So many instalments would be of nothing.")]})
    resource = registry.of_noun("sales.instalment")
    old = [change_of(one) for one in Instalment.objects.active().filter(order=order).order_by("pk")]
    for change in old:
        change.after["archived_at"] = by.at
    if old:
        write(resource, old, by, fact="instalment.archived")
    made = [
        Change(after={"order_id": order.pk, "amount": amount, "due_on": later(first_on, months * place)})
        for place, amount in enumerate(parts(order.due, number))
    ]
    write(resource, made, by)


def parts(amount: int, number: int) -> Sequence[int]:
    """An amount in equal parts; what does not divide goes into the first ones, a minor unit each."""
    each, over = divmod(amount, number)
    return [each + (place < over) for place in range(number)]
