"""A file becomes customers: uploaded, matched, tried, imported, looked at, taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.visitor import Visitor

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
    dev.sees("The import was undone")
    dev.go("/companies/?q=Warung+Biru")
    dev.sees("Nothing matches")


def test_a_file_that_is_no_table_is_refused_in_words(visit: Visit, tmp_path: Path) -> None:
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\x00" * 400)
    dev = visit("dev")
    dev.go("/import/")
    dev.page.set_input_files("input[type=file]", str(path))
    dev.page.locator("main form button[type=submit]").first.click()
    expect(dev.page.locator(".error, .note.is-bad, .toast.is-bad").first).to_be_visible()
