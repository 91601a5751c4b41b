"""Dashboards: who sees which, who changes them, and what a tile says that cannot be shown."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from setia.domains.insight.dashboards.ready_made import READY
from setia.domains.insight.dashboards.warming import warm_dashboards
from setia.foundation.errors import Invalid, NotFound, Refusal
from setia.kit import saved_views, verbs
from setia.kit.dashboards import Tile, dashboards, read, show, show_all
from setia.kit.measures import keeping
from setia.kit.measures.keeping import KeptFigure
from setia.kit.resources import registry
from setia.kit.undoing import undo
from tests.acting import SETIA, change, do, make
from tests.browsing import browser_of
from tests.cast import Cast, assemble

pytestmark = pytest.mark.django_db
COUNT = {"kind": "figure", "resource": "parties"}


@pytest.fixture
def cast() -> Cast:
    return assemble(sorted({resource.governing for resource in registry}))


def board(owner: Any = None, **values: Any) -> Any:
    return make("dashboards", name="Ours", owner=owner.pk if owner else None, tiles=json.dumps([COUNT]), **values)


def keys(cast: Cast, name: str) -> set[str]:
    return {one.key for one in dashboards().shown_to(cast.acting(name))}


@pytest.mark.parametrize("ready", READY.values(), ids=READY)
def test_every_tile_that_comes_with_setia_can_be_shown(ready: Any, cast: Cast) -> None:
    root = cast.acting("root")
    ordered = make("orders", party=make("companies", name="Acme", country="FR").pk)
    make("order-lines", order=ordered.pk, description="Hours", quantity="2", unit_price="10")
    shown, hidden = show_all(dashboards().one(ready.name, root).tiles, root)
    assert hidden == 0
    assert [(one.tile.id, one.refused) for one in shown if one.refused] == []


def test_a_dashboard_is_seen_by_its_keeper_its_role_and_everybody_as_it_says(cast: Cast) -> None:
    own, everybody = str(board(cast.ada).pk), str(board(cast.ada, for_everybody=True).pk)
    role = str(board(cast.ada, role=cast.gil.roles.get().pk).pk)
    assert {own, everybody, role} <= keys(cast, "ada")
    assert keys(cast, "gil") & {own, everybody, role} == {everybody, role}
    with pytest.raises(NotFound):
        dashboards().one(own, cast.acting("gil"))


def test_what_is_shared_is_changed_only_by_those_who_look_after_it(cast: Cast) -> None:
    shared = board(cast.ada, for_everybody=True)
    assert not dashboards().one(str(shared.pk), cast.acting("gil")).may_change
    with pytest.raises(Invalid):
        do("put_tile", shared, cast.acting("gil"), tile=json.dumps(COUNT))
    do("put_tile", shared, cast.acting("ada"), tile=json.dumps(COUNT))
    assert [tile["id"] for tile in shared.tiles] == ["t1", "t2"]


def test_a_copy_of_what_came_with_setia_stands_in_its_place_once_it_is_shared(cast: Cast) -> None:
    ada = cast.acting("ada")
    made = dashboards().copied("selling", ada)
    assert {"selling", str(made)} <= keys(cast, "ada")
    verbs.change(registry["dashboards"], [made], {"for_everybody": "yes"}, ada)
    assert "selling" not in keys(cast, "gil")
    assert str(made) in keys(cast, "gil")


def test_tiles_are_moved_resized_and_removed_and_each_step_is_undone_alone(cast: Cast) -> None:
    ours, ada = board(cast.ada), cast.acting("ada")
    do("put_tile", ours, ada, tile=json.dumps({"kind": "figure", "resource": "people", "title": "Second"}))
    do("move_tile", ours, ada, tile="t2", to="1")
    assert [tile["id"] for tile in ours.tiles] == ["t2", "t1"]
    do("resize_tile", ours, ada, tile="t2", width="whole")
    act = do("remove_tile", ours, ada, tile="t2").act
    assert [tile["id"] for tile in ours.tiles] == ["t1"]
    assert act
    undo(act, ada)
    ours.refresh_from_db()
    assert [(tile["id"], tile["width"]) for tile in ours.tiles] == [("t2", "whole"), ("t1", "half")]
    with pytest.raises(Refusal):
        do("move_tile", ours, ada, tile="t2", to="7")


def test_a_tile_about_a_field_that_the_reader_lost_is_not_even_named(cast: Cast) -> None:
    role = cast.cleo.roles.get()
    role.grants = {**role.grants, "sales.order": {"sight": "all", "verbs": [], "fields": {"total": "hidden"}}}
    role.save(update_fields=["grants"])
    tiles = [read({"kind": "figure", "resource": "orders", "aggregate": "sum", "field": "total"}), read(COUNT)]
    shown, hidden = show_all(tiles, cast.acting("cleo"))
    assert (len(shown), hidden) == (1, 1)


def test_an_archived_view_and_a_field_that_is_gone_are_told_in_words() -> None:
    ada = assemble(sorted({resource.governing for resource in registry})).acting("ada")
    view = saved_views.keep("people", ada, name="Lyon", where="city = Lyon")
    assert show(read({"kind": "figure", "view": view.pk}), ada).title == "Lyon"
    saved_views.remove(view, ada)
    tiles = [Tile("a", "figure", view=view.pk), read({"kind": "bar", "resource": "people", "group": "no_such"})]
    shown, hidden = show_all(tiles, ada)
    assert hidden == 0
    assert [bool(one.refused) for one in shown] == [True, True]


@pytest.mark.parametrize(
    "tile",
    [
        "no json", "[]", "null", '{"kind": "pie"}', '{"kind": "bar", "resource": "people"}',
        '{"kind": "line", "resource": "people", "group": "city"}', '{"kind": "heat", "resource": "people"}',
        '{"kind": "figure", "resource": "dragons"}', '{"kind": "figure", "resource": "people", "colour": 1}',
        '{"kind": "report", "report": "no-such"}', '{"kind": "figure", "resource": "people", "most": 1e9}',
        '{"kind": "table", "resource": "people", "columns": "no_such"}',
    ],
)  # fmt: skip
def test_nonsense_on_a_tile_is_refused_in_words(tile: str) -> None:
    ours = board()
    with pytest.raises(Refusal) as refused:
        do("put_tile", ours, tile=tile)
    assert refused.value.message or isinstance(refused.value, NotFound)


def test_amounts_are_drawn_apart_by_currency_and_months_without_any_are_nothing() -> None:
    party = make("companies", name="Acme").pk
    for total, currency in (("10", "EUR"), ("700", "JPY")):
        make("orders", party=party, total=total, currency=currency, ordered_on=SETIA.today - timedelta(days=40))
    asked = {"kind": "line", "resource": "orders", "aggregate": "sum", "field": "total", "unit": "month"}
    charts = show(read(asked), SETIA).charts
    assert sorted(chart.y_label for chart in charts) == ["Total (EUR)", "Total (JPY)"]
    assert [len(chart.marks) for chart in charts] == [12, 12]
    assert sorted(sum(mark.y for mark in chart.marks) for chart in charts) == [10, 700]


def test_a_page_and_the_api_show_the_same_and_cost_the_same_for_many_records(cast: Cast) -> None:
    """Ada, who sees her own, gets her own numbers on both."""
    client = browser_of(cast.ada)
    ours = board(cast.ada)
    for name in ("Alma", "Bela"):
        make("people", name=name, owner=cast.ada.pk)
    make("people", name="Of Gil", owner=cast.gil.pk)
    page = client.get(f"/insight/{ours.pk}/").content.decode()
    assert ">2</a>" in page
    assert client.get("/insight/").status_code == 200
    assert client.get("/insight/no-such/").status_code == 404
    book = client.get(f"/insight/{ours.pk}.xlsx")
    assert book.content.startswith(b"PK")
    assert client.get(f"/insight/{ours.pk}.docx").status_code == 404
    with CaptureQueriesContext(connection) as few:
        show_all(dashboards().one(str(ours.pk), cast.acting("ada")).tiles, cast.acting("ada"))
    for number in range(6):
        make("people", name=f"N {number}", owner=cast.ada.pk)
    with CaptureQueriesContext(connection) as many:
        show_all(dashboards().one(str(ours.pk), cast.acting("ada")).tiles, cast.acting("ada"))
    assert len(few) == len(many)


def test_a_tile_is_put_on_with_a_form_and_what_was_typed_stays_when_it_is_refused(cast: Cast) -> None:
    client = browser_of(cast.ada)
    ours = board(cast.ada)
    step = client.get(f"/insight/{ours.pk}/tile?kind=bar&resource=people").content.decode()
    assert 'value="city"' in step
    typed = {"kind": "bar", "resource": "people", "group": "city", "where": "no_such = x", "title": "Where they live"}
    refused = client.post(f"/insight/{ours.pk}/tile", typed)
    assert refused.status_code >= 400
    assert "Where they live" in refused.content.decode()
    assert client.post(f"/insight/{ours.pk}/tile", {**typed, "where": ""}).status_code == 302
    change(ours)
    assert [tile["kind"] for tile in ours.tiles] == ["figure", "bar"]


def test_there_is_no_change_in_percent_where_there_was_nothing_before() -> None:
    shown = show(read({**COUNT, "period": "this month", "compare": True}), SETIA)
    assert [number.change for number in shown.numbers] == [None]


def test_the_dashboards_of_those_who_were_here_lately_are_found_at_night(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "MANY", 1)
    make("orders", party=make("companies", name="Acme").pk, total="10")
    warm_dashboards.call()
    assert not KeptFigure.objects.exists()
    type(cast.root).objects.filter(pk=cast.root.pk).update(last_login=timezone.now())
    warm_dashboards.call()
    assert {row.staff for row in KeptFigure.objects.all()} == {cast.root.pk}
    assert {row.measure["resource"] for row in KeptFigure.objects.all()} == {"orders", "order-lines", "parties"}
