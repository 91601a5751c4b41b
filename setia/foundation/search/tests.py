"""Search: what is found by what somebody types, and what never is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from setia.foundation import search
from setia.foundation.chosen import Chosen
from setia.foundation.jobs.model import Schedule
from setia.foundation.search.folding import KEY_LENGTH, fold, readings
from setia.foundation.search.keys import MOST_KEYS, Document, after, keys_of, readable, turns
from setia.foundation.search.model import SearchKey, SearchRecord, SearchWord, code_of
from setia.foundation.search.ranking import Wanted
from setia.foundation.search.spelling import stems

PARTY = "parties.party"
ORDER = "sales.order"
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=300)
WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=3, max_size=14)

in_database = pytest.mark.django_db


def file(*documents: Document, noun: str = PARTY, new: bool = True) -> None:
    search.put(noun, documents, new=new)


def person(number: int, name: str, *codes: str) -> Document:
    return Document(number, [name], codes)


def found(text: str, **more: Any) -> list[int]:
    return [hit.record_id for hit in search.find(PARTY, text, **more)]


@pytest.fixture
def cast(db: None) -> None:
    file(
        person(1, "Anna Maria Snelling", "anna.snelling@example.com", "+33612345678", "C-2024-0117"),
        person(2, "Zoë Müller", "zoe@mueller.example", "+12125550123", "C-2024-0118"),
        person(3, "Jean-Pierre O'Brien", "jp@example.com"),
        person(4, "Société L'Oréal S.A."),
        person(5, "山田太郎"),
        person(6, "Anna Bauer"),
    )


# Folding, without a database


@given(ANY_TEXT)
def test_folding_never_fails_and_folding_again_changes_nothing(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert folded.encode().decode() == folded
    assert folded == " ".join(folded.split())


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("  Straße  ÆRØ ", "strasse aero"),
        ("Łukasz Đặng İstanbul", "lukasz dang istanbul"),
        ("Ἀθῆναι Ёлка", "αθηναι елка"),
        ("ＡＢＣ ١٢", "abc 12"),
        ("हिन्दी 김철수", "हिन्दी 김철수"),
        ("東京ガス", "東 京 ガ ス"),
        ("a\x00b\ud800c\n", "a b c"),
        ("🙂", ""),
    ],
)
def test_letters_of_every_script_become_comparable(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_names_with_apostrophes_and_initials_are_read_as_people_type_them() -> None:
    assert readings("L'Oréal") == ["loreal", "l oreal"]
    assert readings("J.R.R. Tolkien") == ["jrr tolkien"]


@given(st.lists(ANY_TEXT, max_size=8), st.lists(ANY_TEXT, max_size=30))
def test_a_record_has_a_bounded_number_of_bounded_keys(names: list[str], codes: list[str]) -> None:
    keys = keys_of(Document(1, names, codes))
    assert len(keys) == len(set(keys)) <= MOST_KEYS
    assert all(0 < len(key) <= KEY_LENGTH and "\n" not in key and key.encode() for key in keys)


@given(ANY_TEXT)
def test_a_turned_name_can_be_turned_back(name: str) -> None:
    first, *turned = turns(fold(name))
    assert all(readable(key) == first for key in turned)


@given(st.text(min_size=1, max_size=20), st.text(max_size=20))
def test_everything_that_begins_with_a_text_lies_between_its_ends(start: str, rest: str) -> None:
    if start[-1] < "\U0010ffff":
        assert start.encode() <= (start + rest).encode() < after(start).encode()


@given(WORD, st.integers(0, 13), st.sampled_from(["lost", "added", "changed", "exchanged"]))
def test_two_words_one_slip_apart_share_a_stem(word: str, place: int, slip: str) -> None:
    at = place % (len(word) - 1)
    head, one, two, tail = word[:at], word[at], word[at + 1], word[at + 2 :]
    typed = {"lost": head + two + tail, "added": f"{head}{one}q{two}{tail}", "changed": f"{head}q{two}{tail}"}
    assert set(stems(word)) & set(stems(typed.get(slip, head + two + one + tail)))


def test_the_exact_name_comes_before_whole_words_and_these_before_starts() -> None:
    wanted = Wanted.read("anna")
    best_first = ["anna", "anna bauer", "anna bauers", "anna bauer ~1", "annabel", "anna@example.com"]
    scores = [wanted.score(key) for key in best_first]
    assert scores == sorted(set(scores), reverse=True)


# Finding


@pytest.mark.parametrize("text", ["mari", "SNEL", "anna snelling", "snelling ann", "sne ma", "ma sne an"])
def test_a_customer_is_found_by_the_start_of_any_words_of_the_name(cast: None, text: str) -> None:
    assert found(text) == [1]


@pytest.mark.parametrize(
    ("text", "number"),
    [("zoe muller", 2), ("ZOÉ", 2), ("jean pierre", 3), ("obrien", 3), ("o'brien", 3), ("brien", 3)]
    + [("loreal", 4), ("l’oréal", 4), ("oreal sa", 4), ("太郎", 5), ("山田", 5)],
)
def test_accents_case_and_punctuation_do_not_matter(cast: None, text: str, number: int) -> None:
    assert found(text) == [number]


@pytest.mark.parametrize("text", ["sneling", "snellign", "snellingg", "smelling", "ana sneling", "maria snelilng"])
def test_a_customer_is_found_by_a_misspelt_surname(cast: None, text: str) -> None:
    (hit,) = search.find(PARTY, text)
    assert (hit.record_id, hit.matched) == (1, "anna maria snelling")
    assert "snelling" in str(hit.corrected)


def test_a_misspelt_word_is_found_while_it_is_still_being_typed(cast: None) -> None:
    assert found("snlell") == found("anna snlell") == [1]


def test_words_found_as_typed_are_not_corrected(cast: None) -> None:
    file(person(7, "Anna Baker"))
    assert found("anna bauer") == [6]
    assert all(hit.corrected is None for hit in search.find(PARTY, "anna"))


@pytest.mark.parametrize("text", ["0612", "06 12 34", "+33 6 12", "0033612", "612345678", "06.12.34.56.78"])
def test_a_phone_number_is_found_by_its_leading_digits(cast: None, text: str) -> None:
    assert found(text) == [1]


def test_a_phone_number_is_not_found_by_its_last_digits_nor_corrected(cast: None) -> None:
    assert found("345678") == found("0612345679") == []


@pytest.mark.parametrize("text", ["anna.sn", "anna.snelling@ex", "ANNA.SNELLING@EXAMPLE.COM"])
def test_an_address_is_found_by_its_start(cast: None, text: str) -> None:
    assert found(text) == [1]


@pytest.mark.parametrize("text", ["example.com", "@example.com", "@exam"])
def test_everybody_at_a_domain_is_found_by_it(cast: None, text: str) -> None:
    hits = search.find(PARTY, text)
    assert {hit.record_id: hit.matched for hit in hits} == {1: "anna.snelling@example.com", 3: "jp@example.com"}


@pytest.mark.parametrize("text", ["C-2024-0117", "c20240117", "c 2024-0117", "117"])
def test_a_reference_is_found_however_it_is_separated_and_by_its_number(cast: None, text: str) -> None:
    assert found(text)[0] == 1


def test_words_in_different_keys_find_the_record_that_has_them_all(cast: None) -> None:
    for text in ["anna example.com", "snelling C-2024", "0612 snel", "@exam maria"]:
        assert found(text) == [1]


def test_better_answers_come_first(cast: None) -> None:
    file(person(7, "Annabel Lee"), person(8, "Anna"), person(9, "Bauer Anna"))
    assert found("anna") == [8, 6, 1, 9, 7]
    assert found("bauer anna")[:2] == [9, 6]


@given(ANY_TEXT)
@in_database
def test_no_text_makes_search_fail(text: str) -> None:
    file(Document(1, [text], [text, f"+{text}", f"{text}@{text}"]), new=False)
    assert len(search.find(PARTY, text)) <= 1
    search.find(PARTY, text + " snelling", -1)


@pytest.mark.parametrize("text", ["", "   ", "\x00", "'", "%", "_", "*", '"', "~", "@", "+", "\ud800", "x" * 9_999])
def test_texts_that_say_nothing_find_nothing(cast: None, text: str) -> None:
    assert found(text) == []


def test_a_search_costs_a_bounded_number_of_questions(cast: None, django_assert_max_num_queries: Any) -> None:
    file(*(person(number, f"Anna Bauer{number:04}") for number in range(100, 400)))
    for text in ["anna", "a", "anna bau", "sneling", "anna sneling", "q w e r t y u", "06 12 34 56 78 90"]:
        with django_assert_max_num_queries(14):
            search.find(PARTY, text)


# Filing


def test_removal_leaves_nothing(cast: None) -> None:
    search.remove(PARTY, [1, 3, 99])
    assert found("snelling") == found("06123") == found("example.com") == []
    search.remove(PARTY, range(10))
    assert search.forget_unused_words() > 5
    for model in (SearchKey, SearchRecord, SearchWord):
        assert list(model.objects.all()) == []


def test_a_changed_name_is_no_longer_found_by_the_old_one(cast: None) -> None:
    file(person(1, "Anna Fisher", "+33612345678"), person(2, "", ""), new=False)
    assert found("snelling") == found("zoe") == []
    assert found("fisher") == found("0612") == [1]


def test_filing_the_same_again_changes_nothing(cast: None, django_assert_max_num_queries: Any) -> None:
    before = sorted(SearchKey.objects.values_list("key", "record_id"))
    with django_assert_max_num_queries(3):
        file(person(6, "ANNA  Bauer"), new=False)
    assert sorted(SearchKey.objects.values_list("key", "record_id")) == before


def test_a_word_that_was_rolled_back_is_entered_when_it_comes_again(db: None) -> None:
    with transaction.atomic():
        file(person(1, "Anna Snelling"))
        transaction.set_rollback(True)
    assert found("snelling") == []
    file(person(1, "Anna Snelling"))
    assert found("sneling") == [1]


def test_only_words_that_no_name_has_any_more_are_forgotten(cast: None) -> None:
    file(person(1, "Bauer"), noun=ORDER)
    search.remove(PARTY, [1, 6])
    search.forget_unused_words()
    known = set(SearchWord.objects.values_list("word", flat=True))
    assert known & {"bauer", "muller", "snelling"} == {"bauer", "muller"}


# Who may see what


@pytest.fixture
def crowd(db: None) -> None:
    """Two thousand five hundred of one name, more than are read for one answer."""
    numbers = range(1, 2_501)
    Schedule.objects.bulk_create(Schedule(pk=n, name=str(n), next_at=timezone.now()) for n in numbers)
    file(*(person(n, f"Anna Snelling{n:04}", f"anna{n}@example.com") for n in numbers))


def only(numbers: Iterable[int]) -> Any:
    return Chosen(lambda: Schedule.objects.filter(pk__in=list(numbers)).order_by("name"))


@pytest.mark.parametrize("text", ["anna", "an sne", "snelling2490", "anna2490@", "anna example.com"])
def test_nobody_finds_what_is_hidden_from_them(crowd: None, text: str) -> None:
    assert found(text)
    assert found(text, among=Chosen(Schedule.objects.none)) == []
    assert set(found(text, among=only([1, 2]))) <= {1, 2}
    assert set(found(text, among=only(range(1, 2_401)))) <= set(range(1, 2_401))


@pytest.mark.parametrize("text", ["a", "anna", "snel", "an sne", "snelling anna", "anna24", "example.com"])
def test_somebody_who_sees_few_of_a_crowd_finds_all_of_them(crowd: None, text: str) -> None:
    assert set(found(text, among=only([2_450, 2_490]))) == {2_450, 2_490}


def test_corrections_show_only_what_may_be_seen(crowd: None) -> None:
    file(person(3_001, "Zacharias Quint"), person(3_002, "Zacharius Quint"))
    Schedule.objects.create(pk=3_002, name="3002", next_at=timezone.now())
    for text in ["zacharia", "zzacharias", "quint zacharis"]:
        assert found(text, among=Chosen(Schedule.objects.all)) == [3_002]


def test_two_nouns_with_one_number_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("setia.foundation.search.model._nouns", {code_of(PARTY): "other.noun"})
    with pytest.raises(ValueError, match="rename"):
        code_of(PARTY)
