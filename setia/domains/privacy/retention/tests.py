"""Retention: what has expired goes, what is needed stays, and nobody is erased without being asked about."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from setia.domains.parties.parties.model import Party
from setia.domains.privacy.erasures.model import Erasure
from setia.domains.privacy.fields.keeping import keep_up
from setia.domains.privacy.fields.model import PersonalField
from setia.domains.privacy.retention import expiring
from setia.domains.privacy.retention.expiring import retain
from setia.domains.privacy.retention.model import Dealing
from setia.domains.privacy.rules.rules import our_rules
from setia.foundation.access import system
from setia.foundation.ledger import Entry
from tests.acting import SETIA, change, do, make
from tests.cast import NOW

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1200)


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expiring, "BREATH", 0)


def nobody(done: int, total: int, note: str) -> None:
    """Nobody asked to be told."""


def night(at: Any = LATER) -> tuple[int, int]:
    return retain(system("job", at), nobody)


def test_a_value_goes_when_nothing_passed_between_us_for_its_months() -> None:
    bo = make("people", name="Bo", income_band="lower", gender="male", city="Lyon")
    assert night(NOW) == (0, 0)
    assert night() == (2, 0)
    bo.refresh_from_db()
    assert (bo.income_band, bo.gender, bo.city, bo.name) == ("", "", "Lyon", "Bo")
    assert night() == (0, 0)


def test_a_dealing_keeps_it_and_our_own_corrections_do_not() -> None:
    bo, cy = (make("people", name=name, gender="male") for name in ("Bo", "Cy"))
    late = system("web", LATER - timedelta(days=30))
    do("note", bo, late, text="Called", kind="call")
    change(cy, late, city="Lyon")
    assert night() == (1, 0)
    assert list(Party.objects.exclude(gender="").values_list("name", flat=True)) == ["Bo"]


def test_what_was_dropped_is_told_without_the_value() -> None:
    bo = make("people", name="Bo", gender="male")
    change(bo, gender="female")
    night()
    told = Entry.objects.get(kind="party.cleared")
    assert told.data == {"dropped": ["gender"]}
    assert not [entry for entry in Entry.objects.all() if "female" in str(entry.data)]
    assert our_rules().dropped == 1


def test_the_company_keeps_a_field_longer_than_declared() -> None:
    make("people", name="Bo", gender="male")
    keep_up(SETIA)
    PersonalField.objects.filter(noun="parties.party", field="gender").update(months=60, is_own=True)
    assert night() == (0, 0)


def test_silent_people_are_proposed_and_nobody_is_erased_without_a_decision() -> None:
    bo = make("people", name="Bo")
    change(our_rules(), silent_months="24")
    assert night() == (0, 1)
    assert night() == (0, 0)
    erasure = Erasure.objects.get()
    assert (erasure.state, erasure.party_id, erasure.reason) == ("proposed", bo.pk, "silence")
    do("decline", erasure, system("web", LATER), reason="A friend of the house")
    assert night() == (0, 0)
    bo.refresh_from_db()
    assert bo.erased_at is None


def test_whoever_has_an_open_deal_or_order_is_not_proposed() -> None:
    bo, cy = make("people", name="Bo"), make("people", name="Cy")
    make("opportunities", name="Boat", party=bo.pk)
    make("orders", party=cy.pk, total="1", currency="EUR")
    change(our_rules(), silent_months="24")
    assert night() == (0, 0)


def test_the_owner_may_leave_it_to_setia() -> None:
    bo = make("people", name="Bo")
    change(our_rules(), silent_months="24", by_itself="1")
    assert night() == (0, 1)
    bo.refresh_from_db()
    assert bo.erased_at is not None


def test_dealings_are_followed_once() -> None:
    bo = make("people", name="Bo")
    do("note", bo, system("web", LATER), text="Called", kind="call")
    night()
    assert Dealing.objects.get(party=bo).last_at == LATER
