"""What a line of a price list may say."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from setia.domains.catalog.categories.model import Category
from setia.domains.catalog.periods import settle_periods
from setia.domains.catalog.price_lists.model import PriceList
from setia.domains.catalog.price_rules.model import PriceRule
from setia.domains.catalog.products.naming import products_of
from setia.foundation import bulk, money
from setia.foundation.company import our_company
from setia.foundation.errors import Refusal
from setia.kit.changes import Change

MOST_ABOVE = 1000
TARGET = ("price_list_id", "product_id", "category_id", "minimum_quantity")


def settle_rules(changes: Sequence[Change]) -> None:
    """One way to a price, in the currency of the list, and no second line for the same at the same time."""
    ids = {change.after["price_list_id"] for change in changes} - {None}
    lists = {id_: values for id_, *values in bulk.found(PriceList.objects.all(), "pk", ids, "pk", "name", "currency")}
    products = products_of(changes)
    wanted = {change.after["category_id"] for change in changes} - {None}
    categories = dict(bulk.found(Category.objects.all(), "pk", wanted, "pk", "path"))
    for change in changes:
        after = change.after
        name, currency = lists.get(after["price_list_id"], ("", ""))
        what = products.get(after["product_id"]) or categories.get(after["category_id"]) or "*"
        after["name"] = f"{name}: {what}"[:400]
        if after["product_id"] and after["category_id"]:
            change.refuse("category", _("A rule is for a product or for a category, not for both."))
        _read_in(change, currency or our_company().currency)
        _refuse_unclear(change)
    settle_periods(changes, PriceRule.objects.all(), TARGET, _("The list already says this for some of these days."))


def _read_in(change: Change, currency: str) -> None:
    """A new line is in the currency of its list."""
    after, said = change.after, change.after["currency"]
    if said and said != currency and (change.is_new or change.changed("currency")):
        change.refuse("currency", _("The list is in %(currency)s.") % {"currency": currency})
        return
    if change.is_new or change.changed("price_list_id"):
        try:
            after["amount"] = money.reread(after["amount"], said or our_company().currency, currency)
        except Refusal as no:
            change.refuse("amount", no.message)
    after["currency"] = currency


def _refuse_unclear(change: Change) -> None:
    after = change.after
    if sum(after[name] is not None for name in ("amount", "percent_off", "above_cost")) != 1:
        change.refuse("amount", _("Give a price, or a percentage off, or a percentage above cost: one of the three."))
    if after["percent_off"] is not None and not 0 < after["percent_off"] <= 100:
        change.refuse("percent_off", _("A percentage off is above 0 and at most 100."))
    if after["above_cost"] is not None and not 0 <= after["above_cost"] <= MOST_ABOVE:
        change.refuse("above_cost", _("A percentage above cost is from 0 to %(most)d.") % {"most": MOST_ABOVE})
