"""A summary by e-mail of what is to be done, once a day, for whoever asked for it."""

from __future__ import annotations

import logging
from datetime import date, datetime
from smtplib import SMTPException
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from setia.domains.work.notifications.model import Digest
from setia.domains.work.notifications.reading import Kept
from setia.foundation import conditions
from setia.foundation.access import Actor
from setia.foundation.formats import Reader, reader_for
from setia.foundation.jobs import every, task
from setia.foundation.staff.models import Staff
from setia.foundation.staff.rights import actor_of
from setia.kit.lists import Listing
from setia.kit.resources import registry

log = logging.getLogger("setia.mail")

MINE = 'owner = me and status = "open"'
SHOWN = 20
"""So many tasks of each part are named; of the others it is said how many they are."""


@every(minutes=15)
@task(own_transactions=True, retries=0)
def send_digests() -> None:
    """Sent at most once a day to each: whoever claims the day first sends; what cannot be sent waits a round."""
    if settings.MAIL_URL:
        send_due(timezone.now())


def send_due(now: datetime) -> int:
    """How many were sent."""
    people = Staff.objects.active().filter(is_active=True, email__isnull=False)
    wanted = {digest.owner_id: digest for digest in Digest.objects.all()}
    return sum(_send(staff, wanted[staff.pk], now) for staff in people.filter(pk__in=wanted))


def _send(staff: Staff, digest: Digest, now: datetime) -> bool:
    local = now.astimezone(ZoneInfo(staff.zone))
    if local.hour < digest.hour or not _claim(digest, local.date()):
        return False
    with override(staff.language):
        message = composed(staff, now)
    try:
        return message is not None and message.send() == 1
    except (OSError, SMTPException) as trouble:
        Digest.objects.filter(pk=digest.pk).update(last_on=digest.last_on)
        log.warning("digest not sent to=%s reason=%s", staff.pk, type(trouble).__name__)
        return False


def _claim(digest: Digest, day: date) -> bool:
    not_yet = Q(last_on__isnull=True) | Q(last_on__lt=day)
    return Digest.objects.filter(not_yet, pk=digest.pk).update(last_on=day) == 1


def composed(staff: Staff, now: datetime) -> EmailMessage | None:
    """The summary in the reader's language, of what they may see; None when there is nothing to say."""
    by = actor_of(staff, "job", at=now)
    read = reader_for(by.language, by.zone)
    parts = [
        _part(_("Overdue"), f"{MINE} and due_on < today", by, read),
        _part(_("Due today"), f"{MINE} and due_on = today", by, read),
    ]
    if unread := Kept().unread(by):
        parts.append(_("Unread notifications: %(count)s") % {"count": read.number(unread)})
    body = "\n\n".join(part for part in parts if part)
    if not body:
        return None
    if site := next(iter(settings.CSRF_TRUSTED_ORIGINS), ""):
        body += f"\n\n{site}/"
    subject = _("Your day: %(day)s") % {"day": read.date(by.today, "full")}
    return EmailMessage(subject, body + "\n", to=[str(staff.email)])


def _part(title: str, where: str, by: Actor, read: Reader) -> str:
    resource = registry["tasks"]
    readable = resource.readable(by.access) if by.access.may("see", resource.governing) else {}
    if not {"name", "due_on", "owner", "status"} <= readable.keys():
        return ""
    listing = Listing(resource, by, columns=("name", "due_on"), where=conditions.parse(where), sort="due_on")
    page = listing.page("", SHOWN)
    if not page.rows:
        return ""
    count = listing.count_beside(page)
    lines = [f"- {row['name']} ({read.date(row['due_on'])})" for row in page.rows]
    if count.number > SHOWN:
        lines.append("- " + _("and %(number)s more") % {"number": read.number(count.number - SHOWN)})
    return "\n".join([f"{title} ({read.number(count.number)}{'+' if count.capped else ''})", *lines])
