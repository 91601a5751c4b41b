"""Contracts of several kinds: renewed, changed, paused, ended, and one of which notice was given."""

from __future__ import annotations

from datetime import datetime, timedelta

from setia.demo.firm.colleagues import ADMINISTRATOR
from setia.demo.telling.teller import Teller
from setia.domains.parties.parties.model import Party
from setia.domains.sales.contract_lines.model import ContractLine
from setia.domains.sales.contracts.model import Contract
from setia.domains.sales.contracts.tending import tend
from setia.domains.sales.months import last_day, later

KINDS = (
    ("Maintenance", "SV-200", "year", 12, 60), ("Coffee subscription", "KO-001", "month", 0, 30),
    ("Maintenance plus", "SV-300", "year", 12, 90), ("Water filters", "SO-201", "quarter", 6, 30),
    ("Coffee for the shop", "KO-002", "month", 3, 20), ("Rent of a grinder", "BR-050", "month", 12, 30),
)  # fmt: skip
NUMBER = "CT-{:03}"
WORTH = {"IDR": 17_000}
"""What a euro is about, where prices have more digits."""


def sign(teller: Teller, at: datetime) -> None:
    """Six customers sign; each contract runs from the first of the month."""
    by = teller.actor(ADMINISTRATOR, at)
    rows = Party.objects.active().filter(is_customer=True, kind="company", erased_at=None).order_by("id")
    first = at.date().replace(day=1)
    for number, (party, kind) in enumerate(zip(rows[: len(KINDS)], KINDS, strict=False)):
        name, product, period, months, notice = kind
        currency = party.currency or "EUR"
        values = {
            "party": party.pk, "name": name, "reference": NUMBER.format(number + 1), "starts_on": first,
            "period": period, "notice_days": notice, "currency": currency, "owner": teller.staff[ADMINISTRATOR],
        }  # fmt: skip
        if months:
            values |= {"ends_on": last_day(first, months), "renewal_months": months}
        if number == 0:
            values |= {"answer_hours": 8, "price_until": later(first, 24)}
        contract = teller.create("contracts", by, **values)
        teller.create("contract-lines", by, contract=contract, product=teller.products[product], quantity=2 + number,
                      discount=5 if number % 2 else 0,
                      unit_price=(40 + 15 * number) * WORTH.get(currency, 1))  # fmt: skip
        if number != 5:
            teller.do("contracts", "start", [contract], by)


def run_on(teller: Teller, at: datetime) -> None:
    """The night job, as often as the story passes by."""
    tend(at)


def decide(teller: Teller, at: datetime) -> None:
    """One pauses, one ends, of one notice is given, one pays less from a day on."""
    tend(at)
    by = teller.actor(ADMINISTRATOR, at)
    numbers = dict(Contract.objects.values_list("reference", "pk"))
    for number, verb, reason in (
        (2, "pause", "Closed for the season"), (3, "notice", "Chose somebody else"), (5, "end", "The shop closes"),
    ):  # fmt: skip
        if contract := numbers.get(NUMBER.format(number)):
            teller.do("contracts", verb, [contract], by, reason=reason)
    for altered in Contract.objects.filter(reference=NUMBER.format(4)):
        line = ContractLine.objects.get(contract=altered)
        on = altered.next_on or at.date() + timedelta(days=120)
        teller.do("contract-lines", "alter", [line.pk], by, on=on, quantity=line.quantity + 2)


def go_on(teller: Teller, at: datetime) -> None:
    """What was paused runs again."""
    by = teller.actor(ADMINISTRATOR, at)
    for paused in Contract.objects.filter(reference=NUMBER.format(2)):
        teller.do("contracts", "resume", [paused.pk], by)
    tend(at)
