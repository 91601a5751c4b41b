"""Pages that say no: strangers get a bare one, staff keep the frame around them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.browsing import browser_of
from tests.cast import Cast, assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return assemble(["parties.party"])


def test_strangers_and_staff_get_their_own_page_when_there_is_none(cast: Cast) -> None:
    stranger = Client().get("/nowhere/at/all")
    staff = browser_of(cast.ada).get("/nowhere/at/all")
    assert (stranger.status_code, staff.status_code) == (404, 404)
    assert 'id="rail"' not in stranger.content.decode()
    assert 'id="rail"' in staff.content.decode()


def test_whoever_may_not_is_told_so_inside_the_frame(cast: Cast) -> None:
    answer = browser_of(cast.eve).get("/opportunities/")
    assert answer.status_code == 403
    assert "Ask an administrator" in answer.content.decode()
    assert 'id="rail"' in answer.content.decode()


def test_a_mistake_of_ours_is_answered_without_the_database(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_args: Any, **_kwargs: Any) -> None:
        raise RuntimeError("a secret of the server")

    client = browser_of(cast.ada)
    client.raise_request_exception = False
    monkeypatch.setattr("setia.faces.web.desk.search.page.find_everywhere", break_down)
    answer = client.get("/search", {"q": "a"})
    assert answer.status_code == 500
    assert "Something went wrong" in answer.content.decode()
    assert "secret" not in answer.content.decode()
