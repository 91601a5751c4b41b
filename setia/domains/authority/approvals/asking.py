"""Asking somebody who may: what upper domains call when a person's own limit does not reach.

    limit = limit_of(by, "discount")
    if limit is not None and discount > limit:
        ask("discount", about="sales.offer:7", value=discount, figures=[...], why=..., mark=..., by=by)

An approval counts for the mark it was asked with: a text that changes when what was asked about changes.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from setia.domains.authority.approvals.figures import Lines, kept
from setia.domains.authority.approvals.model import Approval, State
from setia.domains.authority.kinds import find
from setia.domains.authority.limits.asking import is_in_money
from setia.foundation.access import Actor
from setia.kit.changes import Change
from setia.kit.resources import registry
from setia.kit.writing import change_of, write

NOUN = "authority.approval"


def ask(
    decision: str,
    about: str,
    value: Decimal | int,
    figures: Lines = (),
    why: str = "",
    mark: str = "",
    *,
    by: Actor,
    party_id: int | None = None,
    currency: str = "",
    secret: Lines = (),
) -> Approval:
    """Ask whoever may decide. What waits already for the same mark is not asked twice; what waits for another is
    withdrawn. `value` is in percent or in minor units of `currency`, as the decision wants. `secret` figures are for
    those who may know what confidential decisions tell (`Decision.tells`), whoever asks.

    Raises LookupError for a decision that nobody declared, Invalid where the record may not be seen.
    """
    if find(decision) is None:
        raise LookupError(f"no decision {decision!r} was declared")
    if there := waiting(decision, about, mark):
        return there
    _withdraw_outdated(decision, about, by)
    in_money = is_in_money(decision)
    change = Change(
        after={
            "decision": decision, "about": about, "party_id": party_id, "why": why, "mark": mark,
            "percent": None if in_money else Decimal(value), "amount": int(value) if in_money else None,
            "currency": currency, "owner_id": by.staff_id, "figures": kept(figures),
            "secret_figures": kept(secret) or None,
        }
    )  # fmt: skip
    write(registry.of_noun(NOUN), [change], by)
    found: Approval = Approval.objects.get(pk=change.id)
    return found


def approved(decision: str, about: str, mark: str) -> Approval | None:
    """The approval that allows this, as it is now."""
    return _newest(decision, about, mark, State.APPROVED)


def waiting(decision: str, about: str, mark: str) -> Approval | None:
    """The approval that somebody still has to decide on."""
    return _newest(decision, about, mark, State.WAITING)


def _newest(decision: str, about: str, mark: str, status: State) -> Any:
    rows = Approval.objects.active().filter(decision=decision, about=about, mark=mark, status=status)
    return rows.order_by("-id").first()


def _withdraw_outdated(decision: str, about: str, by: Actor) -> None:
    """Nobody need decide any more on what is another thing by now."""
    rows = Approval.objects.active().filter(decision=decision, about=about, status=State.WAITING)
    changes = [change_of(approval) for approval in rows.select_for_update(of=("self",))]
    for change in changes:
        change.after.update(status=State.WITHDRAWN.value, decided_at=by.at, words=_("It was changed, and asked anew."))
    if changes:
        write(registry.of_noun(NOUN), changes, by, fact="approval.withdrawn")
