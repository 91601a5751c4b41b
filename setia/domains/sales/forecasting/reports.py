"""The forecast, and how far former ones came true."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Max, Sum
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from setia.domains.sales.forecasting import reading
from setia.domains.sales.forecasting.model import Forecast
from setia.domains.sales.forecasting.reading import Figures
from setia.domains.sales.stages.model import Status
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.formats import reader_for
from setia.foundation.periods import month_of, months_later
from setia.kit.kinds import Amount, Choice, Day, Field, Flag, Kind, Reference, Text, Whole
from setia.kit.reports import Column, Report, Row, Table
from setia.kit.resources import registry

DEALS = "opportunities"
BY: dict[str, tuple[Any, Kind]] = {
    "month": (gettext_lazy("Month"), Text()),
    "person": (gettext_lazy("Person"), Reference("staff.staff")),
    "team": (gettext_lazy("Team"), Reference("staff.team")),
    "product": (gettext_lazy("Product"), Reference("catalog.product")),
}
READS = {"sales.opportunity": ("amount", "chance", "status", "owner", "product", "closed_on", "opened_on", "stage")}
FIGURES = (
    Column("mean", gettext_lazy("Expected"), Amount(), ("low", "high")),
    Column("low", gettext_lazy("At least"), Amount(), help=gettext_lazy("Less in 10 of 100 cases")),
    Column("high", gettext_lazy("At most"), Amount(), help=gettext_lazy("More in 10 of 100 cases")),
    Column("deals", gettext_lazy("Open opportunities"), Whole()),
)
ASKS = (
    Field(
        "by", gettext_lazy("By"), Choice([(name, label) for name, (label, _kind) in BY.items()]), "by",
        default="month",
    ),
    Field("month", gettext_lazy("Won in the month of"), Day(), "month", help=gettext_lazy("Leave empty for a year")),
)  # fmt: skip


def forecast(values: Mapping[str, Any], by: Actor) -> Table:
    way = values["by"] or "month"
    label, kind = BY[way]
    columns = (Column("about", label, kind), *FIGURES)
    made = reading.latest()
    if made is None:
        return Table(
            columns, (), (_("There is no forecast yet. It is made every night, or with “setia sales forecast”."),)
        )
    rows = _by_month(made, by) if way == "month" else _by_group(made, way, values["month"], by)
    return Table(columns, rows, _notes(made, way))


def _by_month(made: Forecast, by: Actor) -> list[Row]:
    read = reader_for(get_language() or "en")
    found = reading.whole([made.pk], by.access)
    told = []
    for (_pk, month, currency), figures in sorted(
        found.items(), key=lambda e: (e[0][1] is None, e[0][1] or made.as_of)
    ):
        if not figures.mean and month:
            continue
        words = read.month(month) if month else _("All of these months")
        told.append(_row(words, figures, currency, 'status = "open"'))
    return told


def _by_group(made: Forecast, way: str, day: date | None, by: Actor) -> list[Row]:
    month = month_of(day).start if day else None
    if way == "product":
        found, name = reading.by_product(made, by.access), "product"
    elif way == "team":
        found, name = reading.by_team(made, by.access, month), "owner.team"
    else:
        found, name = reading.by_owner(made, by.access, month), "owner"
    ordered = sorted(found.items(), key=lambda each: (-each[1].mean, each[0][0] or 0))
    return [
        _row(about, figures, currency, f'status = "open" and {name} = {about}')
        for (about, currency), figures in ordered
        if about
    ]


def _row(about: Any, figures: Figures, currency: str, where: str) -> Row:
    values = {"about": about, "mean": figures.mean, "low": figures.low, "high": figures.high, "deals": figures.deals}
    return Row({**values, "currency": currency}, DEALS, where)


def _notes(made: Forecast, way: str) -> list[str]:
    read = reader_for(get_language() or "en")
    words = _("As of %(day)s, from the %(deals)s opportunities that were open then; what is opened later is not in it.")
    notes = [words % {"day": read.date(made.as_of), "deals": read.number(made.deals)}]
    if made.learnt < made.deals:
        told = _("For %(count)s of them no chance has been learnt: the probability of their stage counts.")
        notes.append(told % {"count": read.number(made.deals - made.learnt)})
    notes.append(_("It lies between the two ends in 80 of 100 cases."))
    if way == "product":
        notes.append(_("By product it is always over all twelve months."))
    return notes


ACCURACY = (
    Column("as_of", gettext_lazy("Forecast of"), Day()),
    Column("month", gettext_lazy("For"), Text()),
    Column("mean", gettext_lazy("Expected"), Amount(), ("low", "high")),
    Column("low", gettext_lazy("At least"), Amount()),
    Column("high", gettext_lazy("At most"), Amount()),
    Column("true", gettext_lazy("Came true"), Amount()),
    Column("inside", gettext_lazy("Between the two"), Flag()),
    Column("later", gettext_lazy("Made afterwards"), Flag(), help=gettext_lazy("From what was known on that day")),
)
AHEAD = Field("ahead", gettext_lazy("Months ahead"), Whole(1, 12), "ahead", default=3)


def accuracy(values: Mapping[str, Any], by: Actor) -> Table:
    ahead = values["ahead"] or 3
    read = reader_for(get_language() or "en")
    kept = {one.pk: one for one in Forecast.objects.filter(is_kept=True, as_of__lt=by.today).order_by("-as_of")[:36]}
    rows: list[Row] = []
    last = registry[DEALS].rows().aggregate(last=Max("closed_on"))["last"]
    for (pk, month, currency), figures in reading.whole(kept, by.access).items():
        made = kept[pk]
        if month is None or month >= months_later(made.as_of.replace(day=1), ahead):
            continue
        if months_later(month, 1) > by.today or last is None or month > last:
            continue
        came, where = _came_true(made, month, currency, by)
        rows.append(
            Row(
                {"as_of": made.as_of, "month": read.month(month), "mean": figures.mean, "low": figures.low,
                 "high": figures.high, "true": came, "inside": figures.low <= came <= figures.high,
                 "later": made.is_told_later, "currency": currency, "order": (made.as_of, month)},
                DEALS, where,
            )
        )  # fmt: skip
    rows.sort(key=lambda row: row.values["order"])
    return Table(ACCURACY, rows, _judged(rows))


def _came_true(made: Forecast, month: date, currency: str, by: Actor) -> tuple[int, str]:
    """What was won in the month of what had been open on the day of the forecast, and the way to it."""
    start, end = max(month, made.as_of), months_later(month, 1)
    won = registry[DEALS].rows(by.access).filter(
        archived_at__isnull=True, status=Status.WON, opened_on__lt=made.as_of, closed_on__gte=start, closed_on__lt=end,
        currency__in=(currency, "") if currency == our_company().currency else (currency,),
    )  # fmt: skip
    where = (
        f'status = "won" and opened_on < {made.as_of} and closed_on >= {start} and closed_on < {end} '
        f'and currency = "{currency}"'
    )
    return int(won.order_by().aggregate(sum=Sum("amount"))["sum"] or 0), where


def _judged(rows: list[Row]) -> list[str]:
    if not rows:
        return [_("There is no forecast yet whose months are over. “setia sales backtest” makes those of the past.")]
    inside = sum(bool(row.values["inside"]) for row in rows)
    words = ngettext(
        "%(inside)s of %(count)s month was between the two ends; 80 of 100 should be.",
        "%(inside)s of %(count)s months were between the two ends; 80 of 100 should be.",
        len(rows),
    )
    notes = [words % {"inside": inside, "count": len(rows)}]
    read = reader_for(get_language() or "en")
    for currency in sorted({row.values["currency"] for row in rows}):
        of_it = [row.values for row in rows if row.values["currency"] == currency]
        true, off = sum(v["true"] for v in of_it), sum(abs(v["mean"] - v["true"]) for v in of_it)
        if true:
            told = _("In %(currency)s the months were missed by %(share)s on average, up and down; in sum by %(sum)s.")
            drift = sum(v["mean"] for v in of_it) / true - 1
            notes.append(told % {"currency": currency, "share": read.percent(off / true), "sum": read.percent(drift)})
    return notes


FORECAST = Report(
    "forecast",
    gettext_lazy("Forecast"),
    gettext_lazy("What the opportunities that are open will bring, by month, person, team and product"),
    "sales.opportunity",
    forecast,
    "trending-up",
    ASKS,
    READS,
    place=1,
)
FORECAST_ACCURACY = Report(
    "forecast-accuracy",
    gettext_lazy("Do the forecasts come true?"),
    gettext_lazy("Former forecasts, month by month, compared with what was won"),
    "sales.opportunity",
    accuracy,
    "crosshair",
    (AHEAD,),
    READS,
    place=60,
)
