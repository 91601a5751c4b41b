"""The dates and moments people write."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from babel import Locale
from babel.dates import format_date
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
)
from setia.foundation.formats.dates import _months
from setia.foundation.tests.outcomes import agree

DAY = date(2016, 12, 31)
JAKARTA = ZoneInfo("Asia/Jakarta")


@pytest.mark.parametrize(
    "text",
    [
        "2016-12-31",
        "2016/12/31",
        "20161231",
        "31/12/2016",
        "12/31/2016",
        "31.12.2016",
        "31-12-16",
        "31 12 2016",
    ]
    + ["31 Dec 2016", "31-Dec-16", "Dec 31, 2016", "December 31st, 2016", "31 déc. 2016", "31 décembre 2016"]
    + [
        "31 Desember 2016",
        "31 Des 2016",
        "2016 Dec 31",
        "Sat, 31 Dec 2016",
        "Samedi 31 décembre 2016",
        " 2016-12-31 ",
    ]
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
    [
        "",
        "soon",
        "2017-02-29",
        "31/11/2016",
        "2016-13-01",
        "0000-01-01",
        "0216-12-31",
        "1/1/216",
        "20161301",
        "Dec 2016",
    ]
    + [
        "31 Foo 2016",
        "2016",
        "42735",
        "12-31",
        "1/1/1/1",
        "31/12/2016 25",
        "\x00",
        "٣١/١٢/٢٠١٦",
        "x" * 10_000,
    ],
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
        (["31/31/2016", "1/2/2017"], None, True),
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


@given(
    st.lists(st.dates(date(1970, 1, 1), date(2060, 1, 1)), min_size=1, max_size=40),
    st.sampled_from(["dmy", "mdy"]),
)
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
    assert agree(lambda text: parse_date(text, order), values, parse_date_column(values, order))


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
    [
        "",
        "10:00",
        "2016-12-31 25:00",
        "2016-12-31 13:00 pm",
        "2016-12-31T10:00+99:00",
        "0001-01-01 00:00",
        "x\x00",
    ]
    + ["9999-12-31 23:59 -01:00", "3/1/2017 10:00"],
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        parse_moment(text, JAKARTA)


@given(st.lists(st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1)).map(str) | date_like, max_size=20))
def test_a_column_of_moments_is_read_like_each_of_them(values: list[str]) -> None:
    column = parse_moment_column(values, JAKARTA)
    assert agree(lambda text: parse_moment(text, JAKARTA), values, column)
