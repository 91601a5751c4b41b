"""What can be done with an approval."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.authority import kinds
from setia.domains.authority.approvals.model import Approval, State
from setia.domains.authority.limits.asking import limit_of
from setia.domains.authority.values import value_of
from setia.foundation.access import Actor
from setia.foundation.errors import Forbidden, Refusal
from setia.foundation.formats import reader_for
from setia.foundation.staff.models import Staff
from setia.kit.operations import operation

ANSWER = {"words": gettext_lazy("Answer")}


def is_waiting(approval: Approval) -> bool:
    return approval.status == State.WAITING


@operation(
    records="approval.approved",
    label=gettext_lazy("Approve"),
    told=gettext_lazy("approved"),
    icon="check",
    tone="good",
    when=is_waiting,
    labels=ANSWER,
)
def approve_approval(approval: Approval, *, words: str = "", by: Actor) -> None:
    """It may be done as it was asked. Whoever asked is told."""
    _decide(approval, State.APPROVED, words, by)


@operation(
    records="approval.refused",
    label=gettext_lazy("Refuse"),
    told=gettext_lazy("refused"),
    icon="x",
    tone="danger",
    when=is_waiting,
    labels={"words": gettext_lazy("Why, and what would be possible")},
)
def refuse_approval(approval: Approval, *, words: str, by: Actor) -> None:
    """It may not be done like this. Say why, and what would be possible."""
    _decide(approval, State.REFUSED, words, by)


@operation(
    records="approval.withdrawn",
    label=gettext_lazy("Withdraw"),
    told=gettext_lazy("withdrawn"),
    icon="undo-2",
    when=is_waiting,
    labels={"words": gettext_lazy("Why")},
)
def withdraw_approval(approval: Approval, *, words: str = "", by: Actor) -> None:
    """It is not asked any more. Only whoever asked, or may decide without limit, can withdraw it."""
    _require_waiting(approval, by)
    if approval.owner_id != by.staff_id and limit_of(by, approval.decision, approval.currency) is not None:
        raise Forbidden(_("Only whoever asked can withdraw it. You can refuse it."))
    _end(approval, State.WITHDRAWN, words, by)


def _decide(approval: Approval, state: State, words: str, by: Actor) -> None:
    _require_waiting(approval, by)
    _require_limit(approval, by)
    _require_unchanged(approval)
    _end(approval, state, words, by)


def _end(approval: Approval, state: State, words: str, by: Actor) -> None:
    approval.status, approval.words = state.value, words
    approval.decided_by_id, approval.decided_at = by.staff_id, by.at


def _require_waiting(approval: Approval, by: Actor) -> None:
    """Whoever comes second is told who decided, and when."""
    if is_waiting(approval):
        return
    who = Staff.objects.filter(pk=approval.decided_by_id).values_list("name", flat=True).first() or "Setia"
    when = reader_for(by.language, by.zone).moment(approval.decided_at) if approval.decided_at else ""
    words = {
        State.APPROVED: _("%(who)s approved it already (%(when)s)."),
        State.REFUSED: _("%(who)s refused it already (%(when)s)."),
        State.WITHDRAWN: _("%(who)s withdrew it (%(when)s)."),
    }
    raise Refusal(words[State(approval.status)] % {"who": who, "when": when})


def _require_limit(approval: Approval, by: Actor) -> None:
    limit = limit_of(by, approval.decision, approval.currency)
    if limit is None:
        return
    if value_of(vars(approval)) > limit:
        raise Forbidden(_("This goes further than you may decide. Somebody with a higher limit has to."))
    if approval.owner_id is not None and approval.owner_id == by.staff_id:
        raise Forbidden(_("Nobody decides on what they asked for themselves. Somebody else has to."))


def _require_unchanged(approval: Approval) -> None:
    decision = kinds.find(approval.decision)
    if decision is None or decision.mark_of is None or not approval.mark:
        return
    if decision.mark_of(approval.about) != approval.mark:
        raise Refusal(_("What this is about was changed after it was asked. It has to be asked again."))
