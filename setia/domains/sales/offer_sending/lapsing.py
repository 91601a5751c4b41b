"""Offers lapse when their day is over; before that, whoever made them is reminded."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from setia.domains.sales.offer_settings.model import offer_settings
from setia.domains.sales.offers.model import Offer, OfferStatus
from setia.foundation.access import Actor, system
from setia.foundation.company import our_company
from setia.foundation.jobs import every, task
from setia.kit import notices
from setia.kit.notices import Sort, Told
from setia.kit.resources import registry
from setia.kit.writing import changes_of, write

NOUN = "sales.offer"
BATCH = 500
LAPSING = notices.declare(Sort("offer_lapsing", gettext_lazy("An offer of yours lapses on %(day)s"), "calendar-clock"))


@every("nightly", at="03:10")
@task()
def end_and_remind() -> None:
    tend(timezone.now())


def tend(now: datetime) -> tuple[int, int]:
    """How many lapsed, and of how many somebody was reminded."""
    by = _acting(now)
    with transaction.atomic():
        return _tended(by)


def _tended(by: Actor) -> tuple[int, int]:
    running = Offer.objects.active().filter(status=OfferStatus.SENT)
    lapsed = _end(running.filter(valid_until__lt=by.today), by)
    soon = by.today + timedelta(days=offer_settings().remind_days)
    due = running.filter(Q(valid_until__gte=by.today), valid_until__lte=soon, reminded_at=None, owner__isnull=False)
    return lapsed, _remind(due, by)


def _acting(now: datetime) -> Actor:
    by = system("job", now)
    return Actor(by.staff_id, by.name, by.access, by.channel, by.at, zone=our_company().zone)


def _end(rows: object, by: Actor) -> int:
    ids = list(rows.values_list("pk", flat=True)[:BATCH])  # type: ignore[attr-defined]
    changes = [c for c in changes_of(registry.of_noun(NOUN), ids) if c.after["status"] == OfferStatus.SENT]
    for change in changes:
        change.after["status"] = OfferStatus.LAPSED.value
    if changes:
        write(registry.of_noun(NOUN), changes, by, fact="offer.lapsed")
    return len(changes) + (_end(rows, by) if len(ids) == BATCH else 0)


def _remind(rows: object, by: Actor) -> int:
    ids = list(rows.values_list("pk", flat=True)[:BATCH])  # type: ignore[attr-defined]
    changes = changes_of(registry.of_noun(NOUN), ids)
    for change in changes:
        change.after["reminded_at"] = by.at
    if changes:
        write(registry.of_noun(NOUN), changes, by, fact="offer.lapsing")
        told = [Told(c.after["owner_id"], c.id, c.after["valid_until"].isoformat()) for c in changes]
        notices.tell(LAPSING, NOUN, told, by.at, None)
    return len(changes) + (_remind(rows, by) if len(ids) == BATCH else 0)
