"""What the firm tried with some customers and not with others: one play that ran to its end, one that was stopped, one
that runs, and one that is still being thought about."""

from __future__ import annotations

from datetime import datetime

from setia.demo.telling.teller import Teller
from setia.domains.insight.plays.measuring import measure_all
from setia.domains.insight.plays.model import Play, State
from setia.foundation.access import Actor, system
from setia.kit import reports

LEADS = "mathilde"
FIRST, SECOND = "Ask how the machine runs", "Show the new grinder"


def try_first(teller: Teller, at: datetime) -> None:
    by = teller.actor(LEADS, at)
    number = teller.create(
        "plays", by, name=FIRST, task="Call and ask how the machine runs, and whether beans are needed.",
        where="is_customer = yes", way="call", purpose="contract", most=_some(teller), control_share=40, minutes=10,
        contact_days=30, success="order", success_days=45, wanted=15,
    )  # fmt: skip
    _start(teller, number, by, "espresso")


def try_second(teller: Teller, at: datetime) -> None:
    by = teller.actor(LEADS, at)
    number = teller.create(
        "plays", by, name=SECOND, task="Visit with the grinder and let them taste.", where="is_customer = yes",
        way="visit", purpose="contract", most=_some(teller), control_share=50, minutes=60, cost="12", success="offer",
    )  # fmt: skip
    _start(teller, number, by, "ristretto")


def stop_second(teller: Teller, at: datetime) -> None:
    """The grinder came too late to be shown."""
    by = teller.actor(LEADS, at)
    running = list(Play.objects.filter(name=SECOND, status=State.RUNNING).values_list("pk", flat=True))
    if running:
        teller.do("plays", "measure", running, by)
        teller.do("plays", "stop", running, by)


def try_again(teller: Teller, at: datetime) -> None:
    """What the first one came to is known by now; another runs when the story ends, and a draft waits."""
    measure_all(system("job", at))
    by = teller.actor(LEADS, at)
    if not Play.objects.filter(status=State.RUNNING).exists():
        number = teller.create(
            "plays", by, template="bought_once", circle="", where="is_customer = yes", purpose="contract",
            name="Write a month after delivery", most=_some(teller),
        )  # fmt: skip
        _start(teller, number, by, "lungo")
    teller.create("plays", by, template="silent_good")
    _follow_a_finding(teller, by)


def _follow_a_finding(teller: Teller, by: Actor) -> None:
    """The first thing that was found about customers leads to a draft, as by its button; a small firm finds nothing."""
    found = reports.answered(reports.report_for("what-to-change", by), {}, by)
    start = next((row.start for row in found.rows if row.start), None)
    if start:
        teller.create(start.resource, by, **start.values)


def _some(teller: Teller) -> int:
    """So few that other plays find somebody as well."""
    return max(10, teller.parties // 6)


def _start(teller: Teller, number: int, by: Actor, seed: str) -> None:
    """In a very small firm there may be nobody to compare."""
    foreseen = teller.do("plays", "plan", [number], by).answer
    if foreseen["treated"] and foreseen["control"]:
        teller.do("plays", "start", [number], by, seed=seed)
