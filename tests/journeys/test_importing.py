"""A file becomes customers: uploaded, matched, tried, imported, looked at, taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from setia.kit.exchange.tests.workbooks import ods, row, xlsx
from tests.journeys.visitor import Visitor

CARDS = Path(__file__).parents[1] / "data" / "cards"
Visit = Callable[..., Visitor]

FILE = """company name;e-mail;town;country
Warung Biru;halo@warung-biru.example;Bandung;Indonesia
Café du Port;bonjour@cafe-du-port.example;Brest;France
Broken Mail;not an address;Leeds;United Kingdom
"""


def test_a_file_is_imported_with_its_bad_row_named_and_taken_back_as_a_whole(visit: Visit, tmp_path: Path) -> None:
    path = tmp_path / "clients.csv"
    path.write_text(FILE)
    dev = visit("dev")
    dev.go("/import/?resource=companies")
    dev.reads_well()
    dev.page.set_input_files("input[type=file]", str(path))
    dev.page.locator("main form button[type=submit]").first.click()
    dev.sees("company name", "Warung Biru")
    dev.reads_well()
    dev.page.locator("main form button.is-primary").click()
    expect(dev.page.locator("#main")).to_contain_text("not an address", timeout=60_000)
    dev.reads_well()
    dev.page.locator("main form button.is-primary").last.click()
    expect(dev.page.get_by_role("link", name="Download the refused rows")).to_be_visible(timeout=60_000)
    dev.reads_well()
    result = dev.page.url
    dev.go("/companies/?q=Warung+Biru")
    dev.page.get_by_role("link", name="Warung Biru").first.click()
    dev.sees("Warung Biru", "Bandung", "Indonesia")
    dev.go("/companies/?q=Broken+Mail")
    dev.sees("Nothing matches")
    dev.page.goto(result)
    dev.page.get_by_role("link", name="Undo the import").click()
    dev.page.locator("#dialog button[type=submit], main form button.is-danger").first.click()
    expect(dev.page.locator("#main")).to_contain_text("The import was undone", timeout=60_000)
    dev.go("/companies/?q=Warung+Biru")
    dev.sees("Nothing matches")


def taken_in(dev: Visitor, path: Path) -> None:
    """Upload a file, agree to its columns, and import what the check allows."""
    dev.go("/import/")
    dev.page.set_input_files("input[type=file]", str(path))
    dev.page.locator("main form button[type=submit]").first.click()
    dev.page.get_by_role("button", name="Check all rows").click()
    dev.page.get_by_role("button", name=re.compile("^Import [0-9]+ row")).click(timeout=60_000)
    expect(dev.page.get_by_role("link", name="Undo the import")).to_be_visible(timeout=60_000)


@pytest.mark.any_database
def test_another_sheet_of_a_workbook_is_chosen_and_its_rows_become_companies(visit: Visit, tmp_path: Path) -> None:
    cover = [["Prepared for the spring fair"], ["by Dewi"]]
    firms = [["company name", "employees", "town"], ["Teh Poci", 12, "Tegal"], ["Kopi Kapal", 7, "Makassar"]]
    path = xlsx(tmp_path / "firms.xlsx", {"Cover": cover, "Firms": firms})
    dev = visit("dev")
    dev.go("/import/")
    dev.page.set_input_files("input[type=file]", str(path))
    dev.page.locator("main form button[type=submit]").first.click()
    dev.sees("The sheet “Cover” is read", "“Firms”")
    dev.page.locator("select[name=sheet]").select_option("Firms")
    dev.sees("Teh Poci", "sheet “Firms”")
    dev.reads_well()
    dev.page.get_by_role("button", name="Check all rows").click()
    dev.page.get_by_role("button", name="Import 2 rows").click(timeout=60_000)
    expect(dev.page.get_by_role("link", name="Undo the import")).to_be_visible(timeout=60_000)
    dev.go("/companies/?q=Teh+Poci")
    dev.page.get_by_role("link", name="Teh Poci").first.click()
    dev.sees("Tegal", "12")


@pytest.mark.any_database
def test_a_table_of_libreoffice_becomes_companies(visit: Visit, tmp_path: Path) -> None:
    path = ods(tmp_path / "companies.ods", {"Sheet1": row("company name", "employees") + row("Batik Laweyan", 21)})
    dev = visit("dev")
    taken_in(dev, path)
    dev.go("/companies/?q=Batik+Laweyan")
    dev.page.get_by_role("link", name="Batik Laweyan").first.click()
    dev.sees("21")


@pytest.mark.any_database
def test_the_cards_of_a_telephone_become_people_with_all_their_numbers(visit: Visit) -> None:
    dev = visit("dev")
    dev.go("/import/")
    dev.page.set_input_files("input[type=file]", str(CARDS / "iphone.vcf"))
    dev.page.locator("main form button[type=submit]").first.click()
    dev.sees("vCard", "PHOTO (1)", "Ayu Kusuma", "Wijaya")
    dev.reads_well()
    dev.page.get_by_role("button", name="Check all rows").click()
    dev.page.get_by_role("button", name="Import 2 rows").click(timeout=60_000)
    expect(dev.page.get_by_role("link", name="Undo the import")).to_be_visible(timeout=60_000)
    dev.go("/people/?q=Ayu+Kusuma")
    dev.page.get_by_role("link", name="Ayu Kusuma Wijaya").first.click()
    dev.sees("Warung Teknologi", "ayu@warung-teknologi.example", "Suka kopi tanpa gula")
    dev.page.goto(dev.page.url)
    dev.reads_well()


@pytest.mark.any_database
def test_a_file_that_is_no_table_is_refused_in_words(visit: Visit, tmp_path: Path) -> None:
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 400)
    dev = visit("dev")
    dev.go("/import/")
    dev.page.set_input_files("input[type=file]", str(path))
    dev.page.locator("main form button[type=submit]").first.click()
    expect(dev.page.locator(".error, .note.is-bad, .toast.is-bad").first).to_be_visible()


@pytest.mark.any_database
def test_a_list_of_people_is_saved_as_address_cards(visit: Visit) -> None:
    dev = visit("dev")
    dev.go("/companies/")
    dev.page.locator("#more-menu, [popovertarget=more-menu]").first.click()
    with dev.page.expect_download() as saved:
        dev.page.get_by_text("Export as address cards").click()
    assert saved.value.suggested_filename.endswith(".vcf")
    assert saved.value.path().read_bytes().startswith(b"BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:org\r\n")


@pytest.mark.any_database
def test_what_was_decided_about_one_file_is_kept_for_the_next(visit: Visit, tmp_path: Path) -> None:
    path = tmp_path / "monthly.csv"
    path.write_text("wer;ort\nKedai Senja;Malang\n")
    dev = visit("dev")
    dev.go("/import/?resource=companies")
    dev.page.set_input_files("input[type=file]", str(path))
    dev.page.locator("main form button[type=submit]").first.click()
    with dev.page.expect_response(lambda answer: "/columns" in answer.url):
        dev.page.get_by_label("Field for the column wer").select_option("name")
    dev.page.get_by_text("Keep this mapping for the next file").click()
    dev.page.get_by_label("Name of the mapping").fill("Cafés")
    dev.reads_well()
    dev.page.get_by_role("button", name="Keep", exact=True).click()
    dev.noted("Kept as “Cafés”")
    dev.go("/import/")
    dev.sees("Kept mappings", "Cafés")
    dev.reads_well()
    dev.page.set_input_files("input[type=file]", str(path))
    dev.page.locator("main form button[type=submit]").first.click()
    dev.sees("read as kept under “Cafés”", "Kedai Senja")
