"""What can be done with a task."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.work.tasks.model import Status, Task
from setia.foundation.access import Actor
from setia.foundation.errors import Invalid, Refusal
from setia.foundation.periods import days_later
from setia.foundation.staff.models import Staff
from setia.kit.kinds import Whole
from setia.kit.operations import operation
from setia.kit.writing import moment_of

OUTCOME = gettext_lazy("Outcome")


def is_open(task: Task) -> bool:
    return task.status == Status.OPEN


@operation(
    records="task.finished",
    label=gettext_lazy("Finish"),
    told=gettext_lazy("done"),
    icon="check",
    tone="good",
    when=is_open,
    labels={"outcome": OUTCOME, "on": gettext_lazy("Done on")},
    dated_by="on",
)
def finish_task(task: Task, *, outcome: str = "", on: date | None = None, by: Actor) -> None:
    """It is done. If it repeats, the next one is made at once."""
    _require_open(task)
    if on and on > by.today:
        raise Invalid({"on": [_("This day has not come yet.")]})
    task.status = Status.DONE.value
    task.done_at = by.at if on in (None, by.today) else moment_of(on)
    task.done_by_id = by.staff_id
    task.outcome = outcome or task.outcome


@operation(
    records="task.dropped",
    label=gettext_lazy("Drop"),
    told=gettext_lazy("dropped"),
    icon="circle-slash",
    when=is_open,
    labels={"reason": gettext_lazy("Why")},
)
def drop_task(task: Task, *, reason: str = "", by: Actor) -> None:
    """It will not be done, and if it repeats, not again either."""
    _require_open(task)
    task.status = Status.DROPPED.value
    task.outcome = reason or task.outcome


@operation(
    records="task.postponed",
    label=gettext_lazy("Postpone"),
    told=gettext_lazy("postponed"),
    icon="calendar-clock",
    when=is_open,
    choices={"days": Whole(1, 3650)},
    labels={"to": gettext_lazy("To the day"), "days": gettext_lazy("Or by so many days")},
)
def postpone_task(task: Task, *, to: date | None = None, days: int | None = None, by: Actor) -> None:
    """It is due later. What is overdue is counted from today; those that follow stay as they are."""
    _require_open(task)
    if (to is None) == (days is None):
        raise Invalid({"to": [_("Say either a day or a number of days.")]})
    if to is None:
        to = days_later(max(task.due_on or by.today, by.today), days or 0)
    elif to < by.today:
        raise Invalid({"to": [_("This day is over.")]})
    if to == task.due_on:
        raise Refusal(_("“%(task)s” is due on this day already.") % {"task": task})
    task.due_on = to
    task.postponed += 1


@operation(
    records="task.assigned",
    label=gettext_lazy("Assign"),
    told=gettext_lazy("assigned"),
    icon="user-check",
    labels={"owner": gettext_lazy("To")},
)
def assign_task(task: Task, *, owner: Staff, by: Actor) -> None:
    """Somebody else has to do it from now on, and is told so."""
    task.owner = owner


@operation(
    records="task.reopened",
    label=gettext_lazy("Reopen"),
    told=gettext_lazy("reopened"),
    icon="rotate-ccw",
    when=lambda task: not is_open(task),
)
def reopen_task(task: Task, *, by: Actor) -> None:
    """It has to be done after all."""
    if is_open(task):
        raise Refusal(_("“%(task)s” is open already.") % {"task": task})
    task.status = Status.OPEN.value
    task.done_at = task.done_by_id = None


def _require_open(task: Task) -> None:
    if not is_open(task):
        raise Refusal(
            _("“%(task)s” is %(status)s already. Reopen it first.")
            % {"task": task, "status": task.get_status_display().lower()}
        )
