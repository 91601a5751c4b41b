"""What is reckoned of each party that bought: whether they are still a customer, and what they will be worth."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from setia.domains.parties.parties.model import Party
from setia.domains.sales.orders.model import BINDING, Order
from setia.foundation.access import Access
from setia.foundation.records import Record, active_index
from setia.kit.resources import registry

ORDER = "sales.order"
RESTS_ON = ("ordered_on", "status", "party")
"""Fields of orders that every score gives away."""


def _of_both(name: str, first: str, other: str) -> models.Index:
    asked = [first, "id", other, "party", "currency"]
    return models.Index(fields=asked, name=name, condition=Q(archived_at__isnull=True))


class Reckoning(models.Model):
    """One round of reckoning with what it learnt: the choice of the model, its parameters, how they did, and totals.

    `as_of` is the last day that was counted. `told` is plain JSON: `reckoning.learning` says what stands in it.
    """

    id = models.BigAutoField(primary_key=True)
    made_at = models.DateTimeField()
    as_of = models.DateField()
    version = models.PositiveSmallIntegerField()
    currency = models.CharField(max_length=3)
    told = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.as_of}"


class Score(Record):
    """One row for each party that bought, as of the day `as_of`. Amounts are minor units of `currency`, without tax.

    `staying` is the chance in percent that they are still a customer; `purchases` and `worth` are what is expected of
    the 12 months to come, `worth` discounted to today. `_low` and `_high` are the ends of an interval in which the
    expectation lies in 80 of 100 cases. `times_low` and `times_high` are whole numbers of purchases between which 80 of
    100 customers with this history stay. All of these are empty where there is too little to say.

    `bought` counts orders from `first_on` to `last_on`, `days` the days on which these were made; an order below zero
    is a refund and counts in none of them, but `spent` is what all came to. `again` are the days after the first on
    which they bought without a contract, `usual` the mean value of these. `silence` is why nothing is said.
    `why_staying` and `why_worth` hold the score of the usual customer, then what each of recency, frequency, age (and
    value) adds: together they are the score.

    Of the last 365 days: `orders_year`, the margin of those `margins_year` orders of which it is known, the minutes
    spent with the party as far as somebody wrote them down, what these cost, and what is left.
    """

    party = models.OneToOneField(
        Party, models.CASCADE, related_name="score", editable=False, verbose_name=_("Customer")
    )
    as_of = models.DateField(_("As of"), editable=False)
    staying = models.PositiveSmallIntegerField(_("Still a customer"), null=True, editable=False)
    staying_low = models.PositiveSmallIntegerField(_("Still a customer, at least"), null=True, editable=False)
    staying_high = models.PositiveSmallIntegerField(_("Still a customer, at most"), null=True, editable=False)
    purchases = models.DecimalField(
        _("Purchases in the next 12 months"), max_digits=9, decimal_places=2, null=True, editable=False
    )
    purchases_low = models.DecimalField(
        _("Purchases in the next 12 months, at least"), max_digits=9, decimal_places=2, null=True, editable=False
    )
    purchases_high = models.DecimalField(
        _("Purchases in the next 12 months, at most"), max_digits=9, decimal_places=2, null=True, editable=False
    )
    times_low = models.PositiveIntegerField(_("Will buy so many times, at least"), null=True, editable=False)
    times_high = models.PositiveIntegerField(_("Will buy so many times, at most"), null=True, editable=False)
    worth = models.BigIntegerField(_("Value of the next 12 months"), null=True, editable=False)
    worth_low = models.BigIntegerField(_("Value of the next 12 months, at least"), null=True, editable=False)
    worth_high = models.BigIntegerField(_("Value of the next 12 months, at most"), null=True, editable=False)
    first_on = models.DateField(_("First purchase"), editable=False)
    last_on = models.DateField(_("Last purchase"), editable=False)
    bought = models.PositiveIntegerField(_("Orders so far"), editable=False)
    days = models.PositiveIntegerField(_("Days on which they bought"), null=True, editable=False)
    again = models.PositiveIntegerField(_("Days on which they bought again"), null=True, editable=False)
    spent = models.BigIntegerField(_("Spent so far"), editable=False)
    usual = models.BigIntegerField(_("Usual value of a purchase"), null=True, editable=False)
    orders_year = models.PositiveIntegerField(_("Orders in the last 12 months"), default=0, editable=False)
    margins_year = models.PositiveIntegerField(_("Orders whose margin is known"), default=0, editable=False)
    margin_year = models.BigIntegerField(_("Margin of the last 12 months"), null=True, editable=False)
    minutes_year = models.PositiveIntegerField(_("Minutes spent in the last 12 months"), default=0, editable=False)
    cost_year = models.BigIntegerField(_("Cost to serve in the last 12 months"), null=True, editable=False)
    profit_year = models.BigIntegerField(_("Profit of the last 12 months"), null=True, editable=False)
    currency = models.CharField(_("Currency"), max_length=3, default="", editable=False)
    silence = models.CharField(max_length=20, default="", editable=False)
    why_staying = models.JSONField(null=True, editable=False)
    why_worth = models.JSONField(null=True, editable=False)

    owner_path = "party__owner"

    class Meta:
        verbose_name = _("Customer outlook")
        verbose_name_plural = _("Customer outlooks")
        indexes: ClassVar = [
            # Each answers what is asked of both, also by lists of parties: in a firm of a million, no row is touched.
            _of_both("score_staying", "staying", "worth"),
            _of_both("score_worth", "worth", "staying"),
            active_index("score_purchases", "purchases"),
            active_index("score_profit", "profit_year"),
            active_index("score_last", "last_on"),
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.as_of}"

    @classmethod
    def only_seen(cls, access: Access, before: str) -> Q:
        """A score is made of all orders of the party: it is for whoever may see each of them, and what it tells."""
        orders = registry.of_noun(ORDER)
        if not access.may("see", ORDER) or any(orders.hides(name, access) for name in RESTS_ON):
            return Q((f"{before}pk__in", ()))
        theirs = access.narrowing(Order)
        if theirs is None:
            return Q()
        party = OuterRef(f"{before}party_id")
        others = Order.objects.active().filter(~theirs, status__in=BINDING, party_id=party)
        return ~Q(Exists(others))


def sees_all(access: Access) -> bool:
    """Whether somebody may know sums over all scores."""
    return access.is_admin or (
        access.sight("insight.score") == "all"
        and access.narrowing(Order) is None
        and access.may("see", ORDER)
        and not any(registry.of_noun(ORDER).hides(name, access) for name in RESTS_ON)
    )
