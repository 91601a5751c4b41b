"""Telephone numbers as people of different countries write them."""

from __future__ import annotations

import random

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from setia.foundation.contact_points import (
    Phone,
    national_figures,
    parse_phone,
    parse_phone_column,
    show_phone,
    usual_phone,
)
from setia.foundation.contact_points.dialling import straight_e164
from setia.foundation.contact_points.phones import _check_figures, _e164
from setia.foundation.errors import Refusal


@pytest.mark.parametrize(
    ("text", "region", "e164"),
    [
        ("(202) 555-0123", "US", "+12025550123"),
        ("1 202 555 0123", "US", "+12025550123"),
        ("+62 812-3456-7890", None, "+6281234567890"),
        ("(+62) 812 3456 7890", None, "+6281234567890"),
        ("0812 3456 7890", "ID", "+6281234567890"),
        ("020 7946 0958", "GB", "+442079460958"),
        ("+44 (0)20 7946 0958", None, "+442079460958"),
        ("01.23.45.67.89", "FR", "+33123456789"),
        ("00 33 1 23 45 67 89", "FR", "+33123456789"),
        ("011 62 812 3456 7890", "US", "+6281234567890"),
        ("06 1234 5678", "IT", "+390612345678"),
        ("tel:+12025550123", None, "+12025550123"),
        ("＋６２ ８１２ ３４５６ ７８９０", None, "+6281234567890"),
        ("٠٨١٢٣٤٥٦٧٨٩٠", "ID", "+6281234567890"),
        ("+1 202–555–0123", "FR", "+12025550123"),
    ],
)
def test_a_number_is_kept_by_e164(text: str, region: str | None, e164: str) -> None:
    assert parse_phone(text, region) == Phone(e164)
    assert parse_phone(e164) == Phone(e164)


@pytest.mark.parametrize("text", ["202-555-0123 x45", "202-555-0123 ext. 45", "2025550123;ext=45", "2025550123 #45"])
def test_an_extension_is_kept_behind_the_number(text: str) -> None:
    phone = parse_phone(text, "US")
    assert phone == Phone("+12025550123", "45")
    assert str(phone) == "+12025550123;ext=45"
    assert parse_phone(str(phone)) == phone


@pytest.mark.parametrize(
    ("text", "region", "words"),
    [
        ("12345", "US", "too short"),
        ("12345", "DE", "too short"),
        ("555-0123", "US", "too few figures"),
        ("2025550123456", "US", "too many figures"),
        ("2025550123", None, "lacks its country"),
        ("0000000000", "US", "not a telephone number"),
        ("1111111111", "US", "not a telephone number"),
        ("abc", "US", "not a telephone number"),
        ("call 2025550123", "US", "not a telephone number"),
        ("anna@example.com", "US", "not a telephone number"),
        ("+999 12345678", None, "not a telephone number"),
        ("++12025550123", None, "not a telephone number"),
        ("2025550123 / 2025550124", "US", "not a telephone number"),
        ("", "US", "not a telephone number"),
        ("\x00", "US", "not a telephone number"),
        ("9" * 5000, "US", "not a telephone number"),
    ],
)
def test_what_reaches_nobody_is_refused_in_words(text: str, region: str | None, words: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_phone(text, region)
    assert words in caught.value.message
    assert caught.value.message.isprintable()


def test_a_number_is_shown_as_at_home_or_internationally() -> None:
    assert show_phone("+6281234567890", "ID") == "0812-3456-7890"
    assert show_phone("+6281234567890", "FR") == "+62 812-3456-7890"
    assert show_phone("+12025550123;ext=45", "US") == "(202) 555-0123 ext. 45"
    assert show_phone("whatever it was") == "whatever it was"
    assert national_figures("+6281234567890") == Phone("+6281234567890").national == "81234567890"


def test_straightforward_numbers_are_read_as_the_library_reads_them() -> None:
    """Numbers of every country, with and without what is dialled before them, and random figures."""
    chance = random.Random(5)  # noqa: S311
    straight = 0
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        model = phonenumbers.example_number(region)
        assert model
        national = phonenumbers.national_significant_number(model)
        code = str(model.country_code)
        starts = ["", "0", "00", "1", "8", code, f"+{code}", f"+{code}0", f"00{code}", f"011{code}"]
        for start in starts:
            for length in {len(national), len(national) - 1, 6, 8, 10}:
                ending = "".join(chance.choices("0123456789", k=length))
                for figures in (start + national, start + ending):
                    found = straight_e164(figures, region)
                    if found:
                        straight += 1
                        assert found == _e164(figures, figures, region), (region, figures)
    assert straight > 3_000


@given(
    st.text("0123456789", min_size=6, max_size=15),
    st.sampled_from(["US", "ID", "FR", "GB", "DE", "BR", "IT", None]),
)
def test_any_figures_are_read_the_same_on_both_ways(figures: str, region: str | None) -> None:
    for text in (figures, f"+{figures}"):
        found = straight_e164(text, region)
        if found:
            assert found == _e164(text, text, region)


@given(st.text(max_size=20) | st.text("+0123456789()-./ x#", max_size=25), st.sampled_from(["US", "ID", None]))
def test_any_text_is_read_or_refused(text: str, region: str | None) -> None:
    try:
        phone = parse_phone(text, region)
    except Refusal:
        assert usual_phone(text, region) is None
        return
    assert usual_phone(text, region) in (None, str(phone))
    assert parse_phone(str(phone)) == phone
    _check_figures(text, phone.e164)
    assert show_phone(str(phone), "ID")


def test_plain_numbers_of_a_column_are_read_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    values = [f"0812{number:08}" for number in range(2_000)]
    monkeypatch.setattr(phonenumbers, "parse", None)
    phones, faults = parse_phone_column(values, "ID")
    assert not faults
    assert str(phones[7]) == "+6281200000007"
