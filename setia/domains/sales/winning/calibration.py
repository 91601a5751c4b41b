"""The report on how chances did: what was said of later quarters by models that knew only earlier ones."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from setia.domains.sales.winning.keeping import latest
from setia.domains.sales.winning.learning import LEAST, LEAST_DAYS, LEAST_OF_EACH
from setia.domains.sales.winning.model import Learning
from setia.foundation.access import Actor
from setia.foundation.formats import reader_for
from setia.foundation.periods import months_later
from setia.kit.kinds import Day, Figured, Whole
from setia.kit.reports import Column, Plot, Point, Report, Row, Table

COLUMNS = (
    Column("quarter", gettext_lazy("Quarter from"), Day(), help=gettext_lazy("Nothing of it was known to the model")),
    Column("deals", gettext_lazy("Opportunities"), Whole()),
    Column("won", gettext_lazy("Won"), Whole()),
    Column("expected", gettext_lazy("Expected to be won"), Figured(0)),
    Column("brier", gettext_lazy("Brier score"), Figured(4), help=gettext_lazy("Mean squared error; 0 is perfect")),
    Column("brier_usual", gettext_lazy("Brier score of the usual share"), Figured(4)),
    Column("log_loss", gettext_lazy("Logarithmic loss"), Figured(4)),
    Column("log_loss_usual", gettext_lazy("Logarithmic loss of the usual share"), Figured(4)),
)


def make(values: Mapping[str, Any], by: Actor) -> Table:
    known = latest()
    if known is None:
        return Table(COLUMNS, (), (_("Nothing was learnt yet. It is done every night, or with “setia sales learn”."),))
    if not known.parameters:
        return Table(COLUMNS, (), (too_little(known),))
    tested = known.tested
    rows = [_row(date.fromisoformat(start), told) for start, told in tested.get("quarters", {}).items()]
    notes = [learnt_from(known)]
    if not rows:
        notes.append(_("There is no later quarter yet on which this could be tested."))
        return Table(COLUMNS, (), notes)
    return Table(COLUMNS, rows, [*notes, *_verdict(tested["all"])], (_plot(tested["bins"]),))


def too_little(known: Learning) -> str:
    words = _(
        "Too little history: %(deals)s opportunities are over, %(won)s of them won. To learn from, there have to be at "
        "least %(least)s over %(days)s days or more, and %(each)s each of won and lost ones."
    )
    return words % {
        "deals": known.deals, "won": known.won, "least": LEAST, "days": LEAST_DAYS, "each": LEAST_OF_EACH,
    }  # fmt: skip


def learnt_from(known: Learning) -> str:
    words = _("Learnt from %(deals)s opportunities that are over, of which %(won)s were won. As of %(day)s.")
    read = reader_for(get_language() or "en")
    return words % {"deals": known.deals, "won": known.won, "day": read.date(known.as_of)}


def _row(start: date, told: Mapping[str, float]) -> Row:
    end = months_later(start, 3)
    where = f"status != open and closed_on >= {start} and opened_on < {end}"
    return Row({"quarter": start, **told}, "opportunities", where)


def _verdict(told: Mapping[str, float]) -> list[str]:
    read = reader_for(get_language() or "en")
    figures = {name: read.number(told[name], 4) for name in ("brier", "brier_usual", "log_loss", "log_loss_usual")}
    words = _(
        "Over all of these quarters: Brier score %(brier)s, of the usual share alone %(brier_usual)s; logarithmic loss "
        "%(log_loss)s, of the usual share alone %(log_loss_usual)s."
    )
    better = told["brier_usual"] - told["brier"]
    if better <= 0:
        verdict = _("What is known of an opportunity says no more here than the share that is usually won.")
    elif better < 0.02 * told["brier_usual"]:
        verdict = _("What is known of an opportunity says hardly more here than the share that is usually won.")
    else:
        verdict = _("What is known of an opportunity says more than the share that is usually won.")
    return [words % figures, verdict]


def _plot(bins: list[Mapping[str, float]]) -> Plot:
    read = reader_for(get_language() or "en")
    said = _("%(chance)s expected, %(won)s won, of %(deals)s")
    points = [
        Point(
            one["chance"], one["won"],
            said % {"chance": read.percent(one["chance"]), "won": read.percent(one["won"]), "deals": one["deals"]},
            one["low"], one["high"],
        )
        for one in bins
    ]  # fmt: skip
    title = gettext_lazy("Of those with this chance, how many were won?")
    return Plot(title, gettext_lazy("Chance given"), gettext_lazy("Share won"), points, even=True)


REPORT = Report(
    "win-calibration",
    gettext_lazy("Do the chances come true?"),
    gettext_lazy("Chances to win, learnt from earlier quarters alone, compared with what became of later ones"),
    "sales.opportunity",
    make,
    "target",
    reads={"sales.opportunity": ("chance", "status", "closed_on", "opened_on")},
    place=70,
)
