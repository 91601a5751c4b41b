"""A firm with customers who come again, and a round of reckoning in this process."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

from setia.domains.insight.scores import keeping
from setia.domains.insight.scores.reckoning.child import answered
from setia.domains.sales.orders.model import Order
from tests.acting import make_many
from tests.cast import NOW, Cast

TODAY = NOW.date()


@contextmanager
def _here(_module: str, told: dict[str, Any]) -> Iterator[Iterator[dict[str, Any]]]:
    yield answered(told)


@pytest.fixture(autouse=True)
def _one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process of its own costs a second; tests/warehouse has one."""
    monkeypatch.setattr(keeping, "streamed", _here)


def bought(party: Any, owner: Any, days_ago: list[int], net: int = 10_000, **values: Any) -> None:
    rows = [
        {"party_id": party.pk, "owner_id": owner.pk, "ordered_on": TODAY - timedelta(days=days), "total": net,
         "currency": "EUR", "status": "delivered"}
        for days in days_ago
    ]  # fmt: skip
    made = make_many("orders", rows)
    if values:
        Order.objects.filter(pk__in=[one.pk for one in made]).update(**values)


def reckon(today: date = TODAY) -> None:
    keeping.reckon_from_orders(NOW, today, lambda done, total, what: None)


KNOWN = {0: [500], 1: [700, 660, 620, 585, 540, 500, 460, 420, 390], 13: list(range(400, 0, -30))}


def _days(chance: Random) -> list[int]:
    """Days ago on which somebody bought."""
    day, pace, leaves = chance.uniform(90, 700), chance.gammavariate(1.5, 1 / 60), chance.betavariate(1, 4)
    found = [int(day)]
    while chance.random() > leaves and (day := day - chance.expovariate(pace)) > 1:
        found.append(int(day))
    return sorted(set(found), reverse=True)


@pytest.fixture
def firm(cast: Cast) -> list[Any]:
    """Seventy customers of Ada, who buy at their own pace until they leave after one of their purchases.

    The second bought again and again and fell silent a year ago, the fourteenth comes every month.
    """
    parties = make_many(
        "parties", [{"name": f"Customer {n:02}", "kind": "company", "owner_id": cast.ada.pk} for n in range(70)]
    )
    chance = Random(7)  # noqa: S311
    rows = []
    for number, party in enumerate(parties):
        days = KNOWN.get(number) or _days(chance)
        rows += [
            {"party_id": party.pk, "owner_id": cast.ada.pk, "ordered_on": TODAY - timedelta(days=day),
             "total": 5_000 + 137 * number + 40 * (day % 90), "currency": "EUR", "status": "delivered"}
            for day in days
        ]  # fmt: skip
    make_many("orders", rows)
    return parties
