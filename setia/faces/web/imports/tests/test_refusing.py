"""Files and people that are refused, and what may be seen of other people's imports."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from setia.faces.web.addresses import reverse
from setia.faces.web.imports import starting
from setia.faces.web.imports.tests.browsing import (
    FIRMS,
    assert_nothing_left,
    at,
    form_of,
    imported,
    signed_in,
    text_of,
    upload,
    uploaded,
)
from setia.kit.exchange import ImportRun
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04 zip", "This file is packed"),
        (b"a,b\n1,\x00\n", "NUL bytes"),
        (b"%PDF-1.7", "This is not a text file"),
        (b"name,name\n1,2\n", "Two columns are called"),
        (b"name\n", "no rows below"),
    ],
)
def test_a_bad_file_is_refused_in_words_and_leaves_nothing(ada: Client, content: bytes, words: str) -> None:
    answer = upload(ada, content)
    assert answer.status_code == 422
    assert words in text_of(answer)
    assert_nothing_left()


def test_an_upload_without_a_file_asks_for_one(ada: Client) -> None:
    answer = ada.post(reverse("import_start"), {"resource": ""})
    assert answer.status_code == 422
    assert "Choose a file first." in text_of(answer)


def test_a_refused_upload_keeps_the_kind_that_was_chosen(ada: Client) -> None:
    html = upload(ada, b"%PDF", resource="people").content.decode()
    assert '<option value="people" selected>' in html


def test_somebody_who_may_make_nothing_may_not_import(cast: Cast) -> None:
    for person in (cast.eve, cast.cleo):
        client = signed_in(person)
        assert client.get(reverse("import_start")).status_code == 403
        assert upload(client).status_code == 403
    assert not ImportRun.objects.exists()


def test_a_kind_that_one_may_not_make_cannot_be_chosen(ada: Client) -> None:
    assert ada.get(reverse("import_start"), {"resource": "products"}).status_code == 403
    assert upload(ada, resource="products").status_code == 403
    assert ada.get(reverse("import_start"), {"resource": "nonsense"}).status_code == 404
    run = uploaded(ada)
    form = form_of(ada.get(at("columns", run)))
    assert ada.post(at("columns", run), {**form, "resource": "products"}).status_code == 403


def test_the_import_of_somebody_else_is_not_there(cast: Cast, ada: Client) -> None:
    run = uploaded(ada)
    stranger = signed_in(cast.gil)
    for name in ("run", "columns", "progress", "errors", "undo"):
        assert stranger.get(at(name, run)).status_code == 404
    for name in ("columns", "check", "names", "begin", "undo", "discard"):
        assert stranger.post(at(name, run)).status_code == 404
    assert run.file_name not in text_of(stranger.get(reverse("import_start")))
    assert run.file_name not in text_of(stranger.get(reverse("import_history")))


def test_administrators_see_the_imports_of_everybody(ada: Client, root: Client) -> None:
    run = uploaded(ada)
    assert root.get(at("run", run)).status_code == 200
    assert "firms.csv Companies · 3 rows · Ada Seller" in text_of(root.get(reverse("import_history")))


def test_who_lost_the_right_sees_the_result_but_changes_nothing(cast: Cast, ada: Client) -> None:
    run = uploaded(ada)
    imported(ada, run)
    cast.ada.roles.clear()
    assert ada.get(at("run", run)).status_code == 200
    assert "Undo the import" not in text_of(ada.get(at("run", run)))
    assert ada.post(at("undo", run)).status_code == 403


def test_a_draft_that_is_not_wanted_is_removed_with_its_file(ada: Client) -> None:
    run = uploaded(ada)
    assert ada.post(at("discard", run)).url == reverse("import_start")
    assert_nothing_left()


def test_uploads_need_the_token_against_forgery(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ada)
    assert upload(client).status_code == 403
    assert not ImportRun.objects.exists()


def test_a_list_of_imports_costs_the_same_for_one_and_for_many(ada: Client) -> None:
    uploaded(ada)
    for_one = queries_of(ada, reverse("import_history"))
    for _number in range(4):
        uploaded(ada)
    assert queries_of(ada, reverse("import_history")) == for_one


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_a_file_larger_than_allowed_is_refused_before_it_is_read(ada: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "UPLOAD_LIMIT", 100)
    answer = upload(ada, FIRMS * 3)
    assert answer.status_code == 422
    assert "The file is larger than" in text_of(answer)
    monkeypatch.setattr(starting, "ENVELOPE", 0)
    assert upload(ada, FIRMS * 3).status_code == 413
    assert_nothing_left()
