"""The reports on who will stay: what is expected, how that did when it was tested, and how the model was chosen."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.insight.scores.keeping import latest
from setia.domains.insight.scores.model import ORDER, RESTS_ON, Reckoning, sees_all
from setia.domains.insight.scores.saying import too_little
from setia.foundation.access import Actor
from setia.foundation.formats import Reader, reader_for
from setia.kit.kinds import Figured, Share, Text, Whole
from setia.kit.reports import Column, Plot, Point, Report, Row, Table, add
from setia.kit.resources import registry

NOUN = "insight.score"
READS = {NOUN: ("staying", "purchases"), ORDER: RESTS_ON}
CALIBRATION = (
    Column("low", gettext_lazy("Foreseen from"), Figured(2)),
    Column("high", gettext_lazy("Foreseen to"), Figured(2)),
    Column("customers", gettext_lazy("Customers"), Whole()),
    Column("predicted", gettext_lazy("Purchases foreseen"), Figured(2), help=gettext_lazy("Mean of these customers")),
    Column("actual", gettext_lazy("Purchases that came"), Figured(2), between=("actual_low", "actual_high")),
    Column("bought", gettext_lazy("Bought at all"), Share()),
)
TRIALS = (
    Column("model", gettext_lazy("Model"), Text(60)),
    Column("predicted", gettext_lazy("Purchases foreseen"), Figured(0)),
    Column("actual", gettext_lazy("Purchases that came"), Figured(0)),
    Column("deviance", gettext_lazy("Deviance"), Figured(4), help=gettext_lazy("0 is perfect; the least is chosen")),
    Column("mean_absolute_error", gettext_lazy("Mean absolute error"), Figured(4)),
    Column("root_mean_square_error", gettext_lazy("Root of the mean squared error"), Figured(4)),
    Column("correlation", gettext_lazy("Correlation"), Figured(3)),
    Column("verdict", gettext_lazy("Verdict"), Text(120)),
)


def who_will_stay(_values: Mapping[str, Any], by: Actor) -> Table:
    round_ = latest()
    read = reader_for(by.language, by.zone)
    if round_ is None or "buying" not in round_.told:
        return Table(CALIBRATION, (), (_silence(round_),))
    told = round_.told
    notes = [_learnt_from(round_, read), *_totals(round_, by, read)]
    choice = told.get("choice")
    if choice is None:
        return Table(CALIBRATION, (), [*notes, _untested()])
    bins = _trial(choice)["bins"]
    notes += [_tested(choice, read), _together(_trial(choice)["accuracy"], read)]
    return Table(CALIBRATION, [Row(one) for one in bins], notes, (_plot(bins, read),))


def models(_values: Mapping[str, Any], by: Actor) -> Table:
    round_ = latest()
    read = reader_for(by.language, by.zone)
    if round_ is None or "buying" not in round_.told:
        return Table(TRIALS, (), (_silence(round_),))
    choice = round_.told.get("choice")
    if choice is None:
        return Table(TRIALS, (), (_learnt_from(round_, read), _untested()))
    rows = [
        Row({"model": trial["model"], **trial["accuracy"], "verdict": _verdict(trial["model"], choice)})
        for trial in choice["trials"]
    ]
    rows.append(Row({"model": _("Everybody goes on as so far"), **choice["steady"], "verdict": _("The yardstick")}))
    notes = [_tested(choice, read), _why(choice)]
    notes += [_("%(model)s could not be tried.") % {"model": name} for name in choice["refused"]]
    return Table(TRIALS, rows, notes)


def _silence(round_: Reckoning | None) -> str:
    if round_ is None:
        return _("Nothing was reckoned yet. It is done every night, or with “setia refresh”.")
    return too_little(round_.told.get("too_little", {}).get("staying", {}).get("reason", "")) or _("Too little to say.")


def _untested() -> str:
    return _("The history is too short to test a model on a part of it. The one that doubts everybody is used.")


def _learnt_from(round_: Reckoning, read: Reader) -> str:
    buying = round_.told["buying"]
    words = _(
        "Learnt from %(customers)s customers, of whom %(repeating)s bought again, with the model %(model)s. "
        "As of %(day)s."
    )
    return words % {
        "customers": read.number(buying["customers"]), "repeating": read.number(buying["repeating"]),
        "model": buying["model"], "day": read.date(round_.as_of),
    }  # fmt: skip


def _totals(round_: Reckoning, by: Actor, read: Reader) -> list[str]:
    """Sums over all customers, for whoever may see all of them."""
    if not sees_all(by.access):
        return [_("Sums over all customers are for whoever sees all of them.")]
    totals = round_.told.get("totals", {})
    named = [
        ("staying", _("Customers who are still customers: %(value)s (%(low)s to %(high)s)."), read.number),
        ("purchases", _("Purchases within 12 months: %(value)s (%(low)s to %(high)s)."), read.number),
    ]
    orders = registry.of_noun(ORDER)
    if not orders.hides("net", by.access):
        words = _("Value of these, discounted: %(value)s (%(low)s to %(high)s).")
        named.append(("worth", words, lambda minor: read.minor(minor, round_.currency, decimals=False)))
    return [
        words % {end: say(round(totals[name][end])) for end in ("value", "low", "high")}
        for name, words, say in named
        if name in totals
    ]


def _trial(choice: Mapping[str, Any]) -> Mapping[str, Any]:
    return next(trial for trial in choice["trials"] if trial["model"] == choice["model"])


def _tested(choice: Mapping[str, Any], read: Reader) -> str:
    words = _("Tested: learnt until %(learnt)s, asked about the days from then to %(tested)s, and compared.")
    return words % {
        "learnt": read.date(_day(choice["learnt_until"])),
        "tested": read.date(_day(choice["tested_until"])),
    }


def _together(accuracy: Mapping[str, float], read: Reader) -> str:
    words = _("In that time %(actual)s purchases came; foreseen were %(predicted)s.")
    return words % {
        "actual": read.number(round(accuracy["actual"])),
        "predicted": read.number(round(accuracy["predicted"])),
    }


def _why(choice: Mapping[str, Any]) -> str:
    if choice["why"] == "doubts":
        words = _(
            "%(best)s was better by less than a hundredth, but takes everybody who bought once for a customer for "
            "ever. So %(model)s is used."
        )
        return words % {"best": choice["best"], "model": choice["model"]}
    return _("%(model)s came nearest to what was bought, and is used.") % {"model": choice["model"]}


def _verdict(model: str, choice: Mapping[str, Any]) -> str:
    return _("Is used") if model == choice["model"] else ""


def _plot(bins: list[Mapping[str, float]], read: Reader) -> Plot:
    said = _("%(predicted)s foreseen, %(actual)s came, of %(customers)s customers")
    points = [
        Point(
            one["predicted"], one["actual"],
            said % {
                "predicted": read.number(one["predicted"], 2), "actual": read.number(one["actual"], 2),
                "customers": read.number(int(one["customers"])),
            },
            one["actual_low"], one["actual_high"],
        )
        for one in bins
    ]  # fmt: skip
    most = max([1.0, *(max(one["predicted"], one["actual_high"]) for one in bins)])
    return Plot(
        gettext_lazy("Did as many purchases come as were foreseen?"), gettext_lazy("Purchases foreseen"),
        gettext_lazy("Purchases that came"), points, (0.0, most), (0.0, most), even=True, percent=False,
    )  # fmt: skip


def _day(number: int) -> date:
    return date(1970, 1, 1) + timedelta(days=number)


add(
    Report(
        "who-will-stay", gettext_lazy("Who will stay?"),
        gettext_lazy("How many customers are still there, what they will buy, and how well that was foreseen before"),
        NOUN, who_will_stay, "heart-pulse", reads=READS, section="customers", place=10,
    ),
    Report(
        "models-of-staying", gettext_lazy("Which model foresees best?"),
        gettext_lazy("Models of who will stay, each tried on a time of which it knew nothing"),
        NOUN, models, "target", reads=READS, section="customers", place=11,
    ),
)  # fmt: skip
