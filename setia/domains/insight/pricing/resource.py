"""Price responses in lists, files and the API. Nobody writes them: they follow from what was sold."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from setia.domains.insight.pricing import saying
from setia.domains.insight.pricing.model import Move, PriceResponse
from setia.domains.insight.selling.rights import COSTS, knows_all
from setia.foundation.access import Access
from setia.kit.kinds import Amount, Choice, Currency, Field, LongText, Percent
from setia.kit.resources import Group, Resource, resource

ADVICE = ("move", "advised", "chance", "gain", "gain_low", "gain_high", "advice")
"""What is made of the cost of a unit."""

COLOURS = {"raise": "ok", "lower": "warn", "keep": "plain"}


@resource
class PriceResponses(Resource):
    model = PriceResponse
    slug = "price-responses"
    label = _("Price response")
    plural = _("Price responses")
    icon = "tag"
    columns = ("name", "sector", "says", "effect", "effect_low", "effect_high", "price", "move", "advised",
               "chance")  # fmt: skip
    form = (
        Group(_("Price response"), ("name", "product", "sector", "says", "effect", "effect_low", "effect_high")),
        Group(_("Elasticity"), ("elasticity", "elasticity_low", "elasticity_high", "weight", "months", "lowest",
                                "highest", "as_of")),
        Group(_("Advice"), ("move", "price", "advised", "chance", "gain", "gain_low", "gain_high", "advice")),
    )  # fmt: skip
    kinds = {
        **dict.fromkeys(("lowest", "highest", "price", "advised"), Amount()), "currency": Currency(),
        "weight": Percent(), "chance": Percent(), "move": Choice(Move.choices, COLOURS),
    }  # fmt: skip
    helps = {
        "elasticity": _("At 1 % more, so many percent more are sold; fewer, where it is below 0"),
        "weight": _("The rest is from all products together"),
        "sector": _("Empty: of all customers"),
    }
    extra_fields = (
        Field("says", _("In words"), LongText(), "says", editable=False, filterable=False,
              compute=saying.fill_response),
        Field("advice", _("Advice in words"), LongText(), "advice", editable=False, filterable=False,
              compute=saying.fill_advice),
    )  # fmt: skip
    read_only = ("name", "product", "sector", "elasticity", "elasticity_low", "elasticity_high", "effect", "effect_low",
                 "effect_high", "weight", "months", "lowest", "highest", "price", "currency", "as_of",
                 *ADVICE[:-1])  # fmt: skip
    hidden = ("refused", "figures")
    quotes = {"name": ("product",)}
    sortable = ("name", "elasticity")
    sort = "name"
    creatable = archivable = importable = False
    rail = ("catalog", 62)

    def readable(self, access: Access) -> dict[str, Field]:
        """Whoever may not know what products cost does not learn it from what is advised."""
        found = super().readable(access)
        if access.is_admin or knows_all(access, COSTS):
            return found
        return {name: field for name, field in found.items() if name not in ADVICE}

    def hides(self, name: str, access: Access) -> bool:
        if super().hides(name, access):
            return True
        return name in ADVICE and not access.is_admin and not knows_all(access, COSTS)
