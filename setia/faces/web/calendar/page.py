"""The calendar: what is due and expected, by month, week or as an agenda; one's own, the team's or everybody's."""

from __future__ import annotations

from datetime import date, time
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from setia.faces.web.addresses import reverse
from setia.faces.web.calendar.stretch import MOST, VIEWS, Stretch, View
from setia.faces.web.desk.asking import asked
from setia.faces.web.lists.table import count_words
from setia.faces.web.shell import page, reader, staff_page
from setia.foundation import conditions
from setia.foundation.access import Actor
from setia.foundation.citing import cited
from setia.foundation.errors import Forbidden, Malformed, Refusal
from setia.foundation.formats import Reader, parse_date
from setia.kit import calendar
from setia.kit.calendar import Rest, Standing, Whose
from setia.kit.kinds.dates import EARLIEST, LATEST
from setia.kit.resources import registry

MARGIN = 366


@staff_page
def show(request: HttpRequest, by: Actor) -> HttpResponse:
    given = asked(request, "view", "day", "whose")
    if not calendar.sources(by):
        raise Forbidden()
    view: View = _one_of(VIEWS, given["view"] or "month", "view")
    whose: Whose = _one_of(calendar.possible(by), given["whose"] or "mine", "whose")
    read = reader(by)
    stretch = Stretch.of(view, _day(given["day"], by), read.first_weekday)
    standing, rests = calendar.read(by, stretch.first, stretch.last, whose, MOST[view])
    days = [
        {**_head(day, stretch, by, read), "entries": [_entry(one, read) for one in standing.get(day, ())],
         "rests": [_rest(rest, read) for rest in rests.get(day, ())], "url": _url("agenda", day, whose)}
        for day in stretch.days
    ]  # fmt: skip
    context = {
        "title": stretch.title(read),
        "view": view,
        "weeks": [days[at : at + 7] for at in range(0, len(days), 7)],
        "days": [day for day in days if day["entries"] or day["rests"] or day["is_today"]],
        "is_empty": not (standing or rests),
        "previous": _url(view, stretch.beside(-1), whose),
        "next": _url(view, stretch.beside(1), whose),
        "today": _url(view, by.today, whose),
        "views": [
            {"label": words, "url": _url(name, stretch.anchor, whose), "icon": icon, "active": name == view}
            for name, words, icon in _views()
        ],
        "whose": [
            {"label": words, "url": _url(view, stretch.anchor, name), "active": name == whose}
            for name, words in (("mine", _("My own")), ("team", _("My team")), ("all", _("Everybody")))
            if name in calendar.possible(by)
        ],
        "new": _new(by),
    }
    return page(request, "calendar/calendar.html", by, **context)


def _views() -> list[tuple[View, str, str]]:
    return [
        ("month", _("Month"), "calendar-days"), ("week", _("Week"), "calendar-range"), ("agenda", _("Agenda"), "list"),
    ]  # fmt: skip


def _one_of(known: Any, name: str, field: str) -> Any:
    if name not in known:
        words = _("“%(value)s” is not one of: %(possible)s.")
        raise Malformed(words % {"value": cited(name), "possible": ", ".join(known)}, field=field)
    return name


def _day(text: str, by: Actor) -> date:
    """The day asked for, today if none; with room for the stretches beside it."""
    if not text:
        return by.today
    try:
        day = parse_date(text)
    except Refusal as refusal:
        raise Malformed(refusal.message, field="day") from None
    if not EARLIEST.year < day.year < LATEST.year:
        raise Malformed(_("The calendar does not reach so far."), field="day")
    return day


def _url(view: str, day: date, whose: str) -> str:
    return f"{reverse('calendar')}?{urlencode({'view': view, 'day': day.isoformat(), 'whose': whose})}"


def _head(day: date, stretch: Stretch, by: Actor, read: Reader) -> dict[str, Any]:
    return {
        "number": read.number(day.day),
        "weekday": read.weekday(day),
        "words": read.date(day, "full"),
        "iso": day.isoformat(),
        "is_today": day == by.today,
        "is_beyond": stretch.is_beyond(day),
    }


def _entry(one: Standing, read: Reader) -> dict[str, Any]:
    return {
        "title": one.title,
        "kind": str(one.resource.label),
        "icon": one.resource.icon,
        "clock": read.time(time.fromisoformat(one.clock)) if one.clock else "",
        "url": reverse("record", args=[one.resource.slug, one.id]),
    }


def _rest(rest: Rest, read: Reader) -> dict[str, Any]:
    where = urlencode({"where": conditions.write(rest.where)})
    words = {"number": count_words(rest.count, read), "things": str(rest.resource.plural)}
    return {
        "words": _("+%(number)s more: %(things)s") % words,
        "url": f"{reverse('list', args=[rest.resource.slug])}?{where}",
    }


def _new(by: Actor) -> dict[str, str] | None:
    """What can be put into the calendar from here: a record of the first noun that stands in it."""
    for thing in calendar.sources(by):
        resource = registry[thing.resource]
        may = resource.creatable and by.access.may("create", resource.governing)
        if may and thing.day in resource.writable(by.access):
            return {"label": str(resource.label), "url": reverse("create", args=[resource.slug])}
    return None
