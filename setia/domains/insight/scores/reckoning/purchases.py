"""What is reckoned with: purchases from the marts, or as they were handed over; and until when they are told of.

Only in a process of its own, as NumPy and DuckDB are large.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from setia.domains.insight.warehouse.opened import Opened

Array = NDArray[Any]
YEAR = 365
QUIET_DAYS, QUIET_TIMES = 30, 4
"""A silence of the whole firm that is longer than this, and so many times longer than any before, is the end of what
was told."""

BOUGHT = """
SELECT p.party_id AS party, CAST(p.day - DATE '1970-01-01' AS INTEGER) AS day, COALESCE(p.value, 0) AS value
  FROM purchases AS p JOIN parties AS q ON q.id = p.party_id CROSS JOIN as_of AS a
 WHERE p.day <= a.day AND p.contract_id IS NULL
"""
EVERYTHING = """
SELECT p.party_id AS party,
       CAST(MIN(p.day) FILTER (WHERE COALESCE(p.value, 0) >= 0) - DATE '1970-01-01' AS INTEGER) AS first,
       CAST(MAX(p.day) FILTER (WHERE COALESCE(p.value, 0) >= 0) - DATE '1970-01-01' AS INTEGER) AS last,
       COUNT(*) FILTER (WHERE COALESCE(p.value, 0) >= 0) AS bought,
       COUNT(DISTINCT p.day) FILTER (WHERE COALESCE(p.value, 0) >= 0) AS days,
       CAST(SUM(COALESCE(p.value, 0)) AS BIGINT) AS spent,
       COUNT(*) FILTER (WHERE p.day > a.day - INTERVAL 365 DAY) AS orders_year,
       COUNT(p.margin) FILTER (WHERE p.day > a.day - INTERVAL 365 DAY) AS margins_year,
       CAST(COALESCE(SUM(p.margin) FILTER (WHERE p.day > a.day - INTERVAL 365 DAY), 0) AS BIGINT) AS margin_year
  FROM purchases AS p JOIN parties AS q ON q.id = p.party_id CROSS JOIN as_of AS a
 WHERE p.day <= a.day
 GROUP BY p.party_id
HAVING COUNT(*) FILTER (WHERE COALESCE(p.value, 0) >= 0) > 0
 ORDER BY p.party_id
"""

MINUTES = """
SELECT i.party_id AS party, CAST(SUM(i.minutes) AS BIGINT) AS minutes
  FROM interactions AS i CROSS JOIN as_of AS a
 WHERE i.at >= a.day - INTERVAL 364 DAY AND i.at < a.day + INTERVAL 1 DAY AND i.minutes IS NOT NULL
 GROUP BY i.party_id
 ORDER BY i.party_id
"""


@dataclass(frozen=True, eq=False)
class Bought:
    """Purchases without a contract: party, day and value in minor units, in any order; and what each party did in all
    (`whole`: an array for each name, sorted by party). An order below zero is a refund: who has nothing else bought
    nothing."""

    as_of: int
    party: Array
    day: Array
    value: Array
    whole: dict[str, Array]


def read(told: dict[str, Any]) -> Bought:
    """`marts` are where the marts are (`warehouse.reading`); else `purchases` has a list for each column."""
    if told.get("marts"):
        marts = Opened(told["marts"], threads=1)
        as_of, found, whole = _number(marts.as_of), marts.arrays(BOUGHT), marts.arrays(EVERYTHING)
        whole["minutes"] = _matched(marts.arrays(MINUTES), np.asarray(whole["party"]))
    else:
        as_of, found, whole = _handed_over(told)
    until = last_told(np.asarray(whole["last"]), np.asarray(found["day"]), as_of)
    return Bought(until, *(np.asarray(found[name]) for name in ("party", "day", "value")), whole)


def last_told(last: Array, day: Array, as_of: int) -> int:
    """The day up to which purchases are told of: the last one, if there was none for far longer than ever before.

    A history that was brought along from elsewhere ends where it ends. To take the time since for a silence of every
    single customer would make all of them lost.
    """
    days = np.unique(np.concatenate([last, day]))
    if not len(days):
        return as_of
    longest = int(np.diff(days).max()) if len(days) > 1 else 0
    silence = as_of - int(days[-1])
    return int(days[-1]) if silence > max(QUIET_DAYS, QUIET_TIMES * longest) else as_of


def _matched(found: dict[str, Array], party: Array) -> Array:
    """Minutes of each of these parties, both sorted by number."""
    minutes = np.zeros(len(party), np.int64)
    _both, here, there = np.intersect1d(party, np.asarray(found["party"]), return_indices=True)
    minutes[here] = np.asarray(found["minutes"])[there]
    return minutes


def _number(day: date) -> int:
    return (day - date(1970, 1, 1)).days


def _handed_over(told: dict[str, Any]) -> tuple[int, dict[str, Array], dict[str, Array]]:
    as_of = _number(date.fromisoformat(told["as_of"]))
    given = {name: np.array(told["purchases"][name], dtype=np.int64) for name in ("party", "day", "value", "contract")}
    margin = np.array([np.nan if one is None else one for one in told["purchases"]["margin"]], dtype=float)
    seen = given["day"] <= as_of
    given, margin = {name: column[seen] for name, column in given.items()}, margin[seen]
    made = given["value"] >= 0
    bought_once = np.isin(given["party"], given["party"][made])
    given, margin, made = {n: c[bought_once] for n, c in given.items()}, margin[bought_once], made[bought_once]
    party, row = np.unique(given["party"], return_inverse=True)
    late = given["day"] > as_of - YEAR
    known = late & ~np.isnan(margin)
    first, last = np.full(len(party), np.iinfo(np.int64).max), np.full(len(party), np.iinfo(np.int64).min)
    np.minimum.at(first, row[made], given["day"][made])
    np.maximum.at(last, row[made], given["day"][made])
    each_day = np.unique(np.column_stack([row[made], given["day"][made]]), axis=0)[:, 0]
    whole = {
        "party": party, "first": first, "last": last, "bought": np.bincount(row[made], minlength=len(party)),
        "days": np.bincount(each_day, minlength=len(party)),
        "spent": _sums(row, given["value"], len(party)), "orders_year": np.bincount(row[late], minlength=len(party)),
        "margins_year": np.bincount(row[known], minlength=len(party)),
        "margin_year": _sums(row[known], margin[known].astype(np.int64), len(party)),
        "minutes": np.array([told["minutes"].get(str(number), 0) for number in party.tolist()], np.int64),
    }  # fmt: skip
    free = given["contract"] == 0
    return as_of, {name: given[name][free] for name in ("party", "day", "value")}, whole


def _sums(row: Array, value: Array, size: int) -> Array:
    found = np.zeros(size, np.int64)
    np.add.at(found, row, value)
    return found
