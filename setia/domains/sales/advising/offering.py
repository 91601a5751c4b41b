"""Needs that are open, and for which something on sale was never offered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.catalog.products.selling import on_sale
from setia.domains.catalog.servings.model import Serving
from setia.domains.needs.needs.model import Need, NeedStatus
from setia.domains.sales.advising.money import InOurs
from setia.domains.sales.offer_reports.unoffered import SERVES, offered, ordered
from setia.foundation.access import system
from setia.foundation.company import our_company
from setia.foundation.formats import Reader
from setia.kit import advice
from setia.kit.advice import UNASKED, Advice, Asked, Candidate, Figures, When

NOUN = "needs.need"
A_MONTH = timedelta(days=30)


class Fitting(NamedTuple):
    name: str
    price: int | None
    currency: str


def never_offered(asked: Asked) -> Iterator[Candidate]:
    best = _best(asked.today)
    by = system("job", asked.at)
    rows = Need.objects.active().filter(status=NeedStatus.OPEN, kind_id__in=sorted(best))
    rows = asked.of(rows.exclude(offered(by) | ordered(by))).order_by("pk")
    in_ours = InOurs(asked)
    for pk, party, owner, kind in rows.values_list("pk", "party_id", "party__owner_id", "kind_id").iterator(5_000):
        fitting = best[kind]
        value = in_ours(fitting.price, fitting.currency)
        figures = {"product": fitting.name, "value": value, "currency": asked.currency}
        yield Candidate(party, f"{NOUN}:{pk}", owner, value or 0, asked.today + A_MONTH, figures, {"party": str(party)})


def _best(day: date) -> dict[int, Fitting]:
    """For each kind of need the product that serves it best."""
    rows = Serving.objects.active().filter(product__in=on_sale(day), fit__gte=SERVES)
    names = ("need_kind_id", "product__name", "product__list_price", "product__currency")
    ours = our_company().currency
    return {
        kind: Fitting(name, price, currency or ours)
        for kind, name, price, currency in rows.order_by("fit", "-product__name").values_list(*names)
    }


def _words(figures: Figures, read: Reader) -> str:
    told = {"product": figures["product"]}
    if figures.get("value") is None:
        return _("“%(product)s” serves this need, and was never offered to them.") % told
    told["value"] = read.minor(figures["value"], figures["currency"], decimals=False)
    return _("“%(product)s” (%(value)s) serves this need, and was never offered to them.") % told


advice.add(
    Advice(
        "never_offered", gettext_lazy("Offer what serves their need"), NOUN, never_offered, _words,
        ("sales.offer", "create"), 45, When(("offer.created",), anywhere=True),
        When(("offer.accepted", "order.created"), anywhere=True), 90, gettext_lazy("led to an order"),
        {
            NOUN: ("kind", "status"), "catalog.serving": ("product", "need_kind", "fit"),
            "catalog.product": ("name", "list_price"), "sales.offer": ("party", "sent_at"),
            "sales.offerline": ("product",), "sales.orderline": ("product",),
        },
        "email", UNASKED, "gift",
    )
)  # fmt: skip
