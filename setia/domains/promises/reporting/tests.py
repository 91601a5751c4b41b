"""Reports on promises: rates, over-selling, under-selling."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from setia.domains.promises.reporting.rates import MOST_WEIGHT, shrunk, weight_of, wilson
from setia.foundation import conditions
from setia.kit.reports import Table, answered, asked, report_for
from tests.acting import SETIA, do, listed, make, make_many
from tests.browsing import browser_of, words
from tests.cast import Cast, assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble(["parties.party", "promises.promise", "needs.need"])


@pytest.fixture
def bo(cast: Cast) -> Any:
    return make("people", name="Bo Andersen", owner=cast.ada.pk)


def report(name: str, by: Any = SETIA, **given: str) -> Table:
    found = report_for(name, by)
    return answered(found, asked(found, given, by), by)


def ended(party: Any, owner: Any, kept: int, broken: int, **values: Any) -> None:
    row = {"name": "Promise", "party_id": party.pk, "owner_id": owner.pk, "promised_by_id": owner.pk,
           "due_on": date(2026, 2, 1), "made_on": date(2026, 1, 1), **values}  # fmt: skip
    rows = [{**row, "status": status} for status in ["kept"] * kept + ["broken"] * broken]
    make_many("promises", rows)


@pytest.mark.parametrize(
    ("kept", "of", "low", "high"),
    [(0, 10, 0.0000, 0.2775), (10, 10, 0.7225, 1.0000), (1, 2, 0.0945, 0.9055), (81, 263, 0.2553, 0.3662)],
)
def test_the_interval_of_a_rate_is_that_of_published_tables(kept: int, of: int, low: float, high: float) -> None:
    """81 of 263: R. G. Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3."""
    assert wilson(kept, of) == pytest.approx((low, high), abs=5e-5)


def test_one_bad_case_is_no_verdict() -> None:
    assert shrunk(1, 1, 0.1, 10) == pytest.approx(0.1818, abs=1e-4)
    assert shrunk(50, 100, 0.1, 10) == pytest.approx(0.4636, abs=1e-4)
    alike, apart = [(1, 10)] * 20, [(0, 50)] * 10 + [(25, 50)] * 10
    assert weight_of(alike) == MOST_WEIGHT
    assert weight_of(apart) < 10


def test_the_rate_kept_is_told_by_person_with_its_interval_and_opens_the_promises(cast: Cast, bo: Any) -> None:
    ended(bo, cast.ada, 8, 2)
    ended(bo, cast.gil, 1, 0)
    table = report("promises-kept", since="2025-06-01")
    ada, gil = table.rows
    assert (ada.values["owner__name"], ada.values["rate"], ada.values["broken"]) == ("Ada Seller", 0.8, 2)
    assert (ada.values["low"], ada.values["high"]) == pytest.approx(wilson(8, 10))
    assert (gil.values["rate"], gil.values["says"]) == (None, "too few to say")
    assert len(listed("promises", where=conditions.parse(ada.where))) == 10


def test_promises_of_vendors_have_a_rate_of_their_own(cast: Cast, bo: Any) -> None:
    vera = make("companies", name="Vera", is_vendor="yes")
    ended(vera, cast.ada, 3, 3, direction="theirs")
    ended(bo, cast.ada, 5, 0, campaign='Spring "now"')
    (row,) = report("promises-kept", per="vendor", since="2025-06-01").rows
    assert (row.values["party__name"], row.values["rate"]) == ("Vera", 0.5)
    (row,) = report("promises-kept", per="campaign", since="2025-06-01").rows
    assert len(listed("promises", where=conditions.parse(row.where))) == 5


def test_only_what_somebody_may_see_is_counted(cast: Cast, bo: Any) -> None:
    ended(bo, cast.gil, 6, 0)
    other = make("people", name="Other", owner=cast.gil.pk)
    ended(other, cast.gil, 6, 0)
    (row,) = report("promises-kept", cast.acting("ada"), since="2025-06-01").rows
    assert row.values["kept"] == 6


def test_kinds_of_promises_that_break_come_first_but_not_for_one_case(cast: Cast, bo: Any) -> None:
    ended(bo, cast.ada, 60, 2, source="call")
    ended(bo, cast.gil, 10, 20, source="advertisement")
    ended(bo, cast.dev, 0, 1, source="meeting")
    table = report("over-selling", since="2025-06-01")
    assert [row.values["source"] for row in table.rows] == ["advertisement", "meeting", "call"]
    assert table.rows[1].values["rate"] == 1.0
    assert table.rows[1].values["expected"] < table.rows[0].values["expected"]
    assert len(listed("promises", where=conditions.parse(table.rows[1].where))) == 1


def test_needs_that_were_met_without_a_promise_are_shown(cast: Cast, bo: Any) -> None:
    needs = [make("needs", party=bo.pk, name=f"Need {n}", importance="5") for n in range(7)]
    for need in needs[:6]:
        do("meet", need, evidence="Asked")
    make("promises", name="It will", party=bo.pk, due_on="2026-04-01", need=needs[0].pk)
    (row,) = report("under-selling", since="2025-06-01").rows
    assert (row.values["met"], row.values["unsaid"], row.values["waiting"]) == (6, 5, 1)
    opened = listed("needs", where=conditions.parse(row.where))
    assert {each["id"] for each in opened} == {need.pk for need in needs[1:6]}


def test_a_day_that_is_none_is_refused_on_the_page_and_the_other_stays_as_it_was_typed(cast: Cast) -> None:
    browser = browser_of(cast.root)
    assert "nonsense" in words(browser.get("/reports/promises-kept/", {"since": "nonsense"}), 422)
    told = words(browser.get("/reports/promises-kept/", {"since": "nonsense", "until": "2026-01-31"}), 422)
    assert 'value="2026-01-31"' in told
