"""Two public data sets are imported as they were found, mistakes included."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from django.db.models import Max, Sum

from setia.foundation.access import Actor
from setia.foundation.ledger import Entry
from setia.kit import exchange, verbs
from setia.kit.exchange import ImportRun
from setia.kit.exchange.tests.conftest import REAL, Arrive
from setia.kit.resources import registry

pytestmark = pytest.mark.django_db

B2B = ("accounts.csv", "sales_teams.csv", "products.csv", "sales_pipeline.csv")


@pytest.fixture
def pipeline(by: Actor) -> None:
    """The stages a new installation begins with, also after tests that emptied the tables."""
    if registry["stages"].rows().exists():
        return
    made = verbs.create(registry["pipelines"], {"name": "Sales"}, by).ids[0]
    for name, status in {"Prospecting": "open", "Engaging": "open", "Won": "won", "Lost": "lost"}.items():
        verbs.create(registry["stages"], {"pipeline": made, "name": name, "status": status}, by)


def rows(slug: str) -> Any:
    return registry[slug].rows()


def imported(arrive: Arrive, by: Actor, *names: str) -> dict[str, ImportRun]:
    """Import files with the nearest readings accepted."""
    runs = {}
    for name in names:
        run = arrive(REAL / name)
        exchange.keep_plan(run, exchange.accept_nearest(exchange.plan_of(run)), by)
        runs[name] = exchange.import_now(run, by)
    return runs


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.new, run.changed, run.unchanged, run.refused


@pytest.mark.parametrize(
    ("name", "resource"),
    [
        ("b2b/accounts.csv", "companies"),
        ("b2b/sales_teams.csv", "staff"),
        ("b2b/products.csv", "products"),
        ("b2b/sales_pipeline.csv", "opportunities"),
        ("cdnow.csv", "orders"),
        ("b2b/data_dictionary.csv", ""),
    ],
)
def test_what_the_rows_are_is_seen_from_the_columns(arrive: Arrive, name: str, resource: str) -> None:
    plan = exchange.plan_of(arrive(REAL / name))
    assert plan.resource == resource
    if resource:
        assert all(column.field for column in plan.columns)


def test_days_written_month_first_are_seen_from_the_whole_column(arrive: Arrive) -> None:
    plan = exchange.plan_of(arrive(REAL / "b2b/sales_pipeline.csv"))
    assert {column.field: column.date_order for column in plan.columns if column.date_order} == {
        "opened_on": "mdy",
        "closed_on": "mdy",
    }


@pytest.mark.usefixtures("pipeline")
def test_a_sellers_whole_business_comes_out_to_the_figures(arrive: Arrive, by: Actor) -> None:
    runs = imported(arrive, by, *(f"b2b/{name}" for name in B2B))
    assert [counts(run) for run in runs.values()] == [
        (85, 0, 0, 0),
        (35, 0, 0, 0),
        (7, 0, 0, 0),
        (8800, 0, 0, 0),
    ]
    assert (rows("companies").count(), rows("products").count(), rows("brands").count()) == (85, 7, 3)
    opportunities = rows("opportunities")
    by_status = Counter(opportunities.values_list("stage__name", flat=True))
    assert by_status == {"Won": 4238, "Lost": 2473, "Engaging": 1589, "Prospecting": 500}
    won = opportunities.filter(status="won").aggregate(value=Sum("amount"))["value"]
    assert won == 10_005_534_00
    assert opportunities.filter(product__name="GTX Pro").count() == 1480
    assert opportunities.filter(party=None).count() == 1425
    one = opportunities.get(reference="1C1I7A6R")
    assert (one.opened_on, one.closed_on) == (date(2016, 10, 20), date(2017, 3, 1))
    assert one.owner.name == "Moses Frase"
    assert one.owner.team.lead.name == "Dustin Brinkmann"
    parents = registry["relations"].model.objects.filter(kind="subsidiary_of")
    assert parents.count() == 15
    assert parents.get(party__name="Codehow").other.name == "Acme Corporation"
    assert rows("companies").filter(sector="technology").count() == 12
    last = Entry.objects.aggregate(last=Max("id"))["last"]
    again = imported(arrive, by, *(f"b2b/{name}" for name in B2B))
    assert [counts(run) for run in again.values()] == [
        (0, 0, 85, 0),
        (0, 0, 35, 0),
        (0, 0, 7, 0),
        (0, 0, 8800, 0),
    ]
    assert Entry.objects.aggregate(last=Max("id"))["last"] == last


def test_every_purchase_of_a_shop_finds_or_makes_its_customer(arrive: Arrive, by: Actor) -> None:
    imported(arrive, by, "cdnow.csv")
    assert (rows("parties").count(), rows("orders").count()) == (23_570, 69_659)
    totals = rows("orders").aggregate(units=Sum("quantity"), value=Sum("total"))
    with (REAL / "cdnow.csv").open() as file:
        cells = [line.rstrip("\n").split(",") for line in file][1:]
    assert totals["units"] == sum(int(row[3]) for row in cells)
    assert totals["value"] == sum(round(float(row[4]) * 100) for row in cells)
    customer = rows("parties").get(reference="2")
    assert customer.name == "Customer 2"
    assert customer.is_customer
    assert sorted(customer.orders.values_list("ordered_on", "total")) == [
        (date(1997, 1, 12), 12_00),
        (date(1997, 1, 12), 77_00),
    ]
    last = Entry.objects.aggregate(last=Max("id"))["last"]
    again = imported(arrive, by, "cdnow.csv")["cdnow.csv"]
    assert counts(again) == (0, 0, 69_659, 0)
    assert Entry.objects.aggregate(last=Max("id"))["last"] == last


@pytest.mark.usefixtures("pipeline")
def test_a_dry_run_offers_readings_and_writes_nothing(arrive: Arrive, by: Actor) -> None:
    imported(arrive, by, *(f"b2b/{name}" for name in B2B[:3]))
    before = Entry.objects.count()
    run = arrive(REAL / "b2b/sales_pipeline.csv")
    found = exchange.dry_run(exchange.sheet_of(run), exchange.plan_of(run), by)
    assert (found.total, found.new, found.refused) == (8800, 7320, 1480)
    (unknown,) = found.unknown
    assert (unknown.column, unknown.text, unknown.count, unknown.then) == (
        "product",
        "GTXPro",
        1480,
        "refuse",
    )
    assert unknown.offers[0].title == "GTX Pro"
    assert "account: 1425 rows are empty and accepted." in found.notices
    choice = {
        "columns": {
            "product": {"accepted": {"GTXPro": unknown.offers[0].id}},
            "account": {"when_empty": "refuse"},
        }
    }
    plan = exchange.adjust(exchange.plan_of(run), exchange.sheet_of(run), choice, by)
    found = exchange.dry_run(exchange.sheet_of(run), plan, by)
    assert (found.new, found.refused, found.unknown) == (7375, 1425, [])
    assert (Entry.objects.count(), rows("opportunities").count()) == (before, 0)


def test_a_dry_run_knows_who_stands_later_in_the_file_and_what_would_be_made(arrive: Arrive, by: Actor) -> None:
    accounts = arrive(REAL / "b2b/accounts.csv")
    found = exchange.dry_run(exchange.sheet_of(accounts), exchange.plan_of(accounts), by)
    assert (found.new, found.refused, found.unknown) == (85, 0, [])
    assert "“technolgy” is read as “Technology” (12 rows)." in found.notices
    orders = arrive(REAL / "cdnow.csv")
    found = exchange.dry_run(exchange.sheet_of(orders), exchange.plan_of(orders), by)
    assert (found.new, found.creates) == (69_659, {"Parties": 23_570})
    assert not rows("parties").exists()
