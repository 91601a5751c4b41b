"""What can be done with a message that has not simply gone out."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.conversations.messages.model import Direction, Message, State
from setia.domains.conversations.messages.permission import may_go
from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.kit.operations import operation

UNSENT = (State.FAILED, State.UNCERTAIN, State.CANCELLED)


@operation(
    records="message.resent",
    label=gettext_lazy("Send again"),
    told=gettext_lazy("put into the outbox again"),
    icon="mail-plus",
    when=lambda message: message.status in UNSENT,
)
def send_again_message(message: Message, *, by: Actor) -> None:
    """It goes out again, with the same identification. What was uncertain may then arrive twice."""
    _require(message, *UNSENT)
    answer = may_go(message, by.today)
    if answer is not None and not answer.is_given:
        raise Refusal(answer.reason)
    message.status, message.tries, message.next_at, message.error = State.WAITING.value, 0, None, ""


@operation(
    records="message.cancelled",
    label=gettext_lazy("Do not send"),
    told=gettext_lazy("not to be sent"),
    icon="ban",
    tone="danger",
    when=lambda message: message.status in (State.WAITING, State.FAILED, State.UNCERTAIN),
    labels={"reason": gettext_lazy("Why")},
)
def cancel_message(message: Message, *, reason: str = "", by: Actor) -> None:
    """It is not sent any more. What is being sent at this moment cannot be stopped."""
    _require(message, State.WAITING, State.FAILED, State.UNCERTAIN)
    message.status, message.next_at = State.CANCELLED.value, None


@operation(
    records="message.confirmed",
    label=gettext_lazy("It was sent"),
    told=gettext_lazy("known to have been sent"),
    icon="mail-check",
    tone="good",
    when=lambda message: message.status == State.UNCERTAIN,
    labels={"evidence": gettext_lazy("How we know")},
)
def mark_as_sent_message(message: Message, *, evidence: str = "", by: Actor) -> None:
    """It did go out: the person has it, or the mail server says so."""
    _require(message, State.UNCERTAIN)
    message.status, message.sent_at, message.error = State.SENT.value, by.at, ""


def _require(message: Message, *states: State) -> None:
    if message.direction != Direction.OUT or message.status not in states:
        words = _("“%(message)s” is %(status)s; this is not possible any more.")
        raise Refusal(words % {"message": message, "status": message.get_status_display().lower()})
