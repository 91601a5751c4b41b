"""A file is uploaded, understood, checked, imported, and taken back."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from setia.faces.web.imports import checking
from setia.faces.web.imports.tests.browsing import HTMX, at, form_of, imported, parties, text_of, uploaded
from setia.foundation.jobs import run_until_empty
from setia.kit import exchange
from setia.kit.exchange import ImportRun

pytestmark = pytest.mark.django_db


def test_a_file_is_uploaded_understood_checked_imported_and_undone(ada: Client) -> None:
    run = uploaded(ada)
    page = ada.get(at("run", run))
    form = form_of(page)
    assert (form["resource"], form["c0-field"], form["c3-field"]) == ("companies", "name", "parent")
    assert "Retail" in text_of(page)

    assert ada.post(at("columns", run), {**form, "do": "check"}).url == at("run", run)
    check = text_of(ada.get(at("run", run)))
    assert "Nothing has been written yet" in check
    assert "Import 2 rows" in check
    assert "“many” is not a whole number." in check
    assert not parties().exists()

    imported(ada, run)
    result = ada.get(at("run", run))
    assert "The import is done. Some rows were refused" in text_of(result)
    assert sorted(parties().values_list("name", flat=True)) == ["Acme", "Betasolo"]
    made = re.search(r'class="figure-value" href="([^"]+)"', result.content.decode())
    assert made
    assert "Betasolo" in text_of(ada.get(made[1].replace("&amp;", "&")))

    refused = b"".join(ada.get(at("errors", run)).streaming_content)  # type: ignore[arg-type]
    assert refused.decode("utf-8-sig").splitlines()[1].startswith("Corda,retail,many,,4,")

    assert "2 records that it made are removed." in text_of(ada.get(at("undo", run), headers=HTMX))
    assert ada.post(at("undo", run), headers=HTMX)["HX-Redirect"] == at("run", run)
    assert "Undoing the import" in text_of(ada.get(at("run", run)))
    run_until_empty()
    assert "The import was undone. 3 records were removed." in text_of(ada.get(at("run", run)))
    assert not parties().exists()


def test_what_was_changed_since_the_import_is_kept_and_named(ada: Client) -> None:
    run = uploaded(ada)
    imported(ada, run)
    parties().filter(name="Betasolo").update(version=9)
    ada.post(at("undo", run))
    run_until_empty()
    assert parties().filter(name="Betasolo").exists()
    assert "These were kept" in text_of(ada.get(at("run", run)))
    assert "Betasolo" in text_of(ada.get(at("run", run)))


def test_an_undoing_that_finds_everything_changed_says_so_and_leaves_the_import_done(ada: Client) -> None:
    run = uploaded(ada, "account,sector\nAcme,retail\n")
    imported(ada, run)
    parties().update(version=9)
    ada.post(at("undo", run))
    run_until_empty()
    run.refresh_from_db()
    assert run.state == "done"
    assert "Nothing was undone" in text_of(ada.get(at("run", run)))


def test_the_same_file_again_has_nothing_to_import(ada: Client) -> None:
    content = "account,sector\nAcme,retail\n"
    imported(ada, uploaded(ada, content))
    again = uploaded(ada, content)
    ada.post(at("check", again))
    page = text_of(ada.get(at("run", again)))
    assert "everything in the file is known already" in page
    assert "Import 0 rows" not in page


def test_a_large_file_is_checked_by_a_worker_while_the_page_shows_how_far_it_is(
    ada: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "SMALL", 1)
    run = uploaded(ada)
    ada.post(at("check", run))
    assert "Checking the rows" in text_of(ada.get(at("run", run)))
    assert ada.get(at("progress", run), headers=HTMX).status_code == 200
    run_until_empty()
    assert ada.get(at("progress", run), headers=HTMX)["HX-Refresh"] == "true"
    assert "Import 2 rows" in text_of(ada.get(at("run", run)))


def test_columns_changed_during_the_check_are_checked_anew(ada: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "SMALL", 1)
    run = uploaded(ada)
    ada.post(at("check", run))
    form = form_of(ada.get(at("columns", run)))
    ada.post(at("columns", run), {**form, "c2-field": "", "do": "check"})
    run_until_empty()
    assert "Import 3 rows" in text_of(ada.get(at("run", run)))


def test_an_import_that_stopped_can_be_resumed(ada: Client) -> None:
    run = uploaded(ada)
    ImportRun.objects.update(state="failed", note="The disk is full.")
    page = text_of(ada.get(at("run", run)))
    assert "The import stopped: The disk is full." in page
    assert "Resume" in page
    imported(ada, run)
    assert run.state == "done"


def test_a_mapping_is_kept_and_the_next_file_is_read_by_it(ada: Client) -> None:
    run = uploaded(ada)
    form = form_of(ada.get(at("run", run)))
    ada.post(at("columns", run), {**form, "c2-field": "", "mode": "create"})
    assert ada.post(at("keep", run), {"name": "Firms of the month"}).status_code == 302
    assert "Kept as “Firms of the month”" in text_of(ada.get(at("columns", run)))
    again = uploaded(ada)
    page = ada.get(at("run", again))
    assert "read as kept under “Firms of the month”" in text_of(page)
    assert (form_of(page)["c2-field"], form_of(page)["mode"]) == ("", "create")
    start = ada.get("/import/")
    assert "Kept mappings Firms of the month" in text_of(start)
    ada.post(f"/import/mappings/{exchange.ImportMapping.objects.get().pk}/forget")
    assert "Kept mappings" not in text_of(ada.get("/import/"))
    assert ada.post(at("keep", run), {"name": ""}).status_code == 302
    assert not exchange.ImportMapping.objects.active().exists()
