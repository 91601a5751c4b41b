"""How customers buy, reckoned from the marts. Only in a process of its own (`child`): DuckDB and NumPy are large.

A purchase is an order of zero or more; one below zero is a refund, which is taken off the value and is no purchase.
Only parties in the mart of parties count: who was erased, or may not be looked at, is in none of the figures. Each
part answers with plain numbers, or with why there is too little to say anything.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np

from setia.domains.insight.answering import TooLittle, require
from setia.domains.insight.buying.baskets import rules
from setia.domains.insight.buying.cohorts import cohorts
from setia.domains.insight.warehouse.opened import Opened

FEWEST_CUSTOMERS, FEWEST_GAPS, FEWEST_PAIRS = 20, 20, 5
QUARTERS, COHORTS = 8, 24
MOST_LINES, MOST_RULES = 3_000_000, 100
BASKET_DAYS = 730
EPOCH = date(1970, 1, 1)

PURCHASES = """
CREATE TEMP VIEW bought AS
SELECT p.id AS id, p.party_id AS party_id, p.day AS day, COALESCE(p.value, 0) AS value
  FROM purchases AS p
  JOIN parties AS q ON q.id = p.party_id
 CROSS JOIN as_of AS a
 WHERE p.day <= a.day
"""
CUSTOMERS = """
CREATE TEMP TABLE customer AS
SELECT party_id AS id, CAST(COUNT(*) FILTER (WHERE value >= 0) AS BIGINT) AS purchases,
       CAST(SUM(value) AS BIGINT) AS value, MAX(day) FILTER (WHERE value >= 0) AS last_on
  FROM bought GROUP BY party_id HAVING COUNT(*) FILTER (WHERE value >= 0) > 0
"""
GAPS = """
CREATE TEMP TABLE gap AS
SELECT n, days, CAST(COUNT(*) AS BIGINT) AS times
  FROM (SELECT ROW_NUMBER() OVER w AS n, CAST(LEAD(day) OVER w - day AS BIGINT) AS days
          FROM (SELECT DISTINCT party_id, day FROM bought WHERE value >= 0)
        WINDOW w AS (PARTITION BY party_id ORDER BY day))
 GROUP BY n, days
