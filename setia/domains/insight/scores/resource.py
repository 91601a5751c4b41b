"""Scores in lists, files and the API: people read them, nobody types them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from setia.domains.insight.scores import saying
from setia.domains.insight.scores.model import ORDER, Score
from setia.foundation.access import Access
from setia.foundation.personal import Basis, Personal
from setia.kit.kinds import Amount, Currency, Field, LongText, Number, Percent, Text
from setia.kit.resources import Group, Resource, registry, resource

WORTH = ("worth", "worth_low", "worth_high", "spent", "usual", "worth_words", "worth_reasons", "why_worth")
PROFIT = ("margins_year", "margin_year", "cost_year", "profit_year", "profit_reasons")
TIMES = _("8 of 10 customers with this history stay between the two whole numbers.")
PURCHASES = ("purchases", "purchases_low", "purchases_high")


def said(name: str, label: object, kind: Text | LongText) -> Field:
    return Field(name, label, kind, name, editable=False, filterable=False, compute=saying.fill)  # type: ignore[arg-type]


@resource
class Scores(Resource):
    model = Score
    slug = "scores"
    label = _("Customer outlook")
    plural = _("Customer outlooks")
    icon = "heart-pulse"
    title = "party__name"
    quotes = {"party__name": ("party",)}
    columns = ("party", "staying", "purchases", "worth", "profit_year", "last_on", "bought", "reasons")
    form = (
        Group(_("Still a customer?"), ("party", "staying", "staying_words", "reasons", "as_of")),
        Group(_("The next 12 months"), ("purchases", "purchases_words", "times_low", "times_high", "worth",
                                        "worth_words", "worth_reasons")),
        Group(_("So far"), ("first_on", "last_on", "bought", "days", "again", "spent", "usual")),
        Group(_("The last 12 months"), ("orders_year", "margin_year", "minutes_year", "cost_year", "profit_year",
                                        "profit_reasons")),
    )  # fmt: skip
    kinds = {
        **dict.fromkeys(("staying", "staying_low", "staying_high"), Percent()),
        **dict.fromkeys(PURCHASES, Number(2, 9)),
        **dict.fromkeys(("worth", "worth_low", "worth_high", "spent", "usual", "margin_year", "cost_year",
                         "profit_year"), Amount(least=None)),
        "currency": Currency(),
    }  # fmt: skip
    extra_fields = (
        said("staying_words", _("Chance in words"), Text(120)),
        said("purchases_words", _("Purchases in words"), Text(240)),
        said("worth_words", _("Value in words"), Text(120)),
        said("reasons", _("Reasons"), LongText()),
        said("worth_reasons", _("Reasons for the value"), LongText()),
        said("profit_reasons", _("What the profit rests on"), LongText()),
    )
    helps = {
        "staying": _("The chance that they have not left for good."),
        "times_low": TIMES,
        "times_high": TIMES,
        "purchases": _("How often they are expected to buy, with the chance that they do not come back."),
        "worth": _("What they are expected to spend, without tax, discounted by 10 % a year."),
        "profit_year": _("Margin of the orders of 12 months, less what the time spent with them cost."),
    }
    hidden = ("silence", "why_staying", "why_worth")
    read_only = tuple(f.name for f in Score._meta.concrete_fields if f.name not in ("id", "version", "archived_at"))
    sortable = ("staying", "worth", "profit_year", "last_on")
    sort = "-worth"
    story = "party_id"
    personal = {
        "staying": Personal(_("To look after customers before they leave."), Basis.LEGITIMATE_INTERESTS),
        "worth": Personal(_("To give customers the care that they are worth."), Basis.LEGITIMATE_INTERESTS),
    }
    impersonal = ("as_of", "first_on", "last_on", "staying_words", "purchases_words", "worth_words", "reasons",
                  "worth_reasons", "profit_reasons")  # fmt: skip
    creatable = archivable = importable = False
    rail = ("customers", 60)

    def hides(self, name: str, access: Access) -> bool:
        """Amounts are for whoever may know the amounts of orders, and margins for whoever may know theirs."""
        orders = registry.of_noun(ORDER)
        if name in WORTH and orders.hides("net", access) or name in PROFIT and orders.hides("margin", access):
            return True
        if name == self.title and registry.of_noun("parties.party").hides("name", access):
            return True
        return super().hides(name, access)
