"""Cohorts as they are shown: months put together into quarters, and too few left out."""

from __future__ import annotations

from typing import Any

import pytest

from setia.domains.insight.behaviour import keeping
from setia.domains.insight.behaviour.reports.cohorts import make
from tests.acting import SETIA


def cohort(month: str, size: int, active: list[int], over: int) -> dict[str, Any]:
    whole = [k < over for k in range(len(active))]
    return {"month": month, "size": size, "active": active, "value": [100 * one for one in active], "whole": whole}


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        cohort("2025-12", 4, [4, 4, 4, 4], 3),
        cohort("2026-01", 10, [10, 5, 2], 2),
        cohort("2026-02", 20, [20, 4], 1),
        cohort("2026-03", 6, [6], 0),
    ]
    told = {"of": "000001", "as_of": "2026-03-02", "currency": "EUR", "cohorts": {"rows": rows}}
    monkeypatch.setattr(keeping, "known", lambda: told)


def shown(by: str) -> list[list[Any]]:
    table = make({"by": by}, SETIA)
    return [[row.values.get(name) for name in ("first", "size", "m0", "m1", "m2")] for row in table.rows]


@pytest.mark.any_database
@pytest.mark.django_db
def test_a_month_that_is_not_over_and_a_handful_of_customers_say_nothing() -> None:
    assert shown("customers") == [
        ["Dec 2025", 4, None, None, None], ["Jan 2026", 10, 1.0, 0.5, None], ["Feb 2026", 20, 1.0, None, None],
        ["Mar 2026", 6, None, None, None],
    ]  # fmt: skip
    assert shown("value")[1] == ["Jan 2026", 10, 100, 50, None]


@pytest.mark.any_database
@pytest.mark.django_db
def test_months_of_a_quarter_count_together_as_far_as_each_of_them_is_over() -> None:
    assert shown("quarter") == [["Q4 2025", 4, None, None, None], ["Q1 2026", 36, None, None, None]]
    told = keeping.known()
    assert told
    del told["cohorts"]["rows"][3]
    assert shown("quarter")[1] == ["Q1 2026", 30, 1.0, None, None]
    told["cohorts"]["rows"][2]["whole"][1] = True
    assert shown("quarter")[1] == ["Q1 2026", 30, 1.0, 0.3, None]
