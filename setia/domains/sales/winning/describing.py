"""What is known of an opportunity on a day, in the names by which `scoring` and `fitting` know it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from math import log
from statistics import median
from typing import Any

from setia.domains.sales.winning.history import Deal, Records, World

OFTEN = 5
"""More often is no more: what grows for ever would only tell how late it is."""

CATEGORIES = {"product": "product_id", "owner": "owner_id", "source": "source_id"}


def usual_amounts(world: World, as_of: date) -> dict[str, float]:
    """By currency the median of the logarithms of values, as they were known on the day."""
    known: dict[str, list[float]] = defaultdict(list)
    for deal in world.deals:
        if deal.made_on <= as_of and (deal.opened_on is None or deal.opened_on <= as_of):
            then = deal.on(as_of)
            if then["amount"] and _is_first_hand(deal, as_of):
                known[then["currency"]].append(log(then["amount"]))
    return {currency: median(values) for currency, values in known.items()}


def described(
    deal: Deal, day: date, world: World, records: Records, usual: Mapping[str, float]
) -> dict[str, float | str]:
    """`day` is one on which it was open."""
    then = deal.on(day)
    known: dict[str, float | str] = {}
    if deal.opened_on:
        known["age"] = float(max(0, (day - deal.opened_on).days))
    stay = next((one for one in reversed(deal.stays) if one[0] <= day and one[2]), None)
    if stay:
        known["stage"], known["stage_days"] = str(stay[1]), float((day - stay[0]).days)
    for name, column in CATEGORIES.items():
        if then[column]:
            known[name] = str(then[column])
    if then["amount"] and then["currency"] in usual and _is_first_hand(deal, day):
        known["amount"] = max(-4.0, min(4.0, log(then["amount"]) - usual[then["currency"]]))
    if then["party_id"]:
        wins, losses = records.before(then["party_id"], day)
        known |= {"wins": float(min(wins, OFTEN)), "losses": float(min(losses, OFTEN))} | _profile(
            world.profile(then["party_id"], day)
        )
    if _is_first_hand(deal, day):
        known["people"] = float(sum(made <= day for made in deal.people))
    return known


def _is_first_hand(deal: Deal, day: date) -> bool:
    """Whether it stood in Setia on that day, so that what it says was known then."""
    return deal.made_on <= day


def _profile(profile: Mapping[str, Any]) -> dict[str, float | str]:
    known: dict[str, float | str] = {}
    if profile.get("sector"):
        known["sector"] = str(profile["sector"])
    if profile.get("employees"):
        known["employees"] = float(profile["employees"])
    return known
