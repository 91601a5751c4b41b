"""What a person decides before an import: columns, kinds of record, unknown names."""

from __future__ import annotations

import pytest
from django.test import Client

from setia.faces.web.imports.tests.browsing import HTMX, at, form_of, imported, mark_of, parties, text_of, uploaded
from setia.kit.exchange import ImportRun

pytestmark = pytest.mark.django_db


def test_a_change_of_kind_guesses_anew_and_the_way_back_finds_what_was_chosen(ada: Client) -> None:
    run = uploaded(ada)
    form = form_of(ada.get(at("columns", run)))
    kept = form_of(ada.post(at("columns", run), {**form, "c2-field": ""}, headers=HTMX))
    assert kept["c2-field"] == ""

    people = form_of(ada.post(at("columns", run), {**kept, "resource": "people"}, headers=HTMX))
    assert (people["was"], people["c1-field"]) == ("people", "")

    back = form_of(ada.post(at("columns", run), {**people, "resource": "companies"}, headers=HTMX))
    assert (back["was"], back["c1-field"], back["c2-field"]) == ("companies", "sector", "")


def test_two_columns_for_one_field_are_refused_beside_the_column_and_nothing_typed_is_lost(ada: Client) -> None:
    run = uploaded(ada)
    form = form_of(ada.get(at("columns", run)))
    answer = ada.post(at("columns", run), {**form, "c1-field": "name", "c3-empty": "refuse"}, headers=HTMX)
    assert answer.status_code == 422
    assert "already taken for this field" in text_of(answer)
    assert (form_of(answer)["c1-field"], form_of(answer)["c3-empty"]) == ("name", "refuse")
    assert ImportRun.objects.get().plan["columns"][1]["field"] == "sector"


def test_a_column_without_a_needed_field_is_told_before_the_check(root: Client) -> None:
    run = uploaded(root, "title,nothing\nx,y\n", resource="opportunities")
    form = form_of(root.get(at("columns", run)))
    answer = root.post(at("columns", run), {**form, "do": "check", "c0-field": "", "c1-field": ""})
    assert "Choose a field for at least one column." in text_of(answer)


def test_a_file_that_fits_nothing_asks_what_it_is(root: Client) -> None:
    run = uploaded(root, "alpha,omega\n1,2\n")
    page = root.get(at("run", run))
    assert form_of(page)["resource"] == ""
    answer = root.post(at("columns", run), {**form_of(page), "do": "check"})
    assert "Say what the rows are." in text_of(answer)


def test_dates_that_can_be_read_both_ways_are_asked_about(root: Client) -> None:
    run = uploaded(root, "opportunity_id,deal name,engage_date\n1,A,3/4/2017\n2,B,5/6/2017\n")
    page = root.get(at("run", run))
    form = form_of(page)
    assert form["c2-dates"] == ""
    assert "Say whether the day or the month comes first." in text_of(page)
    answer = root.post(at("columns", run), {**form, "c2-dates": "dmy"}, headers=HTMX)
    assert form_of(answer)["c2-dates"] == "dmy"
    assert "Say whether" not in text_of(answer)


MISSPELT = "account,subsidiary_of\nAcme Corporation,\nBeta,Acme Corporaton\nCorda,Acme Corporaton\n"


def test_an_unknown_name_is_chosen_once_for_all_rows(ada: Client) -> None:
    run = uploaded(ada, "account\nAcme Corporation\n")
    imported(ada, run)
    run = uploaded(ada, MISSPELT)
    ada.post(at("check", run))
    page = ada.get(at("run", run))
    assert "Subsidiary of: 1 unknown name" in text_of(page)
    assert "Acme Corporation · 9" in text_of(page)

    mark = mark_of(page)
    acme = str(parties().get().pk)
    answer = ada.post(at("names", run), {"mark": mark, "n1-0": acme, "n1-policy": "refuse"})
    assert answer.url == at("run", run)
    decided = ada.get(at("run", run))
    assert "decided" in text_of(decided)
    assert "Import 2 rows" in text_of(decided)

    mark = mark_of(decided)
    ada.post(at("names", run), {"mark": mark, "n1-a0": "", "n1-policy": "refuse"})
    assert "There is nothing to import" in text_of(ada.get(at("run", run)))


def test_the_nearest_names_are_accepted_all_at_once(ada: Client) -> None:
    imported(ada, uploaded(ada, "account\nAcme Corporation\n"))
    run = uploaded(ada, MISSPELT)
    ada.post(at("check", run))
    mark = mark_of(ada.get(at("run", run)))
    ada.post(at("names", run), {"mark": mark, "do": "nearest"})
    page = text_of(ada.get(at("run", run)))
    assert "the nearest: Acme Corporation" in page
    assert "“Acme Corporaton” is read as “Acme Corporation” (2 rows)." in page
    assert "Accept the nearest name" not in page


def test_a_decision_about_columns_that_changed_meanwhile_is_not_taken(ada: Client) -> None:
    run = uploaded(ada, MISSPELT)
    ada.post(at("check", run))
    ada.post(at("names", run), {"mark": "0" * 16, "do": "nearest"})
    assert "The columns were changed meanwhile." in text_of(ada.get(at("run", run)))
    assert ImportRun.objects.get().plan["columns"][1]["when_unknown"] == "refuse"
