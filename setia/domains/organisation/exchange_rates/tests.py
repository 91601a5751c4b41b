"""Exchange rates, and amounts converted by them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setia.domains.organisation.exchange_rates.converting import Quote, Rates, convert, half_up
from setia.foundation.errors import Invalid, Refusal
from setia.foundation.money import scale
from tests.acting import change, make

DAY = date(2026, 3, 2)


def rated(currency: str, rate: str, *, units: str = "1", on: date = DAY) -> Any:
    return make("exchange-rates", currency=currency, rate=rate, units=units, quoted_on=on.isoformat())


@pytest.mark.django_db
def test_an_amount_is_converted_by_the_latest_rate_on_or_before_the_day() -> None:
    rated("EUR", "1.10", on=DAY - timedelta(days=5))
    rated("EUR", "1.20", on=DAY)
    assert convert(10_000, "EUR", "USD", DAY) == 12_000
    assert convert(10_000, "EUR", "USD", DAY - timedelta(days=1)) == 11_000
    assert convert(12_000, "USD", "EUR", DAY) == 10_000


@pytest.mark.django_db
def test_currencies_without_cents_and_with_three_decimals_are_rounded_in_their_own_units() -> None:
    rated("JPY", "0.6634", units="100")
    rated("KWD", "3.25")
    rated("CLP", "1", units="942.5")
    assert convert(100, "USD", "JPY", DAY) == 151  # 150.7385
    assert convert(1, "JPY", "USD", DAY) == 1  # 0.66 cents
    assert convert(1_000, "KWD", "USD", DAY) == 325
    assert convert(1, "USD", "KWD", DAY) == 3  # 0.003077 dinars
    assert convert(100, "USD", "CLP", DAY) == 943  # 942.5: half up
    assert convert(-100, "USD", "CLP", DAY) == -943


@pytest.mark.django_db
def test_two_foreign_currencies_are_converted_through_our_own_and_rounded_once() -> None:
    rated("EUR", "1.10")
    rated("GBP", "1.30")
    assert convert(1, "EUR", "GBP", DAY) == 1
    assert convert(1_000, "EUR", "GBP", DAY) == 846  # 1.1 / 1.3; by way of rounded dollars as well


@pytest.mark.django_db
def test_where_no_rate_is_known_the_refusal_names_currency_and_day() -> None:
    with pytest.raises(Refusal, match="no exchange rate of EUR for Mar 2, 2026"):
        convert(100, "EUR", "USD", DAY)
    rated("EUR", "1.10", on=DAY - timedelta(days=31))
    assert convert(100, "EUR", "USD", DAY) == 110
    with pytest.raises(Refusal, match="Mar 3, 2026"):
        convert(100, "EUR", "USD", DAY + timedelta(days=1))
    assert convert(100, "XAU", "XAU", DAY) == 100


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"rate": "0"}, "above zero"),
        ({"rate": "-1"}, "greater than or equal"),
        ({"units": "0"}, "above zero"),
        ({"rate": "NaN"}, "number"),
        ({"currency": "USD"}, "needs no rate"),
        ({"quoted_on": "2026-03-03"}, "not come yet"),
        ({"rate": "1.123456789012"}, "decimal"),
    ],
)
def test_nonsense_about_rates_is_refused(values: dict[str, str], words: str) -> None:
    with pytest.raises(Invalid, match=words):
        make("exchange-rates", **{"currency": "EUR", "rate": "1.1", "quoted_on": "2026-03-02", **values})


@pytest.mark.django_db
def test_a_currency_has_one_rate_a_day() -> None:
    first = rated("EUR", "1.10")
    with pytest.raises(Invalid, match="already a rate"):
        rated("EUR", "1.20")
    change(first, rate="1.15")
    assert convert(100, "EUR", "USD", DAY) == 115


WORTHS = st.decimals("0.000001", "100000", places=6).map(Fraction)
CURRENCIES = ("USD", "EUR", "JPY", "KWD", "CLP", "IDR", "CLF")


def rates(worths: list[Fraction]) -> Rates:
    return Rates(DAY, "USD", {c: Quote(w, DAY) for c, w in zip(CURRENCIES[1:], worths, strict=False)})


@given(st.lists(WORTHS, min_size=6, max_size=6), st.sampled_from(CURRENCIES), st.sampled_from(CURRENCIES),
       st.integers(-(10**14), 10**14))  # fmt: skip
def test_a_converted_amount_is_never_half_a_minor_unit_off(worths: Any, one: str, other: str, amount: int) -> None:
    known = rates(worths)
    found = known.convert(amount, one, other)
    exact = Fraction(amount, scale(one)) * known.rate(one, other) * scale(other)
    assert type(found) is int
    assert abs(found - exact) <= Fraction(1, 2)
    assert known.convert(-amount, one, other) == -found


@given(st.lists(WORTHS, min_size=6, max_size=6), st.sampled_from(CURRENCIES), st.sampled_from(CURRENCIES))
def test_there_and_back_again_is_exact(worths: Any, one: str, other: str) -> None:
    known = rates(worths)
    assert known.rate(one, other) * known.rate(other, one) == 1


@given(st.integers(-(10**18), 10**18), st.integers(1, 10**6))
def test_a_half_goes_away_from_zero_as_in_decimal_arithmetic(over: int, under: int) -> None:
    exact = Fraction(over, under)
    assert abs(half_up(exact) - exact) <= Fraction(1, 2)
    assert half_up(Fraction(5, 2)) == 3
    assert half_up(Fraction(-5, 2)) == -3
    assert half_up(Fraction(Decimal("2.4999"))) == 2
