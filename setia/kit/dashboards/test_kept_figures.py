"""Figures of many records: kept for who would ask the same, as of a moment, and found again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from setia.foundation.access import Actor
from setia.foundation.jobs.model import Job
from setia.kit.dashboards import dashboards, read_all, show, show_all, warm
from setia.kit.measures import Measure, answer, keeping, renewing, wilson
from setia.kit.measures.keeping import KeptFigure
from setia.kit.measures.renewing import renew_all, renew_if_old
from setia.kit.resources import registry
from tests.acting import SETIA, make
from tests.cast import NOW, Cast, assemble

pytestmark = pytest.mark.django_db
ORDERS = Measure("orders", "sum", "total", groups=("party.country",), unit="month", compare=True)


@pytest.fixture(autouse=True)
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MANY", 1)


@pytest.fixture
def cast() -> Cast:
    return assemble(sorted({resource.governing for resource in registry}))


def ordered(total: str, by: Actor = SETIA, **more: Any) -> Any:
    party = make("companies", name="Acme", country="FR", **more)
    order = make("orders", party=party.pk, currency="EUR", total=total, ordered_on=by.today.isoformat(), **more)
    return make("order-lines", order=order.pk, description="Hours", quantity="0.5", unit_price="10")


def numbers(asked: Measure, by: Actor, keep: Any = "kept") -> list[Any]:
    found = answer(asked, by, keep)
    lines = [*found.lines, *found.totals]
    return sorted((repr(x.groups), x.span or 0, x.currency, x.count, x.value, x.before, x.where or "") for x in lines)


@pytest.mark.parametrize("ready", ["selling", "managing", "marketing", "stewarding"])
def test_what_was_kept_says_the_same_as_what_is_found(ready: str, cast: Cast) -> None:
    ordered("12.50")
    make("people", name="Bo", country="ID")
    root = cast.acting("root")
    for tile in dashboards().one(ready, root).tiles:
        if tile.kind in ("report", "table"):
            continue
        found = show(tile, root)
        first, again = show(tile, root, "kept"), show(tile, root, "kept")
        assert replace(again, notes=found.notes, as_of=None) == found == first
        narrow = registry[found.resource].model._base_manager.exists()
        assert (again.as_of is not None) == narrow


def test_numbers_with_decimals_and_averages_are_read_back_as_they_were() -> None:
    ordered("12.50")
    for asked in (
        Measure("order-lines", "sum", "quantity", groups=("order",)),
        Measure("order-lines", "average", "quantity"),
        Measure("orders", "least", "total", groups=("ordered_on",)),
        ORDERS,
    ):
        found = numbers(asked, SETIA, "")
        assert numbers(asked, SETIA) == numbers(asked, SETIA) == found
    assert KeptFigure.objects.count() == 4


def test_a_kept_figure_says_as_of_when_it_is_and_is_found_again_by_whoever_wants_it_now() -> None:
    ordered("10")
    assert numbers(Measure("orders"), SETIA)[0][3] == 1
    ordered("10")
    later = replace(SETIA, at=NOW + timedelta(minutes=5))
    found = answer(Measure("orders"), later, "kept")
    assert found.kept
    assert (found.totals[0].count, found.kept.made_at) == (1, NOW)
    assert answer(Measure("orders"), later, "anew").totals[0].count == 2
    assert numbers(Measure("orders"), later)[0][3] == 2


def test_the_records_themselves_are_not_asked_for_what_was_kept() -> None:
    ordered("10")
    answer(ORDERS, SETIA, "kept")
    with CaptureQueriesContext(connection) as asked:
        answer(ORDERS, SETIA, "kept")
    assert not [one for one in asked if "SUM(" in one["sql"] or "COUNT(" in one["sql"]]
    assert len(asked) <= 3


def test_who_does_not_see_everything_gets_what_they_see_and_nothing_of_it_is_kept(cast: Cast) -> None:
    ordered("10", owner=cast.gil.pk)
    root, ada = cast.acting("root"), cast.acting("ada")
    assert numbers(Measure("orders"), root)[0][3] == 1
    assert numbers(Measure("orders"), ada)[0][3] == 0
    assert KeptFigure.objects.count() == 1
    assert numbers(Measure("orders"), cast.acting("cleo"))[0][3] == 1
    assert KeptFigure.objects.count() == 1


def test_what_stands_behind_a_reference_is_only_kept_for_who_may_see_all_of_that_too(cast: Cast) -> None:
    ordered("10", owner=cast.gil.pk)
    role = cast.cleo.roles.get()
    role.grants["parties.party"] = {"sight": "own", "verbs": []}
    role.save()
    asked = Measure("orders", where='party.country = "FR"')
    assert numbers(asked, cast.acting("root"))[0][3] == 1
    assert numbers(asked, cast.acting("cleo"))[0][3] == 0
    answer(Measure("orders", groups=("party.country",)), cast.acting("cleo"), "kept")
    assert {row.measure["where"] for row in KeptFigure.objects.all()} == {'party.country = "FR"'}


def test_mine_is_another_figure_for_everybody_and_another_day_another_question(cast: Cast) -> None:
    cleo, root = cast.acting("cleo"), cast.acting("root")
    ordered("10", owner=cast.cleo.pk)
    mine = Measure("orders", where="owner = me", period="last 30 days")
    assert (numbers(mine, cleo)[0][3], numbers(mine, root)[0][3]) == (1, 0)
    later = cast.acting("cleo", at=NOW + timedelta(days=40))
    assert numbers(mine, later)[0][3] == 0


def test_what_would_be_kept_is_found_before_the_first_one_asks(cast: Cast) -> None:
    ordered("10", owner=cast.gil.pk)
    root, ada = cast.acting("root"), cast.acting("ada")
    tiles = dashboards().one("marketing", root).tiles
    warm(tiles, ada)
    assert not KeptFigure.objects.exists()
    warm(tiles, root)
    about = {tile.id for tile in tiles if tile.measure.resource in ("parties", "orders")}
    assert {one.tile.id for one in show_all(tiles, root)[0] if one.as_of} == about


def test_few_records_are_counted_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "MANY", 1_000_000)
    ordered("10")
    answer(ORDERS, SETIA, "kept")
    assert not KeptFigure.objects.exists()


def test_words_of_people_are_not_copied_into_kept_figures() -> None:
    make("people", name="Bo", city="Lyon")
    found = answer(Measure("people", groups=("city",)), SETIA, "kept")
    assert [line.count for line in found.lines] == [1]
    assert not KeptFigure.objects.exists()


def test_a_figure_is_found_again_when_it_is_old_for_what_it_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    ordered("10")
    answer(ORDERS, SETIA, "kept")
    row = KeptFigure.objects.get()

    def after(minutes: int, seconds: float) -> bool:
        return renew_if_old(renewing.Kept(row.pk, NOW, seconds), replace(SETIA, at=NOW + timedelta(minutes=minutes)))

    assert (after(9, 0.1), after(11, 0.1), after(11, 60), after(101, 60)) == (False, True, False, True)
    assert Job.objects.filter(key=f"figure:{row.pk}").count() == 1
    ordered("10")
    later = NOW + timedelta(minutes=12)
    monkeypatch.setattr(renewing.timezone, "now", lambda: later)
    renewing.renew.call(row.pk, None)
    found = answer(ORDERS, replace(SETIA, at=later), "kept")
    assert found.kept
    assert (found.kept.number, found.kept.made_at, found.totals[0].count) == (row.pk, later, 2)


def test_at_night_what_was_asked_lately_is_found_for_the_new_day_and_the_rest_goes(cast: Cast) -> None:
    ordered("10")
    root = cast.acting("root")
    answer(Measure("orders", period="today"), root, "kept")
    answer(Measure("orders", aggregate="share", part="total > 5"), cast.acting("cleo"), "kept")
    KeptFigure.objects.update(asked_on=renewing.timezone.now().date())
    forgotten = answer(Measure("parties"), root, "kept")
    assert forgotten.totals[0].count == 1
    type(cast.cleo).objects.filter(pk=cast.cleo.pk).update(is_active=False)
    renew_all.call()
    row = KeptFigure.objects.get()
    assert (row.measure["period"], row.staff) == ("today", cast.root.pk)
    assert row.made_at > NOW


def test_a_share_of_few_stands_beside_how_few_they_are() -> None:
    for total in ("10", "30", "30"):
        ordered(total)
    tiles = read_all([
        {"id": "a", "kind": "figure", "resource": "orders", "aggregate": "share", "part": "total > 20"},
        {"id": "b", "kind": "figure", "resource": "orders", "aggregate": "average", "field": "total"},
        {"id": "c", "kind": "figure", "resource": "orders"},
    ])  # fmt: skip
    shown, _hidden = show_all(tiles, SETIA)
    assert [tile.numbers[0].doubt for tile in shown] == ["n = 3, 21% to 94%", "n = 3", ""]


@pytest.mark.any_database
def test_the_interval_of_a_share_is_that_of_wilson() -> None:
    """Newcombe, Statistics in Medicine 17 (1998), 857-872, table I: 81 of 263 and 0 of 20."""
    assert [round(end, 4) for end in wilson(81 / 263, 263)] == [0.2553, 0.3662]
    assert [round(end, 4) for end in wilson(0, 20)] == [0, 0.1611]
