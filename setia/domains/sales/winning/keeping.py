"""What was learnt is kept, and with it the chance of every open opportunity: all of them every night, those about
which something new stands in the ledger within minutes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from setia.domains.sales.opportunities.model import Opportunity
from setia.domains.sales.stages.model import Status
from setia.domains.sales.winning.describing import described
from setia.domains.sales.winning.history import Deal, World, past, present, records_now
from setia.domains.sales.winning.learning import ended, learnt
from setia.domains.sales.winning.model import Chance, Learning
from setia.domains.sales.winning.scoring import VERSION, points, scored, sigmoid
from setia.domains.sales.winning.testing import tested
from setia.domains.sales.winning.timing import Timing, stretch_of
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.jobs import hold_lease

BATCH = 1_000
ROUNDS_KEPT = 60
ON_ROW = ["chance", "chance_low", "chance_high"]


def learn(by: Actor) -> Learning:
    """One round: learn, test on later quarters, keep both, and score what is open."""
    world = past(by.today)
    known = ended(world, by.today)
    (parameters,) = learnt(world, [by.today])
    with transaction.atomic():
        hold_lease()
        round_ = Learning.objects.create(
            made_at=by.at, as_of=by.today, version=VERSION, deals=len(known), won=sum(one.is_won for one in known),
            parameters=parameters or {}, tested=tested(world, by.today) if parameters else {},
        )  # fmt: skip
        old = Learning.objects.order_by("-id").values_list("pk", flat=True)[ROUNDS_KEPT:]
        Learning.objects.filter(pk__in=list(old)).delete()
    score_all(round_.parameters, by)
    return round_


def latest() -> Learning | None:
    return Learning.objects.order_by("-id").first()


def score_all(parameters: dict[str, Any], by: Actor) -> int:
    """Every open opportunity, in batches; those that are over, or can no longer be scored, lose their chance."""
    count = 0
    for ids in _portions(Opportunity.objects.filter(status=Status.OPEN, archived_at__isnull=True)):
        count += score(ids, parameters, by)
    over = Opportunity.objects.filter(~Q(status=Status.OPEN) | Q(archived_at__isnull=False), chance__isnull=False)
    for ids in _portions(over):
        score(ids, {}, by)
    return count


def _portions(rows: Any) -> Iterator[list[int]]:
    last = 0
    while some := list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        last = some[-1]
        yield some


def score(ids: Iterable[int], parameters: dict[str, Any], by: Actor) -> int:
    """Those of these opportunities that are open get their chance, the others lose it; how many got one."""
    ids = sorted(set(ids))
    with transaction.atomic():
        hold_lease()
        world = present(ids) if parameters else World([], {})
        records, timing = records_now(world, by.today), Timing(parameters.get("rates", ()), by.today)
        told = [_told(deal, world, records, parameters, timing, by.today) for deal in world.deals]
        there = {row[0] for row in told}
        bulk.delete(Chance, "opportunity_id", ids)
        bulk.insert(Chance, ("opportunity", "score", "reasons", "months", "as_of"), [row[:5] for row in told])
        bulk.update(Opportunity, ON_ROW, [(*row[5:], row[0]) for row in told])
        without = Opportunity.objects.filter(chance__isnull=False)
        gone = {pk for (pk,) in bulk.found(without, "pk", set(ids) - there, "pk")}
        bulk.update(Opportunity, ON_ROW, [(None, None, None, pk) for pk in gone])
    return len(there)


def _told(
    deal: Deal, world: World, records: Any, parameters: dict[str, Any], timing: Timing, today: date
) -> Sequence[Any]:
    known = described(deal, today, world, records, parameters["usual_amounts"])
    found = scored(parameters, known)
    low, high = found.interval
    said = points(found.parts)
    reasons = [
        [name, _value(known.get(name)), said[name]] for name in sorted(said, key=lambda n: (n != "base", -abs(said[n])))
    ]
    reasons = [reason for reason in reasons if reason[0] == "base" or reason[2]]
    months = timing.by_month(float(known.get("age", 0)), stretch_of(found.parts, found.chance, sigmoid))
    percents = (round(100 * found.chance), int(100 * low), min(100, int(100 * high) + 1))
    return deal.id, sum(said.values()), reasons, months, today, *percents


def _value(value: Any) -> str:
    """What stands in the words of a reason: whole numbers only, never the number of a record."""
    return f"{value:.0f}" if isinstance(value, float) else ""
