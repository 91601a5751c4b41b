"""What comes in every month from contracts, and what came, went and changed from month to month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.sales.contract_lines.model import ContractLine
from setia.domains.sales.contracts.model import Contract, ContractStatus
from setia.domains.sales.contracts.ordering import month_of
from setia.domains.sales.months import later
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.kit.kinds import Amount, Field, Text, Whole
from setia.kit.reports import Column, Report, Row, Table

MONTHS = Field("months", gettext_lazy("Months"), Whole(2, 60), "months", default=12)
MOST = 20_000


def recurring(values: Mapping[str, Any], by: Actor) -> Table:
    """The value of a month on the last day of each, in each currency by itself."""
    number = int(values.get("months") or 12)
    first = by.today.replace(day=1)
    ends = [later(first, 1 - back) - timedelta(days=1) for back in range(number, -1, -1)]
    ends[-1] = by.today
    names = ("id", "currency", "period", "starts_on", "ends_on", "status", "paused_on")
    rows = by.access.visible(Contract.objects.active().exclude(status=ContractStatus.DRAFT))
    contracts = list(rows.order_by("id").values(*names)[:MOST])
    lines: dict[int, list[tuple[int, date, date | None]]] = defaultdict(list)
    known = ContractLine.objects.active()
    for contract, *line in bulk.found(
        known, "contract_id", [one["id"] for one in contracts], "contract_id", "amount", "from_on", "until_on"
    ):
        lines[contract].append(tuple(line))  # type: ignore[arg-type]
    worth = {one["id"]: [_worth(one, lines[one["id"]], end) for end in ends] for one in contracts}
    table = []
    for currency in sorted({one["currency"] for one in contracts}):
        ids = [one["id"] for one in contracts if one["currency"] == currency]
        table += [_row(currency, ends, place, [worth[id_] for id_ in ids]) for place in range(1, len(ends))]
    columns = (
        Column("month", gettext_lazy("Month"), Text(10)),
        *(
            Column(name, label, Amount(least=None))
            for name, label in (
                ("value", gettext_lazy("Value of a month")), ("came", gettext_lazy("Came")),
                ("went", gettext_lazy("Went")), ("grew", gettext_lazy("Grew or shrank")),
            )
        ),
        Column("count", gettext_lazy("Contracts"), Whole()),
    )  # fmt: skip
    notes = [_("Net, on the last day of each month. A contract that is paused now counts until it was paused.")]
    return Table(columns, table, notes if table else [_("There are no contracts yet.")])


def _worth(contract: Mapping[str, Any], lines: Iterable[tuple[int, date, date | None]], day: date) -> int:
    if day < contract["starts_on"] or (contract["ends_on"] and day > contract["ends_on"]):
        return 0
    if contract["status"] == ContractStatus.PAUSED and day >= contract["paused_on"]:
        return 0
    holding = (amount for amount, since, until in lines if since <= day and (until is None or day <= until))
    return month_of(holding, contract["period"])


def _row(currency: str, ends: list[date], place: int, worths: list[list[int]]) -> Row:
    pairs = [(worth[place - 1], worth[place]) for worth in worths]
    end = ends[place]
    told = {
        "month": f"{end:%Y-%m}", "value": sum(now for _was, now in pairs), "currency": currency,
        "came": sum(now for was, now in pairs if not was), "went": -sum(was for was, now in pairs if not now),
        "grew": sum(now - was for was, now in pairs if was and now), "count": sum(now > 0 for _was, now in pairs),
    }  # fmt: skip
    where = f'currency = "{currency}" and status != "draft" and starts_on <= {end}'
    return Row(told, "contracts", f"{where} and (ends_on is empty or ends_on >= {end})")


RECURRING = Report(
    "recurring-revenue", gettext_lazy("Recurring revenue"),
    gettext_lazy("What do contracts bring in a month, and what came, went and changed?"), "sales.contract",
    recurring, icon="refresh-cw", asks=(MONTHS,),
    reads={"sales.contract": ("monthly", "starts_on", "ends_on", "status")}, place=63,
)  # fmt: skip
