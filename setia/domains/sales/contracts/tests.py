"""Contracts: their months, their orders (each once), notice, renewal and end."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from setia.domains.promises.promises.model import Promise
from setia.domains.sales.contracts import tending
from setia.domains.sales.contracts.tending import tend
from setia.domains.sales.contracts.terms import end_after, notice_day
from setia.domains.sales.orders.model import Order
from setia.foundation.errors import Invalid, Refusal
from setia.kit import notices
from tests.acting import change, do, facts, make
from tests.cast import assemble

pytestmark = pytest.mark.django_db


def at(day: str) -> datetime:
    return datetime.fromisoformat(f"{day}T03:40:00").replace(tzinfo=UTC)


def contract(**values: Any) -> Any:
    bo = make("people", name="Bo Andersen")
    known = {"name": "Maintenance", "party": bo.pk, "starts_on": "2026-01-31", "currency": "EUR"} | values
    made = make("contracts", **known)
    make("contract-lines", contract=made.pk, description="Visit", unit_price="100", quantity="2")
    made.refresh_from_db()
    return made


def days(made: Any) -> list[str]:
    return [str(day) for day in made.orders.order_by("period_on").values_list("period_on", flat=True)]


def test_each_period_is_ordered_once_on_the_right_day_of_short_months() -> None:
    made = contract()
    with pytest.raises(Refusal, match="no lines"):
        do("start", make("contracts", name="Empty", party=made.party_id, starts_on="2026-02-01"))
    do("start", made)
    tend(at("2026-04-30"))
    tend(at("2026-04-30"))
    assert days(made) == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]
    assert set(made.orders.values_list("status", "net", "currency")) == {("confirmed", 20_000, "EUR")}


def test_a_job_that_breaks_off_makes_no_second_order(monkeypatch: pytest.MonkeyPatch) -> None:
    made = contract()
    do("start", made)

    def killed(*_some: Any) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(tending, "monthly_value", killed)
        with pytest.raises(KeyboardInterrupt):
            tend(at("2026-02-01"))
    assert not Order.objects.exists()
    tend(at("2026-02-01"))
    assert days(made) == ["2026-01-31"]


def test_ends_and_days_for_notice_count_from_the_first_end() -> None:
    assert end_after(date(2024, 2, 28), 12, 1) == date(2025, 2, 27)
    assert end_after(date(2026, 1, 30), 1, 1) == date(2026, 2, 27)
    assert end_after(date(2026, 1, 30), 1, 2) == date(2026, 3, 30)
    assert notice_day(date(2026, 12, 31), True, 90) == date(2026, 10, 2)
    assert notice_day(None, True, 90) is None


def test_a_contract_announces_that_it_renews_and_renews_unless_notice_was_given() -> None:
    root = assemble(["sales.contract"]).root
    made = contract(period="year", ends_on="2027-01-30", notice_days="30", owner=root.pk)
    do("start", made)
    assert str(made.notice_on) == "2026-12-31"
    tend(at("2026-12-20"))
    tend(at("2026-12-21"))
    assert facts(made).count("contract.renewing") == 1
    tend(at("2027-01-01"))
    made.refresh_from_db()
    assert (str(made.ends_on), str(made.notice_on), made.renewals) == ("2028-01-30", "2027-12-31", 1)
    assert notices.sorts()["contract_renewing"]
    other = contract(period="year", ends_on="2026-03-30", notice_days="28")
    do("start", other)
    do("notice", other, on="2026-03-02")
    tend(at("2026-03-31"))
    other.refresh_from_db()
    assert (other.status, str(other.ends_on), other.next_on) == ("ended", "2026-03-30", None)


def test_notice_after_the_last_day_ends_the_next_term_and_open_ended_ones_after_their_days() -> None:
    late = contract(ends_on="2026-03-30", notice_days="60", renewal_months="12")
    do("start", late)
    do("notice", late)
    assert (late.status, str(late.ends_on)) == ("noticed", "2027-03-30")
    free = contract(ends_on="", notice_days="10")
    do("start", free)
    do("notice", free)
    assert str(free.ends_on) == "2026-03-12"


def test_nothing_is_ordered_for_periods_that_begin_while_it_is_paused() -> None:
    made = contract(starts_on="2025-12-15")
    do("start", made)
    tend(at("2026-01-20"))
    do("pause", made)
    tend(at("2026-03-02"))
    do("resume", made)
    tend(at("2026-03-20"))
    assert days(made) == ["2025-12-15", "2026-01-15", "2026-03-15"]


def test_another_price_counts_from_its_day_on_and_a_month_is_worth_what_it_comes_to() -> None:
    made = contract(period="quarter", starts_on="2026-01-01")
    assert made.monthly == 6667
    do("start", made)
    tend(at("2026-03-02"))
    line = made.lines.get()
    with pytest.raises(Invalid, match="Orders were made already"):
        do("alter", line, on="2026-03-15", unit_price="120")
    do("alter", line, on="2026-04-01", unit_price="120")
    tend(at("2026-04-01"))
    assert list(made.orders.order_by("period_on").values_list("net", flat=True)) == [20_000, 24_000]
    made.refresh_from_db()
    assert made.monthly == 8000


def test_what_a_contract_promises_is_promised_when_it_starts() -> None:
    made = contract(answer_hours="4", price_until="2026-12-31")
    do("start", made)
    about = Promise.objects.filter(about=f"sales.contract:{made.pk}").order_by("id")
    assert [(one.value, one.due_on) for one in about] == [(4, None), (None, date(2026, 12, 31))]
    do("end", made)
    assert set(about.values_list("status", flat=True)) == {"waived"}


def test_a_contract_does_not_end_before_it_begins() -> None:
    with pytest.raises(Invalid, match="does not end before it begins"):
        contract(ends_on="2026-01-30")
    made = contract()
    do("start", made)
    with pytest.raises(Invalid, match="does not end before"):
        do("end", made, on="2026-01-01")
    with pytest.raises(Invalid, match="has started"):
        change(made, period="year")
