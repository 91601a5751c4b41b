"""A page does not wait for a figure of very many records that nobody asked for before: a worker counts it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from setia.foundation.jobs import run_until_empty
from setia.foundation.jobs.model import Job
from setia.foundation.staff.rights import new_token
from setia.kit.measures import Measure, counting, keeping
from setia.kit.measures.answering import answer
from setia.kit.measures.keeping import KeptFigure
from setia.kit.resources import registry
from tests.acting import make
from tests.browsing import browser_of, words
from tests.cast import NOW, Cast, assemble

pytestmark = pytest.mark.django_db
TILES = [
    {"id": "all", "kind": "figure", "resource": "people", "title": "How many"},
    {"id": "where", "kind": "bar", "resource": "people", "group": "country", "title": "From where"},
]


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch) -> Cast:
    """Two people are very many here."""
    monkeypatch.setattr(keeping, "MANY", 1)
    monkeypatch.setattr(keeping, "LARGE", 1)
    found = assemble(sorted({resource.governing for resource in registry}))
    for name, country in (("Alma", "FR"), ("Bela", "ID")):
        make("people", name=name, country=country, owner=found.gil.pk)
    return found


def shared(tiles: Any = TILES) -> str:
    made = make("dashboards", name="Ours", owner=None, tiles=json.dumps(tiles), for_everybody=True)
    return f"/insight/{made.pk}/"


def asked_again(client: Any, page: str, told: str = "2", tiles: Any = ("all", "where")) -> Any:
    return client.get(f"{page}counted", {"tile": tiles, "told": told}, headers={"HX-Request": "true"})


def test_a_figure_of_very_many_records_fills_itself_in_when_a_worker_has_counted_it(cast: Cast) -> None:
    page, client = shared(), browser_of(cast.root)
    with CaptureQueriesContext(connection) as asked:
        first = words(client.get(page))
    assert not [one for one in asked if 'COUNT(*) AS "how_many"' in one["sql"]]
    assert "2 figures are being counted." in first
    assert first.count("This is being counted.") == 2
    assert ">2</a>" not in first
    assert "Load this page again" in first

    assert asked_again(client, page).status_code == 204
    assert run_until_empty() >= 2
    then = asked_again(client, page)
    assert then.status_code == 286
    text = then.content.decode()
    assert ">2</a>" in text
    assert "<template>{" in text
    assert text.count('hx-swap-oob="true"') == 2
    assert "being counted" not in text
    assert "All figures have come." in text
    assert "being counted" not in words(client.get(page))


def test_what_was_counted_first_is_shown_while_the_rest_is_waited_for(cast: Cast) -> None:
    page, client = shared(), browser_of(cast.root)
    client.get(page)
    answer(Measure("people"), cast.acting("root"), "kept")
    then = asked_again(client, page)
    assert then.status_code == 200
    text = then.content.decode()
    assert "1 figure is being counted." in text
    assert 'id="tile-body-all"' in text
    assert 'id="tile-body-where"' not in text
    assert asked_again(client, page, "1", ["where"]).status_code == 204


def test_a_page_of_many_awaited_figures_asks_for_them_at_once(cast: Cast) -> None:
    def page_of(count: int) -> int:
        tiles = [{"kind": "figure", "resource": "people", "id": f"t{at}", "where": f"id > {at + count * 100}"}
                 for at in range(count)]  # fmt: skip
        page, client = shared(tiles), browser_of(cast.root)
        with CaptureQueriesContext(connection) as asked:
            client.get(page)
        return len(asked)

    page_of(1)
    one, eleven = page_of(2), page_of(12)
    assert eleven - one <= 10 * 3, "the newest record twice, and what is kept"
    assert Job.objects.filter(queue=counting.QUEUE).count() == 15


def test_two_who_wait_for_the_same_have_it_counted_once_and_others_see_nothing_of_it(cast: Cast) -> None:
    """Root and Cleo see every person; Ada sees her own alone, of which there are none."""
    page = shared()
    browser_of(cast.root).get(page)
    browser_of(cast.cleo).get(page)
    assert Job.objects.filter(queue=counting.QUEUE).count() == 2
    for _moment in ("before it is counted", "after"):
        hers = words(browser_of(cast.ada).get(page))
        assert "being counted" not in hers
        assert ">0</a>" in hers
        answered = asked_again(browser_of(cast.ada), page).content.decode()
        assert ">0</a>" in answered
        assert ">2</a>" not in answered
        run_until_empty()
    assert ">2</a>" in asked_again(browser_of(cast.cleo), page).content.decode()


def test_somebody_without_a_right_to_the_records_is_told_of_no_figure(cast: Cast) -> None:
    page = shared()
    browser_of(cast.root).get(page)
    role = cast.gil.roles.get()
    del role.grants["parties.party"]
    role.save()
    hers = words(browser_of(cast.gil).get(page))
    assert "being counted" not in hers
    assert "How many" not in hers
    again = asked_again(browser_of(cast.gil), page)
    assert (again.status_code, again.content, again.headers["HX-Refresh"]) == (204, b"", "true")


def test_when_no_worker_begins_the_page_says_so_and_offers_to_wait(cast: Cast) -> None:
    page, client = shared(), browser_of(cast.root)
    client.get(page)
    Job.objects.update(run_at=timezone.now() - counting.PATIENCE - timedelta(seconds=1))
    told = asked_again(client, page)
    assert "No worker has begun with it yet." in told.content.decode()
    assert asked_again(client, page, "2-idle").status_code == 204
    Job.objects.filter(pk=Job.objects.earliest("pk").pk).update(
        state=Job.State.RUNNING, holder="somebody", lease_until=timezone.now() + timedelta(hours=1)
    )
    assert "No worker" not in asked_again(client, page, "2-idle").content.decode()
    assert ">2</a>" in words(client.get(f"{page}?wait=yes"))


def test_what_could_not_be_counted_says_so_and_is_tried_again_after_a_while(cast: Cast) -> None:
    page, client = shared(TILES[:1]), browser_of(cast.root)
    client.get(page)
    Job.objects.update(state=Job.State.FAILED, run_at=timezone.now())
    then = asked_again(client, page, "1", ["all"])
    assert then.status_code == 286
    assert "This could not be counted." in then.content.decode()
    Job.objects.update(run_at=timezone.now() - counting.AGAIN - timedelta(seconds=1))
    assert "1 figure is being counted." in words(client.get(page))


def test_what_cannot_be_kept_is_counted_by_the_page_instead_of_being_awaited_for_ever(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "LARGEST", 1)
    page, client = shared(TILES[:1]), browser_of(cast.root)
    assert "being counted" in words(client.get(page))
    run_until_empty()
    assert ">2</a>" in words(client.get(page))
    assert [row.found for row in KeptFigure.objects.all()] == [""]
    assert not Job.objects.filter(queue=counting.QUEUE).exists()


def test_a_worker_that_comes_too_late_counts_nothing_and_who_has_left_is_not_asked_for(cast: Cast) -> None:
    page = shared(TILES[:1])
    browser_of(cast.root).get(page)
    type(cast.root).objects.filter(pk=cast.root.pk).update(is_active=False)
    run_until_empty()
    assert [row.found for row in KeptFigure.objects.all()] == [""]
    assert ">2</a>" in words(browser_of(cast.cleo).get(page))
    assert KeptFigure.objects.exclude(found="").count() == 1


def test_a_program_waits_unless_it_says_that_it_would_rather_ask_again(cast: Cast) -> None:
    path = f"/api/v1{shared(TILES[:1]).rstrip('/')}"
    token = new_token(cast.root, "figures", ["*"], NOW)
    client = Client(headers={"Authorization": f"Bearer {token}"})
    later = client.get(f"{path}?wait=false")
    assert (later.status_code, later.headers["Retry-After"]) == (202, "1")
    assert [(tile["counting"], tile["numbers"]) for tile in later.json()["tiles"]] == [(True, [])]
    now = client.get(path)
    assert now.status_code == 200
    assert [(tile["counting"], tile["numbers"][0]["value"]) for tile in now.json()["tiles"]] == [(False, 2)]
    assert client.get(f"{path}?wait=false").status_code == 200
