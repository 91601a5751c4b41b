"""Plans of launches are made by a job, since what they rest on are all orders; what came true is put beside them."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

from django.db import transaction

from setia.domains.insight.launches.model import Launch, LaunchAnalogue, PriceTest, Standing
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
        asked = [_asked(one, is_planned) for one in rows.order_by("pk")]
        for said in answers(CHILD, {"sold": sold, "launches": asked}):
            with transaction.atomic():
                hold_lease()
                _keep(said, by)
    return True


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
    """How many have the need, of how many who were asked: as said, or as parties stated their needs."""
    if one.asked is not None and one.having is not None:
        return one.having, one.asked
    if one.need_kind_id is None:
        return 0, 0
    stated = Need.objects.active().filter(party__archived_at__isnull=True, party__erased_at__isnull=True)
    having = stated.filter(kind=one.need_kind_id).values("party").distinct().count()
    return having, stated.values("party").distinct().count()


def _keep(said: dict[str, Any], by: Actor) -> None:
    resource = registry.of_noun(NOUN)
    for change in changes_of(resource, [said["launch"]]):
        if "came" in said:
            change.after |= {"came": {"months": said["came"]}, "bought": sum(count for _month, count in said["came"])}
        if "plan" in said:
            _planned(change, said["plan"], date.fromisoformat(said["as_of"]))
        elif "refused" in said:
            plan = {"refused": said["refused"], "left_out": said["left_out"]}
            change.after |= {"status": Standing.REFUSED.value, "plan": plan, **dict.fromkeys(RANGES)}
        if change.dirty():
            write(
                resource,
                [change],
                by,
                fact="launch.reckoned" if {"plan", "refused"} & said.keys() else "launch.followed",
            )


def _planned(change: Change, plan: dict[str, Any], as_of: date) -> None:
    year = plan["total"][min(A_YEAR, len(plan["total"])) - 1]
    change.after |= {
        "status": Standing.PLANNED.value, "plan": plan, "planned_on": as_of,
        **dict(zip(RANGES, (*year, *plan["ever"]), strict=True)),
    }  # fmt: skip
