"""What can be done with something that was recommended: do it, refuse it, do it later."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.insight.actions.following import close
from setia.domains.insight.actions.model import Action, State, Why
from setia.domains.insight.actions.permitting import quiet_now
from setia.domains.insight.actions.steps import step_of
from setia.foundation import ledger
from setia.foundation.access import Actor
from setia.foundation.errors import Invalid, Refusal
from setia.kit import advice, verbs
from setia.kit.kinds import Text, Whole
from setia.kit.operations import find_operation, operation, perform

ledger.declare("action.given", gettext_lazy("recommended"), "lightbulb")
ledger.declare("action.ignored", gettext_lazy("not done in time"), "calendar-x")
ledger.declare("action.gone", gettext_lazy("not needed any more"), "circle-slash")
ledger.declare("action.worked", gettext_lazy("it worked"), "trophy")
ledger.declare("action.watched", gettext_lazy("nothing came of it"), "circle-dashed")

WORDS = {"note": Text(300)}


def is_open(action: Action) -> bool:
    return action.status == State.OPEN


@operation(
    records="action.done",
    label=gettext_lazy("Do it"),
    told=gettext_lazy("done"),
    icon="play",
    tone="good",
    bulk=False,
    when=is_open,
)
def do_action(action: Action, *, by: Actor) -> None:
    """Do what it recommends, with what it suggests. Where more has to be said, the record asks for it."""
    _require_open(action)
    _require_waking_hours(action, by)
    step = step_of(action)
    if step is None:
        raise Refusal(_("What does this is no longer there. Refuse it, or note that it is done."))
    if step.verb == "create":
        verbs.create(step.resource, step.inputs, by)
    else:
        verb = find_operation(step.resource, step.verb)
        missing = [str(f.label) for name, f in verb.inputs.items() if f.required and name not in step.inputs]
        if missing:
            words = _("More has to be said: %(fields)s. Use “%(verb)s” at the record; this is then done by itself.")
            raise Refusal(words % {"fields": ", ".join(missing), "verb": verb.label})
        perform(verb, [step.record_id], step.inputs, by, resource=step.resource)
    _done(action, by)


@operation(
    records="action.finished",
    label=gettext_lazy("It is done"),
    told=gettext_lazy("done elsewhere"),
    icon="check",
    when=is_open,
    choices=WORDS,
    labels={"note": gettext_lazy("In words")},
)
def finish_action(action: Action, *, note: str = "", by: Actor) -> None:
    """It was done in a way that Setia does not see. What comes of it is watched all the same."""
    _require_open(action)
    action.note = note
    _done(action, by)


@operation(
    records="action.refused",
    label=gettext_lazy("Refuse"),
    told=gettext_lazy("turned down"),
    icon="x",
    when=is_open,
    choices=WORDS,
    labels={"reason": gettext_lazy("Why not"), "note": gettext_lazy("In words")},
)
def refuse_action(action: Action, *, reason: Why, note: str = "", by: Actor) -> None:
    """It is not worth doing. Why teaches what is recommended, and to whom."""
    _require_open(action)
    action.status, action.refusal, action.note = State.REFUSED.value, Why(reason).value, note
    action.ended_at = by.at


@operation(
    records="action.postponed",
    label=gettext_lazy("Later"),
    told=gettext_lazy("put off"),
    icon="calendar-clock",
    when=is_open,
    choices={"days": Whole(1, 365)},
    labels={"to": gettext_lazy("Not before"), "days": gettext_lazy("Or in so many days")},
)
def postpone_action(action: Action, *, to: date | None = None, days: int | None = None, by: Actor) -> None:
    """Show it again on that day; tomorrow if none is said. It cannot wait for longer than it makes sense."""
    _require_open(action)
    if to and days:
        raise Invalid({"to": [_("Say either a day or a number of days.")]})
    to = to or by.today + timedelta(days=days or 1)
    if to <= by.today:
        raise Invalid({"to": [_("This day is over.") if to < by.today else _("This is today.")]})
    if to > action.expires_on:
        raise Invalid({"to": [_("By then it makes no sense any more. Refuse it, or choose an earlier day.")]})
    action.later_on = to


def _done(action: Action, by: Actor) -> None:
    kind = advice.kinds().get(action.kind)
    after: dict[str, object] = {}
    close(after, by.at, by.staff_id, kind.days if kind else 0)
    for name, value in after.items():
        setattr(action, name, value)


def _require_open(action: Action) -> None:
    if not is_open(action):
        words = _("This is %(status)s already.")
        raise Refusal(words % {"status": action.get_status_display().lower()})
    if action.party.archived_at or action.party.erased_at or action.party.restricted_on:
        raise Refusal(_("Nothing may be done for them any more."))


def _require_waking_hours(action: Action, by: Actor) -> None:
    kind = advice.kinds().get(action.kind)
    if kind and kind.channel and quiet_now({kind.channel: [action.party_id]}, by.at).get(kind.channel):
        raise Refusal(_("They do not want to be reached in this way at this hour. Do it later today."))
