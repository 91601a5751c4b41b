"""Making, renewing and ending the secret address of a calendar, and knowing whose it is."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from setia.foundation import ledger
from setia.foundation.access import Actor
from setia.foundation.errors import Forbidden
from setia.kit.feeds.model import CalendarFeed
from setia.kit.kinds.references import STAFF

SECRET = re.compile("[A-Za-z0-9_-]{43}")
NOTED = timedelta(hours=1)
"""A reading is noted at most so often."""

ledger.declare("staff.feed_made", _("made a secret address of their calendar"), "calendar-sync")
ledger.declare("staff.feed_ended", _("switched off the secret address of their calendar"), "calendar-x")


def feed_of(by: Actor) -> CalendarFeed | None:
    return CalendarFeed.objects.filter(owner_id=by.staff_id).first()


def make_feed(by: Actor) -> str:
    """A new secret, told this once; the address there was before answers no more."""
    if by.staff_id is None:
        raise Forbidden()
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        known = CalendarFeed.objects.select_for_update().filter(owner_id=by.staff_id).first()
        values = {"digest": _digest(secret), "made_at": by.at, "read_at": None}
        key = known.key if known else secrets.token_hex(16)
        CalendarFeed.objects.update_or_create(owner_id=by.staff_id, defaults={**values, "key": key})
        _tell("staff.feed_made", by)
    return secret


def end_feed(by: Actor) -> bool:
    """Whether there was one."""
    with transaction.atomic():
        ended = CalendarFeed.objects.filter(owner_id=by.staff_id).delete()[0] == 1
        if ended:
            _tell("staff.feed_ended", by)
    return ended


def owner_by_secret(secret: str, now: datetime) -> CalendarFeed | None:
    """The feed with this secret, while its owner may sign in; their account is read with it."""
    if not SECRET.fullmatch(secret):
        return None
    living = CalendarFeed.objects.filter(owner__is_active=True, owner__archived_at__isnull=True)
    feed = living.select_related("owner").filter(digest=_digest(secret)).first()
    if feed and (feed.read_at is None or feed.read_at < now - NOTED):
        CalendarFeed.objects.filter(pk=feed.pk).update(read_at=now)
    return feed


def _digest(secret: str) -> str:
    """A secret of 256 random bits needs no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _tell(kind: str, by: Actor) -> None:
    ledger.record([ledger.Fact(kind, STAFF, by.staff_id or 0, title=by.name)], by)
