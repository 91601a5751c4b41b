"""Reports on behaviour: from orders through the marts to every face, and for whom they are."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest

from setia.domains.insight.behaviour import keeping
from setia.domains.insight.scores import keeping as scoring
from setia.domains.parties.parties.model import Party
from setia.domains.sales.orders.model import Order
from setia.faces.api.tests.program import Program
from setia.foundation.access import Actor
from setia.foundation.company import Company, changed_company, our_company
from setia.foundation.conditions import parse
from setia.foundation.jobs.model import Job
from setia.kit import reports
from setia.kit.lists import Listing
from setia.kit.reports import declaring
from setia.kit.resources import registry
from tests.acting import do, listed, make, make_many
from tests.browsing import browser_of, words
from tests.cast import NOW, Cast, assemble
from tests.warehouse.conftest import refreshed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quickly")]
NAMES = ("customer-groups", "who-buys", "bought-together", "time-between-purchases", "cohorts")


@pytest.fixture
def cast() -> Cast:
    return assemble(sorted({resource.governing for resource in registry}))


def answered(name: str, reader: Actor, **given: str) -> reports.Table:
    found = reports.report_for(name, reader)
    return reports.answered(found, reports.asked(found, given, reader), reader)


def hides(cast: Cast, noun: str, field: str) -> None:
    role = cast.cleo.roles.get()
    role.grants = {**role.grants, noun: {"sight": "all", "verbs": [], "fields": {field: "hidden"}}}
    role.save()


def trade() -> tuple[Any, Any]:
    """25 people, each of whom bought a lamp and a bulb; the first 21 bought again after thirty days."""
    lamp, bulb = make("products", name="Lamp"), make("products", name="Bulb")
    for number in range(25):
        person = make("people", first_name=f"Bo{number}", country="FR" if number % 5 else "ID")
        make("preferences", party=person.pk, kind="use", value="office" if number % 2 else "home")
        for at in range(2 if number < 21 else 1):
            day = NOW.date() - timedelta(days=100 - 30 * at)
            order = make("orders", party=person.pk, ordered_on=day.isoformat(), currency="EUR")
            for product in (lamp, bulb) if not at else (lamp,):
                make("order-lines", order=order.pk, product=product.pk, quantity="1", unit_price="10")
            do("confirm", order)
    return lamp, bulb


def test_reports_on_behaviour_tell_what_was_bought_and_open_it(cast: Cast) -> None:
    root = cast.acting("root")
    lamp, bulb = trade()
    assert [str(note) for note in answered("who-buys", root).notes] == [
        "The marts were never filled. Refresh them first."
    ]
    refreshed()
    assert [str(note) for note in answered("who-buys", root).notes] == [
        "This is being worked out. Look again in a minute."
    ]
    assert Job.objects.filter(key=keeping.KEY).count() == 1
    keeping.reckon()
    scoring.reckon(NOW, lambda done, total, what: None)
    who = {row.values["what"]: row for row in answered("who-buys", root).rows}
    assert {name: (row.values["customers"], row.values["purchases"]) for name, row in who.items()} == {
        "France": (20, 36), "Indonesia": (5, 10),
    }  # fmt: skip
    assert len(listed(who["Indonesia"].resource, where=parse(who["Indonesia"].where))) == 5
    purposes = {row.values["what"]: row for row in answered("who-buys", root, by="purpose").rows}
    assert purposes["office"].values["customers"] == 12
    assert len(listed(purposes["office"].resource, where=parse(purposes["office"].where))) == 12
    groups = {(row.values["lately"], row.values["often"]): row.values for row in answered("customer-groups", root).rows}
    assert {key: values["customers"] for key, values in groups.items()} == {
        ("more than 31 days ago", "twice"): 21, ("more than 31 days ago", "once"): 4,
    }  # fmt: skip
    gaps = answered("time-between-purchases", root).rows[0].values
    assert (gaps["customers"], gaps["again"], gaps["half"]) == (25, 0.84, 30)
    (row,) = answered("cohorts", root).rows
    assert [row.values.get(name) for name in ("size", "m1", "m2", "m3", "m4")] == [25, 0.84, 0.0, 0.0, None]
    (row,) = answered("cohorts", root, by="quarter").rows
    assert [row.values.get(name) for name in ("first", "m1", "m3", "m4")] == ["Q4 2025", 0.84, 0.0, None]
    assert answered("bought-together", root).rows == []
    _every_face(cast)


COUNTED = {
    "customer-groups": ("customers", "often", "value"),
    "who-buys": ("customers", "country", "kind", "purpose", "channel"),
    "time-between-purchases": ("customers", ""),
    "cohorts": ("size", "customers", "quarter"),
    "bought-together": ("count", ""),
}
"""What each report counts in a row, and the ways in which it is asked."""


def test_every_number_of_customers_opens_exactly_these_customers(cast: Cast) -> None:
    """Also where orders below zero, two on one day, somebody who never bought and one in the time to come disturb."""
    our_company()
    Company.objects.update(currency="EUR")
    changed_company()
    root = cast.acting("root")
    trade()
    often, *_others, once = Party.objects.order_by("pk")
    looks = make("people", name="Only looks", country="FR")
    make("preferences", party=looks.pk, kind="use", value="office")
    back = make("people", name="Only sends back", country="FR")
    day, ours = NOW.date(), {"owner_id": cast.root.pk, "currency": "EUR", "status": "delivered"}
    make_many("orders", [
        {"party_id": back.pk, "ordered_on": day - timedelta(days=3), "total": 1, **ours},
        {"party_id": once.pk, "ordered_on": day - timedelta(days=2), "total": 1, **ours},
        {"party_id": often.pk, "ordered_on": day - timedelta(days=70), "total": 700, **ours},
        {"party_id": often.pk, "ordered_on": day + timedelta(days=5), "total": 700, **ours},
    ])  # fmt: skip
    cup, saucer = make("products", name="Cup"), make("products", name='Saucer "Blue"')
    for days, wanted in ((4, (cup, saucer)),) * 6 + ((5, (cup,)), (6, (saucer,)), (900, (cup, saucer))):
        order = make("orders", party=often.pk, ordered_on=(day - timedelta(days=days)).isoformat(), currency="EUR")
        for product in wanted:
            make("order-lines", order=order.pk, product=product.pk, quantity="1", unit_price="3")
        do("confirm", order)
    order = make("orders", party=often.pk, ordered_on=day.isoformat(), currency="EUR")
    for product in (cup, saucer):
        make("order-lines", order=order.pk, product=product.pk, quantity="1", unit_price="3")
    Order.objects.filter(party__in=(once, back), total=1).update(net=-500)
    assert Order.objects.filter(net__lt=0).count() == 2
    refreshed()
    keeping.reckon()
    scoring.reckon(NOW, lambda done, total, what: None)
    for name, (counted, *ways) in COUNTED.items():
        for way in ways:
            rows = answered(name, root, **({"by": way} if way else {})).rows
            assert rows or way == "channel", (name, way)
            for row in rows:
                there = Listing(registry[row.resource], root, where=parse(row.where)).exact_count()
                assert there == row.values[counted], (name, way, row)
    assert [row.values["customers"] for row in answered("time-between-purchases", root).rows][:2] == [25, 21]
    role = cast.cleo.roles.get()
    role.grants = {**role.grants, "insight.score": {"sight": "none"}}
    role.save()
    shown = answered("time-between-purchases", cast.acting("cleo")).rows
    assert [(row.values["customers"], row.resource, row.where) for row in shown][0] == (25, "", ""), "not hers to open"
    assert sorted(row.values["count"] for row in answered("bought-together", root).rows) == [6, 6, 25, 25]


def _every_face(cast: Cast) -> None:
    browser = browser_of(cast.root)
    for name in NAMES:
        assert "As of Mar 2, 2026, from the marts." in words(browser.get(f"/reports/{name}/"))
    assert "NaN" not in words(browser.get("/reports/cohorts/?by=value"))
    file = browser.get("/reports/who-buys.csv").content.decode("utf-8-sig")
    assert next(csv.DictReader(io.StringIO(file)))["Country"] == "France"
    told = Program(cast.root).get("/reports/time-between-purchases?charts=true").json()
    assert told["rows"][0]["half"] == 30
    assert [datum["y"] for datum in told["charts"][0]["data"]["values"]] == [0.84, 0.0]


def test_who_does_not_see_every_customer_and_all_they_bought_asks_none_of_it(cast: Cast) -> None:
    for name in NAMES:
        assert reports.report_for(name, cast.acting("cleo"))
        for other in ("ada", "dev", "eve"):
            assert not reports.may_ask(declaring.find(name), cast.acting(other))
    assert browser_of(cast.ada).get("/reports/cohorts/").status_code == 403


@pytest.mark.parametrize("field", ["net", "party", "ordered_on"])
def test_who_may_not_know_what_was_spent_asks_none_of_it(field: str, cast: Cast) -> None:
    hides(cast, "sales.order", field)
    assert not reports.may_ask(declaring.find("customer-groups"), cast.acting("cleo"))


def test_what_may_not_be_known_of_customers_is_no_way_to_tell_who_buys(cast: Cast) -> None:
    hides(cast, "parties.party", "country")
    browser = browser_of(cast.cleo)
    assert browser.get("/reports/who-buys/?by=country").status_code == 403
    assert browser.get("/reports/who-buys/?by=kind").status_code == 200


def test_what_was_reckoned_of_other_marts_is_shown_while_it_is_reckoned_anew(cast: Cast) -> None:
    make("orders", party=make("companies", name="Acme").pk, total="10", status="confirmed")
    refreshed()
    first = keeping.reckon()
    assert first
    assert keeping.known() == first
    assert not Job.objects.filter(key=keeping.KEY).exists()
    refreshed(full=True)
    assert keeping.known() == first
    assert Job.objects.filter(key=keeping.KEY).exists()
    notes = [str(note) for note in answered("cohorts", cast.acting("root")).notes]
    assert notes[1] == "Too few customers to say anything: there are 1, and it takes at least 20."
