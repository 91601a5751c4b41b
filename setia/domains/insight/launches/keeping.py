"""Plans of launches are made by a job, since what they rest on are all orders; what came true is put beside them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

from django.db import transaction

from setia.domains.insight.launches.inputs import OWN, Inputs, inputs_of, is_said
from setia.domains.insight.launches.model import Launch, LaunchAnalogue, LaunchNeed, PriceTest, Standing
from setia.domains.needs.needs.model import Need
from setia.foundation.access import Actor
from setia.foundation.apart import answers
from setia.foundation.jobs import hold_lease
from setia.kit.changes import Change
from setia.kit.resources import registry
from setia.kit.writing import changes_of, write

NOUN = "insight.launch"
CHILD = "setia.domains.insight.launches.working"
RANGES = ("year_low", "year_middle", "year_high", "ever_low", "ever_middle", "ever_high")
A_YEAR = 12

Source = AbstractContextManager[dict[str, Any] | None]


def plan_launches(ids: Iterable[int], source: Source, by: Actor) -> bool:
    """Plan these; False where there is nothing yet to learn from."""
    return _told(Launch.objects.filter(pk__in=list(ids)), source, by, is_planned=True)


def follow_launches(source: Source, by: Actor) -> bool:
    """Put what came true beside the plans of what is on sale."""
    rows = Launch.objects.active().filter(product__isnull=False, starts_on__lte=by.today)
    return _told(rows, source, by, is_planned=False) if rows.exists() else True


def _told(rows: Any, source: Source, by: Actor, *, is_planned: bool) -> bool:
    with source as sold:
        if sold is None:
            return False
        launches = list(rows.order_by("pk"))
        made_from = inputs_of({one.pk: _own(one) for one in launches}) if is_planned else {}
        asked = [_asked(one, is_planned) for one in launches]
        for said in answers(CHILD, {"sold": sold, "launches": asked}):
            with transaction.atomic():
                hold_lease()
                _keep(said, made_from.get(said["launch"]), by)
    return True


def _own(one: Launch) -> Inputs:
    return {name: getattr(one, name) for name in OWN}


def _asked(one: Launch, is_planned: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "launch": one.pk, "product": one.product_id, "starts_on": one.starts_on and one.starts_on.isoformat(),
        "is_planned": is_planned,
    }  # fmt: skip
    if not is_planned:
        return told
    having, asked = needing(one)
    analogues = LaunchAnalogue.objects.active().filter(launch=one).order_by("pk")
    tests = PriceTest.objects.active().filter(launch=one).order_by("pk")
    return told | {
        "market": one.market, "having": having, "asked": asked, "price": one.price, "months": one.months,
        "analogues": [{"product": product, "name": name, "expected": expected}
                      for product, name, expected in analogues.values_list("product_id", "product__name", "expected")],
        "tests": [list(told) for told in tests.values_list("price", "shown", "bought")],
    }  # fmt: skip


def needing(one: Launch) -> tuple[int, int]:
    """How many have a need that it serves, of how many who were asked: as said, or as parties stated their needs. Who
    stated several of them counts once."""
    if is_said(_own(one)):
        return one.having or 0, one.asked or 0
    kinds = set(LaunchNeed.objects.active().filter(launch=one).values_list("need_kind_id", flat=True))
    if not kinds:
        return 0, 0
    stated = Need.objects.active().filter(party__archived_at__isnull=True, party__erased_at__isnull=True)
    having = stated.filter(kind__in=kinds).values("party").distinct().count()
    return having, stated.values("party").distinct().count()


def _keep(said: dict[str, Any], made_from: Inputs | None, by: Actor) -> None:
    """`made_from` are the inputs as they were when it was begun: they may be others by now."""
    resource = registry.of_noun(NOUN)
    for change in changes_of(resource, [said["launch"]]):
        if "came" in said:
            change.after |= {"came": {"months": said["came"]}, "bought": sum(count for _month, count in said["came"])}
        if "plan" in said:
            _planned(change, {**said["plan"], "made_from": made_from}, date.fromisoformat(said["as_of"]))
        elif "refused" in said:
            plan = {"refused": said["refused"], "left_out": said["left_out"], "made_from": made_from}
            change.after |= {"status": Standing.REFUSED.value, "plan": plan, **dict.fromkeys(RANGES)}
        if change.dirty():
            write(resource, [change], by, fact=_fact(said))


def _fact(said: dict[str, Any]) -> str:
    if "refused" in said:
        return "launch.lacked"
    return "launch.reckoned" if "plan" in said else "launch.followed"


def _planned(change: Change, plan: dict[str, Any], as_of: date) -> None:
    year = plan["total"][min(A_YEAR, len(plan["total"])) - 1]
    change.after |= {
        "status": Standing.PLANNED.value, "plan": plan, "planned_on": as_of,
        **dict(zip(RANGES, (*year, *plan["ever"]), strict=True)),
    }  # fmt: skip
