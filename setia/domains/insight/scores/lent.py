"""What parties are lent: their chance, purchases, value and profit, in their lists, files, segments and programs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from setia.foundation import bulk
from setia.foundation.access import Access
from setia.foundation.company import our_company
from setia.kit.kinds import Day, Field, Kind, Number, Percent
from setia.kit.lending import Lent, lend
from setia.kit.resources import registry
from setia.kit.shaping.kinds import FixedAmount

NOUN = "insight.score"


class OurAmount(FixedAmount):
    """An amount in the currency of the company, whatever it is now."""

    def __init__(self) -> None:
        self.currency, self.least, self.most = "", None, None

    @property
    def fixed(self) -> str:  # type: ignore[override]
        return our_company().currency


def _lent(name: str, label: str | Promise, kind: Kind, help_text: str | Promise, of: str = "") -> Lent:
    """The field `of` of the score, under a name that says more where nobody knows of scores."""
    column = of or name

    def fill(rows: list[dict[str, Any]], access: Access) -> None:
        values = dict(bulk.found(_seen(access), "party_id", [row["id"] for row in rows], "party_id", column))
        for row in rows:
            row[column] = values.get(row["id"])

    def through(access: Access) -> Callable[[Q], Q]:
        return lambda condition: Q(pk__in=_seen(access).filter(condition).values("party_id"))

    field = Field(
        name, label, kind, column, editable=False, help=help_text, compute=_for_the_reader, for_reader=fill,
        through_for=through,
    )  # fmt: skip
    return Lent(field, lambda access: not access.may("see", NOUN) or registry.of_noun(NOUN).hides(column, access))


def _seen(access: Access) -> Any:
    """The scores that count for this reader."""
    rows = registry.of_noun(NOUN).rows(access).filter(archived_at__isnull=True)
    return rows.filter(currency__in=("", our_company().currency)).order_by()


def _for_the_reader(rows: list[dict[str, Any]]) -> None:
    """A list fills it with the rights of its reader."""


lend(
    "parties.party",
    _lent("staying", _("Still a customer"), Percent(), _("The chance that they have not left for good.")),
    _lent("next_purchases", _("Purchases in the next 12 months"), Number(2, 9),
          _("How often they are expected to buy, with the chance that they do not come back."), "purchases"),
    _lent("next_worth", _("Value of the next 12 months"), OurAmount(),
          _("What they are expected to spend, without tax, discounted by 10 % a year."), "worth"),
    _lent("profit_year", _("Profit of the last 12 months"), OurAmount(),
          _("Margin of the orders of 12 months, less what the time spent with them cost.")),
    _lent("last_bought_on", _("Last purchase"), Day(), _("The day of their last order."), "last_on"),
)  # fmt: skip
