"""What can be done with a contract."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.promises.promises.making import end_promises
from setia.domains.sales.contracts.model import ALIVE, Contract, ContractStatus
from setia.domains.sales.contracts.promising import promise_terms
from setia.domains.sales.contracts.terms import end_after, period_of
from setia.foundation.access import Actor
from setia.foundation.errors import Invalid, Refusal
from setia.foundation.records import address
from setia.kit.kinds import Text
from setia.kit.operations import operation

ON = {"on": gettext_lazy("On")}


def is_alive(contract: Contract) -> bool:
    return contract.status in ALIVE


@operation(
    records="contract.started",
    label=gettext_lazy("Start"),
    told=gettext_lazy("started"),
    icon="play",
    tone="good",
    when=lambda contract: contract.status == ContractStatus.DRAFT,
)
def start_contract(contract: Contract, *, by: Actor) -> None:
    """Both sides agreed. From now on the order of each period is made by itself, and what it promises is promised."""
    _require(contract, ContractStatus.DRAFT)
    if not contract.lines.filter(archived_at__isnull=True).exists():
        raise Refusal(_("Say first what is delivered: the contract has no lines."))
    contract.status = ContractStatus.RUNNING.value
    promise_terms(contract, by)


@operation(
    records="contract.noticed",
    label=gettext_lazy("Notice given"),
    told=gettext_lazy("gave notice"),
    icon="calendar-off",
    tone="danger",
    bulk=False,
    when=lambda contract: contract.status in (ContractStatus.RUNNING, ContractStatus.PAUSED),
    choices={"reason": Text(300)},
    labels={**ON, "reason": gettext_lazy("Why")},
    dated_by="on",
)
def notice_contract(contract: Contract, *, on: date | None = None, reason: str = "", by: Actor) -> None:
    """Notice was given: it ends at the end of its term. After the last day for notice it has renewed once more."""
    _require(contract, ContractStatus.RUNNING, ContractStatus.PAUSED)
    day = on or by.today
    if day > by.today:
        raise Invalid({"on": [_("This day has not come yet.")]})
    if contract.ends_on is None:
        contract.ends_on = max(day + timedelta(days=contract.notice_days), contract.starts_on)
        contract.renews = False
    while contract.notice_on and contract.renews and day > contract.notice_on:
        contract.renewals += 1
        contract.ends_on = end_after(contract.first_ends_on, contract.renewal_months, contract.renewals)
        contract.notice_on = contract.ends_on - timedelta(days=contract.notice_days)
    contract.renews, contract.noticed_on = False, day
    contract.status = ContractStatus.NOTICED.value


@operation(
    records="contract.ended",
    label=gettext_lazy("End"),
    told=gettext_lazy("ended"),
    icon="square",
    tone="danger",
    bulk=False,
    when=is_alive,
    choices={"reason": Text(300)},
    labels={**ON, "reason": gettext_lazy("Why")},
)
def end_contract(contract: Contract, *, on: date | None = None, reason: str = "", by: Actor) -> None:
    """Both sides agree that it ends, today or on another day; orders that were made stay."""
    _require(contract, *map(ContractStatus, ALIVE))
    day = on or by.today
    if day < contract.starts_on:
        raise Invalid({"on": [_("A contract does not end before it begins.")]})
    contract.ends_on, contract.renews = day, False
    if day <= by.today:
        contract.status = ContractStatus.ENDED.value
        end_promises(address(contract), "waived", evidence=_("The contract has ended."), by=by)
    else:
        contract.status, contract.noticed_on = ContractStatus.NOTICED.value, by.today


@operation(
    records="contract.paused",
    label=gettext_lazy("Pause"),
    told=gettext_lazy("paused"),
    icon="pause",
    bulk=False,
    when=lambda contract: contract.status == ContractStatus.RUNNING,
    choices={"reason": Text(300)},
    labels={"reason": gettext_lazy("Why")},
)
def pause_contract(contract: Contract, *, reason: str = "", by: Actor) -> None:
    """Nothing is ordered for periods that begin while it is paused. Its term goes on."""
    _require(contract, ContractStatus.RUNNING)
    contract.status, contract.paused_on = ContractStatus.PAUSED.value, by.today


@operation(
    records="contract.resumed",
    label=gettext_lazy("Resume"),
    told=gettext_lazy("resumed"),
    icon="play",
    tone="good",
    bulk=False,
    when=lambda contract: contract.status == ContractStatus.PAUSED,
)
def resume_contract(contract: Contract, *, by: Actor) -> None:
    """It goes on with the next period that begins."""
    _require(contract, ContractStatus.PAUSED)
    values = {"starts_on": contract.starts_on, "period": contract.period, "ends_on": contract.ends_on}
    contract.periods = max(contract.periods, period_of(values, by.today))
    contract.status, contract.paused_on = ContractStatus.RUNNING.value, None


def _require(contract: Contract, *statuses: ContractStatus) -> None:
    if contract.status not in statuses:
        raise Refusal(
            _("“%(contract)s” is %(status)s; this is not possible any more.")
            % {"contract": contract, "status": contract.get_status_display().lower()}
        )
