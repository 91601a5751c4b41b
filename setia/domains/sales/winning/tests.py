"""Chances are learnt from the past alone, add up, and are kept up to date."""

from __future__ import annotations

import csv
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from math import isclose
from pathlib import Path
from random import Random
from typing import Any

import pytest

from setia.domains.sales.opportunities.model import Opportunity
from setia.domains.sales.stages.model import Stage
from setia.domains.sales.winning import keeping
from setia.domains.sales.winning.history import Deal, World, past
from setia.domains.sales.winning.jobs import follow_next
from setia.domains.sales.winning.learning import learnt
from setia.domains.sales.winning.model import Chance, Learning
from setia.domains.sales.winning.scoring import points, scored, sigmoid
from setia.domains.sales.winning.testing import tested
from setia.domains.sales.winning.timing import Timing, rates
from setia.foundation import ledger
from setia.foundation.access import system
from setia.foundation.apart import HOME
from setia.kit import reports
from tests.acting import SETIA, change, do, listed, make, make_many

START = date(2025, 1, 6)


def history(count: int, seed: int = 1) -> list[Any]:
    """Closed opportunities of two products, of which the first is won more often; put in after they were over."""
    chance = Random(seed)  # noqa: S311
    good, bad = (make("products", name=name).pk for name in ("Good", "Bad"))
    stages = {name: Stage.objects.get(name=name).pk for name in ("Won", "Lost")}
    rows = []
    for number in range(count):
        opened = START + timedelta(days=number * 330 // count)
        is_good = bool(number % 2)
        won = chance.random() < (0.8 if is_good else 0.3)
        rows.append({
            "name": f"Old {number}", "product_id": good if is_good else bad, "opened_on": opened,
            "closed_on": opened + timedelta(days=chance.randrange(5, 70)), "stage_id": stages["Won" if won else "Lost"],
            "amount": 50_000 + chance.randrange(10_000), "currency": "EUR",
        })  # fmt: skip
    return make_many("opportunities", rows)


def products() -> dict[str, int]:
    return {name: Opportunity.objects.filter(product__name=name)[0].product_id for name in ("Good", "Bad")}


@pytest.mark.django_db
def test_too_little_history_is_said_and_nothing_is_guessed() -> None:
    history(23)
    make("opportunities", name="Open")
    round_ = keeping.learn(SETIA)
    assert (round_.deals, round_.parameters) == (23, {})
    assert not Chance.objects.exists()
    report = reports.report_for("win-calibration", SETIA)
    (words,) = reports.answered(report, {}, SETIA).notes
    assert "Too little history: 23 opportunities are over" in str(words)


@pytest.mark.django_db
def test_what_is_open_gets_a_chance_whose_reasons_add_up() -> None:
    history(260)
    good, bad = (make("opportunities", name=name, product=pk, amount="550") for name, pk in products().items())
    keeping.learn(SETIA)
    good.refresh_from_db()
    bad.refresh_from_db()
    assert good.chance > bad.chance + 25
    for deal in (good, bad):
        assert deal.chance_low <= deal.chance <= deal.chance_high
        learnt_ = Chance.objects.get(pk=deal.pk)
        assert sum(points_ for _name, _value, points_ in learnt_.reasons) == learnt_.score
        assert abs(100 * sigmoid(learnt_.score / 100) - deal.chance) <= 1
        assert learnt_.months == sorted(learnt_.months)
    row = listed("opportunities", columns=("name", "chance", "chance_why"), sort="-chance")[0]
    assert (row["id"], "The product" in row["chance_why"]) == (good.pk, True)
    do("win", good)
    assert good.chance is None


@pytest.mark.django_db
def test_a_changed_opportunity_is_scored_again_within_minutes() -> None:
    history(260)
    deal = make("opportunities", name="x", product=products()["Bad"])
    keeping.learn(SETIA)
    while follow_next(ledger.complete_until() or 0, SETIA):
        pass
    deal.refresh_from_db()
    before = deal.chance
    change(deal, product=products()["Good"])
    follow_next(ledger.complete_until() or 0, SETIA)
    deal.refresh_from_db()
    assert deal.chance > before
    assert Learning.objects.count() == 1


@pytest.mark.django_db
def test_nothing_that_became_known_later_changes_what_was_learnt() -> None:
    history(260)
    as_of = date(2025, 9, 1)
    told = system("web", datetime(2025, 6, 2, 9, tzinfo=UTC))
    known = [make("opportunities", told, name=f"Known {n}", amount="100", opened_on="2025-06-01") for n in range(6)]
    for number, deal in enumerate(known):
        do("win" if number % 2 else "lose", deal, replace(told, at=datetime(2025, 8, 1, 9, tzinfo=UTC)),
           **({} if number % 2 else {"reason": "x"}))  # fmt: skip
    before = learnt(past(as_of), [as_of])
    late = system("web", datetime(2025, 11, 3, 9, tzinfo=UTC))
    for deal in known:
        do("reopen", deal, late)
        change(deal, late, amount="999999", product=products()["Good"])
        do("win", deal, late)
    poison = {
        "stage_id": Stage.objects.get(name="Won").pk,
        "opened_on": date(2025, 9, 2),
        "amount": 9,
        "name": "Poison",
    }
    make_many("opportunities", [{**poison, "closed_on": date(2025, 9, 2 + n % 20)} for n in range(80)])
    assert learnt(past(as_of), [as_of]) == before


def test_parts_in_whole_points_add_up_to_the_whole() -> None:
    chance = Random(3)  # noqa: S311
    for _turn in range(200):
        parts = {str(n): chance.uniform(-2, 2) for n in range(9)}
        whole = points(parts)
        assert sum(whole.values()) == round(100 * sum(parts.values()))
        assert all(abs(whole[name] - 100 * part) < 1 for name, part in parts.items())


def test_what_the_parameters_do_not_know_adds_nothing() -> None:
    parameters = {"base": 0.5, "base_variance": 0.01, "numbers": {}, "categories": {"owner": {"3": [0.2, 0.04]}}}
    assert scored(parameters, {"owner": "9", "moon": 3.0}).score == 0.5
    assert isclose(scored(parameters, {"owner": "3"}).score, 0.7)


def test_what_is_never_decided_is_not_taken_for_what_will_be_won() -> None:
    half = [(10, "won")] * 50 + [(20, "lost")] * 50
    stuck = half + [(400, "open")] * 100
    soon, late = Timing(rates(half), date(2026, 3, 1)), Timing(rates(stuck), date(2026, 3, 1))
    assert isclose(soon.usual(0)[0], 0.5, abs_tol=0.02)
    assert isclose(late.usual(0)[0], 0.25, abs_tol=0.02)
    assert late.usual(60)[-1] < 0.05


def practice() -> World:
    """The opportunities of the practice data set, without anything about their accounts."""
    deals = []
    with (Path(__file__).resolve().parents[4] / "tests/data/b2b/sales_pipeline.csv").open() as file:
        for number, line in enumerate(csv.DictReader(file)):
            if line["engage_date"]:
                closed = line["close_date"] and datetime.strptime(line["close_date"], "%m/%d/%Y").date()
                row = {
                    "party_id": None, "product_id": line["product"], "owner_id": line["sales_agent"],
                    "source_id": None, "amount": None, "currency": "USD", "closed_on": closed or None,
                    "status": line["deal_stage"].lower() if closed else "open",
                    "opened_on": datetime.strptime(line["engage_date"], "%m/%d/%Y").date(),
                }  # fmt: skip
                deals.append(Deal(number, row, date(2018, 1, 1)))
    return World(deals, {})


def test_on_the_practice_data_later_quarters_are_met_and_hardly_anything_can_be_known() -> None:
    found = tested(practice(), date(2017, 12, 31))
    assert list(found["quarters"]) == ["2017-07-01", "2017-10-01"]
    whole = found["all"]
    assert whole["brier"] < whole["brier_usual"] < 0.2425
    assert whole["log_loss"] < whole["log_loss_usual"]
    assert isclose(whole["expected"], whole["won"], rel_tol=0.08)


def test_web_processes_start_without_the_libraries_of_learning() -> None:
    script = (
        "import os, sys; os.environ['DJANGO_SETTINGS_MODULE'] = 'setia.config.settings'; import django; django.setup();"
        "import setia.config.urls; print(sorted({'numpy', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=HOME)
    assert done.stdout.strip() == "[]"
