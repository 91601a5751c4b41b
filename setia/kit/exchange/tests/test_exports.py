"""What is seen can be taken along: as CSV or as a workbook, without formulas and without what is hidden."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from setia.foundation.access import Actor
from setia.foundation.conditions import parse
from setia.foundation.errors import Malformed
from setia.foundation.ledger import Entry
from setia.kit import exchange, verbs
from setia.kit.lists import Listing
from setia.kit.resources import registry
from tests.cast import assemble

pytestmark = pytest.mark.django_db
COLUMNS = ("name", "sector", "revenue", "founded_in", "is_customer", "parent", "about")


@pytest.fixture
def firms(by: Actor) -> list[int]:
    companies = registry["companies"]
    first = verbs.create(companies, {"name": "=HYPERLINK(1)", "sector": "software", "revenue": "1200.50"}, by).ids
    second = {"name": "Bolt, Nuts & Co", "founded_in": "1999", "parent": str(first[0]), "is_customer": "yes",
              "about": "two\nlines"}  # fmt: skip
    return first + verbs.create(companies, second, by).ids


def read(chunks: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(chunks).decode("utf-8-sig"), newline="")))


def listing(by: Actor, **options: Any) -> Listing:
    return Listing(registry["companies"], by, columns=options.pop("columns", COLUMNS), **options)


@pytest.mark.usefixtures("firms")
def test_a_list_is_exported_as_it_is_seen_in_the_language_of_the_reader(by: Actor) -> None:
    rows = read(exchange.csv_chunks(listing(by)))
    assert rows[0] == [
        "Name", "Sector", "Yearly revenue", "Founded in", "Customer", "Subsidiary of", "About", "Currency",
    ]  # fmt: skip
    assert rows[1] == ["Bolt, Nuts & Co", "", "", "1999", "Yes", "'=HYPERLINK(1)", "two\nlines", "USD"]
    assert rows[2] == ["'=HYPERLINK(1)", "Software", "1200.50", "", "No", "", "", "USD"]


def test_names_and_codes_are_the_same_for_every_reader(by: Actor, firms: list[int]) -> None:
    rows = read(exchange.csv_chunks(listing(replace(by, language="fr")), labels=False))
    assert rows[0] == ["record", *COLUMNS, "currency"]
    assert rows[1][:2] == [f"parties.party:{firms[1]}", "Bolt, Nuts & Co"]
    assert (rows[2][2], rows[1][5]) == ("software", "yes")


@pytest.mark.usefixtures("firms")
def test_condition_search_and_sort_hold(by: Actor) -> None:
    assert len(read(exchange.csv_chunks(listing(by, where=parse("sector = software"))))) == 2
    assert read(exchange.csv_chunks(listing(by, text="bolt")))[1][0] == "Bolt, Nuts & Co"
    assert read(exchange.csv_chunks(listing(by, sort="-name")))[1][0] == "'=HYPERLINK(1)"


@pytest.mark.usefixtures("firms")
def test_a_mark_in_front_is_there_when_asked_for(by: Actor) -> None:
    assert b"".join(exchange.csv_chunks(listing(by), bom=True)).startswith(b"\xef\xbb\xbfName,")


@pytest.mark.usefixtures("firms")
def test_a_workbook_has_real_numbers_and_dates_and_no_formula(by: Actor) -> None:
    path = exchange.xlsx_file(listing(by, columns=(*COLUMNS, "created_at")))
    sheet = load_workbook(path).active
    path.unlink()
    assert sheet is not None
    assert (sheet.title, sheet.freeze_panes) == ("Companies", "A2")
    assert sheet["A1"].font.bold
    name = sheet["A3"]
    assert (name.value, name.data_type, name.quotePrefix) == ("=HYPERLINK(1)", "s", True)
    assert (sheet["C3"].value, sheet["C3"].number_format) == (1200.5, "#,##0.00")
    assert sheet["D2"].value == 1999
    assert isinstance(sheet["H2"].value, datetime)


def test_days_are_dates(by: Actor) -> None:
    party = verbs.create(registry["people"], {"last_name": "Ada"}, by).ids[0]
    verbs.create(registry["orders"], {"party": str(party), "ordered_on": "1997-01-12", "total": "12"}, by)
    orders = Listing(registry["orders"], by, columns=("party", "ordered_on", "quantity", "total"))
    assert read(exchange.csv_chunks(orders))[1] == ["Ada", "1997-01-12", "1", "12.00", "USD"]
    path = exchange.xlsx_file(orders)
    sheet = load_workbook(path).active
    path.unlink()
    assert sheet is not None
    assert sheet["B2"].value.date() == date(1997, 1, 12)


def test_hidden_fields_never_leave(by: Actor, firms: list[int]) -> None:
    cast = assemble(["parties.party"])
    role = cast.cleo.roles.get()
    role.grants["parties.party"]["fields"] = {"revenue": "hidden", "currency": "hidden"}
    role.save()
    cleo = cast.acting("cleo")
    with pytest.raises(Malformed, match="no column “revenue”"):
        listing(cleo, columns=("name", "revenue"))
    default = Listing(registry["companies"], cleo)
    assert "Yearly revenue" not in read(exchange.csv_chunks(default))[0]
    assert "Currency" not in read(exchange.csv_chunks(default))[0]


@pytest.mark.usefixtures("firms")
def test_who_took_what_along_is_history_also_when_they_stop_half_way(by: Actor) -> None:
    read(exchange.csv_chunks(listing(by, where=parse("sector = software"))))
    half = exchange.csv_chunks(listing(by))
    next(iter(half))
    half.close()  # type: ignore[attr-defined]
    entries = Entry.objects.filter(kind=exchange.MADE).order_by("id")
    assert [(e.noun, e.record_id, e.data["count"], e.data["format"]) for e in entries] == [
        ("parties.party", 0, 1, "csv"),
        ("parties.party", 0, 2, "csv"),
    ]


def test_an_empty_list_is_a_file_with_a_header(by: Actor) -> None:
    assert len(read(exchange.csv_chunks(listing(by)))) == 1
    path = exchange.xlsx_file(listing(by))
    sheet = load_workbook(path).active
    path.unlink()
    assert sheet is not None
    assert sheet.max_row == 1
