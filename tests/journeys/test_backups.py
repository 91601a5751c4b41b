"""Everything as one archive, by a button: made, downloaded after the password, deleted."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import PASSWORD
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.any_database


def test_an_administrator_makes_downloads_and_deletes_a_backup(visit: Callable[..., Visitor]) -> None:
    rosa = visit("rosa")
    rosa.go("/")
    rosa.page.get_by_role("link", name="Backups").click()
    for _n in range(2):
        before = rosa.page.locator("table.grid tbody tr").count()
        rosa.page.get_by_role("button", name="Make one now").click()
        expect(rosa.page.locator("table.grid tbody tr")).to_have_count(before + 1, timeout=60_000)
    rosa.reads_well()
    row = rosa.page.locator("table.grid tbody tr").first
    expect(row).to_contain_text("rows")
    row.get_by_role("link", name="Download").click()
    rosa.reads_well()
    rosa.page.fill("#f-password", "not this one")
    rosa.page.get_by_role("button", name="Download").click()
    rosa.sees("This is not your password.")
    rosa.page.fill("#f-password", PASSWORD)
    with rosa.page.expect_download() as started:
        rosa.page.get_by_role("button", name="Download").click()
    with zipfile.ZipFile(Path(started.value.path())) as archive:
        assert "manifest.json" in archive.namelist()
    rosa.go("/settings/backups/")
    rosa.page.locator("table.grid tbody tr").first.get_by_role("link", name="Delete").click()
    rosa.reads_well()
    rosa.page.get_by_role("button", name="Delete").click()
    rosa.noted("Deleted")


def test_a_phone_shows_the_backups_too(visit: Callable[..., Visitor]) -> None:
    rosa = visit("rosa", width=390, dark=True)
    rosa.go("/settings/backups/")
    rosa.reads_well()
