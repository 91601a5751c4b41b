"""How old somebody is follows from the day of birth, and is right on every day."""

from __future__ import annotations

from datetime import date

import pytest

from setia.domains.parties.parties.ages import age_on, band_of
from setia.domains.parties.parties.growing_older import follow_ages
from setia.domains.parties.parties.model import Party
from setia.foundation.errors import Invalid
from tests.acting import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [("2000-03-02", "2026-03-01", 25), ("2000-03-02", "2026-03-02", 26), ("2000-02-29", "2026-02-28", 25),
     ("2000-02-29", "2026-03-01", 26), ("2026-03-02", "2026-03-02", 0)],
)  # fmt: skip
def test_somebody_is_a_year_older_on_their_birthday(born: str, day: str, years: int) -> None:
    assert age_on(date.fromisoformat(born), date.fromisoformat(day)) == years


def test_the_band_follows_from_the_day_of_birth() -> None:
    assert make("people", name="Bo", born_on="1990-05-01").age_band == "to_44"
    assert make("people", name="Vi", age_band="to_24").age_band == "to_24"
    assert [band_of(n).value for n in (0, 17, 18, 24, 25, 64, 65, 120)] == [
        "under_18", "under_18", "to_24", "to_24", "to_34", "to_64", "from_65", "from_65",
    ]  # fmt: skip


@pytest.mark.parametrize("born", ["2027-01-01", "1800-01-01"])
def test_nobody_is_born_tomorrow_or_long_dead(born: str) -> None:
    with pytest.raises(Invalid, match="Nobody who lives"):
        make("people", name="Bo", born_on=born)


def test_the_night_moves_everybody_into_their_band() -> None:
    old = make("people", name="Old", born_on="1950-01-01")
    young = make("people", name="Young", born_on="2001-01-01")
    unknown = make("people", name="Unknown", age_band="to_54")
    Party.objects.filter(pk__in=[old.pk, young.pk]).update(age_band="under_18")
    follow_ages.call()
    assert dict(Party.objects.values_list("name", "age_band")) == {
        "Old": "from_65", "Young": band_of(age_on(young.born_on, date.today())).value, "Unknown": unknown.age_band,
    }  # fmt: skip
