"""Amounts of an order, in its currency."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from setia.foundation import money
from setia.foundation.company import our_company
from setia.foundation.errors import Refusal
from setia.kit.changes import Change

LARGEST = 10**17
"""More minor units than any order has; sums of thousands of them still fit into a column."""


def in_currency(minor: int | None, read_in: str, currency: str) -> int | None:
    """An amount that was read in one currency but is meant in another: 100 stays 100.

    Refuses what the other currency cannot hold (cents of a yen).
    """
    if minor is None or read_in == currency:
        return minor
    return money.minor(money.decimal(minor, read_in), currency)


def read_in(change: Change, currency: str, names: Sequence[str] = ("amount",)) -> None:
    """What was read in the currency that was said, else in the company's, is in that of the order."""
    said = change.after["currency"]
    change.after["currency"] = currency
    if said and said != currency:
        change.refuse("currency", _("The order is in %(currency)s.") % {"currency": currency})
        return
    for name in names:
        try:
            change.after[name] = in_currency(change.after[name], said or our_company().currency, currency or "USD")
        except Refusal as no:
            change.refuse(name, no.message)
