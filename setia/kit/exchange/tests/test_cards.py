"""Address cards as programs write them become people and companies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from setia.foundation.access import Actor
from setia.kit import exchange
from setia.kit.exchange import ImportRun
from setia.kit.exchange.tests.conftest import REAL, Arrive
from setia.kit.resources import registry

pytestmark = pytest.mark.django_db
CARDS = REAL / "cards"


def imported(arrive: Arrive, by: Actor, name: str, **choices: Any) -> ImportRun:
    run = exchange.import_now(arrive(CARDS / name, **choices), by)
    assert run.problems == []
    return run


def party(**wanted: Any) -> Any:
    return registry["parties"].model.objects.get(**wanted)


def ways(name: str) -> set[tuple[str, str, str]]:
    return set(party(name=name).contact_points.values_list("kind", "label", "value"))


def test_a_card_of_outlook_is_read_with_its_accents_and_line_breaks(arrive: Arrive, by: Actor) -> None:
    run = arrive(CARDS / "outlook.vcf")
    assert "X-MS-OL-DESIGN (1)" in " ".join(run.plan["notices"])
    imported(arrive, by, "outlook.vcf")
    helene = party(last_name="Lefèvre")
    assert (helene.first_name, helene.city, helene.country) == ("Hélène", "Nîmes", "FR")
    assert helene.about == "Préfère le matin.\nNe pas appeler le vendredi après-midi\n\nFax: +33 4 66 00 00 13"
    assert helene.phone == "+33466000011"
    assert ("address", "work", "12 rue de la République Bat. C, 30000 Nîmes") in ways("Hélène Lefèvre")
    (address,) = helene.contact_points.filter(kind="address")
    parts = (address.street, address.postal_code, address.city, address.region, address.country)
    assert parts == ("12 rue de la République Bat. C", "30000", "Nîmes", "", "FR")
    assert registry["relations"].model.objects.get(party=helene).other.name == "Ateliers Nîmes & Fils"
    assert party(name="Ateliers Nîmes & Fils").kind == "company"


def test_a_phone_of_apple_keeps_all_numbers_and_says_which_picture_it_left_out(arrive: Arrive, by: Actor) -> None:
    run = imported(arrive, by, "iphone.vcf")
    assert "PHOTO (1)" in run.layout["notices"][0]
    assert party(name="Ayu Kusuma Wijaya").email == "ayu.wijaya@surat.example"
    assert ways("Ayu Kusuma Wijaya") >= {
        ("email", "home", "ayu.wijaya@surat.example"),
        ("email", "work", "ayu@warung-teknologi.example"),
        ("phone", "mobile", "+6281200000021"),
        ("phone", "mobile", "+6281200000022"),
        ("phone", "work", "+622100000023"),
    }
    about = party(name="Ayu Kusuma Wijaya").about
    assert "Suka kopi tanpa gula, duduk dekat jendela.\nIbunya juga pelanggan." in about
    assert "TEL: *123#" in about
    assert "--08-17" in about
    assert party(name="Warung Teknologi").kind == "company"
    assert registry["parties"].rows().count() == 2


@pytest.mark.parametrize(
    ("file", "names"),
    [
        ("android.vcf", {"Gülşen Öztürk", "Voicemail"}),
        ("google.vcf", {"João Pereira", "newsletter@boletim.example", "Padaria do Cais"}),
        ("evolution.vcf", {"Jürgen Müller", "Müller Bau GmbH"}),
        ("thunderbird.vcf", {"花子 山田", "花屋"}),
        ("old-phone.vcf", {"一郎 鈴木", "さくら 佐藤"}),
        ("no-version.vcf", {"Budi Santoso", "Card Without End", "Zoë Müller"}),
        ("groups.vcf", {"Toko Harapan"}),
    ],
)
def test_nobody_in_a_file_is_lost(arrive: Arrive, by: Actor, file: str, names: set[str]) -> None:
    imported(arrive, by, file, country="JP" if file == "old-phone.vcf" else "US")
    assert set(registry["parties"].rows().values_list("name", flat=True)) == names


def test_cards_imported_again_change_nothing(arrive: Arrive, by: Actor) -> None:
    for name in ("iphone.vcf", "google.vcf", "evolution.vcf"):
        first = imported(arrive, by, name)
        again = imported(arrive, by, name)
        assert (again.new, again.changed, again.unchanged) == (0, 0, first.total), name


def test_a_card_that_is_refused_is_named_by_its_number(arrive: Arrive, by: Actor, tmp_path: Path) -> None:
    path = tmp_path / "two.vcf"
    path.write_text("BEGIN:VCARD\nFN:Good\nEND:VCARD\nBEGIN:VCARD\nFN:Bad\nEMAIL:a@b\nEND:VCARD\n")
    run = exchange.import_now(arrive(path), by)
    assert (run.new, run.refused) == (1, 1)
    assert run.problems[0]["rows"] == [2]


def test_an_import_of_cards_is_undone_as_a_whole(arrive: Arrive, by: Actor) -> None:
    run = imported(arrive, by, "iphone.vcf")
    exchange.undo_import(run, by)
    assert not registry["parties"].rows().exists()
