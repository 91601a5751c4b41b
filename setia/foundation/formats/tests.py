"""What readers see, and the dates they write."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from setia.foundation.errors import Refusal
from setia.foundation.formats import (
    Order,
    guess_date_order,
    parse_date,
    parse_date_column,
    parse_moment,
    parse_moment_column,
    reader_for,
)
from setia.foundation.formats.dates import _months
from setia.foundation.money import Money

NOW = datetime(2017, 3, 4, 15, 6, tzinfo=UTC)
DAY = date(2016, 12, 31)
JAKARTA = ZoneInfo("Asia/Jakarta")
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


@pytest.mark.parametrize(
    "text",
    ["2016-12-31", "2016/12/31", "20161231", "31/12/2016", "12/31/2016", "31.12.2016", "31-12-16", "31 12 2016"]
    + ["31 Dec 2016", "31-Dec-16", "Dec 31, 2016", "December 31st, 2016", "31 déc. 2016", "31 décembre 2016"]
    + ["31 Desember 2016", "31 Des 2016", "2016 Dec 31", "Sat, 31 Dec 2016", "Samedi 31 décembre 2016", " 2016-12-31 "]
    + ["2016-12-31T23:59:59Z", "2016-12-31 00:00:00", "12/31/2016 11:59 PM", "2016-12-31T10:00:00.123+07:00"],
)
def test_the_last_day_of_2016_is_recognised(text: str) -> None:
    assert parse_date(text) == DAY


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("3/1/2017", "mdy", date(2017, 3, 1)),
        ("3/1/2017", "dmy", date(2017, 1, 3)),
        ("03.01.2017", None, date(2017, 1, 3)),
        ("03.01.2017", "mdy", date(2017, 3, 1)),
        ("5/5/2017", None, date(2017, 5, 5)),
        ("17/01/03", "ymd", date(2017, 1, 3)),
        ("1/2/68", "dmy", date(2068, 2, 1)),
        ("1/2/69", "dmy", date(1969, 2, 1)),
        ("1er août 2017", None, date(2017, 8, 1)),
        ("17 Agustus 1945", None, date(1945, 8, 17)),
        ("2017-3-1", "dmy", date(2017, 3, 1)),
    ],
)
def test_an_order_decides_between_two_dates(text: str, order: Order | None, expected: date) -> None:
    assert parse_date(text, order) == expected


@pytest.mark.parametrize("text", ["3/1/2017", "01/02/03", "1-2-2017"])
def test_a_date_with_two_meanings_is_not_guessed(text: str) -> None:
    with pytest.raises(Refusal, match="two ways"):
        parse_date(text)


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2017-02-29", "31/11/2016", "2016-13-01", "0000-01-01", "0216-12-31", "1/1/216", "20161301", "Dec 2016"]
    + ["31 Foo 2016", "2016", "42735", "12-31", "1/1/1/1", "31/12/2016 25", "\x00", "٣١/١٢/٢٠١٦", "x" * 10_000],
)
def test_what_is_no_date_is_refused_in_words(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_date(text, "dmy")
    assert caught.value.message.isprintable()


def test_no_two_months_share_a_name() -> None:
    names = _months()
    for language in ("en", "fr", "id"):
        locale = Locale.parse(language)
        for month in range(1, 13):
            for width in ("MMM", "MMMM"):
                assert parse_date(format_date(date(2016, month, 7), f"d {width} y", locale=locale)).month == month
    assert set(names.values()) == set(range(1, 13))


@pytest.mark.parametrize(
    ("values", "order", "ambiguous"),
    [
        (["1/2/2017", "10/20/2016"], "mdy", False),
        (["1/2/2017", "20/10/2016", ""], "dmy", False),
        (["1/2/2017", "3/4/2017"], None, True),
        (["13/1/2017", "1/13/2017"], None, True),
        (["1.2.2017"], "dmy", False),
        (["2017-01-02", "nonsense"], "ymd", False),
        (["2017/01/02", "3/14/2017"], "mdy", False),
        (["5/5/2017"], None, False),
        ([], None, False),
        (["x" * 10_000], None, False),
    ],
)
def test_the_order_of_a_column_is_seen_from_its_dates(values: list[str], order: Order | None, ambiguous: bool) -> None:
    guess = guess_date_order(values)
    assert guess.order == order
    assert guess.is_ambiguous is ambiguous
    assert guess.in_words()


@given(st.lists(st.dates(date(1970, 1, 1), date(2060, 1, 1)), min_size=1, max_size=40), st.sampled_from(["dmy", "mdy"]))
def test_a_guessed_order_reads_every_date_of_the_column_rightly(days: list[date], order: Order) -> None:
    pattern = "{0.day}/{0.month}/{0.year}" if order == "dmy" else "{0.month}/{0.day}/{0.year}"
    values = [pattern.format(day) for day in days]
    guess = guess_date_order(values)
    assert not guess.clash
    if not guess.is_ambiguous:
        assert parse_date_column(values, guess.order) == (days, {})


date_like = st.text("0123456789/-. TDec:Z", max_size=14) | st.dates().map(str) | st.text(max_size=8)


@given(st.lists(date_like, max_size=20), st.sampled_from([None, "dmy", "mdy", "ymd"]))
def test_a_column_of_dates_is_read_like_each_of_them(values: list[str], order: Order | None) -> None:
    days, faults = parse_date_column(values, order)
    for row, text in enumerate(values):
        try:
            expected = parse_date(text, order) if text.strip() else None
        except Refusal as refusal:
            assert (days[row], faults[row]) == (None, refusal.message)
        else:
            assert days[row] == expected
            assert row not in faults


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016-12-31T10:00:00Z", datetime(2016, 12, 31, 10, tzinfo=UTC)),
        ("2016-12-31 10:00", datetime(2016, 12, 31, 3, tzinfo=UTC)),
        ("2016-12-31T10:00:00.5+01:00", datetime(2016, 12, 31, 9, 0, 0, 500_000, tzinfo=UTC)),
        ("2016-12-31T10:00-0330", datetime(2016, 12, 31, 13, 30, tzinfo=UTC)),
        ("12/31/2016, 1:05 pm", datetime(2016, 12, 31, 6, 5, tzinfo=UTC)),
        ("12/31/2016 12:00 AM", datetime(2016, 12, 30, 17, tzinfo=UTC)),
        ("31 Dec 2016", datetime(2016, 12, 30, 17, tzinfo=UTC)),
    ],
)
def test_a_moment_is_read_on_the_clock_of_its_zone(text: str, expected: datetime) -> None:
    assert parse_moment(text, JAKARTA) == expected


@pytest.mark.parametrize(
    "text",
    ["", "10:00", "2016-12-31 25:00", "2016-12-31 13:00 pm", "2016-12-31T10:00+99:00", "0001-01-01 00:00", "x\x00"]
    + ["9999-12-31 23:59 -01:00", "3/1/2017 10:00"],
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        parse_moment(text, JAKARTA)


@given(st.lists(st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)).map(str) | date_like, max_size=20))
def test_a_column_of_moments_is_read_like_each_of_them(values: list[str]) -> None:
    moments, faults = parse_moment_column(values, JAKARTA)
    for row, text in enumerate(values):
        try:
            expected = parse_moment(text, JAKARTA) if text.strip() else None
        except Refusal as refusal:
            assert (moments[row], faults[row]) == (None, refusal.message)
        else:
            assert moments[row] == expected
