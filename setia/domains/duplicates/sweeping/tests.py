"""Finding duplicates."""

from __future__ import annotations

from typing import Any

import pytest

from setia.domains.duplicates.matching.rules import our_rules
from setia.domains.duplicates.pairs.model import Pair
from setia.domains.duplicates.sweeping.sweep import sweep
from setia.domains.parties.parties.model import Party
from setia.foundation.ledger import Entry
from setia.kit.undoing import undo
from tests.acting import SETIA, change, do, make, make_many

pytestmark = pytest.mark.django_db

BO = {"first_name": "Robert", "last_name": "Andersen", "email": "robert.andersen@firm.example", "city": "Lyon"}


def pairs() -> set[tuple[str, str, str]]:
    return set(Pair.objects.active().values_list("party__name", "other__name", "status"))


def only_pair() -> Any:
    return Pair.objects.active().get()


def test_a_misspelt_name_with_the_same_address_is_found() -> None:
    make("people", **BO)
    make("people", **{**BO, "first_name": "Robrt"})
    sweep(SETIA)
    assert pairs() == {("Robert Andersen", "Robrt Andersen", "open")}
    assert only_pair().score > 90


@pytest.mark.parametrize("other", [
    {"first_name": "Andersen", "last_name": "Robert"}, {"first_name": "Bob"}, {"last_name": "Ándersen"},
    {"email": "robert.anderson@firm.example", "last_name": "Anderson"},
])  # fmt: skip
def test_transposed_and_familiar_names_accents_and_slips_are_found(other: dict[str, str]) -> None:
    make("people", **BO, phone="+33 1 42 68 53 00")
    make("people", **{**BO, "phone": "+33 1 42 68 53 00", **other})
    sweep(SETIA)
    assert len(pairs()) == 1


def test_companies_are_the_same_whatever_their_legal_form() -> None:
    make("companies", name="Weber Maschinenbau GmbH", city="Ulm", country="DE")
    make("companies", name="WEBER Maschinenbau AG", city="Ulm", country="DE", website="https://weber.example")
    make("companies", name="Keller Bau GmbH", city="Ulm", country="DE")
    sweep(SETIA)
    assert pairs() == {("Weber Maschinenbau GmbH", "WEBER Maschinenbau AG", "open")}


def test_husband_and_wife_are_two() -> None:
    home = {"last_name": "Lund", "phone": "+33 1 42 68 53 00", "city": "Lyon"}
    make("people", first_name="Mia", **home)
    make("people", first_name="Ole", **home)
    sweep(SETIA)
    assert pairs() == set()


def test_a_sweep_compares_only_who_was_changed_since_the_last_one() -> None:
    make("people", **BO)
    sweep(SETIA)
    make("people", **{**BO, "first_name": "Bob"})
    done = sweep(SETIA)
    assert (done.whole, done.parties, done.found) == (False, 1, 1)
    assert sweep(SETIA).parties == 0


def test_who_was_told_apart_is_proposed_again_only_when_something_compared_has_changed() -> None:
    bo, bob = make("people", **BO), make("people", **{**BO, "first_name": "Bob"})
    sweep(SETIA)
    do("different", only_pair())
    change(bob, about="Likes dates")
    sweep(SETIA, whole=True)
    assert only_pair().status == "different"
    change(bo, phone="+33 1 42 68 53 00")
    change(bob, phone="+33 1 42 68 53 00")
    sweep(SETIA)
    assert only_pair().status == "open"


def test_a_pair_that_is_not_likely_any_more_is_set_aside() -> None:
    make("people", **BO)
    bob = make("people", **{**BO, "first_name": "Bob"})
    sweep(SETIA)
    change(bob, first_name="Zoe", last_name="Quist", email="zoe@else.example", city="Ulm")
    assert sweep(SETIA).set_aside == 1
    assert pairs() == set()


def test_setia_merges_by_itself_only_above_what_the_owner_set() -> None:
    make("people", **BO, phone="+33 1 42 68 53 00")
    make("people", **BO, phone="+33 1 42 68 53 00")
    assert sweep(SETIA).merged == 0
    change(our_rules(), merge_above="99")
    assert sweep(SETIA).merged == 1
    assert Party.objects.active().count() == 1
    undo(Entry.objects.get(kind="pair.merged").act, SETIA)
    assert Party.objects.active().count() == 2


def test_one_pass_over_all_finds_what_looking_up_one_by_one_finds(monkeypatch: Any) -> None:
    names = ("berg", "lund", "holm", "dahl", "quist", "strand", "moe", "fjell", "vik", "tangen")
    rows = [
        {
            "kind": "person",
            "first_name": "Ann",
            "last_name": name,
            "name": f"Ann {name}",
            "email": f"ann@{name}.example",
        }
        for name in names
    ]
    make_many("parties", rows)
    sweep(SETIA)
    make_many("parties", [{**row, "first_name": "Anna", "name": f"Anna {row['last_name']}"} for row in rows[:5]])
    monkeypatch.setattr("setia.domains.duplicates.sweeping.sweep.FEW", 0)
    assert sweep(SETIA).found == 5
    assert all(pair[0].split()[1] == pair[1].split()[1] for pair in pairs())
