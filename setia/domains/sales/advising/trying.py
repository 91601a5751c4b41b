"""For whom something may be tried, as orders, contracts and deals tell, and what counts as success of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from setia.domains.sales.advising.money import InOurs
from setia.domains.sales.contracts.model import Contract, ContractStatus
from setia.domains.sales.opportunities.model import Opportunity
from setia.domains.sales.orders.model import BINDING, Order
from setia.foundation.access import Access
from setia.kit import plays
from setia.kit.advice import Asked
from setia.kit.plays import Circle, Success

ORDER, CONTRACT, OFFER, DEAL = "sales.order", "sales.contract", "sales.offer", "sales.opportunity"
LOOKED_BACK = timedelta(days=3 * 365)
SILENT = timedelta(days=180)
SETTLED = timedelta(days=60)
A_YEAR = timedelta(days=365)
OFTEN = 2
GOOD = 3
"""Of those who ordered more than once, one in so many is a good customer: who ordered for most."""


def silent_good(asked: Asked, access: Access) -> Iterator[int]:
    """The upper third of those who ordered twice and more within three years, without an order for half a year.

    Who is good is judged among all of them, silent or not.
    """
    rows = _orders(asked, access).filter(ordered_on__gte=asked.today - LOOKED_BACK)
    in_ours = InOurs(asked)
    worth: dict[int, int] = {}
    number: dict[int, int] = {}
    last: dict[int, Any] = {}
    told = rows.order_by("party_id", "currency").values_list("party_id", "currency")
    for party, currency, total, orders, day in told.annotate(Sum("net"), Count("pk"), Max("ordered_on")).iterator(
        chunk_size=5_000
    ):
        worth[party] = worth.get(party, 0) + (in_ours(total, currency) or 0)
        number[party] = number.get(party, 0) + orders
        last[party] = max(last.get(party, day), day)
    often = sorted((party for party in worth if number[party] >= OFTEN), key=lambda party: (-worth[party], party))
    good = often[: -(-len(often) // GOOD)]
    yield from (party for party in good if last[party] < asked.today - SILENT)


def bought_once(asked: Asked, access: Access) -> Iterator[int]:
    """One order within the last year, not of the last 60 days, and none before or after."""
    rows = _orders(asked, access).order_by("party_id").values_list("party_id")
    once = rows.annotate(Count("pk"), Max("ordered_on")).filter(
        pk__count=1, ordered_on__max__gte=asked.today - A_YEAR, ordered_on__max__lt=asked.today - SETTLED
    )
    yield from (party for party, *_counted in once.iterator(chunk_size=5_000))


def contract_ending(asked: Asked, access: Access) -> Iterator[int]:
    """Within 60 days the last day for notice comes, or the end of what does not renew."""
    until = asked.today + SETTLED
    ending = Q(renews=True, notice_on__gte=asked.today, notice_on__lte=until) | Q(
        renews=False, ends_on__gte=asked.today, ends_on__lte=until
    )
    rows = access.visible(Contract.objects.active().filter(ending, status=ContractStatus.RUNNING))
    yield from asked.of(rows).order_by().values_list("party_id", flat=True).distinct()


def lost_deal(asked: Asked, access: Access) -> Iterator[int]:
    """A deal was lost within the last year, not of the last 60 days."""
    rows = Opportunity.objects.active().filter(
        status="lost", closed_on__gte=asked.today - A_YEAR, closed_on__lt=asked.today - SETTLED, party__isnull=False
    )
    yield from asked.of(access.visible(rows)).order_by().values_list("party_id", flat=True).distinct()


def _orders(asked: Asked, access: Access) -> QuerySet[Any]:
    """What was ordered until the day asked about."""
    rows = Order.objects.active().filter(status__in=BINDING, ordered_on__lte=asked.today)
    return asked.of(access.visible(rows)).order_by()


BOUGHT = ("party", "ordered_on", "net", "status")

plays.add_circle(
    Circle("silent_good", _("Good customers who fell silent"), silent_good, {ORDER: BOUGHT}),
    Circle("bought_once", _("Customers who bought once"), bought_once, {ORDER: ("party", "ordered_on", "status")}),
    Circle(
        "contract_ending", _("Customers whose contract is ending"), contract_ending,
        {CONTRACT: ("party", "notice_on", "ends_on", "renews", "status")},
    ),
    Circle(
        "lost_deal", _("Who decided for somebody else"), lost_deal, {DEAL: ("party", "status", "closed_on")}
    ),
)  # fmt: skip
plays.add_success(
    Success(
        "order", _("An order"), ORDER, ("order.created",), {ORDER: BOUGHT},
        'status in ("confirmed", "partly", "delivered")', amount="net",
    ),
    Success("renewal", _("A contract renewed"), CONTRACT, ("contract.renewed",), {CONTRACT: ("party", "status")}),
    Success(
        "offer", _("An offer accepted"), OFFER, ("offer.accepted",), {OFFER: ("party", "status", "net")}, amount="net"
    ),
)  # fmt: skip
