"""Modules that go with what somebody has ordered, and that were never offered to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.catalog.products.selling import on_sale
from setia.domains.catalog.rules.model import RuleKind
from setia.domains.sales.advising.money import InOurs
from setia.domains.sales.contract_lines.model import ContractLine
from setia.domains.sales.offers.line import OfferLine
from setia.domains.sales.order_lines.model import OrderLine
from setia.domains.sales.orders.model import BINDING, OrderStatus
from setia.foundation.company import our_company
from setia.foundation.formats import Reader
from setia.kit import advice
from setia.kit.advice import UNASKED, Advice, Asked, Candidate, Figures, When

NOUN = "sales.order"
LOOKED_BACK = timedelta(days=3 * 365)
A_MONTH = timedelta(days=30)
GOES_WITH = (RuleKind.REQUIRES.value, RuleKind.USES.value)
"""What needs something else, or uses what it can take, goes with it."""

BATCH = 5_000


def fitting_modules(asked: Asked) -> Iterator[Candidate]:
    """Of each party the dearest module that goes with something ordered within three years."""
    products = _products(asked)
    best: tuple[int, int, int, Candidate] | None = None
    for party, order, owner, module, has in _lines(asked).iterator(chunk_size=BATCH):
        name, value = products[module]
        figures = {"module": name, "has": has, "value": value, "currency": asked.currency}
        found = Candidate(
            party, f"{NOUN}:{order}", owner, value or 0, asked.today + A_MONTH, figures, {"party": str(party)}
        )
        ranked = (value or 0, order, -module, found)
        if best and best[3].party_id != party:
            yield best[3]
            best = None
        if best is None or ranked[:3] > best[:3]:
            best = ranked
    if best:
        yield best[3]


def _products(asked: Asked) -> dict[int, tuple[str, int | None]]:
    """What is on sale: its name, and the list price of one in our currency."""
    in_ours, ours = InOurs(asked), our_company().currency
    rows = on_sale(asked.today).values_list("pk", "name", "list_price", "currency")
    return {pk: (name, in_ours(price, currency or ours)) for pk, name, price, currency in rows}


def _lines(asked: Asked) -> QuerySet[Any]:
    """Lines of orders, with each module that goes with their product and that the party never met."""
    rows = OrderLine.objects.active().filter(
        order__archived_at__isnull=True, order__status__in=BINDING, order__ordered_on__gte=asked.today - LOOKED_BACK,
        order__ordered_on__lte=asked.today, product__rules_of_others__kind__in=GOES_WITH,
        product__rules_of_others__archived_at__isnull=True,
        product__rules_of_others__product__in=on_sale(asked.today).values("pk"),
    )  # fmt: skip
    party, module = OuterRef("order__party_id"), OuterRef("module")
    offered = OfferLine.objects.active().filter(product=module, offer__party_id=party, offer__sent_at__isnull=False)
    ordered = OrderLine.objects.active().filter(product=module, order__party_id=party)
    ordered = ordered.exclude(order__status=OrderStatus.CANCELLED)
    rented = ContractLine.objects.active().filter(product=module, contract__party_id=party)
    rows = asked.of(rows, "order__party_id").annotate(module=F("product__rules_of_others__product"))
    never = rows.filter(~Q(Exists(offered)), ~Q(Exists(ordered)), ~Q(Exists(rented)))
    names = ("order__party_id", "order_id", "order__owner_id", "module", "product__name")
    return never.order_by("order__party_id", "order_id", "pk", "module").values_list(*names)


def _words(figures: Figures, read: Reader) -> str:
    told = {"module": figures["module"], "has": figures["has"]}
    if figures.get("value") is None:
        return _("They have “%(has)s”. “%(module)s” goes with it, and was never offered to them.") % told
    told["value"] = read.minor(figures["value"], figures["currency"], decimals=False)
    return _("They have “%(has)s”. “%(module)s” (%(value)s) goes with it, and was never offered to them.") % told


advice.add(
    Advice(
        "module_never_offered", gettext_lazy("Offer what goes with it"), NOUN, fitting_modules, _words,
        ("sales.offer", "create"), 45, When(("offer.created",), anywhere=True),
        When(("offer.accepted", "order.created"), anywhere=True), 90, gettext_lazy("led to an order"),
        {
            NOUN: ("party", "ordered_on", "status"), "sales.orderline": ("product",),
            "catalog.rule": ("product", "other"), "catalog.product": ("name", "list_price"),
            "sales.offer": ("party", "sent_at"), "sales.offerline": ("product",), "sales.contractline": ("product",),
        },
        "email", UNASKED, "puzzle",
    )
)  # fmt: skip
