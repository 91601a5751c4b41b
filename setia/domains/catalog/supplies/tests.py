"""What vendors take: real price lists come in as files, and a vendor's page shows what they supply."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from setia.domains.catalog.supplies.model import Supply
from setia.foundation.access import system
from setia.kit import exchange
from tests.acting import make
from tests.browsing import browser_of
from tests.cast import NOW, assemble

pytestmark = pytest.mark.django_db
FILE = Path(__file__).parents[4] / "tests" / "data" / "price_lists" / "vendor.xlsx"
BY = system("import", NOW)


@pytest.fixture(autouse=True)
def _own_folder(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()


@pytest.fixture
def products() -> dict[str, Any]:
    return {number: make("products", name=f"Article {number}", reference=number) for number in
            ("BR-500", "SO-201", "SO-011")}  # fmt: skip


def imported() -> Any:
    return exchange.import_now(exchange.receive_file(FILE, BY, resource="supplies"), BY)


def kept(product: Any) -> list[tuple[Any, ...]]:
    rows = Supply.objects.filter(product=product).order_by("party__name", "minimum_quantity")
    return list(rows.values_list("party__name", "cost", "currency", "minimum_quantity", "lead_days"))


def test_a_price_list_of_a_vendor_comes_in_with_its_tiers_and_currencies(products: dict[str, Any]) -> None:
    run = imported()
    assert (run.new, run.refused) == (5, 3)
    assert kept(products["BR-500"]) == [
        ("Aciéries Morvan", 119_850, "EUR", Decimal(1), 21),
        ("Aciéries Morvan", 114_900, "EUR", Decimal(10), 21),
        ("Aciéries Morvan", 109_999, "EUR", Decimal(40), 35),
    ]
    assert kept(products["SO-201"]) == [
        ("Aciéries Morvan", 3_340, "EUR", Decimal(24), 7), ("Kyoto Filters KK", 5_150, "JPY", Decimal(100), 60),
    ]  # fmt: skip
    first = Supply.objects.get(vendor_reference="KF77")
    assert (first.starts_on, first.party.is_vendor, first.party.kind) == (date(2026, 3, 1), True, "company")
    told = exchange.error_file(run).read_text("utf-8-sig")
    assert "XX-999" in told
    assert "below zero" in told
    assert "JPY have no decimals" in told


def test_the_same_list_again_changes_nothing_and_the_next_one_ends_it(products: dict[str, Any]) -> None:
    imported()
    again = imported()
    assert (again.new, again.changed) == (0, 0)
    assert Supply.objects.count() == 5
    product = products["BR-500"]
    vendor = Supply.objects.get(vendor_reference="KF77").party
    make("supplies", product=product.pk, party=vendor.pk, cost="9", starts_on="2026-01-01")
    make("supplies", product=product.pk, party=vendor.pk, cost="8", starts_on="2026-05-01")
    spans = Supply.objects.filter(product=product, party=vendor).order_by("starts_on")
    assert [one.ends_on for one in spans] == [date(2026, 4, 30), None]


def test_what_a_vendor_supplies_stands_on_their_page(products: dict[str, Any]) -> None:
    imported()
    vendor = Supply.objects.get(vendor_reference="KF77").party
    page = browser_of(assemble([]).root).get(f"/companies/{vendor.pk}/").content.decode()
    assert "KF77" in page
