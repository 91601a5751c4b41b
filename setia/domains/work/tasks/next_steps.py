"""What somebody says is the next step after a call or a visit becomes their task."""

from __future__ import annotations

from datetime import date, timedelta

from setia.foundation.errors import Refusal
from setia.foundation.ledger import Entry, Fact, reaction
from setia.foundation.staff.models import Staff
from setia.foundation.staff.rights import actor_of
from setia.kit import verbs
from setia.kit.resources import registry

TOLD = ("party.noted", "party.called", "party.met", "party.mailed", "party.visited")
USUALLY = timedelta(days=3)
"""When the day is not said."""


def says_what_is_next(fact: Fact) -> bool:
    return bool(fact.data.get("inputs", {}).get("next_step"))


@reaction(*TOLD, when=says_what_is_next)
def next_step_becomes_a_task(entry: Entry) -> None:
    """For whoever told it, with their rights; a correction of what was told makes no second one."""
    said = entry.data.get("inputs", {})
    words = " ".join(str(said.get("next_step") or "").split())
    staff = Staff.objects.filter(pk=entry.actor_id, is_active=True).first() if words and not entry.corrects else None
    if staff is None:
        return
    by = actor_of(staff, "job")
    due = _day(said.get("next_on")) or max(by.today, entry.at.date()) + USUALLY
    values = {"name": words[:200], "due_on": due.isoformat(), "owner": str(staff.pk), "party": str(entry.story_id)}
    try:
        verbs.create(registry["tasks"], values, by)
    except Refusal:
        # They may not have tasks, or not see the party any more: what they told stands in the history all the same.
        return


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None
