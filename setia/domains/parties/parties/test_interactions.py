"""What passes between us and a party is told in seconds, told again when it was wrong, and taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from setia.foundation.errors import Forbidden, Invalid, NotFound, Refusal
from setia.foundation.ledger import Entry
from setia.kit import undoing
from setia.kit.correcting import correct
from setia.kit.operations import find_operation, perform
from setia.kit.resources import registry
from setia.kit.stories import Sieve, history
from tests.acting import SETIA, do, make
from tests.cast import Cast, assemble

pytestmark = pytest.mark.django_db
PEOPLE = registry["people"]


@pytest.fixture
def bo() -> Any:
    return make("people", name="Bo Andersen")


def newest() -> Entry:
    return Entry.objects.order_by("-id")[0]


def told(bo: Any, **wanted: Any) -> list[str]:
    return [entry.kind for entry in history(PEOPLE, bo.pk, SETIA, sieve=Sieve(**wanted)).entries]


@pytest.fixture
def cast() -> Cast:
    return assemble(["parties.party", "sales.order"])


def test_a_note_is_told_on_the_day_it_happened_and_changes_nothing(bo: Any) -> None:
    do("note", bo, text="Wants an offer", happened_on="2026-02-10")
    entry = newest()
    assert (entry.kind, entry.at.date(), entry.story_id) == ("party.noted", date(2026, 2, 10), bo.pk)
    assert entry.data["inputs"]["text"] == "Wants an offer"
    assert bo.version == 1
    with pytest.raises(Invalid, match="has not come yet"):
        do("note", bo, text="Will call", happened_on="2026-12-01")


@pytest.mark.parametrize(
    ("kind", "fact"),
    [("note", "party.noted"), ("call", "party.called"), ("meeting", "party.met"), ("email", "party.mailed"),
     ("visit", "party.visited")],
)  # fmt: skip
def test_each_kind_of_contact_is_a_fact_of_its_own(bo: Any, kind: str, fact: str) -> None:
    do("note", bo, text="About the delivery", kind=kind, minutes="15", outcome="agreed", direction="in")
    (entry, *_rest) = history(PEOPLE, bo.pk, SETIA).entries
    assert entry.kind == fact
    said = {each.label: each.text for each in entry.inputs}
    assert (said["Minutes"], said["Outcome"], said["What happened"]) == ("15", "Agreed", "About the delivery")


def test_a_meeting_names_everybody_who_was_there(bo: Any) -> None:
    ayu, rio = make("people", name="Ayu"), make("people", name="Rio, the younger")
    do("note", bo, text="All around one table", kind="meeting", person=[ayu.pk, str(rio.pk), ayu.pk])
    do("note", bo, text="Once more", kind="meeting", person=f"{rio.pk},{ayu.pk}")
    entries = history(PEOPLE, bo.pk, SETIA).entries
    assert [each.text for entry in entries for each in entry.inputs if each.label == "With"] == [
        "Rio, the younger, Ayu", "Ayu, Rio, the younger, Ayu",
    ]  # fmt: skip


def test_who_was_there_is_somebody_the_teller_may_see(bo: Any, cast: Cast) -> None:
    ours, theirs = make("people", name="Ours", owner=cast.ada.pk), make("people", name="Theirs", owner=cast.gil.pk)
    ada = cast.acting("ada")
    with pytest.raises(Invalid, match="you may not see it"):
        do("note", ours, ada, text="With whom?", person=[ours.pk, theirs.pk])
    with pytest.raises(Invalid, match="At most 50"):
        do("note", bo, text="A fair", person=[make("people", name=str(n)).pk for n in range(51)])
    do("note", ours, text="Both of them", person=[ours.pk, theirs.pk])
    (entry, *_rest) = history(PEOPLE, ours.pk, ada).entries
    assert next(each.text for each in entry.inputs if each.label == "With") == "Ours, not visible to you"


def stories(*people: Any) -> list[list[tuple[str, str]]]:
    """Of each of these what stands in their history of meetings, and with whom; newest first."""
    found = (history(PEOPLE, one.pk, SETIA, sieve=Sieve(of="party.met")).entries for one in people)
    return [[(said.get("What happened", ""), said.get("With", "")) for entry in entries
             for said in [{each.label: each.text for each in entry.inputs}] if not entry.corrected_by]
            for entries in found]  # fmt: skip


def test_a_meeting_stands_in_the_history_of_everybody_who_was_there(bo: Any) -> None:
    ayu, rio = make("people", name="Ayu"), make("people", name="Rio")
    do("note", bo, text="One table", kind="meeting", person=[ayu.pk, rio.pk], minutes="90", happened_on="2026-02-10",
       next_step="Write it up", promised="A draft", promised_on="2027-01-01")  # fmt: skip
    assert stories(bo, ayu, rio) == [
        [("One table", "Ayu, Rio")], [("One table", "Bo Andersen, Rio")], [("One table", "Bo Andersen, Ayu")],
    ]  # fmt: skip
    beside = Entry.objects.filter(record_id__in=(ayu.pk, rio.pk), kind="party.met")
    assert {entry.at.date() for entry in beside} == {date(2026, 2, 10)}
    assert not [entry for entry in beside if entry.data["inputs"].keys() & {"minutes", "next_step", "promised"}]


def test_several_who_are_told_of_at_once_name_each_other_without_a_second_entry(bo: Any) -> None:
    ayu, rio = make("people", name="Ayu"), make("people", name="Rio")
    perform(find_operation(PEOPLE, "note"), [bo.pk, ayu.pk],
            {"text": "A fair", "kind": "meeting", "person": [ayu.pk, rio.pk]}, SETIA)  # fmt: skip
    assert [len(each) for each in stories(bo, ayu, rio)] == [1, 1, 2]


def test_a_correction_holds_for_everybody_who_was_there(bo: Any) -> None:
    ayu, rio, dwi = (make("people", name=name) for name in ("Ayu", "Rio", "Dwi"))
    do("note", bo, text="Chairs", kind="meeting", person=[ayu.pk, rio.pk])
    of_rio = Entry.objects.get(record_id=rio.pk, kind="party.met")
    correct(of_rio.pk, {"text": "Tables", "kind": "meeting", "person": [ayu.pk, dwi.pk]}, SETIA)
    assert stories(bo, ayu, dwi, rio) == [
        [("Tables", "Ayu, Dwi")], [("Tables", "Bo Andersen, Dwi")], [("Tables", "Bo Andersen, Ayu")], [],
    ]  # fmt: skip
    assert Entry.objects.filter(kind="party.taken_back", record_id=rio.pk, corrects=of_rio.pk).count() == 1
    with pytest.raises(Refusal, match="corrected or taken back already"):
        correct(of_rio.pk, {"text": "Lamps"}, SETIA)


def test_what_is_taken_back_is_taken_back_for_everybody_who_was_there(bo: Any) -> None:
    ayu = make("people", name="Ayu")
    undoing.undo(do("note", bo, text="Chairs", kind="meeting", person=[ayu.pk]).act, SETIA)
    assert stories(bo, ayu) == [[], []]
    assert told(ayu)[0] == "party.taken_back"


def test_nobody_corrects_through_a_guest_what_was_told_of_somebody_they_may_not_see(cast: Cast) -> None:
    ours, theirs = make("people", name="Ours", owner=cast.ada.pk), make("people", name="Theirs", owner=cast.gil.pk)
    do("note", theirs, text="Together", kind="meeting", person=[ours.pk])
    of_ours = Entry.objects.get(record_id=ours.pk, kind="party.met")
    (shown, *_rest) = history(PEOPLE, ours.pk, cast.acting("ada")).entries
    assert "not visible to you" in [each.text for each in shown.inputs]
    with pytest.raises(NotFound):
        correct(of_ours.pk, {"text": "Mine"}, cast.acting("ada"))


def test_an_entry_told_when_only_one_could_be_named_still_says_who_it_was(bo: Any) -> None:
    ayu = make("people", name="Ayu")
    do("note", bo, text="A call", kind="call")
    entry = newest()
    Entry.objects.filter(pk=entry.pk).update(data={"inputs": {**entry.data["inputs"], "person": str(ayu.pk)}})
    (told_again, *_rest) = history(PEOPLE, bo.pk, SETIA).entries
    assert "Ayu" in [each.text for each in told_again.inputs]


def test_a_next_step_on_a_day_says_what_it_is(bo: Any) -> None:
    with pytest.raises(Invalid, match="Say what is to be done"):
        do("note", bo, text="Call again", next_on="2026-12-01")
    for minutes in ("0", "1441", "many"):
        with pytest.raises(Invalid):
            do("note", bo, text="Long talk", kind="call", minutes=minutes)


def test_a_correction_stands_beside_what_it_corrects(bo: Any) -> None:
    do("note", bo, text="Wants 40 chairs", kind="call")
    wrong = newest()
    correct(wrong.pk, {"text": "Wants 14 chairs", "kind": "call"}, SETIA)
    right, old, *_rest = history(PEOPLE, bo.pk, SETIA).entries
    assert (right.corrects, old.corrected_by, right.may_correct, old.may_correct) == (old.id, right.id, True, False)
    assert Entry.objects.get(pk=wrong.pk).data == wrong.data
    with pytest.raises(Refusal, match="corrected or taken back already"):
        correct(wrong.pk, {"text": "Wants 4 chairs"}, SETIA)
    correct(right.id, {"text": "Wants 15 chairs", "kind": "call"}, SETIA)


def test_what_was_told_is_taken_back_by_undo_once(bo: Any) -> None:
    act = do("note", bo, text="Meant for somebody else").act
    undoing.undo(act, SETIA)
    back, old, *_rest = history(PEOPLE, bo.pk, SETIA).entries
    assert (back.kind, back.corrects, old.corrected_by) == ("party.taken_back", old.id, back.id)
    with pytest.raises(Refusal, match="Nothing was undone"):
        undoing.undo(act, SETIA)
    with pytest.raises(Refusal):
        correct(old.id, {"text": "Anything"}, SETIA)


def test_only_what_was_told_by_hand_can_be_corrected(bo: Any) -> None:
    with pytest.raises(NotFound):
        correct(newest().pk, {"text": "Made by nobody"}, SETIA)
    with pytest.raises(NotFound):
        correct(10**12, {"text": "Nothing"}, SETIA)


def test_nobody_corrects_what_they_may_not_see_or_tell(cast: Cast) -> None:
    foreign = make("people", cast.acting("dev"), name="Somebody else's")
    do("note", foreign, cast.acting("dev"), text="Secret")
    for who in ("ada", "cleo"):
        with pytest.raises((NotFound, Forbidden)):
            correct(newest().pk, {"text": "Mine now"}, cast.acting(who))


def test_a_story_is_narrowed_to_a_kind_a_noun_a_person_or_a_department(bo: Any, cast: Cast) -> None:
    do("assign", bo, owner=cast.ada.pk)
    do("note", bo, cast.acting("ada"), text="By Ada", kind="call")
    do("note", bo, cast.acting("dev"), text="By Dev")
    make("orders", party=bo.pk, currency="EUR")
    assert told(bo, of="party.called") == ["party.called"]
    assert set(told(bo, of="sales.order")) == {"order.created"}
    assert told(bo, by=cast.dev.pk) == ["party.noted"]
    assert told(bo, by=cast.dev.pk, of="party.called") == []
    team = cast.ada.team_id
    assert "party.called" in told(bo, team=team)
    with pytest.raises(Refusal, match="no kind of entry"):
        told(bo, of="party.dreamt")
