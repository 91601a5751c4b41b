"""How many requests a token may make in a minute.

Each process counts for itself and tells the others through the cache only now and then, so that a
request costs a dictionary look-up. The limit is therefore kept within about five percent for every
process beside the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from setia.faces.api.problems import SpentUp

SECONDS = 60
SHARES = 20


@dataclass(slots=True)
class Spent:
    """Requests of one token in one minute: those all processes know of, and those only we know of."""

    minute: int
    told: int = 0
    untold: int = 0


_spent: dict[int, Spent] = {}


def spend(token_id: int, now: datetime) -> None:
    """Count one request; refuse it when the minute's allowance is used up."""
    limit: int = settings.API_RATE
    if not limit:
        return
    minute, second = divmod(int(now.timestamp()), SECONDS)
    spent = _spent.get(token_id)
    if spent is None or spent.minute != minute:
        spent = _spent[token_id] = Spent(minute)
    spent.untold += 1
    if spent.untold >= max(1, limit // SHARES):
        _tell(token_id, spent)
    if spent.told + spent.untold > limit:
        words = _("%(limit)s requests a minute are possible with one token.") % {"limit": limit}
        raise SpentUp(words, retry_after=SECONDS - second)


def _tell(token_id: int, spent: Spent) -> None:
    key = f"api-spent:{token_id}:{spent.minute}"
    try:
        spent.told = cache.incr(key, spent.untold)
    except ValueError:
        cache.set(key, spent.untold, 2 * SECONDS)
        spent.told = spent.untold
    spent.untold = 0
