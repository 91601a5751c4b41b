"""What was subscribed to goes out by e-mail, at most once for each day on which it is due."""

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

from setia.domains.insight.subscriptions.model import Form, Rhythm, Subscription
from setia.domains.insight.subscriptions.resource import REPORT
from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.foundation.formats import reader_for
from setia.foundation.jobs import every, task
from setia.foundation.staff.models import Staff
from setia.foundation.staff.rights import actor_of
from setia.kit.dashboards import Shown, Tile, dashboards, show_all
from setia.kit.dashboards.papers import FORMS, TYPES, can_make, paper_of

log = logging.getLogger("setia.mail")

MOST_AT_ONCE = 200


@every(minutes=15)
@task(own_transactions=True, retries=0)
def send_subscriptions() -> None:
    """Whoever writes the day first sends; what cannot be sent waits for the next round."""
    if settings.MAIL_URL:
        send_due(timezone.now())


def send_due(now: datetime) -> int:
    """How many letters went out. Nobody gets one who may not sign in any more."""
    people = Q(owner__is_active=True, owner__archived_at__isnull=True, owner__email__isnull=False)
    # Days differ by one at most between the zones of the earth.
    waiting = (
        Subscription.objects.active()
        .filter(people)
        .filter(Q(sent_on__isnull=True) | Q(sent_on__lte=now.astimezone(ZoneInfo("Pacific/Kiritimati")).date()))
    )
    rows = waiting.select_related("owner", "dashboard").order_by("sent_on", "id")
    sent = 0
    for row in rows.iterator(chunk_size=500):
        if sent >= MOST_AT_ONCE:
            break
        sent += _send(row, now)
    return sent


def _send(row: Subscription, now: datetime) -> bool:
    owner: Staff = row.owner
    local = now.astimezone(ZoneInfo(owner.zone))
    if not is_due(row, local) or not _claim(row, local.date()):
        return False
    by = actor_of(owner, "job", at=now)
    with override(by.language):
        try:
            return letter_of(row, by).send() == 1
        except Refusal as refusal:
            return _tell_why_not(row, by, refusal)
        except (OSError, SMTPException) as trouble:
            Subscription.objects.filter(pk=row.pk, sent_on=local.date()).update(sent_on=row.sent_on)
            log.warning("subscription not sent number=%s reason=%s", row.pk, type(trouble).__name__)
            return False


def is_due(row: Subscription, local: datetime) -> bool:
    """Whether it is time, on the receiver's clock and by their first day of the week."""
    day = local.date()
    if local.hour < row.hour or (row.sent_on is not None and row.sent_on >= day):
        return False
    if row.rhythm == Rhythm.WEEKLY:
        return day.weekday() == reader_for(row.owner.language, row.owner.zone).first_weekday
    return row.rhythm != Rhythm.MONTHLY or day.day == 1


def _claim(row: Subscription, day: date) -> bool:
    not_yet = Q(sent_on__isnull=True) | Q(sent_on__lt=day)
    return Subscription.objects.active().filter(not_yet, pk=row.pk).update(sent_on=day) == 1


def letter_of(row: Subscription, by: Actor) -> EmailMessage:
    """The letter with its papers: what the receiver may see now. Refuses where there is nothing of it for them."""
    label, about, shown, hidden = contents(row, by)
    if not shown:
        raise Refusal(_("There is nothing in it that you may see."))
    day = reader_for(by.language, by.zone).date(by.today, "long")
    lines = [about] if about else []
    for one in shown:
        for number in one.numbers:
            before = f" ({_('before: %(value)s') % {'value': number.before}})" if number.before else ""
            lines.append(f"- {one.title}: {number.cell.words or '–'}{before}")
    if hidden:
        lines.append(_("Tiles that ask about something you may not see: %(count)d") % {"count": hidden})
    if site := next(iter(settings.CSRF_TRUSTED_ORIGINS), ""):
        lines += ["", f"{site}/insight/"]
    message = EmailMessage(
        _("%(name)s: %(day)s") % {"name": label, "day": day}, "\n".join(lines) + "\n", to=[str(by_email(row))]
    )
    wanted = FORMS if row.form == Form.BOTH else (row.form,)
    # Where no PDF can be made, a workbook is better than nothing.
    for form in dict.fromkeys(form if can_make(form) else "xlsx" for form in wanted):
        body = paper_of(label, about, shown, form, by)
        message.attach(f"{_plain(label)}-{by.today.isoformat()}.{form}", body, TYPES[form])
    return message


def by_email(row: Subscription) -> str:
    return str(row.owner.email)


def contents(row: Subscription, by: Actor) -> tuple[str, str, list[Shown], int]:
    """What it is called, what it answers, its tiles as the receiver sees them, and how many are not for them."""
    if row.about.startswith(REPORT) and not row.dashboard_id:
        shown, hidden = show_all([Tile("t1", "report", report=row.about.removeprefix(REPORT))], by)
        return (shown[0].title if shown else row.name), "", shown, hidden
    board = dashboards().one(str(row.dashboard_id or row.about), by)
    # Nobody waits for a letter, so its figures are those of now.
    shown, hidden = show_all(board.tiles, by, "anew")
    return board.label, board.about, shown, hidden


def _tell_why_not(row: Subscription, by: Actor, refusal: Refusal) -> bool:
    """A subscription to what is not for its receiver any more says so, instead of falling silent."""
    words = _("%(name)s could not be sent: %(why)s") % {"name": row.name, "why": refusal.message or _("not found")}
    log.warning("subscription not sent number=%s reason=%s", row.pk, type(refusal).__name__)
    letter = EmailMessage(words[:150].replace("\n", " "), f"{words}\n", to=[by_email(row)])
    try:
        letter.send()
    except (OSError, SMTPException) as trouble:
        log.warning("subscription not sent number=%s reason=%s", row.pk, type(trouble).__name__)
    return False


def _plain(label: str) -> str:
    kept = "".join(letter if letter.isalnum() else "-" for letter in label.lower())
    return "-".join(filter(None, kept.split("-")))[:60] or "setia"
