"""Plans are guessed with reasons and changed by people; every choice is judged."""

from __future__ import annotations

from typing import Any

import pytest

from setia.foundation.access import Actor
from setia.foundation.errors import Forbidden, Invalid, Refusal
from setia.kit import exchange
from setia.kit.exchange import Plan
from setia.kit.exchange.tests.conftest import Arrive
from tests.cast import assemble

pytestmark = pytest.mark.django_db

FIRMS = "Société;Ville;Chiffre d'affaires (EUR)\nHélène & fils;Nîmes;1.234,50\n"


def fields(plan: Plan) -> dict[str, str]:
    return {column.header: column.field for column in plan.columns}


def test_headers_in_french_and_amounts_with_a_comma_are_understood(arrive: Arrive, by: Actor) -> None:
    run = arrive(FIRMS)
    plan = exchange.plan_of(run)
    assert (plan.resource, plan.currency) == ("companies", "EUR")
    assert fields(plan)["Société"] == "name"
    assert fields(plan)["Ville"] == "city"
    shown = exchange.preview(exchange.sheet_of(run), plan, by)
    assert shown[0].texts[0] == "Hélène & fils"


def test_a_misspelt_header_is_a_guess_that_says_so(arrive: Arrive) -> None:
    plan = exchange.plan_of(arrive("name,emploees,sector\nAcme,7,software\n", resource="companies"))
    column = plan.columns[1]
    assert (column.field, column.confidence < 1) == ("employees", True)
    assert "looks like" in column.why


def test_an_unknown_column_is_named_and_not_imported(arrive: Arrive) -> None:
    plan = exchange.plan_of(arrive("name,shoe size\nAcme,42\n", resource="companies"))
    assert (plan.columns[1].field, plan.columns[1].why) == ("", "no field has this name")


def test_texts_that_do_not_fit_lower_the_confidence(arrive: Arrive) -> None:
    plan = exchange.plan_of(arrive("name,employees\nAcme,many\nBolt,few\n", resource="companies"))
    assert plan.columns[1].confidence == 0.5
    assert "“many” is not" in plan.columns[1].why


def test_columns_that_fit_people_and_companies_alike_are_said_to(arrive: Arrive) -> None:
    plan = exchange.plan_of(arrive("name,city\nAcme,Lyon\n"))
    assert plan.resource in ("people", "companies")
    assert any("Choose the other" in words for words in plan.notices)


def test_days_that_could_be_read_in_two_ways_are_asked_about(arrive: Arrive, by: Actor) -> None:
    run = arrive("customer,date,price\nAda,3/4/2026,5\nBo,5/6/2026,7\n", resource="orders")
    plan = exchange.plan_of(run)
    assert plan.columns[1].date_order == ""
    assert any("Say whether the day or the month comes first" in words for words in plan.notices)
    sheet = exchange.sheet_of(run)
    assert exchange.dry_run(sheet, plan, by).refused == 2
    plan = exchange.adjust(plan, sheet, {"columns": {"date": {"date_order": "dmy"}}}, by)
    assert exchange.dry_run(sheet, plan, by).refused == 0


def test_another_kind_of_record_can_be_chosen_and_columns_moved(arrive: Arrive, by: Actor) -> None:
    run = arrive("name,city\nAcme,Lyon\n")
    sheet = exchange.sheet_of(run)
    choices = {"resource": "people", "columns": {"1": {"field": "about"}, "name": {"field": "last_name"}}}
    plan = exchange.adjust(exchange.plan_of(run), sheet, choices, by)
    assert (plan.resource, fields(plan)) == ("people", {"name": "last_name", "city": "about"})
    assert plan.columns[1].why == "chosen by Setia"
    assert Plan.from_json(plan.to_json()) == plan


