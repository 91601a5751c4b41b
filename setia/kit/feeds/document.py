"""What stands in somebody's calendar as an iCalendar document (RFC 5545, with the names of RFC 7986).

Rights are those of the moment. Times are written in UTC, days without an hour as days. What has not changed
is written as it was, to the letter, so that programs that ask again need not read it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import NAMESPACE_OID, uuid5
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from setia.foundation import conditions
from setia.foundation.access import Actor
from setia.foundation.conditions import Test
from setia.kit.calendar import sources
from setia.kit.kinds import Moment
from setia.kit.kinds.dates import as_day
from setia.kit.lists import Listing
from setia.kit.resources import Resource, registry
from setia.kit.slots import Dated

BACK, AHEAD = timedelta(days=90), timedelta(days=400)
MOST = 2_000
"""So many records of one noun; those nearest to the beginning of the window."""

USUALLY = timedelta(minutes=30)
"""How long something with an hour takes when nobody says."""

Link = Callable[[Resource, int], str]


def document(by: Actor, name: str, key: str, link: Link) -> tuple[bytes, datetime | None]:
    """The calendar of the acting person, and when something in it was changed last.

    `key` stands for the feed in identifiers, `link` gives the address of a record's page.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Setia//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("name", name)
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    latest: datetime | None = None
    for thing in sources(by):
        for row in _rows(thing, by):
            calendar.add_component(_event(thing, row, by, key, link))
            latest = max(latest or row["updated_at"], row["updated_at"])
    return calendar.to_ical(), latest


def _rows(thing: Dated, by: Actor) -> Iterator[dict[str, Any]]:
    """The person's own records within the window, in the order of their numbers."""
    resource = registry[thing.resource]
    readable = resource.readable(by.access)
    columns = [resource.title, thing.day, thing.clock, thing.reminder, "updated_at", "version"]
    shown = tuple(name for name in dict.fromkeys(columns) if name in readable)
    listing = Listing(resource, by, columns=shown, where=_within(thing, by), sort=thing.day)
    ids, _next = listing.keys("", MOST)
    yield from sorted(listing.read(ids), key=lambda row: row["id"])


def _within(thing: Dated, by: Actor) -> conditions.Condition:
    first, last = by.today - BACK, by.today + AHEAD
    if isinstance(registry[thing.resource].fields[thing.day].kind, Moment):
        first_at, last_at = (datetime.combine(day, time(), UTC).isoformat() for day in (first, last))
        days = [Test(thing.day, ">=", first_at), Test(thing.day, "<", last_at)]
    else:
        days = [Test(thing.day, "between", (first.isoformat(), last.isoformat()))]
    return conditions.all_of(conditions.parse(thing.where), *days, Test(thing.person, "=", "me"))


def _event(thing: Dated, row: dict[str, Any], by: Actor, key: str, link: Link) -> Event:
    resource = registry[thing.resource]
    title = resource.title_of(row) or f"#{row['id']}"
    address = link(resource, row["id"])
    event = Event()
    event.add("uid", str(uuid5(NAMESPACE_OID, f"{key}/{resource.noun}:{row['id']}")))
    event.add("dtstamp", row["updated_at"])
    event.add("last-modified", row["updated_at"])
    event.add("sequence", row.get("version") or 0)
    event.add("summary", title)
    event.add("status", "CONFIRMED")
    event.add("categories", [str(resource.label)])
    event.add("url", address)
    event.add("description", f"{resource.label}\n{address}")
    begin = _begin(thing, row, by)
    event.add("dtstart", begin)
    event.add("dtend", begin + (USUALLY if isinstance(begin, datetime) else timedelta(days=1)))
    event.add("transp", "OPAQUE" if isinstance(begin, datetime) else "TRANSPARENT")
    reminder = row.get(thing.reminder) if thing.reminder else None
    if reminder:
        event.add_component(_alarm(reminder, title))
    return event


def _begin(thing: Dated, row: dict[str, Any], by: Actor) -> date | datetime:
    """A moment in UTC, or a day where no hour is said."""
    value = row[registry[thing.resource].fields[thing.day].path]
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    day, clock = as_day(value), row.get(thing.clock) if thing.clock else ""
    return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(by.zone)).astimezone(UTC) if clock else day


def _alarm(at: datetime, title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title or _("Reminder"))
    alarm.add("trigger", at.astimezone(UTC))
    return alarm
