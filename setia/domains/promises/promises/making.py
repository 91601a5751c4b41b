"""Promises that other rooms make and end: an offer its delivery date, an order its price guarantee.

promise(party_id=7, name="Installed before Easter", due_on=date(2027, 3, 26), about="sales.order:9",
        source="order", owner_id=3, promised_by_id=3, by=by)
end_promises("sales.order:9", "waived", evidence="The order was cancelled", by=by)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from setia.domains.promises.promises.model import Promise, State
from setia.foundation.access import Actor
from setia.foundation.errors import Invalid
from setia.kit.changes import Change
from setia.kit.resources import registry
from setia.kit.writing import change_of, write

NOUN = "promises.promise"


@dataclass(frozen=True, slots=True)
class Term:
    """What can be measured: `Term("uptime", ">=", Decimal("99.5"), "percent")`; units are `model.Unit`."""

    measure: str
    comparison: str
    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class Promised:
    """One promise to be written down; by its day, or its term, or both."""

    party_id: int
    name: str
    owner_id: int | None
    promised_by_id: int | None
    due_on: date | None = None
    term: Term | None = None
    about: str = ""
    source: str = "other"
    direction: str = "ours"
    campaign: str = ""
    made_on: date | None = None
    team_id: int | None = None
    product_id: int | None = None
    need_id: int | None = None
    rests_on_id: int | None = None


PLAIN = tuple(field.name for field in fields(Promised) if field.name not in ("term",))


def promise(
    *,
    party_id: int,
    name: str,
    owner_id: int | None,
    promised_by_id: int | None,
    due_on: date | None = None,
    term: Term | None = None,
    about: str = "",
    source: str = "other",
    direction: str = "ours",
    campaign: str = "",
    made_on: date | None = None,
    team_id: int | None = None,
    product_id: int | None = None,
    need_id: int | None = None,
    rests_on_id: int | None = None,
    by: Actor,
) -> Promise:
    """Write down one promise. Call inside the transaction of the verb that makes it."""
    made = Promised(
        party_id, name, owner_id, promised_by_id, due_on, term, about, source, direction, campaign, made_on, team_id,
        product_id, need_id, rests_on_id,
    )  # fmt: skip
    return promise_all([made], by=by)[0]


def promise_all(promised: Sequence[Promised], *, by: Actor) -> list[Promise]:
    """The same for many, in the order given; the number of queries depends on none of them."""
    changes = [Change(_columns(one), line=line) for line, one in enumerate(promised)]
    write(registry.of_noun(NOUN), changes, by)
    made = Promise.objects.in_bulk([change.id for change in changes])
    return [made[change.id] for change in changes]


def _columns(one: Promised) -> dict[str, Any]:
    columns = {name: getattr(one, name) for name in PLAIN}
    if one.term:
        columns |= {
            "measure": one.term.measure, "comparison": one.term.comparison, "value": one.term.value,
            "unit": one.term.unit,
        }  # fmt: skip
    return columns


def end_promises(
    about: str, status: str, *, evidence: str, by: Actor, on: date | None = None, only: Iterable[int] | None = None
) -> int:
    """End the promises about this record that are still open (of these numbers, if said); how many that were.

    `status` is "kept", "broken" or "waived"; a promise is renegotiated one by one, by its verb.
    """
    if status not in (State.KEPT, State.BROKEN, State.WAIVED):
        raise Invalid({"status": [_("A promise ends as kept, broken or waived.")]})
    rows = Promise.objects.active().filter(about=about, status=State.OPEN)
    if only is not None:
        rows = rows.filter(pk__in=list(only))
    changes = [change_of(one) for one in rows.order_by("pk").select_for_update(of=("self",))]
    for change in changes:
        change.after.update(status=status, ended_on=on or by.today, evidence=evidence)
    if changes:
        write(registry.of_noun(NOUN), changes, by, fact=f"promise.{status}", data={"inputs": {"evidence": evidence}})
    return len(changes)
