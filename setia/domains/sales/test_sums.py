"""Totals add up to the cent: whatever the lines, discounts, taxes, returns and refunds, in currencies with and without
cents, also after changes and undo, and for a batch as for one."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from setia.domains.sales.order_lines.sums import sums_of
from setia.domains.sales.sums import half_up
from setia.foundation import money
from setia.kit.undoing import undo
from tests.acting import SETIA, change, do, make, make_many

pytestmark = pytest.mark.django_db

RATES = [Decimal(0), Decimal("5.5"), Decimal(20), Decimal("7.7"), Decimal(11)]
line = st.tuples(
    st.integers(1, 40_000).map(lambda n: Decimal(n) / 1000), st.integers(0, 3_000_000),
    st.integers(0, 10_000).map(lambda n: Decimal(n) / 100), st.sampled_from(RATES),
)  # fmt: skip
FEW = settings(
    max_examples=5, deadline=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip


def expected(lines: list[Any]) -> tuple[int, int]:
    """Net and tax, worked out another way: every figure as an exact fraction, rounded where the rule says."""
    bases: dict[Decimal, int] = {}
    for quantity, price, discount, rate in lines:
        amount = half_up(Fraction(quantity) * price * (1 - Fraction(discount) / 100))
        bases[rate] = bases.get(rate, 0) + amount
    return sum(bases.values()), sum(half_up(base * Fraction(rate) / 100) for rate, base in bases.items())


def rows(order: Any, lines: list[Any]) -> list[dict[str, Any]]:
    return [
        {
            "order_id": order.pk,
            "description": "x",
            "quantity": q,
            "unit_price": p,
            "discount": d,
            "tax_percent": t,
            "currency": order.currency,
        }
        for q, p, d, t in lines
    ]


@FEW
@given(lines=st.lists(line, min_size=1, max_size=5), currency=st.sampled_from(["EUR", "JPY", "KWD"]))
def test_an_order_adds_up_after_changes_undo_returns_and_refunds(lines: list[Any], currency: str) -> None:
    order = make("orders", party=make("people", name="Bo").pk, currency=currency)
    made = make_many("order-lines", rows(order, lines), SETIA)
    net, tax = expected(lines)
    order.refresh_from_db()
    assert (order.net, order.tax, order.total, order.due) == (net, tax, net + tax, net + tax)
    assert order.net == sum(one.amount for one in made)

    done = change(made[0], quantity="7", discount="12.5")
    order.refresh_from_db()
    q, p, d, t = lines[0]
    assert (order.net, order.tax) == expected([(Decimal(7), p, Decimal("12.5"), t), *lines[1:]])
    undo(done.act, SETIA)
    order.refresh_from_db()
    made[0].refresh_from_db()
    assert (made[0].quantity, made[0].discount, made[0].unit_price) == (q, d, p)
    assert (order.net, order.tax) == (net, tax)

    do("deliver", _confirmed(order))
    order.refresh_from_db()
    if order.total:
        do("record_payment", order, amount=money.decimal(order.total, currency))
    for one in made:
        half = (one.quantity / 2).quantize(Decimal("0.001"))
        for part in filter(None, (half, one.quantity - half)):
            do("take_back", one, quantity=part, reason="unsuitable")
    order.refresh_from_db()
    assert (order.due, order.open) == (0, -order.total)
    if order.total:
        do("refund", order, amount=money.decimal(order.total, currency), reason="return")
    order.refresh_from_db()
    assert (order.paid, order.open) == (0, 0)


def _confirmed(order: Any) -> Any:
    do("confirm", order)
    return order


@FEW
@given(lines=st.lists(line, min_size=2, max_size=6))
def test_lines_of_a_file_add_up_as_lines_made_one_by_one(lines: list[Any]) -> None:
    bo = make("people", name="Bo").pk
    together, alone = (make("orders", party=bo, currency="EUR") for _n in range(2))
    make_many("order-lines", rows(together, lines))
    for row in rows(alone, lines):
        make_many("order-lines", [row], SETIA)
    sums = sums_of([together.pk, alone.pk])
    assert sums[together.pk].columns() == sums[alone.pk].columns()
    together.refresh_from_db()
    assert (together.net, together.tax) == expected(lines)
    assert together.total == together.net + together.tax
