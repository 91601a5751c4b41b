"""Lists: conditions, order, columns, paging, counts and search."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from setia.faces.api.tests.program import Program, made, refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def companies(admin: Program) -> list[int]:
    """Twelve companies, some in one city, some without any."""
    return [
        made("companies", name=f"Firm {n:02}", city=("Lyon", "Medan", "")[n % 3], employees=n * 10) for n in range(12)
    ]


def pages(program: Program, parameters: dict[str, Any]) -> list[list[int]]:
    """The ids of all pages, following `next`."""
    found: list[list[int]] = []
    cursor = ""
    while True:
        answer = program.get("/companies", parameters | {"cursor": cursor} if cursor else parameters)
        assert answer.status_code == 200, answer.content
        page = answer.json()
        found.append([row["id"] for row in page["data"]])
        cursor = page["next"]
        if not cursor:
            return found


@pytest.mark.parametrize("sort", ["name", "-name", "id", "-id", "updated_at", ""])
def test_paging_to_the_end_gives_every_row_once(sort: str, admin: Program, companies: list[int]) -> None:
    found = pages(admin, {"limit": 5, "sort": sort} if sort else {"limit": 5})
    assert [len(page) for page in found] == [5, 5, 2]
    assert sorted(id_ for page in found for id_ in page) == sorted(companies)


def test_a_row_added_meanwhile_does_not_disturb_the_pages(admin: Program, companies: list[int]) -> None:
    first = admin.get("/companies", {"limit": 5, "sort": "name"}).json()
    made("companies", name="Firm 00a")
    rest = admin.get("/companies", {"limit": 200, "sort": "name", "cursor": first["next"]}).json()
    ids = [row["id"] for row in first["data"] + rest["data"]]
    assert sorted(ids) == sorted(companies)


def test_the_page_before_leads_back(admin: Program, companies: list[int]) -> None:
    first = admin.get("/companies", {"limit": 5, "sort": "name"}).json()
    second = admin.get("/companies", {"limit": 5, "sort": "name", "cursor": first["next"]}).json()
    back = admin.get("/companies", {"limit": 5, "sort": "name", "cursor": second["previous"]}).json()
    assert back["data"] == first["data"]
    assert (first["previous"], back["previous"]) == (None, None)


@pytest.mark.parametrize(
    ("where", "names"),
    [
        ("city = Lyon", ["Firm 00", "Firm 03", "Firm 06", "Firm 09"]),
        ("city is empty and employees > 60", ["Firm 08", "Firm 11"]),
        ("name starts with 'Firm 1'", ["Firm 10", "Firm 11"]),
        ("not (city = Lyon or city = Medan) and employees < 50", ["Firm 02"]),
    ],
)
def test_conditions_choose_rows(where: str, names: list[str], admin: Program, companies: list[int]) -> None:
    assert admin.names("/companies", {"where": where, "sort": "name"}) == names


def test_only_the_columns_asked_for_are_answered(admin: Program, companies: list[int]) -> None:
    row = admin.get("/companies", {"columns": "city, owner", "limit": 1}).json()["data"][0]
    assert set(row) == {"id", "version", "city", "owner", "owner_title"}


def test_counts_are_given_when_asked_for(admin: Program, companies: list[int]) -> None:
    assert "count" not in admin.get("/companies").json()
    for how in ("capped", "exact"):
        page = admin.get("/companies", {"count": how, "where": "city = Lyon", "limit": 1}).json()
        assert (page["count"], page["count_is_capped"]) == (4, False)


def test_misspelt_names_are_found(admin: Program) -> None:
    made("companies", name="Konex Pumps")
    assert admin.names("/companies", {"q": "konex"}) == ["Konex Pumps"]
    assert admin.names("/companies", {"q": "knoex"}) == ["Konex Pumps"]
    assert admin.names("/companies", {"q": "nobody"}) == []


def test_everything_is_searched_at_once(admin: Program, eve: Program) -> None:
    id_ = made("companies", name="Konex Pumps")
    hits = admin.get("/search", {"q": "konex"}).json()["data"]
    assert [(hit["id"], hit["title"], hit["address"]) for hit in hits] == [(id_, "Konex Pumps", f"parties.party:{id_}")]
    assert eve.get("/search", {"q": "konex"}).json()["data"] == []
    assert admin.get("/search", {"q": "konex", "resource": "people"}).json()["data"] == []
    refused(admin.get("/search", {"q": "konex", "resource": "no-such"}), 404)
    refused(admin.get("/search"), 400, "q")


def test_a_list_costs_the_same_number_of_queries_for_any_number_of_rows(admin: Program, companies: list[int]) -> None:
    admin.get("/companies")
    costs = []
    for limit in (1, 12):
        with CaptureQueriesContext(connection) as queries:
            assert len(admin.get("/companies", {"limit": limit}).json()["data"]) == limit
        costs.append(len(queries))
    assert costs[0] == costs[1] <= 4


@pytest.mark.parametrize(
    ("parameters", "field"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "-5"}, "limit"),
        ({"limit": "201"}, "limit"),
        ({"limit": "9" * 50}, "limit"),
        ({"limit": "ten"}, "limit"),
        ({"offset": "20"}, "offset"),
        ({"columns": "name,salary"}, "columns"),
        ({"columns": ","}, "columns"),
        ({"sort": "about"}, "sort"),
        ({"sort": "--name"}, "sort"),
        ({"cursor": "nonsense"}, "cursor"),
        ({"cursor": "WyJhIiwxLGZhbHNlXQ=="}, ""),
        ({"q": "firm", "cursor": "nonsense"}, "cursor"),
        ({"count": "all"}, "count"),
        ({"archived": "perhaps"}, "archived"),
        ({"where": "salary > 3"}, "salary"),
        ({"where": "name ="}, ""),
        ({"where": "("}, ""),
        ({"where": "(" * 500}, ""),
        ({"where": "name = 'a' and " * 400 + "name = b"}, ""),
        ({"where": "employees = " + "9" * 400}, ""),
        ({"where": "employees = 99999999999999999999"}, ""),
        ({"where": "created_at > '0000-00-00'"}, ""),
        ({"where": "owner = 999999999999999999999"}, ""),
        ({"q": "x" * 401}, "q"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(
    parameters: dict[str, str], field: str, admin: Program, companies: list[int]
) -> None:
    answer = admin.get("/companies", parameters)
    if answer.status_code == 200 and not field:
        return
    refused(answer, 400, field)


def test_parameters_must_be_given_once_and_be_text(admin: Program) -> None:
    refused(admin.get("/companies?limit=1&limit=2"), 400, "limit")
    refused(admin.get("/companies?q=%00"), 400)
    refused(admin.get("/companies?q=%ff%fe"), 400)
    refused(admin.get("/companies?where=%C3%28"), 400)
