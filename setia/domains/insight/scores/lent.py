"""What parties are lent: their chance, purchases, value and profit, in their lists, files, segments and programs."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from setia.domains.insight.scores.model import Score
from setia.foundation.access import Access
from setia.foundation.company import our_company
from setia.kit.kinds import Day, Kind, Number, Percent
from setia.kit.kinds.asides import Aside
from setia.kit.lending import Lent, lend, lent
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


def _seen(access: Access) -> Any:
    """The scores that count for this reader."""
    rows = registry.of_noun(NOUN).rows(access).filter(archived_at__isnull=True)
    return rows.filter(currency__in=("", our_company().currency))


SCORES = Aside(Score, _seen, "party")


def _lent(name: str, label: str | Promise, kind: Kind, help_text: str | Promise, of: str = "") -> Lent:
    """A field of the score, for whoever may know it there."""
    field = lent(name, label, kind, SCORES, of=of, help_text=help_text)
    return Lent(field, lambda access: not access.may("see", NOUN) or registry.of_noun(NOUN).hides(field.path, access))


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
