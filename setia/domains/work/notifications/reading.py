"""What somebody was told, in words and for them alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from setia.domains.work.notifications import telling
from setia.domains.work.notifications.model import Digest, Kind, Notification
from setia.foundation.access import Actor
from setia.foundation.formats import reader_for
from setia.kit.kinds.references import NOT_VISIBLE, STAFF
from setia.kit.notices import MOST_COUNTED, Notice, Sort, Told, sorts
from setia.kit.resources import registry
from setia.kit.seeing import titles, titles_at

ICONS = {"assigned": "user-check", "reminder": "bell", "overdue": "clock-alert"}
UNREAD = """
    SELECT COUNT(*) FROM
    (SELECT 1 FROM work_notification WHERE owner_id = %s AND read_at IS NULL LIMIT %s) AS unread
"""
"""Asked with every page, so it is written in SQL: building it would cost more than asking."""


class Kept:
    """The notices that work keeps, as `kit.notices` wants them."""

    def unread(self, by: Actor) -> int:
        with connection.cursor() as cursor:
            cursor.execute(UNREAD, [by.staff_id, MOST_COUNTED + 1])
            return int(cursor.fetchone()[0])

    def page(self, by: Actor, before: int, size: int) -> list[Notice]:
        rows = Notification.objects.filter(owner_id=by.staff_id).order_by("-id")
        if before:
            rows = rows.filter(id__lt=before)
        return in_words(list(rows[:size]), by)

    def read(self, by: Actor, ids: Sequence[int] | None) -> int:
        rows = Notification.objects.filter(owner_id=by.staff_id, read_at__isnull=True)
        if ids is not None:
            rows = rows.filter(pk__in=list(ids))
        return rows.update(read_at=by.at)

    def digest_hour(self, by: Actor) -> int | None:
        return Digest.objects.filter(owner_id=by.staff_id).values_list("hour", flat=True).first()

    def choose_digest(self, by: Actor, hour: int | None) -> None:
        if hour is None:
            Digest.objects.filter(owner_id=by.staff_id).delete()
        else:
            Digest.objects.update_or_create(owner_id=by.staff_id, defaults={"hour": hour})

    def tell(self, sort: Sort, noun: str, things: Iterable[Told], at: datetime, by: int | None) -> None:
        some = (telling.Told(told.owner_id, told.record_id, told.key) for told in things)
        telling.tell(sort.name, noun, some, at, by)

    def take_back(self, noun: str, ids: Iterable[int]) -> None:
        telling.take_back(noun, ids)


def in_words(rows: Sequence[Notification], by: Actor) -> list[Notice]:
    """Two queries for each noun at most, for any number of them."""
    known = titles_at({f"{row.noun}:{row.record_id}" for row in rows if row.record_id}, by.access)
    people = titles(STAFF, {row.by_id for row in rows if row.by_id}, by.access)
    found = []
    for row in rows:
        about: dict[str, Any] = {"resource": registry.of_noun(row.noun).slug, "where": 'owner = me and status = "open"'}
        if row.record_id:
            address = f"{row.noun}:{row.record_id}"
            about = {"address": address, "title": known.get(address)}
        words = _words(row, people, by)
        found.append(Notice(row.pk, row.kind, words, _icon(row.kind), row.at, row.read_at is not None, **about))
    return found


def _icon(kind: str) -> str:
    sort = sorts().get(kind)
    return sort.icon if sort else ICONS.get(kind, "bell")


def _words(row: Notification, people: dict[int, str], by: Actor) -> str:
    who = people.get(row.by_id, str(NOT_VISIBLE)) if row.by_id else "Setia"
    if sort := sorts().get(row.kind):
        return str(sort.words) % {"who": who, "day": _day(row.key, by)}
    if row.kind == Kind.REMINDER:
        return _("Reminder")
    if row.kind == Kind.OVERDUE:
        return _("Overdue: it was due on %(day)s") % {"day": _day(row.key, by)}
    if row.record_id:
        return _("%(who)s assigned this to you") % {"who": who}
    return _("%(who)s assigned you %(number)s tasks") % {"who": who, "number": row.number}


def _day(key: str, by: Actor) -> str:
    try:
        return reader_for(by.language, by.zone).date(date.fromisoformat(key))
    except ValueError:
        return ""
