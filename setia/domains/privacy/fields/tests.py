"""Personal fields: how full, by whom used, what is proposed, and that it is done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from setia.domains.parties.parties.model import Party
from setia.domains.privacy.fields import dropping
from setia.domains.privacy.fields.counting import count_all
from setia.domains.privacy.fields.dropping import drop
from setia.domains.privacy.fields.model import PersonalField
from setia.domains.privacy.fields.operations import preview_of_drop, preview_of_stop
from setia.foundation import conditions
from setia.foundation.access import Actor, system
from setia.foundation.company import changed_company
from setia.foundation.errors import Invalid, Refusal
from setia.foundation.ledger import Entry
from setia.foundation.staff.models import Staff
from setia.kit import saved_views, uses
from setia.kit.exchange import csv_chunks
from setia.kit.lists import Listing
from setia.kit.resources import registry
from setia.kit.undoing import undo
from setia.kit.uses import Use
from setia.kit.verbs import create
from tests.acting import SETIA, change, do, make
from tests.browsing import browser_of, words
from tests.cast import NOW, Cast, assemble

pytestmark = pytest.mark.django_db


def nobody(done: int, total: int, note: str) -> None:
    """Nobody asked to be told."""


@pytest.fixture
def cast() -> Cast:
    return assemble(["parties.party", "privacy.personalfield"])


@pytest.fixture
def ada(cast: Cast) -> Actor:
    return cast.acting("root")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(dropping, "BREATH", 0)
    uses._counted.take()
    yield
    uses._counted.take()
    changed_company()


def row(name: str, noun: str = "parties.party") -> PersonalField:
    return PersonalField.objects.get(noun=noun, field=name)


def counted() -> None:
    count_all(SETIA, nobody)


def people(number: int = 25, **values: Any) -> list[Any]:
    return [make("people", name=f"Person {n}", **values) for n in range(number)]


def long_ago() -> None:
    """Uses are counted since long, so that silence says something."""
    Use.objects.create(noun="parties.party", field="email", way="shown", day=NOW.date() - timedelta(days=400), count=1)


def test_every_personal_field_of_every_noun_has_a_row_with_its_purpose() -> None:
    counted()
    declared = {(r.noun, f.name) for r in registry.nouns().values() for f in r.fields.values() if f.personal}
    assert set(PersonalField.objects.values_list("noun", "field")) == declared
    assert not PersonalField.objects.filter(purpose="").exists()


def test_fields_say_how_full_they_are() -> None:
    people(3, gender="female")
    make("people", name="Somebody else")
    counted()
    assert (row("gender").filled, row("gender").number, row("gender").share) == (3, 4, 75)


def test_what_lists_show_filter_and_export_is_counted_without_a_query(ada: Actor) -> None:
    people(2, gender="male")
    listing = Listing(registry["people"], ada, columns=("name", "gender"), where=conditions.parse('gender = "male"'))
    with CaptureQueriesContext(connection) as asked:
        listing.page()
    assert not [query for query in asked if "kit_use" in query["sql"]]
    b"".join(csv_chunks(Listing(registry["people"], ada, columns=("name", "gender"))))
    uses.write_now()
    found = dict(Use.objects.filter(field="gender").values_list("way", "count"))
    assert found == {"shown": 1, "asked": 1, "exported": 1}
    Listing(registry["people"], ada, columns=("gender",)).page()
    uses.write_now()
    assert Use.objects.get(field="gender", way="shown").count == 2
    assert Use.objects.get(field="gender", way="shown").people == 1


def test_what_is_asked_behind_a_reference_is_counted_where_it_stands(ada: Actor) -> None:
    Listing(registry["contact-points"], ada, where=conditions.parse("party.born_on > 2000-01-01")).page()
    uses.write_now()
    assert Use.objects.filter(noun="parties.party", field="born_on", way="asked").exists()


def test_setia_itself_uses_nothing() -> None:
    people(1)
    Listing(registry["people"], system("job")).page()
    assert uses.write_now() == 0


def test_a_field_that_nobody_needs_is_proposed_with_reasons(ada: Actor) -> None:
    people(25)
    make("people", name="One", income_band="low" if False else "lower", website="https://one.example")
    long_ago()
    counted()
    income = row("income_band")
    assert income.proposal == "drop"
    assert [code for code, _value in income.reasons] == ["unused", "nearly_empty", "unnamed"]
    assert row("name").proposal == "none"  # nobody can do without
    assert row("born_on").proposal == "none"  # the search for duplicates needs it


def test_what_a_view_names_or_somebody_used_is_not_proposed(ada: Actor) -> None:
    people(25, income_band="lower")
    long_ago()
    saved_views.keep("people", ada, name="Rich", is_shared=True, columns=["name", "gender"])
    Listing(registry["people"], ada, columns=("income_band",)).page()
    uses.write_now()
    counted()
    assert row("income_band").proposal == row("gender").proposal == "none"
    assert row("about").proposal != "none"


def test_nothing_is_called_unused_before_it_was_watched_long_enough() -> None:
    people(25, income_band="lower")
    counted()
    assert row("income_band").proposal == "none"


def test_what_is_collected_no_more_is_in_no_form_and_taken_from_no_program(ada: Actor) -> None:
    counted()
    assert "gender" in registry["people"].writable(ada.access)
    bo = make("people", name="Bo", gender="male")
    do("stop", row("gender"))
    changed_company()
    assert "gender" not in registry["people"].writable(ada.access)
    with pytest.raises(Invalid):
        create(registry["people"], {"name": "Cy", "gender": "male"}, ada)
    assert make("people", name="Cy").pk
    bo.refresh_from_db()
    assert bo.gender == "male"
    do("collect", row("gender"), reason="The letters need it")
    changed_company()
    assert "gender" in registry["people"].writable(ada.access)


def test_previews_say_how_many_records_and_what_will_not_work(ada: Actor) -> None:
    people(5, gender="female")
    saved_views.keep("people", ada, name="Ladies", is_shared=True, columns=["name", "gender"])
    counted()
    stop, dropping = preview_of_stop(row("gender"), ada), preview_of_drop(row("gender"), ada)
    assert [line.number for line in stop] == [None, 5, 1]
    assert stop[1].where == "gender is not empty"
    assert list(stop[1].examples) == ["Person 0", "Person 1", "Person 2"]
    assert dropping[-1].is_warning


def test_dropped_values_are_nowhere_and_undo_brings_none_back() -> None:
    some = people(5, income_band="lower")
    change(some[0], income_band="highest")
    acts = list(Entry.objects.filter(noun="parties.party").values_list("act", flat=True))
    counted()
    do("drop", row("income_band"))
    assert drop(row("income_band").pk, SETIA, nobody) == 5
    assert not Party.objects.exclude(income_band="").exists()
    assert not [e for e in Entry.objects.all() if "highest" in str(e.data) or "lower" in str(e.data)]
    assert Entry.objects.filter(kind="party.cleared", data__dropped=["income_band"]).count() == 5
    for act in acts[-1:]:
        with pytest.raises(Refusal):
            undo(act, SETIA)
    assert not Party.objects.exclude(income_band="").exists()


def test_dropping_that_was_stopped_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dropping, "BATCH", 2)
    people(7, gender="female")
    counted()
    do("drop", row("gender"))

    def stop(done: int, total: int, note: str) -> None:
        raise KeyboardInterrupt

    for _time in range(3):
        with pytest.raises(KeyboardInterrupt):
            drop(row("gender").pk, SETIA, stop)
    assert Party.objects.exclude(gender="").count() == 1
    assert drop(row("gender").pk, SETIA, nobody) == 7
    assert (row("gender").dropping, row("gender").dropped) == (False, 7)


def test_the_company_sets_its_own_retention_and_the_declaration_does_not_overrule_it(ada: Actor) -> None:
    counted()
    change(row("gender"), ada, months="12", basis="contract")
    counted()
    assert (row("gender").months, row("gender").basis, row("gender").is_own) == (12, "contract", True)
    assert Entry.objects.filter(kind="personalfield.changed", record_id=row("gender").pk).exists()
    with pytest.raises(Invalid, match="required"):
        change(row("gender"), ada, purpose=" ")


def test_what_the_law_obliges_to_keep_is_neither_proposed_nor_dropped() -> None:
    bo = make("people", name="Bo")
    make("consents", party=bo.pk, purpose=make("contact-purposes", name="News", wording="Yes").pk, channel="email")
    long_ago()
    counted()
    proof = row("proof", "parties.consent")
    assert proof.proposal == "none"
    with pytest.raises(Refusal, match="law obliges"):
        do("drop", proof)


def test_a_record_cannot_do_without_its_name() -> None:
    counted()
    with pytest.raises(Refusal):
        do("stop", row("name"))
    with pytest.raises(Refusal, match="contact points"):
        do("drop", row("email"))


def test_the_report_speaks_the_language_of_its_reader_but_the_company_s_own_words_stay(cast: Cast) -> None:
    count_all(SETIA, nobody)
    born = row("born_on")
    Staff.objects.filter(pk=cast.root.pk).update(language="fr")
    page = words(browser_of(cast.root).get(f"/personal-data/{born.pk}/"))
    assert "Tiers: Date de naissance" in page
    assert "To congratulate" not in page
    change(born, purpose="For the birthday club")
    assert "For the birthday club" in words(browser_of(cast.root).get(f"/personal-data/{born.pk}/"))
