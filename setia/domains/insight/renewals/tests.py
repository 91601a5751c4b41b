"""How likely contracts are to go on."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from setia.domains.insight.buying.contracts import renewing, survival
from setia.domains.insight.renewals import keeping
from setia.domains.insight.renewals.child import answered
from setia.domains.insight.renewals.model import Renewal
from setia.domains.sales.contracts.model import Contract
from setia.foundation.staff.models import Role
from setia.kit.lists import Listing
from setia.kit.resources import registry
from tests.acting import SETIA, do, listed, make_many
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "worked_out", lambda module, told: answered(told))


def signed(bo: Any, owner: Any, count: int, **values: Any) -> list[Any]:
    """Contracts with a term of a year; what they have become is written as it would be by their verbs and nights."""
    known = {"party_id": bo.pk, "owner_id": owner.pk, "starts_on": date(2021, 1, 1), "ends_on": date(2021, 12, 31),
             "currency": "EUR", "renewal_months": 12}  # fmt: skip
    made = make_many("contracts", [{**known, "name": f"Care {n}"} for n in range(count)])
    Contract.objects.filter(pk__in=[one.pk for one in made]).update(**{"status": "running", "monthly": 1_000, **values})
    return made


def known_firm(bo: Any, owner: Any) -> list[Any]:
    """Many end at the first renewal, few later: 60 contracts, of which 15 were ended."""
    signed(bo, owner, 10, status="ended", renewals=0, renews=False)
    signed(bo, owner, 5, status="ended", renewals=1, renews=False)
    new = signed(bo, owner, 15, renewals=1)
    old = signed(bo, owner, 30, renewals=4)
    return [new[0], old[0]]


def test_who_renewed_often_is_likelier_to_renew_again(cast: Cast, bo: Any) -> None:
    new, old = known_firm(bo, cast.ada)
    assert keeping.reckon(NOW, TODAY) == 45
    once, often = (Renewal.objects.get(contract=one) for one in (new, old))
    assert once.chance < often.chance
    assert once.chance_low <= once.chance <= once.chance_high
    passed, ended = np.repeat([0, 1, 1, 4], [10, 5, 15, 30]), np.repeat([True, True, False, False], [10, 5, 15, 30])
    fitted = renewing.fit(passed, ended)
    assert once.chance == round(100 * float(renewing.survival(fitted, 1, 1).value))
    assert (often.renewed, often.learnt_from, often.ended, often.value) == (4, 60, 15, 12_000)


def test_of_too_few_contracts_it_is_said_in_words_that_it_is_too_little(cast: Cast, bo: Any) -> None:
    signed(bo, cast.ada, 3, renewals=1)
    assert keeping.reckon(NOW, TODAY) == 0
    rows = listed("renewals", columns=("chance", "reasons"))
    assert {(row["chance"], row["reasons"]) for row in rows} == {
        (None, "Too little to say: too few contracts have come to an end.")
    }


def test_a_contract_without_a_term_lasts_another_year_as_often_as_others_of_its_age_did(cast: Cast, bo: Any) -> None:
    for year, count in ((2016, 10), (2019, 10), (2024, 20)):
        signed(bo, cast.ada, count, ends_on=None, first_ends_on=None, starts_on=date(year, 3, 2), renews=False)
    for start, end in ((2016, 2018), (2017, 2020), (2015, 2024), (2023, 2025), (2018, 2020), (2020, 2022)):
        signed(bo, cast.ada, 2, status="ended", renews=False, first_ends_on=None, starts_on=date(start, 1, 1),
               ends_on=date(end, 1, 1))  # fmt: skip
    assert keeping.reckon(NOW, TODAY)
    known = keeping.contracts(TODAY)
    months, ended = np.array([one.months for one in known]), np.array([one.is_over for one in known])
    curve = survival.fit(months, ended)
    young = Renewal.objects.filter(months=24).first()
    assert young is not None
    expected = curve.at(np.array([36.0]))[0] / curve.at(np.array([24.0]))[0]
    assert (young.method, young.chance) == ("months", round(100 * expected))
    assert not Renewal.objects.filter(months__gt=108, chance__isnull=False).exists(), "nobody knows beyond the last end"


def test_what_ends_by_itself_or_was_ended_has_no_chance_to_renew(cast: Cast, bo: Any) -> None:
    new, _old = known_firm(bo, cast.ada)
    fixed = signed(bo, cast.ada, 1, renews=False)
    keeping.reckon(NOW, TODAY)
    assert Renewal.objects.count() == 45
    assert not Renewal.objects.filter(contract=fixed[0]).exists()
    do("notice", new, on=TODAY)
    keeping.reckon(NOW, TODAY)
    assert not Renewal.objects.filter(contract=new).exists()


def test_a_renewal_is_seen_with_its_contract_and_its_value_by_whoever_knows_amounts(cast: Cast, bo: Any) -> None:
    known_firm(bo, cast.ada)
    keeping.reckon(NOW, TODAY)
    assert Listing(registry["renewals"], cast.acting("gil")).exact_count() == 0
    assert Listing(registry["renewals"], cast.acting("ada")).exact_count() == 45
    role = Role.objects.get(name="Sells")
    role.grants["sales.contract"]["fields"] = {"monthly": "hidden"}
    role.save()
    assert "value" not in registry["renewals"].readable(cast.acting("ada").access)
    (row, *_more) = listed("renewals", SETIA, columns=("contract", "chance", "reasons"), sort="chance")
    assert row["reasons"] == "Renewed 1 time so far. Learnt from 60 contracts, of which 15 were ended."
