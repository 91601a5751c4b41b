"""Which definitions make sense, what they hold values to, and what becomes of choices."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import TestCase

from setia.foundation.errors import Invalid, NotFound
from setia.kit import verbs
from setia.kit.conformance import shown
from setia.kit.resources import registry
from setia.kit.shaping.model import OwnChoice, OwnField
from tests.acting import SETIA, change, make
from tests.shaping import define, redefine

pytestmark = pytest.mark.django_db


def value_of(record: Any, name: str) -> Any:
    return shown(registry["parties"], SETIA, record.pk)[name]


def test_renaming_a_choice_keeps_what_was_chosen_and_archiving_one_closes_it() -> None:
    defined = define("choice")
    bo = make("people", first_name="Bo", own_level="silver")
    silver = OwnChoice.objects.get(code="silver")
    change_choice(silver.pk, {"label": "Argent"})
    assert registry["people"].fields["own_level"].kind.say("silver", None) == "Argent"  # type: ignore[arg-type]
    assert value_of(bo, "own_level") == "silver"
    redefine(defined, listed="Gold\nBronze")
    assert [label for _code, label in registry["people"].fields["own_level"].kind.choices] == ["Gold", "Bronze"]  # type: ignore[attr-defined]
    assert registry["people"].fields["own_level"].kind.say("silver", None) == "Argent"  # type: ignore[arg-type]
    change(bo, own_level="silver", about="It may stay")
    with pytest.raises(Invalid):
        make("people", first_name="Eve", own_level="silver")


def change_choice(pk: int, values: dict[str, Any]) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        verbs.change(registry["own-choices"], [pk], values, SETIA)


def test_the_kind_is_fixed_once_a_record_has_a_value() -> None:
    defined = define("text")
    redefine(defined, kind="whole")
    make("people", first_name="Bo", own_card_number="17")
    with pytest.raises(Invalid, match="kind cannot change"):
        redefine(defined, kind="text")
    with pytest.raises(Invalid, match="stays with its kind of record"):
        redefine(defined, noun="sales.order")


@pytest.mark.parametrize(
    ("kind", "wrong", "field"),
    [
        ("text", {"noun": "staff.token"}, "noun"),
        ("text", {"noun": "parties.nothing"}, "noun"),
        ("magic", {"label": "Magic"}, "kind"),
        ("text", {"least": "3"}, "least"),
        ("whole", {"least": "3", "most": "2"}, "most"),
        ("whole", {"least": "2.5"}, "least"),
        ("whole", {"longest": 3}, "longest"),
        ("long_text", {"pattern": "AA"}, "pattern"),
        ("text", {"pattern": "AAAA", "longest": 3}, "pattern"),
        ("long_text", {"is_searched": True}, "is_searched"),
        ("flag", {"is_required": True}, "is_required"),
        ("reference", {"refers_to": ""}, "refers_to"),
        ("choice", {"listed": ""}, "listed"),
        ("choice", {"listed": "Red, blue"}, "listed"),
        ("text", {"listed": "Red"}, "listed"),
        ("email", {"purpose": ""}, "purpose"),
        ("text", {"label": " "}, "label"),
    ],
)
def test_a_definition_that_makes_no_sense_is_refused_in_words(kind: str, wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        define(kind, **wrong)
    assert field in refused.value.errors
    assert not OwnField.objects.exists()


@pytest.mark.parametrize(
    ("kind", "rules", "good", "bad"),
    [
        ("text", {"pattern": "AA-99"}, "AB-12", "A1-12"),
        ("text", {"longest": 3}, "abc", "abcd"),
        ("whole", {"least": "1", "most": "10"}, "10", "11"),
        ("number", {"least": "0.5", "most": "1.5", "places": 1}, "1.5", "1.6"),
        ("number", {"places": 1}, "1.5", "1.55"),
        ("amount", {"least": "-5", "most": "10"}, "-5", "10.01"),
    ],
)
def test_what_may_be_written_follows_its_rules(kind: str, rules: dict[str, Any], good: str, bad: str) -> None:
    defined = define(kind, **rules)
    make("people", first_name="Bo", **{defined.name: good})
    with pytest.raises(Invalid):
        make("people", first_name="Bo", **{defined.name: bad})


def test_names_follow_from_the_label_and_never_meet() -> None:
    names = [define("text", label=label).name for label in ("Numéro de carte", "numero de carte", "客户", "Owner")]
    assert names == ["own_numero_de_carte", "own_numero_de_carte_2", "own_field", "own_owner"]


def test_a_field_belongs_to_its_kind_of_record_alone() -> None:
    define("text", noun="sales.order")
    assert "own_card_number" in registry["orders"].fields
    with pytest.raises(NotFound):
        registry["people"].field("own_card_number")
