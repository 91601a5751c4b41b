"""What plans are made from: what people put in. Whether a plan was made from what stands there today.

Orders and stated needs are not among it: they grow every day, and a plan says of which day it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from setia.domains.insight.launches.model import Launch, LaunchAnalogue, LaunchNeed, PriceTest, Standing
from setia.foundation import bulk

Inputs = dict[str, Any]

OWN = ("market", "having", "asked", "price", "currency", "months")
MADE = (Standing.PLANNED.value, Standing.REFUSED.value, Standing.OUTDATED.value)
"""With any of these there is a plan, or words that say why there is none."""


def inputs_of(launches: Mapping[int, Mapping[str, Any]]) -> dict[int, Inputs]:
    """By launch, of which the columns are given, in the form in which they are kept with the plan; three questions."""
    needs = _by_launch(LaunchNeed, launches, "need_kind_id")
    analogues = _by_launch(LaunchAnalogue, launches, "product_id", "expected")
    tests = _by_launch(PriceTest, launches, "price", "shown", "bought")
    return {
        pk: {
            **{name: columns[name] for name in OWN},
            # Where it was said how many have the need, nobody is counted.
            "needs": [] if is_said(columns) else [kind for (kind,) in needs[pk]],
            "analogues": [list(one) for one in analogues[pk]], "tests": [list(one) for one in tests[pk]],
        }
        for pk, columns in launches.items()
    }  # fmt: skip


def is_said(columns: Mapping[str, Any]) -> bool:
    """Whether somebody said how many have the need, of how many who were asked."""
    return columns["having"] is not None and columns["asked"] is not None


def standing(plan: Mapping[str, Any], today: Inputs) -> str:
    """How a plan that was made stands to the inputs of today. Of older ones it is not kept what they were made from."""
    made_from = plan.get("made_from")
    if made_from is not None and made_from != today:
        return Standing.OUTDATED.value
    return Standing.REFUSED.value if plan.get("refused") else Standing.PLANNED.value


def stand_anew(ids: Collection[int]) -> None:
    """Compare again, after what belongs to these launches was changed."""
    rows = bulk.found(Launch.objects.filter(status__in=MADE), "pk", ids, "pk", "status", "plan", *OWN)
    found = {pk: (status, plan, dict(zip(OWN, own, strict=True))) for pk, status, plan, *own in rows}
    today = inputs_of({pk: own for pk, (_status, _plan, own) in found.items()})
    anew = {pk: standing(plan, today[pk]) for pk, (_status, plan, _own) in found.items()}
    bulk.update(Launch, ("status",), [(status, pk) for pk, status in anew.items() if status != found[pk][0]])


def _by_launch(model: Any, launches: Iterable[int], *names: str) -> dict[int, list[tuple[Any, ...]]]:
    """Values of what belongs to each launch and is in use, in an order that does not depend on when it was put in."""
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for launch, *values in bulk.found(model.objects.active(), "launch_id", set(launches), "launch_id", *names):
        found[launch].append(tuple(values))
    for some in found.values():
        some.sort(key=lambda values: tuple((value is not None, value or 0) for value in values))
    return found
