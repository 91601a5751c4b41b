"""What readers see."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from setia.foundation.errors import Refusal
from setia.foundation.formats import reader_for
from setia.foundation.money import Money

NOW = datetime(2017, 3, 4, 15, 6, tzinfo=UTC)
DAY = date(2016, 12, 31)
english, french, indonesian = (reader_for(language, "Asia/Jakarta") for language in ("en", "fr", "id"))


def test_dates_and_times_are_the_readers() -> None:
    assert english.date(DAY) == "Dec 31, 2016"
    assert french.date(DAY) == "31 déc. 2016"
    assert indonesian.date(DAY, "long") == "31 Desember 2016"
    assert french.time(NOW) == "22:06"
    assert french.moment(NOW) == "4 mars 2017, 22:06"
    assert indonesian.moment(NOW) == "4 Mar 2017 22.06"
    assert english.today(datetime(2017, 3, 4, 20, 0, tzinfo=UTC)) == date(2017, 3, 5)
    assert french.ago(NOW - timedelta(days=3), NOW) == "il y a 3 jours"
    assert english.ago(NOW + timedelta(hours=2), NOW) == "in 2 hours"


def test_a_moment_without_a_zone_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="zone"):
        english.moment(datetime(2017, 3, 4))  # noqa: DTZ001


def test_amounts_are_the_readers() -> None:
    price = Money(123450, "EUR")
    assert english.money(price) == "€1,234.50"
    assert french.money(price) == "1\u202f234,50\u00a0€"
    assert indonesian.money(price) == "€1.234,50"
    assert indonesian.money(Money(1500000, "IDR")) == "Rp\u00a015.000"
    assert indonesian.money(Money(1500050, "IDR")) == "Rp\u00a015.000,50"
    assert english.money(Money(-1500, "JPY")) == "-¥1,500"
    assert english.money(Money(1, "KWD")) == "KWD\u00a00.001"
    assert english.minor(1000553450, "USD", decimals=False) == "$10,005,535"
    assert english.minor(-49, "USD", decimals=False) == "$0"


def test_numbers_are_the_readers() -> None:
    assert english.number(1234567) == "1,234,567"
    assert french.number(Decimal("-1234.50")) == "-1\u202f234,5"
    assert indonesian.number(1234.5, 2) == "1.234,50"
    assert english.number(0.1 + 0.2, 2) == "0.30"
    assert english.number(2.5, 0) == "3"
    assert english.number(7, 2) == "7.00"
    assert reader_for("en-IN").number(1234567) == "12,34,567"
    assert english.percent(0.256) == "26%"
    assert french.percent(0.256, 1) == "25,6\u00a0%"


@given(st.integers(-(10**18), 10**18), st.sampled_from(["en", "fr", "id", "de", "en_IN", "hi"]))
def test_numbers_are_written_as_cldr_says(number: int, language: str) -> None:
    assert reader_for(language).number(number) == format_decimal(number, locale=language)


@given(st.decimals(-(10**9), 10**9, places=3), st.sampled_from(["en", "fr", "id"]))
def test_decimals_are_written_as_cldr_says(number: Decimal, language: str) -> None:
    expected = format_decimal(number, locale=language)
    assert reader_for(language).number(number).lstrip("-") == expected.lstrip("-")


def test_lengths_sizes_and_lists_are_in_words() -> None:
    assert english.duration(timedelta(hours=2, minutes=5)) == "2 h 5 min"
    assert french.duration(90_000) == "1 j 1 h"
    assert indonesian.duration(45) == "45 dtk"
    assert english.duration(0) == "0 s"
    assert english.duration(3600) == "1 h"
    assert english.duration(-61) == "-1 min 1 s"
    assert english.size(1_234_567) == "1.2 MB"
    assert english.size(999_999) == "1 MB"
    assert french.size(12_000) == "12\u202fko"
    assert english.words(["a", "b"]) == "a and b"
    assert french.words(["a", "b", "c"], either=True) == "a, b ou c"
    assert english.words([]) == ""


def test_codes_have_names() -> None:
    assert french.country("KR") == "Corée du Sud"
    assert indonesian.currency("IDR") == "Rupiah Indonesia"
    assert english.language_name("id") == "Indonesian"
    assert english.country("??") == "??"


def test_unknown_languages_read_english_and_unknown_zones_are_refused() -> None:
    assert reader_for("tlh").date(DAY) == "Dec 31, 2016"
    for zone in ("Mars/Base", "", "../etc/passwd", "\x00"):
        with pytest.raises(Refusal):
            reader_for("en", zone)
