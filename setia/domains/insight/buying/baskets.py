"""Association rules: who buys these things together buys that one too.

    support(A -> b) = share of baskets with A and b        confidence = support(A and b) / support(A)
    lift = confidence / support(b)

Sets that are frequent enough grow item by item, and only from sets that are (Agrawal & Srikant, 1994, "Fast algorithms
for mining association rules"). Every step works on arrays of (set, place in its basket).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from setia.domains.insight.answering import require
from setia.domains.insight.buying.intervals import wideness

Array = NDArray[Any]
LEAST_BASKETS = 5
AT_ONCE = 4_000_000
NOTHING = -1


@dataclass(frozen=True, eq=False)
class Rules:
    """One entry per rule (m,), the highest lift first.

    `antecedent` (m, longest - 1) holds item numbers and `NOTHING` where a rule has fewer; `count` is how many baskets
    hold all of a rule, `low` and `high` are the ends of the confidence (Wilson's interval).
    """

    baskets: int
    antecedent: Array
    consequent: Array
    count: Array
    support: Array
    confidence: Array
    low: Array
    high: Array
    lift: Array


@dataclass(frozen=True, eq=False)
class _Frequent:
    """Frequent sets of one size: `key` (m,) reads their items in order as digits, in rising order."""

    key: Array
    items: Array
    count: Array


def rules(
    basket: Array,
    item: Array,
    *,
    least_support: float = 0.01,
    least_confidence: float = 0.0,
    longest: int = 3,
    level: float = 0.8,
) -> Rules:
    """From lines of purchases: `basket` (n,) and `item` (n,) numbers, in any order, twice counted once.

    `longest` is how many items a rule has at most, 2 or 3 as a rule: their number grows with its power.
    """
    basket, item = np.asarray(basket), np.asarray(item)
    if basket.shape != item.shape or basket.ndim != 1 or longest < 2 or not 0 <= least_confidence <= 1:
        raise ValueError("Each item stands in one basket, and a rule has at least two items.")
    names, item = np.unique(item, return_inverse=True)
    kinds, basket = np.unique(basket, return_inverse=True)
    require(len(kinds), LEAST_BASKETS, "baskets", "baskets")
    lines = np.unique(basket * np.int64(len(names)) + item)
    basket, item = np.divmod(lines, len(names))
    least = max(1, int(np.ceil(least_support * len(kinds) - 1e-9)))
    counts = np.bincount(item, minlength=len(names))
    frequent = np.flatnonzero(counts >= least)
    kept = counts[item] >= least
    basket, item = basket[kept], np.searchsorted(frequent, item[kept])
    sizes = _grown(basket, item, counts[frequent], least, longest)
    return _ruled(sizes, names[frequent], len(kinds), longest, least_confidence, level)


def _grown(basket: Array, item: Array, counts: Array, least: int, longest: int) -> list[_Frequent]:
    """The frequent sets of 1, 2, ... items; lines are in the order of basket and item."""
    kinds = len(counts)
    ends = np.searchsorted(basket, basket, side="right")
    sizes = [_Frequent(np.arange(kinds), np.arange(kinds)[:, None], counts)]
    key, place = item.astype(np.int64), np.arange(len(item))
    for size in range(2, longest + 1):
        if kinds**size > 2**62:
            raise ValueError("Too many different items for rules of this length: ask for more support.")
        found, times = _counted(_longer(key, place, item, ends, kinds))
        often = times >= least
        found, times = found[often], times[often]
        if not len(found):
            break
        items = np.stack([found // kinds**digit % kinds for digit in range(size - 1, -1, -1)], axis=1)
        sizes.append(_Frequent(found, items, times))
        if size < longest:
            kept = list(_among(_longer(key, place, item, ends, kinds), found))
            key, place = (np.concatenate(parts) for parts in zip(*kept, strict=True))
    return sizes


def _longer(key: Array, place: Array, item: Array, ends: Array, kinds: int) -> Iterator[tuple[Array, Array]]:
    """Every set with each later item of its basket, in pieces: keys, and places of the new item."""
    more = ends[place] - place - 1
    cuts = np.searchsorted(np.cumsum(more), np.arange(AT_ONCE, int(more.sum()) + AT_ONCE, AT_ONCE), side="left") + 1
    begin = 0
    for end in np.unique(np.minimum(cuts, len(more))):
        times = more[begin:end]
        starts = np.repeat(place[begin:end] + 1 - np.r_[0, np.cumsum(times)[:-1]], times)
        there = starts + np.arange(len(starts))
        yield np.repeat(key[begin:end], times) * kinds + item[there], there
        begin = end


def _counted(pieces: Iterator[tuple[Array, Array]]) -> tuple[Array, Array]:
    keys, times = np.empty(0, np.int64), np.empty(0, np.int64)
    for key, _place in pieces:
        found, count = np.unique(key, return_counts=True)
        keys, where = np.unique(np.concatenate([keys, found]), return_inverse=True)
        times = np.bincount(where, weights=np.concatenate([times, count]), minlength=len(keys)).astype(np.int64)
    return keys, times


def _among(pieces: Iterator[tuple[Array, Array]], found: Array) -> Iterator[tuple[Array, Array]]:
    for key, place in pieces:
        kept = found[np.minimum(np.searchsorted(found, key), len(found) - 1)] == key
        yield key[kept], place[kept]


def _ruled(
    sizes: list[_Frequent], names: Array, baskets: int, longest: int, least_confidence: float, level: float
) -> Rules:
    """Each item of each frequent set as a consequent of the others."""
    found: list[tuple[Array, ...]] = []
    kinds, single = len(names), sizes[0].count
    for smaller, sets in zip(sizes, sizes[1:], strict=False):
        width = sets.items.shape[1]
        for place in range(width):
            others = np.delete(sets.items, place, axis=1)
            key = others @ (np.int64(kinds) ** np.arange(width - 2, -1, -1))
            before = smaller.count[np.searchsorted(smaller.key, key)]
            padded = np.full((len(others), longest - 1), NOTHING, dtype=np.int64)
            padded[:, : width - 1] = names[others]
            found.append((padded, sets.items[:, place], sets.count, before))
    if not found:
        empty = np.empty(0)
        whole = np.empty(0, np.int64)
        return Rules(baskets, np.empty((0, longest - 1), np.int64), whole, whole, *(empty for _ in range(5)))
    antecedent, consequent, count, before = (np.concatenate(parts) for parts in zip(*found, strict=True))
    confidence = count / before
    lift = confidence / (single[consequent] / baskets)
    order = np.lexsort((-count, -lift))
    order = order[confidence[order] >= least_confidence]
    low, high = wilson(count, before, level)
    told = (count, count / baskets, confidence, low, high, lift)
    return Rules(baskets, antecedent[order], names[consequent][order], *(one[order] for one in told))


def wilson(count: Array, of: Array, level: float) -> tuple[Array, Array]:
    """Interval of a share (Wilson, 1927, J. of the American Statistical Association 22)."""
    z = wideness(level)
    middle = (count + z**2 / 2) / (of + z**2)
    half = z / (of + z**2) * np.sqrt(count * (of - count) / of + z**2 / 4)
    return np.maximum(middle - half, 0.0), np.minimum(middle + half, 1.0)
