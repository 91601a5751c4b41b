"""What goes out by e-mail: when, to whom, with which papers and whose rights; and nothing twice."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from django.core import mail

from setia.domains.insight.subscriptions.model import Subscription
from setia.domains.insight.subscriptions.sending import send_due
from setia.kit import dashboards
from setia.kit.dashboards.papers import paper_of
from setia.kit.resources import registry
from tests.acting import make
from tests.cast import Cast, assemble

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 7, 10, tzinfo=UTC)
TILES = [
    {"kind": "figure", "resource": "people"},
    {"kind": "bar", "resource": "people", "group": "city", "title": "Where they live"},
]


@pytest.fixture
def cast() -> Cast:
    return assemble(sorted({resource.governing for resource in registry}))


@pytest.fixture
def board(cast: Cast) -> Any:
    make("people", name="Alma", city="Lyon", owner=cast.ada.pk)
    make("people", name="Of Gil", city="Paris", owner=cast.gil.pk)
    return make("dashboards", name="People", owner=cast.dev.pk, for_everybody=True, tiles=json.dumps(TILES))


def subscribed(cast: Cast, name: str, **values: Any) -> Any:
    return make("subscriptions", cast.acting(name), **{"rhythm": "daily", "form": "xlsx", **values})


def test_it_comes_once_a_day_with_what_its_receiver_may_see(cast: Cast, board: Any) -> None:
    subscribed(cast, "ada", dashboard=board.pk)
    assert send_due(MONDAY - timedelta(minutes=15)) == 0
    assert [send_due(MONDAY), send_due(MONDAY + timedelta(minutes=15))] == [1, 0]
    (letter,) = mail.outbox
    assert letter.to == [cast.ada.email]
    ((name, body, _type),) = letter.attachments
    assert name == "people-2026-03-02.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(body))
    assert [[cell.value for cell in row] for row in book["Where they live"].rows][1:] == [["Lyon", 1]]
    assert "Paris" not in repr([[cell.value for cell in row] for sheet in book for row in sheet.rows])
    assert send_due(MONDAY + timedelta(days=1)) == 1


def test_weeks_and_months_begin_when_they_begin_for_the_receiver(cast: Cast, board: Any) -> None:
    subscribed(cast, "ada", dashboard=board.pk, rhythm="weekly")
    subscribed(cast, "dev", dashboard=board.pk, rhythm="monthly")
    cast.ada.language = "fr"
    cast.ada.save(update_fields=["language"])
    sunday = MONDAY - timedelta(days=1)
    assert [send_due(sunday), send_due(MONDAY), send_due(MONDAY + timedelta(days=1))] == [1, 1, 0]
    assert [letter.to for letter in mail.outbox] == [[cast.dev.email], [cast.ada.email]]


def test_what_cannot_be_handed_over_is_sent_with_the_next_round(
    cast: Cast, board: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscribed(cast, "ada", dashboard=board.pk)
    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", lambda *_args: (_ for _ in ()).throw(OSError()))
        assert send_due(MONDAY) == 0
    assert send_due(MONDAY + timedelta(minutes=15)) == 1


def test_who_may_not_see_it_any_more_is_told_so_and_gets_no_papers(cast: Cast, board: Any) -> None:
    row = subscribed(cast, "ada", dashboard=board.pk)
    board.__class__.objects.filter(pk=board.pk).update(for_everybody=False)
    assert send_due(MONDAY) == 0
    assert [(letter.to, letter.attachments) for letter in mail.outbox] == [([cast.ada.email], [])]
    Subscription.objects.filter(pk=row.pk).update(sent_on=None)
    cast.ada.is_active = False
    cast.ada.save(update_fields=["is_active"])
    assert send_due(MONDAY) == 0
    assert len(mail.outbox) == 1


def test_the_pdf_holds_the_charts_drawn_with_no_browser(cast: Cast, board: Any) -> None:
    shown, _hidden = dashboards.show_all(dashboards.read_all(board.tiles), cast.acting("dev"))
    paper = paper_of("People", "", shown, "pdf", cast.acting("dev"))
    assert paper.startswith(b"%PDF")
    assert len(paper) > 5_000
