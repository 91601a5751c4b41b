"""Whatever records hold, a file of them brings it back: exported, imported where there is nothing, exported again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, reject, settings
from hypothesis import strategies as st

from setia.foundation.access import Actor, system
from setia.foundation.errors import Invalid
from setia.kit import erasing, exchange, verbs
from setia.kit.lists import Listing
from setia.kit.resources import registry

pytestmark = pytest.mark.django_db

LETTERS = st.characters(exclude_categories=["Cs", "Cc", "Cn", "Co", "Zl", "Zp"])
line = st.text(LETTERS, max_size=30).map(lambda text: " ".join(text.split()))
tricky = st.sampled_from(
    ["=1+1", "-5", "'=x", '"', "a;b", "a,b\tc", "12/11/2020", "007", "1.000", "yes", "record", "é"]
)
word = line | tricky
name = word.filter(bool)
lines = st.lists(word.filter(bool), max_size=3).map("\n".join)
flag = st.sampled_from(["yes", "no"])
day = st.dates(min_value=date(1900, 3, 1), max_value=date(2026, 1, 1)).map(str)
amount = st.integers(0, 10**9).map(lambda cents: str(Decimal(cents) / 100))
currency = st.sampled_from(["USD", "EUR", "IDR", "JPY"])
language = st.sampled_from(["", "en", "fr", "id"])
email = st.sampled_from(["", "ayu@post.example", "o'neil+x@mail.example"])
phone = st.sampled_from(["", "+6281234567890", "+33142685300"])
country = st.sampled_from(["", "ID", "FR", "US"])

REACHED = {"email": email, "phone": phone, "website": st.sampled_from(["", "https://oak.example/a?b=c"]),
           "city": word, "country": country, "language": language, "about": lines}  # fmt: skip
ROWS: dict[str, dict[str, st.SearchStrategy[str]]] = {
    "companies": {
        "name": name, **REACHED, "sector": st.sampled_from(["", "software", "retail"]), "is_customer": flag,
        "employees": st.integers(0, 10**6).map(str), "founded_in": st.integers(1850, 2026).map(str), "revenue": amount,
        "currency": currency,
    },
    "people": {
        "first_name": word, "last_name": name, **REACHED, "gender": st.sampled_from(["", "female", "male"]),
        "born_on": day, "is_vendor": flag,
    },
    "products": {
        "name": name, "unit": word, "list_price": amount, "cost": amount, "currency": currency, "description": lines,
        "is_sold": flag,
    },
    "brands": {"name": name, "about": lines},
}  # fmt: skip
NUMBERED = ("companies", "people", "products")


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, list[dict[str, str]]]:
    slug = draw(st.sampled_from(sorted(ROWS)))
    rows = draw(st.lists(st.fixed_dictionaries(ROWS[slug]), min_size=1, max_size=4))
    for at, row in enumerate(rows):
        # Two of the same name are told apart by their own numbers, as a company with such customers does.
        row |= {"reference": f"N-{at}"} if slug in NUMBERED else {"name": f"{row['name']} {at}"}
    return slug, rows


def columns_of(slug: str) -> tuple[str, ...]:
    """What can be brought in; how else somebody is reached has a file of its own."""
    writable = registry[slug].writable(system("cli").access)
    return tuple(column for column in writable if column in {*ROWS[slug], "name", "reference"})


def csv_file(listing: Listing, labels: bool) -> bytes:
    return b"".join(exchange.csv_chunks(listing, labels=labels))


def workbook(listing: Listing, labels: bool) -> bytes:
    return b"".join(exchange.xlsx_chunks(listing, labels=labels))


def there_and_back(slug: str, rows: list[dict[str, str]], by: Actor, write: Callable[..., bytes], ending: str) -> None:
    resource, columns = registry[slug], columns_of(slug)

    def file() -> bytes:
        return write(Listing(resource, by, columns=columns, sort="id"), True)

    for row in rows:
        verbs.create(resource, row, by)
    first = file()
    erasing.erase(resource.model, set(resource.model._default_manager.values_list("pk", flat=True)))
    run = exchange.import_now(exchange.receive([first], f"file.{ending}", by, resource=slug), by)
    assert (run.state, run.problems) == ("done", [])
    assert file() == first


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(table=tables(), spoken=st.sampled_from(["en", "fr", "id"]), file=st.sampled_from(["csv", "xlsx"]))
@example(table=("companies", [{"name": "=1+1", "about": "'=x\n-5", "reference": "007"}]), spoken="fr", file="csv")
@example(table=("companies", [{"name": "12/11/2020", "city": "007", "reference": "1.000"}]), spoken="id", file="xlsx")
def test_what_is_exported_and_imported_is_exported_to_the_same_bytes(
    by: Actor, table: tuple[str, list[dict[str, str]]], spoken: str, file: str
) -> None:
    slug, rows = table
    with transaction.atomic():
        try:
            there_and_back(slug, rows, replace(by, language=spoken), csv_file if file == "csv" else workbook, file)
        except Invalid:
            reject()  # what no form takes is not what is exported
        finally:
            transaction.set_rollback(True)
