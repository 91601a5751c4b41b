"""Behaviour, reckoned from small marts: each figure counted once more by hand."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

import duckdb
import pytest

from setia.domains.insight.behaviour.reckoning import reckoned
from setia.domains.insight.warehouse.opened import Opened

pytestmark = pytest.mark.any_database
AS_OF = date(2026, 3, 2)
TABLES = {
    "parties": "id BIGINT, age_band VARCHAR, gender VARCHAR, income_band VARCHAR, kind VARCHAR, country VARCHAR, "
    "sector VARCHAR",
    "purchases": "id BIGINT, party_id BIGINT, day DATE, value BIGINT",
    "purchase_lines": "id BIGINT, order_id BIGINT, party_id BIGINT, day DATE, product_id BIGINT, quantity BIGINT",
    "payments": "id BIGINT, party_id BIGINT, day DATE, value BIGINT, method VARCHAR",
    "preferences": "id BIGINT, party_id BIGINT, kind VARCHAR, value VARCHAR",
}
Purchase = tuple[int, int, date, int]


class Marts(Opened):
    """Marts that are given as rows."""

    def __init__(self, **given: list[Any]) -> None:
        self.as_of = AS_OF
        self.db = duckdb.connect(config={"threads": 1})
        self.db.execute(f"CREATE VIEW as_of AS SELECT DATE '{AS_OF}' AS day")
        for name, columns in TABLES.items():
            self.db.execute(f"CREATE TABLE {name} ({columns})")
            if rows := given.get(name):
                places = ", ".join("?" for _column in columns.split(", "))
                self.db.executemany(f"INSERT INTO {name} VALUES ({places})", rows)


def parties(count: int) -> list[Any]:
    return [(n, ("18-24", "25-34", None)[n % 3], None, None, "person", "FR", None) for n in range(1, count + 1)]


def made_up(seed: int = 7, customers: int = 60) -> list[Purchase]:
    """Purchases over four years, some of them refunds, one in the time to come, of parties up to `customers` + 5."""
    chance, found = random.Random(seed), []  # noqa: S311 (the same every time)
    for number in range(1, 400):
        party = chance.randrange(1, customers + 6)
        day = AS_OF - timedelta(days=chance.randrange(1400 if party < 25 else 600))
        found.append((number, party, day, chance.randrange(-500, 10_000)))
    return [*found, (400, 1, AS_OF + timedelta(days=3), 99_000_000)]


@pytest.fixture(scope="module")
def bought() -> list[Purchase]:
    """As it counts: of parties that are known, until the day of the refresh."""
    return [one for one in made_up() if one[1] <= 60 and one[2] <= AS_OF]


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    return reckoned(Marts(
        parties=parties(60), purchases=made_up(),
        payments=[(1, 5, AS_OF, 700, "card"), (2, 5, AS_OF, 300, "card"), (3, 6, AS_OF + timedelta(days=1), 1, "cash")],
        preferences=[(1, 5, "use", "office"), (2, 6, "use", "office"), (3, 6, "channel", "email")],
    ))  # fmt: skip


def histories(bought: list[Purchase], until: date) -> dict[int, tuple[date, int, int]]:
    """Last day, number of purchases, value, of those who bought until a day."""
    found: dict[int, list[Purchase]] = defaultdict(list)
    for one in bought:
        if one[2] <= until:
            found[one[1]].append(one)
    return {
        party: (max(one[2] for one in some if one[3] >= 0), sum(one[3] >= 0 for one in some), sum(o[3] for o in some))
        for party, some in found.items()
        if any(one[3] >= 0 for one in some)
    }


def test_groups_hold_every_customer_once_on_each_day_of_their_history(found: Any, bought: list[Purchase]) -> None:
    told = found["groups"]
    assert told["days"][-1] == "2026-03-02"
    assert told["days"][:2] == ["2024-03-31", "2024-06-30"]
    assert len(told["days"]) == 9
    whole = [(date.fromisoformat(day), rows) for day, rows in zip(told["days"], told["snapshots"], strict=True)]
    for day, rows in [*whole, (AS_OF - timedelta(days=365), told["year_before"])]:
        expected: dict[tuple[int, int], list[int]] = {}
        for last, count, value in histories(bought, day).values():
            silent = (day - last).days
            recency = 0 if silent <= told["lately"] else 1 if silent <= told["while_ago"] else 2
            often = 0 if count == 1 else 1 if count <= told["often"] else 2
            sums = expected.setdefault((recency, often), [0, 0, 0])
            expected[recency, often] = [sums[0] + 1, sums[1] + count, sums[2] + value]
        assert {(r, f): rest for r, f, *rest in rows} == expected


def test_a_fifth_of_the_customers_by_value_is_told_by_its_least_and_greatest(
    found: Any, bought: list[Purchase]
) -> None:
    values = sorted((value for _last, _count, value in histories(bought, AS_OF).values()), reverse=True)
    rows = found["fifths"]["rows"]
    assert sum(row[1] for row in rows) == len(values)
    for _fifth, count, _purchases, value, least, greatest in rows:
        theirs = [one for one in values if least <= one <= greatest]
        assert (len(theirs), sum(theirs)) == (count, value)


def test_customers_of_the_same_value_are_in_the_same_fifth() -> None:
    same = [(n, n, AS_OF, 500) for n in range(1, 31)]
    rows = reckoned(Marts(parties=parties(30), purchases=same))["fifths"]["rows"]
    assert [row[:2] for row in rows] == [[0, 30]]


def test_the_days_between_purchases_are_counted_from_one_day_to_the_next(found: Any, bought: list[Purchase]) -> None:
    days = {p: sorted({o[2] for o in bought if o[1] == p and o[3] >= 0}) for p in {one[1] for one in bought}}
    rows = found["gaps"]["rows"]
    for n, there, again, *_quantiles in rows:
        assert there == sum(len(some) >= n for some in days.values())
        assert again == sum(len(some) > n for some in days.values())
    steps = sorted((b - a).days for some in days.values() for a, b in zip(some, some[1:], strict=False))
    assert found["gaps"]["count"] == len(steps)
    assert found["gaps"]["quantiles"][2] in (steps[len(steps) // 2 - 1], steps[len(steps) // 2])


def test_a_cohort_is_who_first_bought_in_a_month_and_bought_again_in_months_after(
    found: Any, bought: list[Purchase]
) -> None:
    months: dict[int, Counter[str]] = defaultdict(Counter)
    for _id, party, day, value in bought:
        if value >= 0:
            months[party][f"{day:%Y-%m}"] += 1
    first = Counter(min(some) for some in months.values())
    told = [row["month"] for row in found["cohorts"]["rows"]]
    assert told == sorted(month for month in first if month > "2024-03")
    assert min(first) < "2024-03"
    for row in found["cohorts"]["rows"]:
        assert row["size"] == first[row["month"]]
        year, month = map(int, row["month"].split("-"))
        for at, active in enumerate(row["active"]):
            later = f"{year + (month - 1 + at) // 12}-{(month - 1 + at) % 12 + 1:02d}"
            assert active == sum(later in some for some in months.values() if min(some) == row["month"])
    assert [row["whole"][-1] for row in found["cohorts"]["rows"]] == [False] * len(found["cohorts"]["rows"])


def test_who_buys_is_told_by_what_is_known_of_them_and_by_how_they_paid(found: Any, bought: list[Purchase]) -> None:
    known = histories(bought, AS_OF)
    bands = {band: [h for p, h in known.items() if ("18-24", "25-34", None)[p % 3] == band]
             for band in ("18-24", "25-34", None)}  # fmt: skip
    assert {row[0]: row[1:] for row in found["who"]["age_band"]} == {
        band: [len(some), sum(h[1] > 1 for h in some), sum(h[1] for h in some), sum(h[2] for h in some)]
        for band, some in bands.items()
    }
    assert found["who"]["method"] == [["card", 1, 1, 2, 1000]]
    both = [known[5], known[6]]
    assert found["who"]["purpose"] == [["office", 2, 2, sum(h[1] for h in both), sum(h[2] for h in both)]]


def test_what_is_bought_together_is_told_with_support_confidence_and_lift() -> None:
    """Tan, Steinbach and Kumar, "Introduction to Data Mining", chapter 6: five baskets, here six times over.

    Of thirty baskets beer is in 18, diapers in 24, both in 18; so diapers lead to beer with a lift of 1.25.
    """
    bread, milk, diapers, beer, eggs, cola = range(1, 7)
    baskets = [(bread, milk), (bread, diapers, beer, eggs), (milk, diapers, beer, cola), (bread, milk, diapers, beer),
               (bread, milk, diapers, cola)]  # fmt: skip
    bought = [(n * 5 + at, product) for n in range(6) for at, basket in enumerate(baskets) for product in basket]
    lines = [(at, order, 1, AS_OF, product, 1000) for at, (order, product) in enumerate(bought)]
    told = reckoned(Marts(parties=parties(1), purchase_lines=lines))["together"]
    assert told["baskets"] == 30
    rules = {(row[0], row[1]): row[2:] for row in told["rows"]}
    assert [rules[diapers, beer][at] for at in (0, 1, 2, 5)] == [18, 0.6, 0.75, 1.25]
    assert rules[diapers, beer][3] < 0.75 < rules[diapers, beer][4]
    assert (bread, milk) not in rules


@pytest.mark.parametrize(
    "purchases", [[], [(1, 1, AS_OF, 5)], [(n, 1, AS_OF, 5) for n in range(1, 500)], [(1, 1, AS_OF, -5)]]
)
def test_of_too_few_nothing_is_said(purchases: list[Purchase]) -> None:
    told = reckoned(Marts(parties=parties(3), purchases=purchases))
    assert all(set(told[name]) == {"too_little"} for name in ("groups", "fifths", "gaps", "together", "cohorts", "who"))
