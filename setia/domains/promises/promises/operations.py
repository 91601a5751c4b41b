"""What becomes of a promise."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.promises.promises.model import Promise, State
from setia.domains.promises.promises.renegotiating import succeed
from setia.foundation.access import Actor
from setia.foundation.errors import Invalid, Refusal
from setia.foundation.staff.models import Staff
from setia.kit.kinds import Number, Text
from setia.kit.operations import operation

EVIDENCE = gettext_lazy("Evidence")
ENDED = {"evidence": EVIDENCE, "on": gettext_lazy("On")}


def is_open(promise: Promise) -> bool:
    return promise.status == State.OPEN


@operation(
    records="promise.kept",
    label=gettext_lazy("Kept"),
    told=gettext_lazy("kept"),
    icon="check",
    tone="good",
    when=is_open,
    labels=ENDED,
    dated_by="on",
)
def keep_promise(promise: Promise, *, evidence: str, on: date | None = None, by: Actor) -> None:
    """It was kept. Say how we know; papers go with the files of the promise."""
    _end(promise, State.KEPT, evidence, on, by)


@operation(
    records="promise.broken",
    label=gettext_lazy("Broken"),
    told=gettext_lazy("broken"),
    icon="x",
    tone="danger",
    when=is_open,
    labels=ENDED,
    dated_by="on",
)
def break_promise(promise: Promise, *, evidence: str, on: date | None = None, by: Actor) -> None:
    """It was not kept, and will not be. It becomes a task to make good for it; what rests on it is warned of."""
    _end(promise, State.BROKEN, evidence, on, by)


@operation(
    records="promise.renegotiated",
    label=gettext_lazy("Renegotiate"),
    told=gettext_lazy("renegotiated"),
    icon="handshake",
    when=is_open,
    bulk=False,
    choices={"name": Text(300), "value": Number(3, 15, Decimal(0))},
    labels={
        "evidence": gettext_lazy("What was agreed, and with whom"),
        "due_on": gettext_lazy("Due on from now"),
        "value": gettext_lazy("Or measured by another value"),
        "name": gettext_lazy("Or something else is promised"),
        "owner": gettext_lazy("Has to keep it"),
    },
)
def renegotiate_promise(
    promise: Promise,
    *,
    evidence: str,
    due_on: date | None = None,
    value: Decimal | None = None,
    name: str = "",
    owner: Staff | None = None,
    by: Actor,
) -> None:
    """Both sides agreed on something else: a promise that takes its place is made, and the old one ends."""
    _require_open(promise)
    if due_on is None and value is None and not name.strip():
        raise Invalid({"due_on": [_("Say what is promised from now on: another day, value or thing.")]})
    if value is not None and promise.value is None:
        raise Invalid({"value": [_("This promise is not measured by a value.")]})
    if due_on and due_on < by.today:
        raise Invalid({"due_on": [_("This day is over.")]})
    succeed(promise, due_on=due_on, value=value, name=name.strip(), owner_id=owner.pk if owner else None, by=by)
    promise.status, promise.evidence, promise.ended_on = State.RENEGOTIATED.value, evidence, by.today


@operation(
    records="promise.waived",
    label=gettext_lazy("Waive"),
    told=gettext_lazy("waived"),
    icon="circle-slash",
    when=is_open,
    labels={"evidence": gettext_lazy("Who released us from it, and how"), "on": gettext_lazy("On")},
    dated_by="on",
)
def waive_promise(promise: Promise, *, evidence: str, on: date | None = None, by: Actor) -> None:
    """Whoever it was given to does not want it any more. It counts neither as kept nor as broken."""
    _end(promise, State.WAIVED, evidence, on, by)


@operation(
    records="promise.reopened",
    label=gettext_lazy("Open again"),
    told=gettext_lazy("opened again"),
    icon="rotate-ccw",
    when=lambda promise: promise.status in (State.KEPT, State.BROKEN, State.WAIVED),
    labels={"reason": gettext_lazy("Why")},
)
def reopen_promise(promise: Promise, *, reason: str, by: Actor) -> None:
    """It ended too early in our books. What was renegotiated stays so: its successor counts."""
    if promise.status not in (State.KEPT, State.BROKEN, State.WAIVED):
        raise _not_possible(promise)
    promise.status, promise.ended_on, promise.evidence = State.OPEN.value, None, ""


@operation(
    records="promise.assigned",
    label=gettext_lazy("Assign"),
    told=gettext_lazy("assigned"),
    icon="user-check",
    labels={"owner": gettext_lazy("To")},
)
def assign_promise(promise: Promise, *, owner: Staff, by: Actor) -> None:
    """Somebody else has to keep it from now on, and is told so."""
    promise.owner = owner


def _end(promise: Promise, state: State, evidence: str, on: date | None, by: Actor) -> None:
    _require_open(promise)
    if on and on > by.today:
        raise Invalid({"on": [_("This day has not come yet.")]})
    if on and on < promise.made_on:
        raise Invalid({"on": [_("This is before the day on which it was promised.")]})
    promise.status, promise.evidence, promise.ended_on = state.value, evidence, on or by.today


def _require_open(promise: Promise) -> None:
    if not is_open(promise):
        raise _not_possible(promise)


def _not_possible(promise: Promise) -> Refusal:
    return Refusal(
        _("“%(promise)s” is %(status)s; this is not possible any more.")
        % {"promise": promise, "status": promise.get_status_display().lower()}
    )
