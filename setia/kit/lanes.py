"""The lanes of a board: how many records stand in each, and what they add up to.

Every lane is looked at up to the cap of all counts, so that a board costs the same when a hundred
thousand opportunities have been won; beyond it there is no sum, for a part of a sum misleads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from setia.kit.counts import Count
from setia.kit.lists import Listing
from setia.kit.measures import measure_list


@dataclass(frozen=True, slots=True)
class Lane:
    """`totals` are minor units by currency; empty when the count is capped."""

    count: Count
    totals: Sequence[tuple[str, int]]


def lane_of(listing: Listing, total: str = "") -> Lane:
    """The count of a list and, when that is exact, the sums of its amounts `total`."""
    if total and listing.is_small:
        cells = measure_list(listing, total=total)
        count = listing.counted(sum(cell.count for cell in cells))
    else:
        count = listing.count()
        cells = measure_list(listing, total=total) if total and count.number and not count.capped else []
    sums = [] if count.capped else sorted((cell.currency, int(cell.total)) for cell in cells if cell.total)
    return Lane(count, sums)
