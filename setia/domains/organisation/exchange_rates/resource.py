"""Exchange rates in lists, forms, files and the API."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.organisation.exchange_rates.model import ExchangeRate
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.kit.changes import Change
from setia.kit.kinds import Currency, Number
from setia.kit.resources import Group, Resource, resource


@resource
class ExchangeRates(Resource):
    model = ExchangeRate
    slug = "exchange-rates"
    label = gettext_lazy("Exchange rate")
    plural = gettext_lazy("Exchange rates")
    icon = "arrow-left-right"
    columns = ("quoted_on", "currency", "units", "rate", "against", "source")
    form = (Group(gettext_lazy("Exchange rate"), ("currency", "units", "rate", "against", "quoted_on", "source")),)
    sortable = ("quoted_on", "currency")
    sort = "-quoted_on"
    dated_by = "quoted_on"
    hidden = ("name",)
    kinds = {
        "currency": Currency(),
        "against": Currency(),
        "rate": Number(10, 20, Decimal(0)),
        "units": Number(6, 18, Decimal(0)),
    }
    samples = {"currency": "JPY", "units": "100", "rate": "0.6634"}
    helps = {
        "rate": gettext_lazy("In the currency of our company: one euro is worth 1.0832 dollars."),
        "units": gettext_lazy("One, unless the bank says what a hundred are worth, or how many are worth one."),
        "quoted_on": gettext_lazy("Empty for today. The rate counts until there is a newer one, for a month at most."),
    }
    aliases = {
        "currency": ("code", "iso", "devise", "monnaie", "mata uang"),
        "units": ("unit", "per", "nominal", "pour", "unités"),
        "rate": ("value", "exchange rate", "mid", "taux", "cours", "kurs", "nilai tukar"),
        "source": ("bank", "banque", "sumber"),
        "quoted_on": ("date", "day", "date du cours", "jour", "tanggal"),
    }
    rail = ("settings", 12)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        """One rate of each currency for each day, against the currency of our company, of days that have come."""
        ours = our_company().currency
        for change in changes:
            after = change.after
            after["against"] = after["against"] or ours
            after["quoted_on"] = after["quoted_on"] or by.today
            after["name"] = f"{after['currency']}, {after['quoted_on']}"
            if after["currency"] == after["against"]:
                change.refuse("currency", _("This is the currency of our company, which needs no rate."))
            for name in ("rate", "units"):
                if after[name] is not None and after[name] <= 0:
                    change.refuse(name, _("A rate is above zero."))
            if after["quoted_on"] > by.today:
                change.refuse("quoted_on", _("This day has not come yet."))
        _refuse_twice(changes)


def _refuse_twice(changes: Sequence[Change]) -> None:
    current = [change for change in changes if change.after["archived_at"] is None]
    rows = ExchangeRate.objects.active()
    days = {change.after["quoted_on"] for change in current}
    found = bulk.found(rows, "quoted_on", days, "currency", "against", "quoted_on", "id")
    ours = {change.id for change in changes if change.id}
    taken = {(currency, against, day) for currency, against, day, id_ in found if id_ not in ours}
    for change in current:
        key = (change.after["currency"], change.after["against"], change.after["quoted_on"])
        if key in taken:
            change.refuse("quoted_on", _("There is already a rate of this currency for this day. Change that one."))
        taken.add(key)
