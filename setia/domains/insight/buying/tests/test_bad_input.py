"""Whatever is bought, a figure comes out or plain words, never nonsense."""

from __future__ import annotations

import subprocess
import sys
import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from setia.domains.insight.answering import TooLittle
from setia.domains.insight.buying import choosing, reasons
from setia.domains.insight.buying.repeat import ranges, spending, worth
from setia.domains.insight.buying.repeat.fitting import MODELS, answer, expected_repeats, fit
from setia.domains.insight.buying.summaries import Summary, summarised

DAY = 700


def is_sane(known: Summary, models: tuple[str, ...] = tuple(MODELS)) -> list[str]:
    """Asks everything about these customers; the reasons of the refusals."""
    refused: list[str] = []
    values: Any = None
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            values = spending.fit(known)
            worths = vars(spending.answer(values, known))
            assert all((np.isfinite(part)).all() for part in worths.values())
        except TooLittle as error:
            refused.append(error.reason)
        for model in models:
            try:
                fitted = fit(known, model)
            except TooLittle as error:
                refused.append(error.reason)
                continue
            told = answer(fitted, known)
            parts = [*vars(told).values(), *vars(ranges.answer(fitted, known)).values()]
            parts.append(expected_repeats(fitted, np.array([0.0, 1.0, 365.0])))
            parts.append(reasons.why_staying(fitted, known, reasons.usual(known)).parts)
            if values is not None:
                parts += vars(worth.answer(fitted, values, known)).values()
            assert all(np.isfinite(part).all() and (np.abs(part) < 1e300).all() for part in parts)
            assert ((told.staying_low >= 0) & (told.staying_high <= 1)).all()
            assert (told.staying_low <= told.staying + 1e-12).all()
            assert (told.staying <= told.staying_high + 1e-12).all()
            assert ((told.purchases_low <= told.purchases) & (told.purchases <= told.purchases_high)).all()
            assert (told.purchases >= 0).all()
    return refused


def customers(x: Any, last: Any, age: Any, value: int = 1000) -> Summary:
    x, last, age = np.broadcast_arrays(*(np.asarray(one, dtype=np.int64) for one in (x, last, age)))
    spent = value + np.arange(len(x)) % 50
    return Summary(DAY, np.arange(len(x)), DAY - age, x, last, age, (x + 1) * spent, x * spent)


def usual(count: int = 120) -> tuple[Any, Any, Any]:
    rng = np.random.default_rng(1)
    age = rng.integers(100, 600, count)
    x = rng.negative_binomial(0.5, 0.2, count)
    return x, np.where(x > 0, np.maximum(x, (age * rng.random(count)).astype(int)), 0).clip(max=age), age


def test_one_customer_with_a_million_orders_does_not_break_the_others() -> None:
    x, last, age = usual()
    x[0], last[0], age[0] = 1_000_000, 600, 600
    assert is_sane(customers(x, last, age)) == []
    told = answer(fit(customers(x, last, age), "Pareto/NBD"), customers(x, last, age), 60)
    assert told.purchases[0] == pytest.approx(100_000, rel=0.3)


def test_customers_who_are_all_alike_are_refused_in_words() -> None:
    with pytest.raises(TooLittle, match="same history"):
        fit(customers([3] * 100, 30, 40), "BG/NBD")


def test_customers_who_are_nearly_alike_are_answered() -> None:
    assert set(is_sane(customers([3] * 100, 30 + np.arange(100) % 2, 40))) <= {"alike"}
    assert set(is_sane(customers([300] * 100, 300 - np.arange(100) % 3, 300), ("Pareto/NBD",))) <= {"alike"}
    assert set(is_sane(customers(np.r_[[0] * 80, [5] * 20], np.r_[[0] * 80, [690] * 20], 700))) <= {"valued customers"}


def test_one_purchase_in_all_is_too_little() -> None:
    only = summarised(np.array([0]), np.array([3]), np.array([500]), as_of=DAY)
    assert is_sane(only) == ["valued customers", "customers", "customers", "customers"]
    with pytest.raises(TooLittle, match="history"):
        choosing.choose(np.array([0]), np.array([DAY]), np.array([500]), as_of=DAY)


def test_refunds_larger_than_sales_leave_figures() -> None:
    rng = np.random.default_rng(2)
    customer, day = rng.integers(0, 90, 600), rng.integers(0, DAY, 600)
    known = summarised(customer, day, rng.integers(-9_000, 4_000, 600), as_of=DAY)
    assert (known.repeat_value < 0).any()
    assert set(is_sane(known)) <= {"valued customers"}


@settings(max_examples=12)
@given(st.data())
def test_whatever_was_bought_is_answered_or_refused(data: st.DataObject) -> None:
    seed = data.draw(st.integers(0, 10_000))
    rng = np.random.default_rng(seed)
    count = data.draw(st.sampled_from([1, 40, 60, 150]))
    lines = count * data.draw(st.sampled_from([1, 2, 8]))
    rhythm = data.draw(st.sampled_from([1, 30, DAY]))
    lowest = data.draw(st.sampled_from([-100, 0, 1]))
    customer = rng.integers(0, count, lines) if data.draw(st.booleans()) else (rng.pareto(1, lines)).astype(int) % count
    day = (rng.integers(0, DAY * 2, lines) // rhythm) * rhythm
    try:
        known = summarised(customer, day, rng.integers(lowest, 101, lines), as_of=DAY)
    except TooLittle:
        return
    reasons_given = {"customers", "repeat buyers", "valued customers", "alike"}
    assert set(is_sane(known, (data.draw(st.sampled_from(list(MODELS))),))) <= reasons_given


@pytest.mark.parametrize("a", [0.5, 1.0, 25.0])
def test_a_single_day_may_be_asked_about(a: float) -> None:
    at = np.array([0.5, 5.0, a, 0.5])
    assert all(np.isfinite(model.expected(at, np.array(30.0))).all() for model in MODELS.values())


def test_histories_that_cannot_be_are_refused() -> None:
    for x, last, age in (([-1], [0], [3]), ([1], [5], [3]), ([0], [2], [3])):
        with pytest.raises(ValueError, match="buy|bought"):
            fit(customers(x * 60, last * 60, age * 60), "BG/NBD")
    with pytest.raises(ValueError, match="another day"):
        fit(customers([1] * 60, 0, 3), "BG/NBD")


def test_the_estimators_load_without_django_or_the_heavy_parts_of_scipy() -> None:
    code = (
        "import sys, setia.domains.insight.buying.choosing, setia.domains.insight.buying.reasons\n"
        "heavy = {'django', 'scipy.optimize', 'scipy.stats', 'scipy.sparse', 'pandas'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
