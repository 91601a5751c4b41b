"""Who is told: those who may decide that they are asked, and whoever asked what was decided."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from setia.domains.authority.approvals.model import State
from setia.domains.authority.limits.asking import deciders
from setia.domains.authority.values import value_of
from setia.foundation.access import Actor
from setia.kit import notices
from setia.kit.changes import Change
from setia.kit.notices import Sort, Told

NOUN = "authority.approval"
ASKED = notices.declare(Sort("approval_asked", _("%(who)s asks for your decision"), "stamp"))
OUTCOMES = {
    State.APPROVED: notices.declare(Sort("approval_approved", _("%(who)s approved what you asked for"), "check")),
    State.REFUSED: notices.declare(Sort("approval_refused", _("%(who)s refused what you asked for"), "x")),
}


def tell(changes: Sequence[Change], by: Actor) -> None:
    """What was decided, or is put away, need not be looked at by the others any more."""
    decided = [c for c in changes if not c.is_new and (c.changed("status") or c.changed("archived_at"))]
    notices.take_back(NOUN, [change.id for change in decided])
    for change in decided:
        asked_by, outcome = change.after["owner_id"], OUTCOMES.get(State(change.after["status"]))
        if outcome and change.changed("status") and asked_by and asked_by != by.staff_id:
            notices.tell(outcome, NOUN, [Told(asked_by, change.id, str(by.act or 0))], by.at, by.staff_id)
    for change in changes:
        if _waits(change):
            _tell_deciders(change, by)


def _waits(change: Change) -> bool:
    after = change.after
    is_asked = change.is_new or any(
        map(change.changed, ("status", "percent", "secret_percent", "amount", "decision", "archived_at"))
    )
    return is_asked and after["status"] == State.WAITING and after["archived_at"] is None


def _tell_deciders(change: Change, by: Actor) -> None:
    after = change.after
    people = deciders(after["decision"], value_of(after), after["currency"], but=after["owner_id"])
    key = str(by.act or change.version)
    notices.tell(ASKED, NOUN, [Told(pk, change.id, key) for pk in people], by.at, after["owner_id"])
