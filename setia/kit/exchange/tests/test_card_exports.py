"""Cards that go out are what the standards want, and come back as they were."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from setia.foundation.access import Actor
from setia.foundation.contact_points import country_codes, parse_country
from setia.kit import exchange
from setia.kit.exchange.cards.charsets import usual_charset
from setia.kit.exchange.cards.lines import cards as read_cards
from setia.kit.exchange.cards.reading import read_card
from setia.kit.exchange.cards.writing import VERSIONS, Version, country_name, written_card
from setia.kit.exchange.tests.conftest import Arrive
from setia.kit.exchange.tests.test_cards import CARDS, imported
from setia.kit.lists import Listing
from setia.kit.resources import registry
from tests.acting import make

pytestmark = pytest.mark.django_db


def cards(by: Actor, version: Version = "4.0", resource: str = "parties", **chosen: Any) -> bytes:
    return b"".join(exchange.card_chunks(Listing(registry[resource], by, sort="name", **chosen), version))


def test_a_card_says_what_is_known_in_the_words_of_the_standard(by: Actor) -> None:
    firm = make("companies", name="Padaria; Cais & Co", city="Lisboa", country="PT")
    make("people", first_name="João", last_name="Pereira", employer=firm.pk, email="joao@correio.example",
         phone="+351210000041", about="Likes:\nbread, cheese", language="fr", reference="C-7",
         reached_by="phone/mobile: +351910000041\naddress/home: Cais 4, Lisboa\nphone/home: +351210000041")  # fmt: skip
    assert cards(by, resource="people").decode().splitlines() == [
        "BEGIN:VCARD", "VERSION:4.0", "KIND:individual", "FN:João Pereira", "N:Pereira;João;;;",
        "ORG:Padaria\\; Cais & Co", "EMAIL;PREF=1:joao@correio.example", "TEL;TYPE=home;PREF=1:+351210000041",
        "TEL;TYPE=cell:+351910000041", "ADR;TYPE=home:;;Cais 4\\, Lisboa;;;;", "LANG:fr", "X-SETIA-NUMBER:C-7",
        "NOTE:Likes:\\nbread\\, cheese", "END:VCARD",
    ]  # fmt: skip
    assert b"ADR:;;;Lisboa;;;Portugal\r\n" in cards(by, resource="companies")
    assert b"TEL;TYPE=home;TYPE=pref:+351210000041\r\n" in cards(by, "3.0", "people")


def test_lines_are_folded_at_75_bytes_and_never_inside_a_letter(by: Actor) -> None:
    make("people", first_name="Ayu", about="é" * 300 + "花" * 300)
    for line in cards(by).split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


def test_every_country_is_read_as_the_one_that_was_written() -> None:
    assert {code for code in country_codes() if parse_country(country_name(code)) != (code, True)} == set()


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("name", sorted(path.name for path in CARDS.glob("*.vcf")))
def test_what_came_from_a_program_goes_out_comes_in_and_goes_out_the_same(
    arrive: Arrive, by: Actor, name: str, version: Version, tmp_path: Path
) -> None:
    run = imported(arrive, by, name, country="JP" if name == "old-phone.vcf" else "US")
    first = cards(by, version)
    exchange.undo_import(run, by)
    path = tmp_path / "again.vcf"
    path.write_bytes(first)
    again = exchange.import_now(arrive(path), by)
    assert again.problems == []
    assert cards(by, version) == first


words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=40).map(str.strip)
named = words.map(lambda text: " ".join(text.split())).filter(bool)
notes = st.lists(words, max_size=4).map("\n".join).map(str.strip)
labels = st.sampled_from(["", "/home", "/work", "/mobile", "/billing", "/other"])
ways = st.lists(
    st.one_of(
        st.builds("email{}: a{}@post.example".format, labels, st.integers(0, 30)),
        st.builds("phone{}: +6281200000{:02}".format, labels, st.integers(0, 30)),
        st.builds("address{}: {}".format, labels, named),
        st.builds("website{}: https://s{}.example".format, labels, st.integers(0, 30)),
        st.builds("messenger{}: {}".format, labels, named),
    ),
    max_size=6,
)
whole = st.fixed_dictionaries({
    "kind": st.sampled_from(["person", "company"]), "first_name": named | st.just(""), "last_name": named,
    "note": notes, "city": named | st.just(""), "country": st.sampled_from(["", "ID", "FR", "US", "CI", "KP"]),
    "language": st.sampled_from(["", "fr", "id"]), "employer": named | st.just(""), "number": named | st.just(""),
    "email": st.sampled_from(["", "a1@post.example", "ayu@post.example"]),
    "phone": st.sampled_from(["", "+6281200000001"]), "website": st.sampled_from(["", "https://s1.example"]),
    "further": ways.map("\n".join),
})  # fmt: skip


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(cells=whole, version=st.sampled_from(VERSIONS))
@example(cells={"kind": "person", "first_name": "Ayu Kusuma", "note": "a\\n\\,;:\nb"}, version="3.0")
@example(cells={"kind": "person", "last_name": "van Dijk"}, version="4.0")
def test_whatever_a_card_says_it_is_read_and_written_again_to_the_same_bytes(
    tmp_path: Path, cells: dict[str, str], version: Version
) -> None:
    if cells["kind"] == "company":
        cells = cells | {"name": cells["last_name"], "first_name": "", "last_name": "", "employer": ""}
    first = written_card(cells, version)
    path = tmp_path / "card.vcf"
    path.write_bytes(first)
    (card,) = read_cards(path)
    read = read_card(card, usual_charset(path))
    assert not read.left
    assert written_card(read.cells, version).decode() == first.decode()


def test_a_card_of_nothing_but_a_name_is_a_card() -> None:
    assert written_card({"name": "Ayu"}).startswith(b"BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:individual\r\nFN:Ayu\r\n")
