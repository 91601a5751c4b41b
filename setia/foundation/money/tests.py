"""Money adds up, and amounts are read as they were meant."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setia.foundation.errors import Refusal
from setia.foundation.money import (
    Money,
    currencies,
    decimal,
    exponent,
    from_text,
    minor,
    parse_money_column,
    parse_number,
    reading,
    total,
)
from setia.foundation.tests.outcomes import agree

minors = st.integers(-(10**15) + 1, 10**15 - 1)
some_currencies = st.sampled_from(["EUR", "JPY", "KWD", "IDR", "CLF"])
weights = st.lists(
    st.integers(0, 10**6) | st.decimals(0, 1000, places=3, allow_nan=False), min_size=1, max_size=20
).filter(any)


@pytest.mark.parametrize(
    ("currency", "digits"),
    [("EUR", 2), ("IDR", 2), ("JPY", 0), ("KWD", 3), ("IQD", 3), ("LAK", 2), ("CLF", 4)],
)
def test_stored_amounts_have_the_decimals_of_iso_4217(currency: str, digits: int) -> None:
    assert exponent(currency) == digits


@given(minors, weights)
def test_what_is_shared_out_adds_up(amount: int, parts: list[int | Decimal]) -> None:
    whole = Money(amount, "EUR")
    shares = whole.allocate(parts)
    assert total(shares, "EUR") == whole
    exact = [Fraction(amount) * Fraction(part) / sum(map(Fraction, parts)) for part in parts]
    assert all(abs(share.minor - fair) < 1 for share, fair in zip(shares, exact, strict=True))
    assert all(not share for share, part in zip(shares, parts, strict=True) if not part)


@given(minors, st.integers(1, 50))
def test_equal_parts_differ_by_one_cent_at_most(amount: int, parts: int) -> None:
    shares = [share.minor for share in Money(amount, "EUR").split(parts)]
    assert sum(shares) == amount
    assert max(shares) - min(shares) <= 1


def test_ten_euros_for_three_are_334_333_333() -> None:
    assert [share.minor for share in Money(1000, "EUR").split(3)] == [334, 333, 333]
    assert [share.minor for share in Money(-1000, "EUR").split(3)] == [-334, -333, -333]
    assert [share.minor for share in Money(5, "EUR").allocate([3, 7])] == [2, 3]
    assert [share.minor for share in Money(100, "EUR").allocate([Decimal("0.5"), 0, Decimal("0.25")])] == [
        67,
        0,
        33,
    ]


@pytest.mark.parametrize("parts", [[], [0, 0], [-1, 2]])
def test_nothing_is_shared_out_by_weights_that_make_no_sense(parts: list[int]) -> None:
    with pytest.raises(Refusal):
        Money(100, "EUR").allocate(parts)


def test_two_currencies_are_never_added_or_compared() -> None:
    euro, dollar = Money(1, "EUR"), Money(1, "USD")
    with pytest.raises(Refusal, match="EUR and USD"):
        euro + dollar
    with pytest.raises(Refusal):
        euro < dollar  # noqa: B015
    with pytest.raises(Refusal):
        total([euro, dollar], "EUR")
    assert euro != dollar


def test_a_rate_is_rounded_once_and_half_up() -> None:
    assert Money(1050, "EUR").times(Decimal("0.05")).minor == 53
    assert Money(-1050, "EUR").times(Decimal("0.05")).minor == -53
    assert Money(1000, "EUR").times(Fraction(1, 3)).minor == 333


def test_an_unknown_currency_is_refused() -> None:
    for code in ("EURO", "xyz", "eur", "", "XXX"):
        with pytest.raises(Refusal):
            Money(1, code)


@given(minors, some_currencies)
def test_minor_units_and_decimals_are_the_same_amount(amount: int, currency: str) -> None:
    assert minor(decimal(amount, currency), currency) == amount


@pytest.mark.parametrize(
    "amount", ["0.005", "NaN", "Infinity", "1E+15", "1E-500000", "1.00000000000000000000000000001"]
)
def test_what_a_currency_cannot_hold_is_refused(amount: str) -> None:
    with pytest.raises(Refusal):
        minor(Decimal(amount), "EUR")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,234.56", 123456),
        ("1.234,56", 123456),
        ("1 234,56", 123456),
        ("1\u00a0234,56", 123456),
        ("1\u202f234,56", 123456),
        ("1'234.56", 123456),
        ("1’234.56", 123456),
        ("12,34,567.89", 123456789),
        ("1.234.567", 123456700),
        ("1,234,567", 123456700),
        ("12", 1200),
        ("12.5", 1250),
        ("12.0", 1200),
        ("12.5000", 1250),
        ("12,5", 1250),
        (".5", 50),
        ("0,123000", None),
        ("0.120", 12),
        ("EUR 12", 1200),
        ("12 EUR", 1200),
        ("12eur", 1200),
        ("€12.50", 1250),
        ("12,50 €", 1250),
        ("-€12", -1200),
        ("€-12", -1200),
        ("(12.00)", -1200),
        ("(€12.00)", -1200),
        ("€(12.00)", -1200),
        ("12-", -1200),
        ("12.00- €", -1200),
        ("−12", -1200),
        ("+12", 1200),
        ("00012", 1200),
        ("0", 0),
        ("-0", 0),
    ],
)
def test_an_amount_in_euros_is_read(text: str, expected: int | None) -> None:
    if expected is None:
        with pytest.raises(Refusal, match="decimals"):
            from_text(text, "EUR")
    else:
        assert from_text(text, "EUR") == Money(expected, "EUR")


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [("1,234", "en", 1234000), ("1.234", "fr", 1234000), ("1.234", "id", 1234000), ("1,234", "fr", 1234)],
)
def test_a_single_separator_before_three_digits_is_read_by_language(text: str, language: str, expected: int) -> None:
    assert from_text(text, "KWD", language=language).minor == expected


@pytest.mark.parametrize(
    ("text", "currency", "expected"),
    [
        ("USD 12", None, Money(1200, "USD")),
        ("$12.50", None, Money(1250, "USD")),
        ("$12.50", "CAD", Money(1250, "CAD")),
        ("Rp 15.000", None, Money(1500000, "IDR")),
        ("Rp.15.000,00", "IDR", Money(1500000, "IDR")),
        ("¥1,500", None, Money(1500, "JPY")),
        ("¥1,500", "CNY", Money(150000, "CNY")),
        ("KWD 1.2345", "KWD", None),
        ("JPY 1.5", None, None),
        ("USD 12", "EUR", None),
        ("£12", "EUR", None),
        ("12", None, None),
        ("123456789012345", "CLF", None),
        ("12 bananas", "EUR", None),
    ],
)
def test_the_currency_in_the_text_counts_and_must_agree(
    text: str, currency: str | None, expected: Money | None
) -> None:
    if expected is None:
        with pytest.raises(Refusal):
            from_text(text, currency, language="id" if "Rp" in text else "en")
    else:
        assert from_text(text, currency, language="id" if "Rp" in text else "en") == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "NaN",
        "inf",
        "-inf",
        "Infinity",
        "1e5",
        "1E5",
        "0x10",
        "12.345",
        "1234567890123456",
        "--12",
        "-(12)",
    ]
    + [
        "(-12)",
        "(12",
        "12)",
        "1,2,3",
        "12,345.67.89",
        "1 23",
        "1  234",
        "12.",
        "12,-",
        ".",
        ",",
        "-",
        "()",
        "€",
    ]
    + ["$.", "1_000", "١٢", "12%", "= 1+1", "12\x00", "9" * 1000, "1" + ",000" * 500, "12 34 56"],
)
def test_what_is_no_amount_is_refused_in_words(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        from_text(text, "EUR")
    assert caught.value.message.isprintable()
    assert len(caught.value.message) < 200


def test_a_number_is_kept_as_written() -> None:
    assert str(parse_number("1,234.50")) == "1234.50"
    assert parse_number("(1.234,5)", "fr") == Decimal("-1234.5")
    with pytest.raises(Refusal):
        parse_number("12 EUR")


amount_like = st.text("0123456789.,' -+()€$eRp\u00a0", max_size=14) | st.from_regex(
    r"-?[0-9]{1,16}(\.[0-9]{1,4})?", fullmatch=True
)


@given(
    st.lists(amount_like | st.text(max_size=6), max_size=30),
    some_currencies,
    st.sampled_from(["en", "fr", "id"]),
)
def test_a_column_is_read_like_each_of_its_amounts(values: list[str], currency: str, language: str) -> None:
    column = parse_money_column(values, currency, language=language)
    assert agree(lambda text: from_text(text, currency, language=language).minor, values, column)


@given(minors.filter(lambda amount: abs(amount) < 10**15), some_currencies)
def test_an_amount_written_for_programs_is_read_again(amount: int, currency: str) -> None:
    assert from_text(str(Money(amount // 10**4, currency)), currency) == Money(amount // 10**4, currency)


def test_plain_amounts_of_a_column_are_not_read_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    values = [f"{number}.{number % 100:02}" for number in range(2_000)]
    monkeypatch.setattr(reading, "from_text", None)
    amounts, faults = parse_money_column(values, "EUR")
    assert amounts[199] == 19999
    assert not faults


def test_every_currency_has_a_scale() -> None:
    assert {"EUR", "IDR", "USD"} <= currencies()
    assert all(0 <= exponent(code) <= 4 for code in currencies())
