"""What sales tells managers: products that lose a segment, and prices that could be raised."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from math import sqrt

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.catalog.products.model import Product
from setia.domains.parties.parties.resource import SECTORS
from setia.domains.sales.offers.line import OfferLine
from setia.domains.sales.offers.model import Offer, OfferStatus
from setia.domains.sales.order_lines.model import OrderLine
from setia.domains.sales.orders.model import BINDING, Order
from setia.domains.sales.winning.testing import wilson
from setia.foundation.access import Actor
from setia.foundation.formats import reader_for
from setia.kit import findings
from setia.kit.findings import Finding, Source

HALF_A_YEAR = timedelta(days=182)
A_YEAR = timedelta(days=365)
LEAST = 8
"""Of fewer orders, or answered offers, nothing is said."""

SURE = 1.96
"""Standard deviations: chance alone goes so far in 5 of 100 cases."""

OPENED = 300
"""So many lines are opened one by one; of more, all of the product."""


def losing_ground(by: Actor) -> Iterator[Finding]:
    """Products that fewer customers of a sector order than half a year before, by more than chance and than the firm.

    Two Poisson counts of equal exposure, less what the whole firm's orders changed by, are compared given their sum:
    J. Przyborowski and H. Wilenski, Biometrika 31 (1940), 313-323, in the normal approximation.
    """
    middle, start = by.today - HALF_A_YEAR, by.today - 2 * HALF_A_YEAR
    before, now = _orders_by_segment(by, start, middle), _orders_by_segment(by, middle, by.today)
    whole_before, whole_now = (sum(len(some) for some in one.values()) for one in (before, now))
    if not whole_before or not whole_now:
        return
    share = whole_now / (whole_before + whole_now)
    names, read = _names(before.keys()), reader_for(by.language, by.zone)
    for product, sector in sorted(before):
        was, is_ = len(before[product, sector]), len(now.get((product, sector), ()))
        score = (is_ - (was + is_) * share) / sqrt((was + is_) * share * (1 - share))
        if was < LEAST or score > -SURE:
            continue
        told = {
            "product": names.get(product, f"#{product}"), "sector": SECTORS.label_of(sector), "now": read.number(is_),
            "before": read.number(was),
        }  # fmt: skip
        words = _("“%(product)s” loses %(sector)s: %(now)s orders in half a year, %(before)s in the one before.") % told
        lines = before[product, sector] | now.get((product, sector), set())
        about = f"product={product} sector={sector}"
        yield Finding(words, -score, "order-lines", _opening(lines, product), about, _to_win_back(sector, told))


def _to_win_back(sector: str, told: Mapping[str, str]) -> dict[str, str]:
    """Customers of the sector, whatever they bought: who bought the product before and not since would be known to
    order less, and it could not be said how many order anyway."""
    task = _("Call and ask what they use instead of “%(product)s”, and what would bring them back.") % told
    return {
        "template": "segment_lost", "name": (_("Win back for “%(product)s”: %(sector)s") % told)[:120],
        "where": f'is_customer = yes and sector = "{sector}"',
        "task": task[:300],
        "reason": _("“%(product)s” loses %(sector)s.") % told,
    }  # fmt: skip


def _orders_by_segment(by: Actor, since: date, until: date) -> dict[tuple[int, str], set[int]]:
    """The lines, by product and the sector of the customer; one for each order."""
    orders = by.access.visible(Order.objects.active().filter(status__in=BINDING))
    orders = orders.filter(ordered_on__gte=since, ordered_on__lt=until, contract__isnull=True)
    lines = OrderLine.objects.active().filter(order__in=orders, product__isnull=False)
    rows = lines.exclude(order__party__sector="").order_by("pk")
    found: dict[tuple[int, str], dict[int, int]] = defaultdict(dict)
    for pk, product, sector, order in rows.values_list("pk", "product_id", "order__party__sector", "order_id"):
        found[product, sector].setdefault(order, pk)
    return {key: set(lines_.values()) for key, lines_ in found.items()}


def raisable_prices(by: Actor) -> Iterator[Finding]:
    """Products that are accepted more often than usual though nothing was taken off: the price does not decide."""
    offers = by.access.visible(Offer.objects.active().filter(sent_at__gte=by.at - A_YEAR))
    answered = offers.filter(status__in=(OfferStatus.ACCEPTED, OfferStatus.DECLINED))
    rows = OfferLine.objects.active().filter(offer__in=answered, product__isnull=False, is_optional=False)
    whole = answered.aggregate(all=Count("pk"), won=Count("pk", Q(status=OfferStatus.ACCEPTED)))
    if whole["all"] < LEAST:
        return
    usual, read = whole["won"] / whole["all"], reader_for(by.language, by.zone)
    full = rows.filter(discount=0).values("product_id", "product__name").order_by("product_id")
    for one in full.annotate(
        all=Count("offer", distinct=True), won=Count("offer", Q(offer__status=OfferStatus.ACCEPTED), distinct=True)
    ):
        if one["all"] < LEAST or wilson(one["won"], one["all"])[0] <= usual:
            continue
        words = _("Raise the price of “%(product)s”, or test a higher one: %(won)s of %(all)s offers with it at the"
                  " full price were accepted, usually %(usual)s.") % {
            "product": one["product__name"], "won": read.number(one["won"]), "all": read.number(one["all"]),
            "usual": read.percent(usual),
        }  # fmt: skip
        weight = one["won"] / one["all"] - usual
        yield Finding(words, weight, "offer-lines", f"product = {one['product_id']} and discount = 0")


def _names(keys: Iterable[tuple[int, str]]) -> dict[int, str]:
    return dict(Product.objects.filter(pk__in={product for product, _sector in keys}).values_list("pk", "name"))


def _opening(lines: set[int], product: int) -> str:
    if len(lines) > OPENED:
        return f"product = {product}"
    return f"id in ({', '.join(map(str, sorted(lines)))})"


findings.add(
    Source(
        "losing_ground", gettext_lazy("Losing ground"), losing_ground,
        {
            "sales.order": ("ordered_on", "status", "party"), "sales.orderline": ("product",),
            "parties.party": ("sector",), "catalog.product": ("name",),
        },
    ),
    Source(
        "raisable_prices", gettext_lazy("Prices"), raisable_prices,
        {
            "sales.offer": ("status", "sent_at"), "sales.offerline": ("product", "discount"),
            "catalog.product": ("name",),
        },
    ),
)  # fmt: skip
