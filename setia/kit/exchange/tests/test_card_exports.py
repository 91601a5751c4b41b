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
from tests.acting import change, facts, make

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


def squeezed(text: str) -> str:
    return " ".join(text.split())


words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=40).map(str.strip)
named = words.map(squeezed).filter(bool)
notes = st.lists(words, max_size=4).map("\n".join).map(str.strip)
codes, regions = st.sampled_from(["", "69003", "sw1a 1aa"]), st.sampled_from(["", "Jawa; Barat, \\"])
towns, lands = named | st.just(""), st.sampled_from(["", "ID", "FR", "XX"])
labels = st.sampled_from(["", "/home", "/work", "/mobile", "/billing", "/other"])
ways = st.lists(
    st.one_of(
        st.builds("email{}: a{}@post.example".format, labels, st.integers(0, 30)),
        st.builds("phone{}: +6281200000{:02}".format, labels, st.integers(0, 30)),
        st.builds("address{}: {}".format, labels, named),
        st.builds("address{}: {} | {} | {} | {} | {}".format, labels, named, codes, towns, regions, lands).map(
            squeezed
        ),
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


def test_an_address_goes_out_and_comes_in_with_its_parts(arrive: Arrive, by: Actor, tmp_path: Path) -> None:
    ayu = make("people", first_name="Ayu", last_name="Wijaya", email="ayu@surat.example")
    parts = {"street": "Jl. Braga 1; Lt. 2", "postal_code": "40111", "city": "Bandung", "region": "Jawa Barat",
             "country": "ID"}  # fmt: skip
    make("contact-points", party=ayu.pk, kind="address", label="work", **parts)
    make("contact-points", party=ayu.pk, kind="address", value="Behind the station")
    for version in VERSIONS:
        written = cards(by, version, "people").replace(b"\r\n ", b"")
        assert b"ADR;TYPE=work:;;Jl. Braga 1\\; Lt. 2;Bandung;Jawa Barat;40111;Indonesia\r\n" in written
        assert b"ADR:;;Behind the station;;;;\r\n" in written
    wanted = [
        ("Behind the station", "", "", "", "", "", ""),
        ("Jl. Braga 1; Lt. 2, Bandung Jawa Barat 40111", "work", *parts.values()),
    ]
    assert addresses("ayu@surat.example") == wanted
    path = tmp_path / "other.vcf"
    path.write_bytes(written.replace(b"ayu@", b"other@").replace(b"Ayu", b"Oth").replace(b"Wijaya", b"Er"))
    run = exchange.import_now(arrive(path), by)
    assert (run.problems, run.new) == ([], 1)
    assert addresses("other@surat.example") == wanted


@pytest.mark.parametrize(
    "head",
    [
        "VERSION:2.1\nADR;WORK;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:;Bat. C;12 rue =C3=A9troite;N=C3=AEmes",
        "VERSION:3.0\nFN:Zoe\nADR;TYPE=WORK,postal:;Bat. C;12 rue étroite;Nîmes",
        'VERSION:4.0\nFN:Zoe\nADR;TYPE=work;LABEL="12 rue étroite":;Bat. C;12 rue étroite;Nîmes',
    ],
)
def test_addresses_are_read_in_their_parts_from_every_version(
    arrive: Arrive, by: Actor, tmp_path: Path, head: str
) -> None:
    path = tmp_path / "one.vcf"
    rest = "Gard;30000;France\nN:Lefevre;Zoe;;;\nEMAIL:zoe@surat.example"
    path.write_text(f"BEGIN:VCARD\n{head};{rest}\nEND:VCARD\n")
    assert exchange.import_now(arrive(path), by).problems == []
    street = "Bat. C, 12 rue étroite"
    wanted = [(f"{street}, 30000 Nîmes Gard", "work", street, "30000", "Nîmes", "Gard", "FR")]
    assert addresses("zoe@surat.example") == wanted
    assert exchange.import_now(arrive(path), by).unchanged == 1


def test_an_address_in_a_country_that_nobody_knows_stays_one_text(arrive: Arrive, by: Actor, tmp_path: Path) -> None:
    path = tmp_path / "one.vcf"
    path.write_text("BEGIN:VCARD\nFN:Zoe\nEMAIL:zoe@surat.example\nADR:;;1 Main St;Town;;99;Ruritania\nEND:VCARD\n")
    assert exchange.import_now(arrive(path), by).problems == []
    assert addresses("zoe@surat.example") == [("1 Main St, 99 Town, Ruritania", "", "", "", "", "", "")]


def test_a_known_party_gets_an_address_in_its_parts_with_its_fact(by: Actor) -> None:
    ayu = make("people", first_name="Ayu", email="ayu@surat.example", country="ID")
    change(ayu, reached_by="address/home: Jl. Braga 1 | 40111 | Bandung | |")
    wanted = ("Jl. Braga 1, Bandung 40111", "home", "Jl. Braga 1", "40111", "Bandung", "", "ID")
    assert addresses("ayu@surat.example") == [wanted]
    assert "contactpoint.created" in facts(ayu.contact_points.get(kind="address"))


def addresses(email: str) -> list[tuple[str, ...]]:
    points = registry["parties"].model.objects.get(email=email).contact_points.filter(kind="address")
    return sorted(points.values_list("value", "label", "street", "postal_code", "city", "region", "country"))
