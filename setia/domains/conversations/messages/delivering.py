"""Taking messages to the mail server: each once, and known to be, or shown to somebody as uncertain.

"Sending" is committed before the server is spoken with, "sent" after. A worker that is killed in between leaves
"sending" behind; whoever finds it makes it "uncertain", and from then on only a person says whether it is sent again.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from setia.domains.conversations.messages.composing import FileGone, composed, sender_address
from setia.domains.conversations.messages.handing import Handed, hand_over, is_set_up
from setia.domains.conversations.messages.model import Direction, Message, State
from setia.domains.conversations.messages.permission import may_go
from setia.foundation import ledger
from setia.foundation.access import system
from setia.foundation.company import our_company
from setia.foundation.jobs import enqueue_many, every, hold_lease, task
from setia.kit import notices
from setia.kit.notices import Sort, Told

log = logging.getLogger("setia.mail")

NOUN = "conversations.message"
PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720, 1440)]
"""Before each further try. After the last one, some two days later, it has failed (RFC 5321, section 4.5.4.1, has
senders give up after four to five days; people would rather know sooner)."""

SILENT = timedelta(minutes=10)
"""Nobody speaks with a mail server for longer."""

FACTS = {State.SENT: "message.sent", State.FAILED: "message.failed", State.UNCERTAIN: "message.uncertain"}
ledger.declare("message.sent", gettext_lazy("sent"), "mail-check")
ledger.declare("message.failed", gettext_lazy("not sent"), "mail-x")
ledger.declare("message.uncertain", gettext_lazy("perhaps sent"), "mail-question-mark")
ledger.declare("message.begun", gettext_lazy("handed to the mail server"), "mail")
ledger.declare("message.delayed", gettext_lazy("to be tried again"), "clock")

TROUBLE = {
    State.FAILED: notices.declare(Sort("message_failed", gettext_lazy("Your message was not sent"), "mail-x")),
    State.UNCERTAIN: notices.declare(
        Sort("message_uncertain", gettext_lazy("Nobody knows whether your message was sent"), "mail-question-mark")
    ),
}


@task(own_transactions=True, retries=5)
def deliver(pk: int) -> None:
    """Begun again after its worker was killed, it finds "sending" and asks nobody but a person."""
    message = _begin(pk, timezone.now())
    if message is None:
        return
    with override(our_company().language):
        handed = _hand_over(message)
    _end(pk, message.tries, handed, timezone.now())


def _hand_over(message: Message) -> Handed:
    try:
        letter = composed(message)
    except FileGone as gone:
        return Handed("refused", _("The file “%(name)s” is not there any more.") % {"name": gone.message})
    except ValueError as wrong:
        log.warning("message cannot be composed id=%s reason=%s", message.pk, wrong)
        return Handed("refused", _("An address or the subject cannot stand in an e-mail."))
    return hand_over(letter, sender_address(), message.email)


def _begin(pk: int, now: datetime) -> Message | None:
    """The message, if it is to be sent now; it is "sending" from then on, whatever happens."""
    with transaction.atomic():
        hold_lease()
        message = _locked(pk)
        if message is None or message.archived_at or message.direction != Direction.OUT:
            return None
        if message.status == State.SENDING:
            _doubt(message, now)
            return None
        if message.status != State.WAITING or (message.next_at and message.next_at > now):
            return None
        with override(our_company().language):
            if not is_set_up():
                words = _("No mail server is set up (SETIA_MAIL_URL). It will be sent once there is one.")
                if message.error != words:
                    _write(message, "message.delayed", now, error=words)
                return None
            if words := _forbidden(message, now):
                _write(message, "message.failed", now, status=State.FAILED, error=words, next_at=None)
                return None
        _write(message, "message.begun", now, status=State.SENDING, tries=message.tries + 1, next_at=now + SILENT)
    return message


def _forbidden(message: Message, now: datetime) -> str:
    """Why it may not go out (any more); "" if it may."""
    if not message.email:
        return _("There is no address any more.")
    answer = may_go(message, system("job", now).today)
    return "" if answer is None or answer.is_given else str(answer.reason)


def _end(pk: int, tries: int, handed: Handed, now: datetime) -> None:
    """Write down what became of a try; also where somebody thought meanwhile that it was lost."""
    with transaction.atomic():
        message = _locked(pk)
        if message is None or message.tries != tries or message.status not in (State.SENDING, State.UNCERTAIN):
            return
        if handed.outcome == "sent":
            _write(message, "message.sent", now, status=State.SENT, sent_at=now, error="", next_at=None)
        elif handed.outcome == "uncertain":
            _doubt(message, now, handed.words)
        elif handed.outcome == "later" and tries <= len(PAUSES):
            when = now + PAUSES[tries - 1]
            _write(message, "message.delayed", now, status=State.WAITING, next_at=when, error=handed.words)
            deliver.using(key=f"message:{pk}:{message.version}").enqueue_at(when, pk)
        else:
            _write(message, "message.failed", now, status=State.FAILED, next_at=None, error=handed.words)


def _doubt(message: Message, now: datetime, words: str = "") -> None:
    with override(our_company().language):
        words = words or _("Setia was stopped while it was being sent. Ask the person, or look into the mail server.")
    _write(message, "message.uncertain", now, status=State.UNCERTAIN, next_at=None, error=words)


@every(minutes=5)
@task(own_transactions=True)
def look_after_the_outbox() -> None:
    """What waits without a job (there was no mail server, or the job is gone) gets one; what is silent is uncertain."""
    tend(timezone.now())


def tend(now: datetime) -> None:
    silent = Message.objects.filter(status=State.SENDING, next_at__lte=now)
    for pk in silent.order_by("pk").values_list("pk", flat=True)[:500]:
        with transaction.atomic():
            hold_lease()
            message = _locked(pk)
            if message is not None and message.status == State.SENDING and message.next_at and message.next_at <= now:
                _doubt(message, now)
    if not is_set_up():
        return
    due = Message.objects.active().filter(status=State.WAITING, direction=Direction.OUT, party__erased_at__isnull=True)
    due = due.filter(Q(next_at__isnull=True) | Q(next_at__lte=now))
    waiting = list(due.order_by("pk").values_list("pk", "version")[:500])
    enqueue_many(deliver, [[pk] for pk, _version in waiting], [f"message:{pk}:{version}" for pk, version in waiting])


def _locked(pk: int) -> Message | None:
    rows = Message.objects.select_related("party", "owner", "purpose").select_for_update(of=("self",))
    found: Message | None = rows.filter(pk=pk).first()
    return found


def _write(message: Message, fact: str, now: datetime, **values: Any) -> None:
    """The row and its fact; there is nothing to undo in it, for what was sent cannot be fetched back.

    Steps on the way are not told in the story of the party.
    """
    message.version += 1
    for name, value in values.items():
        setattr(message, name, value.value if isinstance(value, State) else value)
    Message.objects.filter(pk=message.pk).update(
        **{name: getattr(message, name) for name in values}, version=message.version, updated_at=now
    )
    by = system("job", now)
    is_end = message.status in FACTS and FACTS[State(message.status)] == fact
    said = ledger.Fact(
        fact, NOUN, message.pk, story_id=message.party_id if is_end else None, version=message.version,
        title=message.name, data={"about": message.about} if is_end else {},
    )  # fmt: skip
    act = ledger.record([said], by)
    sort = TROUBLE.get(State(message.status))
    if sort and is_end and message.owner_id:
        notices.tell(sort, NOUN, [Told(message.owner_id, message.pk, str(act))], now)
