"""Customers, plays and orders for the tests of plays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from setia.domains.insight.plays.measuring import measure_all
from setia.domains.insight.plays.members.model import PlayMember
from setia.domains.insight.plays.model import Play
from setia.domains.sales.orders.model import Order
from setia.foundation.access import system
from tests.acting import do, listed, make, make_many

SEED = "a seed"
DAY = timedelta(days=1)


def customers(count: int, owner: Any, prefix: str = "Customer") -> list[Any]:
    rows = [{"name": f"{prefix} {n:04}", "kind": "company", "owner_id": owner.pk, "is_customer": True}
            for n in range(count)]  # fmt: skip
    return make_many("parties", rows)


def play(owner: Any = None, **values: Any) -> Play:
    usual = {
        "name": "Call them", "task": "Ask how they are.", "where": "is_customer = yes", "purpose": "contract",
        "control_share": 50, "owner": owner.pk if owner else None,
    }  # fmt: skip
    made: Play = make("plays", **{**usual, **values})
    return made


def started(owner: Any = None, **values: Any) -> Play:
    made = play(owner, **values)
    do("start", made, seed=SEED)
    return made


def arm(made: Play, name: str) -> list[int]:
    return list(PlayMember.objects.filter(play=made, arm=name).order_by("pk").values_list("party_id", flat=True))


def order(party: int, at: Any, net: int = 10_000) -> None:
    made = make("orders", system("web", at), party=party, ordered_on=at.date().isoformat(), currency="EUR")
    Order.objects.filter(pk=made.pk).update(net=net, status="confirmed")


def look(made: Play, at: Any) -> Play:
    measure_all(system("job", at))
    made.refresh_from_db()
    return made


def said(made: Play) -> str:
    (row,) = listed("plays", columns=("outcome",))
    return str(row["outcome"])
