"""One round of reckoning for contracts, and the rows that it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from setia.domains.insight.renewals.model import Method, Renewal
from setia.domains.sales.contracts.model import ALIVE, Contract, ContractStatus
from setia.domains.sales.months import between
from setia.foundation import bulk
from setia.foundation.apart import worked_out
from setia.foundation.jobs import hold_lease

CHILD = "setia.domains.insight.renewals.child"
BATCH = 2_000
OVER = (ContractStatus.ENDED.value, ContractStatus.NOTICED.value)
NAMES = (
    "party_id", "as_of", "method", "chance", "chance_low", "chance_high", "renewed", "months", "ends_on", "value",
    "currency", "learnt_from", "ended", "archived_at", "updated_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """A contract that was started, as it is now. `has_term`: it renews, or would have, when its term ends; `is_alive`:
    it goes on unless somebody ends it."""

    id: int
    party: int
    months: int
    renewals: int
    ends_on: date | None
    has_term: bool
    is_over: bool
    is_alive: bool
    value: int
    currency: str


def contracts(today: date) -> list[Known]:
    rows = Contract.objects.active().exclude(status=ContractStatus.DRAFT).filter(starts_on__lte=today)
    rows = rows.filter(party__erased_at__isnull=True, party__restricted_on__isnull=True).order_by("pk")
    names = ("pk", "party_id", "starts_on", "ends_on", "first_ends_on", "status", "renews", "renewals",
             "renewal_months", "monthly", "currency")  # fmt: skip
    return [_known(today, *row) for row in rows.values_list(*names)]


def _known(
    today: date, pk: int, party: int, starts: date, ends: date | None, first: date | None, status: str, renews: bool,
    renewals: int, renewal_months: int, monthly: int, currency: str,
) -> Known:  # fmt: skip
    is_over = status in OVER
    last = min(today, ends) if ends and is_over else today
    has_term = first is not None and (renews or is_over)
    months = max(0, between(starts, last))
    alive = status in ALIVE and not is_over and (renews or ends is None)
    return Known(pk, party, months, renewals, ends, has_term, is_over, alive, monthly * renewal_months, currency)


def reckon(at: datetime, today: date) -> int:
    """Every contract under way gets its chance; of how many something is said."""
    known = contracts(today)
    with_term = [one for one in known if one.has_term]
    told = worked_out(CHILD, {
        "terms": {"passed": [one.renewals for one in with_term], "ended": [one.is_over for one in with_term]},
        "lives": {"passed": [one.months for one in known], "ended": [one.is_over for one in known]},
    }) if known else {"terms": {"said": None}, "lives": {"said": None}}  # fmt: skip
    said = _said(known, with_term, told)
    rows = {one.id: _row(one, said.get(one.id), at, today) for one in known if one.is_alive}
    _write(rows, at)
    return sum(one.id in said for one in known if one.is_alive)


def _said(known: list[Known], with_term: list[Known], told: dict[str, Any]) -> dict[int, tuple[Any, ...]]:
    """By contract: method, chance and its ends, and from how many contracts it was learnt."""
    found: dict[int, tuple[Any, ...]] = {}
    for method, some, name in ((Method.MONTHS, known, "lives"), (Method.RENEWALS, with_term, "terms")):
        answer = told[name]
        for one, chance in zip(some, answer["said"] or (), strict=False):
            if chance and (method == Method.RENEWALS) == one.has_term:
                found[one.id] = (method.value, *chance, answer["contracts"], answer["ended"])
    return found


def _row(one: Known, said: tuple[Any, ...] | None, at: datetime, today: date) -> tuple[Any, ...]:
    method, chance, low, high, contracts, ended = said or ("", None, None, None, 0, 0)
    return (
        one.party, today, method, chance, low, high, one.renewals, one.months, one.ends_on, one.value, one.currency,
        contracts, ended, None, at,
    )  # fmt: skip


def _write(rows: dict[int, tuple[Any, ...]], at: datetime) -> None:
    there = dict(Renewal.objects.values_list("contract_id", "pk"))
    for some in _portions(sorted(rows)):
        with transaction.atomic():
            hold_lease()
            alive = set(Contract.objects.filter(pk__in=some).values_list("pk", flat=True))
            bulk.update(Renewal, NAMES, [(*rows[pk], there[pk]) for pk in some if pk in there])
            new = [pk for pk in some if pk not in there and pk in alive]
            if new:
                numbers = bulk.reserve_ids(Renewal, len(new))
                made = [(number, pk, at, 1, *rows[pk]) for number, pk in zip(numbers, new, strict=True)]
                bulk.insert(Renewal, ("id", "contract_id", "created_at", "version", *NAMES), made)
    with transaction.atomic():
        hold_lease()
        bulk.delete(Renewal, "id", [pk for contract, pk in there.items() if contract not in rows])


def _portions(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