@pytest.mark.parametrize(
    ("choices", "named"),
    [
        ({"colour": "red"}, "colour"),
        ({"currency": "XXQ"}, "currency"),
        ({"country": "Atlantis"}, "country"),
        ({"columns": ["name"]}, "columns"),
        ({"columns": {"nothing": {"field": "name"}}}, "columns.nothing"),
        ({"columns": {"name": {"field": "password"}}}, "columns.name.field"),
        ({"columns": {"name": {"field": "version"}}}, "columns.name.field"),
        ({"columns": {"name": {"field": ["name"]}}}, "columns.name.field"),
        ({"columns": {"city": {"field": "name"}}}, "columns.city.field"),
        ({"columns": {"name": {"when_unknown": "guess"}}}, "columns.name.when_unknown"),
        ({"columns": {"name": {"accepted": {"x": 1}}}}, "columns.name.accepted"),
        ({"columns": {"owner": {"accepted": {"x": 99}}}}, "columns.owner.accepted"),
        ({"columns": {"owner": {"accepted": {"x": [1]}}}}, "columns.owner.accepted"),
        ({"columns": {"name": {"date_order": ["dmy"]}}}, "columns.name.date_order"),
        ({"resource": 7}, "resource"),
    ],
)
def test_a_choice_that_cannot_be_is_named(arrive: Arrive, by: Actor, choices: dict[str, Any], named: str) -> None:
    run = arrive("name,city,owner\nAcme,Lyon,Ada\n", resource="companies")
    with pytest.raises(Invalid) as refused:
        exchange.adjust(exchange.plan_of(run), exchange.sheet_of(run), choices, by)
    assert named in refused.value.errors


def test_row_numbers_are_keys_that_carry_the_name_of_the_file(arrive: Arrive) -> None:
    for name in ("cdnow.csv", "cdnow (1).csv", "CDNOW - Copy.csv"):
        plan = exchange.plan_of(arrive("Unnamed: 0,customer,date,price\n0,Ada,2026-01-31,5\n1,Bo,2026-02-01,6\n", name))
        assert (plan.columns[0].field, plan.columns[0].prefix) == ("reference", "cdnow-")
    counted_twice = exchange.plan_of(arrive(",customer,date,price\n1,Ada,2026-01-31,5\n1,Bo,2026-02-01,6\n"))
    assert counted_twice.columns[0].field == ""


def test_a_field_that_was_locked_meanwhile_is_not_written(arrive: Arrive) -> None:
    cast = assemble(["parties.party"])
    run = arrive("name,revenue\nAcme,5\n", actor=cast.acting("ada"), resource="companies")
    role = cast.ada.roles.get()
    role.grants["parties.party"]["fields"] = {"revenue": "read"}
    role.save()
    with pytest.raises(Refusal, match="“revenue” fills a field that you may not set"):
        exchange.import_now(run, cast.acting("ada"))
    run.refresh_from_db()
    assert (run.state, run.done) == ("failed", 0)


def test_a_file_about_nothing_known_needs_to_be_told(arrive: Arrive, by: Actor) -> None:
    run = arrive("lorem,ipsum\n1,2\n")
    assert exchange.plan_of(run).resource == ""
    assert exchange.preview(exchange.sheet_of(run), exchange.plan_of(run), by)[0].texts == ["1", "2"]
    with pytest.raises(Refusal, match="Choose one of"):
        exchange.import_now(run, by)
    with pytest.raises(Refusal, match="no resource called"):
        arrive("lorem,ipsum\n1,2\n", resource="nothing")


def test_who_may_not_import_is_refused_and_field_rights_hold(arrive: Arrive) -> None:
    cast = assemble(["parties.party"])
    with pytest.raises(Forbidden):
        arrive("name\nAcme\n", actor=cast.acting("eve"))
    with pytest.raises(Forbidden):
        arrive("name\nAcme\n", actor=cast.acting("cleo"), resource="companies")
    role = cast.ada.roles.get()
    role.grants["parties.party"]["fields"] = {"revenue": "read"}
    role.save()
    plan = exchange.plan_of(arrive("name,revenue\nAcme,5\n", actor=cast.acting("ada"), resource="companies"))
    assert fields(plan) == {"name": "name", "revenue": ""}
