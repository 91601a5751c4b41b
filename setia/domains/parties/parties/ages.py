"""How old somebody is, as far as we know: the day of birth, or only a band."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from setia.domains.parties.parties.model import AgeBand
from setia.kit.changes import Change

OLDEST = 130
BANDS = ((18, AgeBand.UNDER_18), (25, AgeBand.TO_24), (35, AgeBand.TO_34), (45, AgeBand.TO_44), (55, AgeBand.TO_54),
         (65, AgeBand.TO_64))  # fmt: skip


def age_on(born_on: date, day: date) -> int:
    """In whole years; who is born on 29 February is a year older on 1 March of other years."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def band_of(years: int) -> AgeBand:
    return next((band for under, band in BANDS if years < under), AgeBand.FROM_65)


def settle_age(change: Change, today: date) -> None:
    """The band follows from the day of birth where that is known; the nightly look keeps it so."""
    born_on = change.after["born_on"]
    if born_on is None:
        return
    if change.changed("born_on") and not 0 <= age_on(born_on, today) <= OLDEST:
        change.refuse("born_on", _("Nobody who lives was born on this day."))
    change.after["age_band"] = band_of(max(age_on(born_on, today), 0)).value
