"""What contracts do by themselves, every night: order their periods, announce that they renew, renew, and end.

Each contract is dealt with under lock and in a transaction of its own, and looked at again once it is locked: whatever
is broken off or run twice leaves no second order (and the database holds one order for a period).
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.promises.promises.making import end_promises
from setia.domains.sales.contracts.model import ALIVE, Contract, ContractStatus
from setia.domains.sales.contracts.ordering import monthly_value, order_period
from setia.domains.sales.contracts.terms import follow_terms, renewed
from setia.foundation import ledger
from setia.foundation.access import Actor, system
from setia.foundation.company import our_company
from setia.foundation.errors import Refusal
from setia.foundation.jobs import every, task
from setia.kit import notices
from setia.kit.changes import Change
from setia.kit.notices import Sort, Told
from setia.kit.resources import registry
from setia.kit.writing import changes_of, write

log = logging.getLogger("setia.contracts")
NOUN = "sales.contract"
BATCH = 500
SOON = timedelta(days=14)
"""So long before the last day for notice, whoever looks after a contract hears that it will renew."""
RENEWING = notices.declare(
    Sort("contract_renewing", gettext_lazy("A contract renews by itself; notice until %(day)s"), "calendar-clock")
)


@every("nightly", at="03:40")
@task()
def tend_contracts() -> None:
    tend(timezone.now())


def tend(now: datetime) -> int:
    """Everything that is due on the day of `now`; how many contracts were touched."""
    by = replace(system("job", now), zone=our_company().zone)
    last = touched = 0
    while ids := list(_due(by.today).filter(pk__gt=last).values_list("pk", flat=True)[:BATCH]):
        for id_ in ids:
            touched += _tend_one(id_, by)
        last = ids[-1]
    return touched


def _tend_one(id_: int, by: Actor) -> int:
    """What is refused for one contract (no price, a customer who was erased) holds up no other."""
    steps = 0
    try:
        while _step(id_, by):
            steps += 1
    except Refusal as no:
        log.warning("contract %s was left as it is: %s", id_, no.message)
    return steps


def _due(today: date) -> QuerySet[Any]:
    ordering = Q(next_on__lte=today, status__in=(ContractStatus.RUNNING, ContractStatus.NOTICED))
    announcing = Q(notice_on__lte=today + SOON, announced_on__isnull=True)
    over = Q(ends_on__lt=today) | Q(notice_on__lt=today) | announcing
    return Contract.objects.active().filter(ordering | over, status__in=ALIVE).order_by("pk")


@transaction.atomic
def _step(id_: int, by: Actor) -> bool:
    """One thing that is due, the first in time; whether there was any."""
    (change,) = changes_of(registry.of_noun(NOUN), [id_]) or (None,)
    if change is None or change.after["archived_at"] or change.after["status"] not in ALIVE:
        return False
    by = replace(by, act=ledger.begin())
    after, today = change.after, by.today
    orders = after["status"] != ContractStatus.PAUSED
    if orders and after["next_on"] and after["next_on"] <= today:
        order_period(change, by)
        return _write(change, by, "contract.ordered")
    if after["renews"] and after["notice_on"] and after["notice_on"] < today:
        renewed(after)
        return _write(change, by, "contract.renewed")
    if after["ends_on"] and after["ends_on"] < today:
        after["status"] = ContractStatus.ENDED.value
        follow_terms(after)
        end_promises(f"{NOUN}:{id_}", "waived", evidence=_("The contract has ended."), by=by)
        return _write(change, by, "contract.ended")
    if after["renews"] and after["notice_on"] and after["announced_on"] is None and after["notice_on"] <= today + SOON:
        after["announced_on"] = today
        if after["owner_id"]:
            told = Told(after["owner_id"], id_, after["notice_on"].isoformat())
            notices.tell(RENEWING, NOUN, [told], by.at, None)
        return _write(change, by, "contract.renewing")
    return False


def _write(change: Change, by: Actor, fact: str) -> bool:
    change.after["monthly"] = monthly_value(change.id, change.after, by.today)
    write(registry.of_noun(NOUN), [change], by, fact=fact)
    return True