"""
"""How often so many days lay between the n-th purchase and the next one; `days` is nothing where there was none."""


def reckoned(marts: Opened) -> dict[str, Any]:
    """All parts by their names; each holds `too_little` in the place of figures where there are too few."""
    for text in (PURCHASES, CUSTOMERS, GAPS):
        marts.db.execute(text)
    parts: dict[str, Callable[[Opened], dict[str, Any]]] = {
        "groups": groups, "fifths": fifths, "gaps": gaps, "together": together, "cohorts": by_cohort, "who": who,
    }  # fmt: skip
    found: dict[str, Any] = {"as_of": marts.as_of.isoformat()}
    for name, part in parts.items():
        try:
            found[name] = part(marts)
        except TooLittle as refusal:
            found[name] = {"too_little": {"reason": refusal.reason, "there": refusal.there, "needed": refusal.needed}}
    return found


def rows(marts: Opened, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    return marts.db.execute(sql, list(values) or None).fetchall()


def groups(marts: Opened) -> dict[str, Any]:
    """How many bought lately, a while ago or long ago, once, sometimes or often: now, and at the ends of quarters.

    "Lately" is within the time in which three of four purchases were followed by the next one, "a while ago" within
    that of 19 of 20. "Often" is more often than three of four of those who bought more than once.
    """
    ((there,),) = rows(marts, "SELECT COUNT(*) FROM customer")
    require(there, FEWEST_CUSTOMERS, "customers", "customers")
    steps = _steps(marts)
    require(sum(times for _days, times in steps), FEWEST_GAPS, "again", "purchases after another one")
    lately, while_ago = quantile(steps, 0.75), quantile(steps, 0.95)
    ((often,),) = rows(marts, "SELECT QUANTILE_DISC(purchases, 0.75) FROM customer WHERE purchases > 1")
    cuts = (max(lately, 1), max(while_ago, lately + 1, 2), max(int(often), 2))
    days = [*_quarter_ends(marts.as_of), marts.as_of]
    snapshots = [_snapshot(marts, day, cuts) for day in days]
    year_before = _snapshot(marts, marts.as_of - timedelta(days=365), cuts)
    return {"lately": cuts[0], "while_ago": cuts[1], "often": cuts[2], "days": [day.isoformat() for day in days],
            "snapshots": snapshots, "year_before": year_before}  # fmt: skip


def _snapshot(marts: Opened, day: date, cuts: tuple[int, int, int]) -> list[list[int]]:
    """Recency class, frequency class, customers, purchases, value: as it was seen on that day."""
    lately, while_ago, often = cuts
    found = rows(
        marts,
        """
        SELECT CASE WHEN since <= ? THEN 0 WHEN since <= ? THEN 1 ELSE 2 END AS r,
               CASE WHEN purchases = 1 THEN 0 WHEN purchases <= ? THEN 1 ELSE 2 END AS f,
               COUNT(*), CAST(SUM(purchases) AS BIGINT), CAST(SUM(value) AS BIGINT)
          FROM (SELECT CAST(CAST(? AS DATE) - MAX(day) FILTER (WHERE value >= 0) AS BIGINT) AS since,
                       COUNT(*) FILTER (WHERE value >= 0) AS purchases, SUM(value) AS value
                  FROM bought WHERE day <= CAST(? AS DATE) GROUP BY party_id)
         WHERE purchases > 0 GROUP BY 1, 2 ORDER BY 1, 2
        """,
        lately, while_ago, often, day.isoformat(), day.isoformat(),
    )  # fmt: skip
    return [[int(value) for value in row] for row in found]


def _quarter_ends(as_of: date) -> list[date]:
    """The last days of the quarters before, the oldest first."""
    first = date(as_of.year, 3 * ((as_of.month - 1) // 3) + 1, 1)
    found = []
    for _n in range(QUARTERS):
        found.append(first - timedelta(days=1))
        first = date(found[-1].year, found[-1].month - 2, 1)
    return found[::-1]


def fifths(marts: Opened) -> dict[str, Any]:
    """A fifth of the customers each by what they spent in all, the highest first: customers of one value stay together,
    so that a fifth is told by its least and greatest value."""
    ((there,),) = rows(marts, "SELECT COUNT(*) FROM customer")
    require(there, FEWEST_CUSTOMERS, "customers", "customers")
    found = rows(
        marts,
        """
        SELECT fifth, COUNT(*), CAST(SUM(purchases) AS BIGINT), CAST(SUM(value) AS BIGINT), MIN(value), MAX(value)
          FROM (SELECT *, CAST(FLOOR(5 * (RANK() OVER (ORDER BY value DESC) - 1) / COUNT(*) OVER ()) AS BIGINT) AS fifth
                  FROM customer)
         GROUP BY fifth ORDER BY fifth
        """,
    )
    return {"rows": [[int(value) for value in row] for row in found]}


def gaps(marts: Opened) -> dict[str, Any]:
    """For the first purchases up to the tenth: how many made it, and the days until the next of those who made it."""
    whole = _steps(marts)
    there = sum(times for _days, times in whole)
    require(there, FEWEST_GAPS, "again", "purchases after another one")
    found: dict[int, list[tuple[int | None, int]]] = {}
    for n, days, times in rows(marts, "SELECT n, days, times FROM gap WHERE n <= 10 ORDER BY n, days"):
        found.setdefault(int(n), []).append((days, int(times)))
    told: list[list[int | None]] = []
    for n, counted in found.items():
        again = [(int(days), times) for days, times in counted if days is not None]
        quarters = [quantile(again, q) if again else None for q in (0.25, 0.5, 0.75)]
        told.append([n, sum(times for _days, times in counted), sum(times for _days, times in again), *quarters])
    return {"rows": told, "count": there, "quantiles": [quantile(whole, q) for q in (0.1, 0.25, 0.5, 0.75, 0.9)]}


def _steps(marts: Opened) -> list[tuple[int, int]]:
    """How often so many days lay between two purchases of a customer, the fewest days first."""
    found = rows(marts, "SELECT days, SUM(times) FROM gap WHERE days IS NOT NULL GROUP BY days ORDER BY days")
    return [(int(days), int(times)) for days, times in found]


def quantile(counted: list[tuple[int, int]], share: float) -> int:
    """The least value that so great a share does not exceed, of values in their order and how often each is there."""
    wanted, reached = share * sum(times for _value, times in counted), 0
    for value, times in counted:
        reached += times
        if reached >= wanted:
            return value
    return counted[-1][0]


def together(marts: Opened) -> dict[str, Any]:
    """Pairs of products that stand in one order more often than by chance, in the last two years."""
    arrays = marts.arrays(
        f"""
        SELECT l.order_id AS basket, l.product_id AS item
          FROM purchase_lines AS l JOIN parties AS q ON q.id = l.party_id CROSS JOIN as_of AS a
         WHERE l.product_id IS NOT NULL AND l.quantity > 0 AND l.day <= a.day AND l.day > a.day - {BASKET_DAYS}
         ORDER BY l.day DESC, l.id DESC LIMIT {MOST_LINES}
        """
    )
    basket, item = (np.asarray(arrays[name]).astype(np.int64) for name in ("basket", "item"))
    baskets = len(np.unique(basket))
    require(baskets, FEWEST_CUSTOMERS, "baskets", "orders with products of the catalog")
    found = rules(basket, item, least_support=FEWEST_PAIRS / baskets, longest=2, level=0.95)
    kept = np.flatnonzero(found.lift > 1)[:MOST_RULES]
    return {
        "baskets": int(found.baskets), "is_cut": len(basket) == MOST_LINES, "days": BASKET_DAYS,
        "rows": [
            [int(found.antecedent[at, 0]), int(found.consequent[at]), int(found.count[at]),
             *(round(float(part[at]), 6) for part in (found.support, found.confidence, found.low, found.high,
                                                      found.lift))]
            for at in kept
        ],
    }  # fmt: skip


def by_cohort(marts: Opened) -> dict[str, Any]:
    """Of those who first bought in a month, how many bought in each month after it, and for how much.

    What one customer bought in one month comes as one line, refunds as another: that gives the same, of fewer lines.
    """
    months = 12 * marts.as_of.year + marts.as_of.month - COHORTS
    arrays = marts.arrays(
        f"""
        WITH begun AS (
            SELECT party_id FROM bought WHERE value >= 0
             GROUP BY party_id HAVING MIN(day) >= DATE '{months // 12}-{months % 12 + 1:02d}-01'
        )
        SELECT party_id, CAST(DATE_TRUNC('month', day) AS DATE) - DATE '1970-01-01' AS day,
               CAST(SUM(value) AS BIGINT) AS value
          FROM bought WHERE party_id IN (SELECT party_id FROM begun)
         GROUP BY party_id, DATE_TRUNC('month', day), value >= 0 ORDER BY party_id, day, value
        """  # noqa: S608
    )
    who_, customer = np.unique(np.asarray(arrays["party_id"]), return_inverse=True)
    require(len(who_), FEWEST_CUSTOMERS, "customers", "customers")
    day, spent = (np.asarray(arrays[name]).astype(np.int64) for name in ("day", "value"))
    found = cohorts(customer, day, spent, as_of=(marts.as_of - EPOCH).days)
    told = []
    for at in range(len(found.month)):
        seen = int(found.seen[at].sum())
        month = np.datetime64(int(found.month[at]), "M").astype(str)
        active, value, whole = (part[at, :seen].tolist() for part in (found.active, found.value, found.is_whole))
        told.append({"month": month, "size": int(found.size[at]), "active": active, "value": value, "whole": whole})
    return {"rows": told}


OF_PARTIES = ("age_band", "gender", "income_band", "kind", "country", "sector")
"""By which columns of the mart of parties it is told who buys."""


def who(marts: Opened) -> dict[str, Any]:
    """Who buys how much: by what is known of parties, by how they paid, and by what they prefer.

    Of each: customers, those who bought more than once, purchases, value. By method it counts payments instead.
    """
    ((there,),) = rows(marts, "SELECT COUNT(*) FROM customer")
    require(there, FEWEST_CUSTOMERS, "customers", "customers")
    sums = ("COUNT(*), COUNT(*) FILTER (WHERE c.purchases > 1), CAST(SUM(c.purchases) AS BIGINT), "
            "CAST(SUM(c.value) AS BIGINT)")  # fmt: skip
    found = {
        name: rows(marts, f"SELECT q.{name}, {sums} FROM customer AS c JOIN parties AS q ON q.id = c.id "  # noqa: S608
                          f"GROUP BY q.{name} ORDER BY 5 DESC, 1 LIMIT 200")
        for name in OF_PARTIES
    }  # fmt: skip
    for name, kind in (("channel", "channel"), ("purpose", "use"), ("prefers_to_pay", "payment")):
        found[name] = rows(
            marts,
            f"""
            SELECT w.value, {sums} FROM customer AS c
              JOIN (SELECT DISTINCT party_id, value FROM preferences WHERE kind = ?) AS w ON w.party_id = c.id
             GROUP BY w.value ORDER BY 5 DESC, 1 LIMIT 200
            """,  # noqa: S608
            kind,
        )
    found["method"] = rows(
        marts,
        """
        SELECT m.method, COUNT(DISTINCT m.party_id), COUNT(DISTINCT m.party_id) FILTER (WHERE c.purchases > 1),
               COUNT(*), CAST(SUM(m.value) AS BIGINT)
          FROM payments AS m JOIN customer AS c ON c.id = m.party_id CROSS JOIN as_of AS a
         WHERE m.day <= a.day GROUP BY m.method ORDER BY 5 DESC, 1
        """,
    )
    return {name: [[row[0], *(int(value or 0) for value in row[1:])] for row in some] for name, some in found.items()}
