"""What people may decide up to a limit. Upper domains declare their kinds of decisions when they are loaded."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from setia.foundation.access import Access

Words = str | Promise
Unit = Literal["percent", "amount"]


@dataclass(frozen=True, slots=True)
class Decision:
    """A kind of decision: `unit` says whether its limits are percents or amounts of money.

    `mark_of` tells, for the address of a record, the mark it has now (see `approvals.asking.ask`). With it, nobody
    decides on what has changed since it was asked about; None where such a record cannot be asked about any more.

    `tells` are the fields, as (noun, name), that the percent of such a decision gives away: whoever may not know one of
    them learns that something has to be decided, but not how far it goes.
    """

    name: str
    label: Words
    unit: Unit
    help: Words = ""
    mark_of: Callable[[str], str | None] | None = None
    tells: tuple[tuple[str, str], ...] = ()


_decisions: dict[str, Decision] = {}


def declare(decision: Decision) -> Decision:
    if decision.name in _decisions:
        raise LookupError(f"the decision {decision.name} is declared already")
    _decisions[decision.name] = decision
    return decision


def find(name: str) -> Decision | None:
    return _decisions.get(name)


def is_confidential(name: str) -> bool:
    """Whether not everybody who sees that this is decided may know how far it goes."""
    decision = find(name)
    return decision is not None and bool(decision.tells)


def withheld_from(access: Access) -> bool:
    """Whether this person may not know how far confidential decisions go."""
    return any(access.hides(noun, name) for decision in _decisions.values() for noun, name in decision.tells)


def choices() -> list[tuple[str, Words]]:
    return [(decision.name, decision.label) for decision in _decisions.values()]


EXCEPTION = declare(
    Decision(
        "exception",
        _("Exception at our cost"),
        "amount",
        _("Anything that is not the rule and costs us up to so much: a free visit, a gift after a mishap."),
    )
)
"""What is asked by hand; everything else is asked where it comes up."""
