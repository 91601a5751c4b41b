"""An import is undone as a whole: what it made goes, what it changed goes back, what was touched stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps

from setia.foundation.access import Actor
from setia.foundation.errors import Forbidden, NotFound, Refusal
from setia.foundation.jobs import run_until_empty
from setia.kit import exchange, verbs
from setia.kit.exchange.tests.conftest import REAL, Arrive
from setia.kit.resources import registry
from tests.cast import assemble

pytestmark = pytest.mark.django_db
UNCOUNTED = {"ImportRun", "Job", "Schedule", "Company", "SearchWord", "Touched"}
OWN = {"version", "updated_at", "id"}


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows of all our tables, without what counts changes."""
    found = {}
    for model in apps.get_models():
        if model.__module__.startswith("setia.") and model.__name__ not in UNCOUNTED:
            rows = [{n: v for n, v in row.items() if n not in OWN} for row in model._default_manager.values()]
            found[model.__name__] = sorted(rows, key=repr)
    return found


def test_everything_is_as_before_also_what_was_made_on_the_way(arrive: Arrive, by: Actor) -> None:
    before = everything()
    for name in ("accounts.csv", "sales_teams.csv", "products.csv"):
        run = exchange.import_now(arrive(REAL / "b2b" / name), by)
        undone = exchange.undo_import(run, by)
        run.refresh_from_db()
        assert (run.state, undone.kept) == ("undone", [])
        assert everything() == before, name


def test_orders_go_with_their_lines_and_their_customers(arrive: Arrive, by: Actor) -> None:
    before = everything()
    lines = "".join((REAL / "cdnow.csv").read_text().splitlines(keepends=True)[:1500])
    run = exchange.import_now(arrive(lines, "cdnow.csv"), by)
    assert registry["order-lines"].rows().count() == 1499
    told: list[tuple[int, int]] = []
    exchange.undo_import(run, by, lambda done, total: told.append((done, total)))
    assert everything() == before
    assert told[-1][0] == told[-1][1]
    again = exchange.import_now(arrive(lines, "cdnow.csv"), by)
    assert again.new == 1499


def test_changed_values_go_back(arrive: Arrive, by: Actor) -> None:
    companies = registry["companies"]
    verbs.create(companies, {"name": "Acme", "city": "Lyon", "employees": "3", "email": "a@acme.example"}, by)
    before = {name: rows for name, rows in everything().items() if name != "Entry"}
    lines = "name,city,employees,email\nAcme,Nice,4,b@acme.example\nBolt,Lille,5,\n"
    run = exchange.import_now(arrive(lines, resource="companies"), by)
    assert (run.new, run.changed) == (1, 1)
    exchange.undo_import(run, by)
    acme = companies.rows().get()
    assert (acme.city, acme.employees) == ("Lyon", 3)
    after = {name: rows for name, rows in everything().items() if name != "Entry"}
    assert after["Party"] == before["Party"]


def test_what_was_touched_since_stays_and_is_named(arrive: Arrive, by: Actor) -> None:
    companies = registry["companies"]
    run = exchange.import_now(arrive("name,email\nAcme,a@a.example\nBolt,b@b.example\n", resource="companies"), by)
    acme = companies.rows().get(name="Acme")
    verbs.change(companies, [acme.pk], {"city": "Lyon"}, by)
    undone = exchange.undo_import(run, by)
    assert undone.kept == ["Acme"]
    assert list(companies.rows().values_list("name", "email")) == [("Acme", "a@a.example")]
    assert registry["contact-points"].rows().count() == 1


def test_what_somebody_needs_now_stays_and_is_named(arrive: Arrive, by: Actor) -> None:
    run = exchange.import_now(arrive("name\nAcme\nBolt\n", resource="companies"), by)
    acme = registry["companies"].rows().get(name="Acme")
    verbs.create(registry["orders"], {"party": acme.pk, "total": "5"}, by)
    undone = exchange.undo_import(run, by)
    assert (undone.removed, undone.kept) == (1, ["Acme"])


def test_a_job_undoes_and_it_is_done_only_once(arrive: Arrive) -> None:
    cast = assemble(["parties.party"])
    ada, gil = cast.acting("ada"), cast.acting("gil")
    run = exchange.import_now(arrive("name\nAcme\n", actor=ada, resource="companies"), ada)
    with pytest.raises(NotFound):
        exchange.start_undo(run, gil)
    exchange.start_undo(run, ada)
    run_until_empty()
    run.refresh_from_db()
    assert (run.state, registry["companies"].rows().count()) == ("undone", 0)
    with pytest.raises(Refusal, match="only once"):
        exchange.undo_import(run, ada)


def test_an_import_that_changed_nothing_has_nothing_to_undo(arrive: Arrive, by: Actor) -> None:
    exchange.import_now(arrive("name\nAcme\n", resource="companies"), by)
    run = exchange.import_now(arrive("name\nAcme\n", resource="companies"), by)
    with pytest.raises((Refusal, Forbidden), match="nothing to undo"):
        exchange.undo_import(run, by)
