"""Single records: making and changing them, versions, verbs."""

from __future__ import annotations

import pytest

from setia.faces.api.tests.program import Program, made, refused
from setia.foundation.company import our_company

pytestmark = pytest.mark.django_db


def test_a_record_is_made_with_its_defaults(admin: Program) -> None:
    answer = admin.post("/companies", {"name": "Acme", "city": "Lyon", "revenue": "1250.50", "currency": "EUR"})
    assert answer.status_code == 201
    company = answer.json()
    assert (company["name"], company["city"], company["revenue"], company["currency"]) == (
        "Acme", "Lyon", "1250.50", "EUR",
    )  # fmt: skip
    assert company["version"] == 1
    assert company["address"] == f"parties.party:{company['id']}"
    assert {"change", "archive"} <= set(company["verbs"])


def test_changing_sets_what_is_sent_and_keeps_the_rest(admin: Program) -> None:
    company = admin.make("companies", name="Acme", city="Lyon", employees=5)
    changed = admin.patch(f"/companies/{company['id']}", {"city": "Nice", "employees": None}).json()
    assert (changed["name"], changed["city"], changed["employees"]) == ("Acme", "Nice", None)
    assert changed["version"] == 2
    assert changed["act"]


@pytest.mark.parametrize("empty", ["", None])
def test_what_must_be_something_goes_back_to_its_default(empty: str | None, admin: Program) -> None:
    path = f"/company/{our_company().pk}"
    answer = admin.patch(path, {"name": empty, "zone": empty}).json()
    assert (answer["name"], answer["zone"]) == ("Our company", "UTC")


def test_changing_nothing_is_no_change(admin: Program) -> None:
    company = admin.make("companies", name="Acme")
    same = admin.patch(f"/companies/{company['id']}", {}).json()
    assert (same["version"], same["act"]) == (1, None)


def test_two_people_may_change_different_fields(admin: Program) -> None:
    company = admin.make("companies", name="Acme", city="Lyon")
    path = f"/companies/{company['id']}"
    admin.patch(path, {"city": "Nice"})
    joined = admin.patch(path, {"employees": 7}, If_Match='"1"').json()
    assert (joined["city"], joined["employees"], joined["version"]) == ("Nice", 7, 3)


def test_the_same_field_changed_twice_is_a_conflict_with_three_values(admin: Program) -> None:
    company = admin.make("companies", name="Acme", revenue="10.00", currency="EUR")
    path = f"/companies/{company['id']}"
    admin.patch(path, {"revenue": "20.00"})
    problem = refused(admin.patch(path, {"revenue": "30.00"}, If_Match='"1"'), 409)
    assert problem["code"] == "conflict"
    assert problem["version"] == 2
    (clash,) = problem["clashes"]
    assert (clash["field"], clash["before"], clash["theirs"], clash["mine"]) == (
        "revenue", "10.00", "20.00", "30.00",
    )  # fmt: skip
    assert admin.get(path).json()["revenue"] == "20.00"


@pytest.mark.parametrize(
    ("given", "status"),
    [('"1"', 200), ("*", 200), ('"99"', 412), ("1", 400), ('W/"1"', 400), ('"x"', 400), ('"1", "2"', 400), ("", 400)],
)
def test_if_match_names_a_version_that_exists(given: str, status: int, admin: Program) -> None:
    company = admin.make("companies", name="Acme")
    answer = admin.patch(f"/companies/{company['id']}", {"city": "Nice"}, If_Match=given)
    assert answer.status_code == status
    if status != 200:
        refused(answer, status, "If-Match")


def test_a_verb_on_an_older_version_is_refused(admin: Program) -> None:
    company = admin.make("companies", name="Acme")
    path = f"/companies/{company['id']}"
    admin.patch(path, {"city": "Nice"})
    refused(admin.post(f"{path}/archive", None, If_Match='"1"'), 409)
    refused(admin.post(f"{path}/archive", None, If_Match='"9"'), 412)
    assert admin.post(f"{path}/archive", None, If_Match='"2"').status_code == 200


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": ["a", "list"]}, "name"),
        ({"name": {"an": "object"}}, "name"),
        ({"name": 5}, "name"),
        ({"name": "nul\x00byte"}, "name"),
        ({"name": "x" * 500}, "name"),
        ({"employees": "many"}, "employees"),
        ({"employees": 1.5}, "employees"),
        ({"employees": True}, "employees"),
        ({"employees": -1}, "employees"),
        ({"employees": 2**40}, "employees"),
        ({"employees": 10**30}, "employees"),
        ({"revenue": 12.5}, "revenue"),
        ({"revenue": "1e400"}, "revenue"),
        ({"revenue": "9" * 30}, "revenue"),
        ({"revenue": "12.345", "currency": "EUR"}, "revenue"),
        ({"currency": "EURO"}, "currency"),
        ({"sector": "no such"}, "sector"),
        ({"sector": ["retail"]}, "sector"),
        ({"email": "no address"}, "email"),
        ({"is_customer": "yes"}, "is_customer"),
        ({"is_customer": 1}, "is_customer"),
        ({"owner": 1.0}, "owner"),
        ({"owner": "somebody"}, "owner"),
        ({"owner": 2**62}, "owner"),
        ({"owner": 10**30}, "owner"),
        ({"owner": -1}, "owner"),
        ({"founded_in": 99999}, "founded_in"),
    ],
    ids=repr,
)
def test_a_value_that_does_not_fit_is_refused_by_name(values: dict[str, object], field: str, admin: Program) -> None:
    problem = refused(admin.post("/companies", {"name": "Acme"} | values), 422, field)
    assert list(problem["errors"]) == [field]
    company = admin.make("companies", name="Kept")
    refused(admin.patch(f"/companies/{company['id']}", values), 422, field)


def test_all_faults_are_told_at_once(admin: Program) -> None:
    problem = refused(admin.post("/companies", {"name": 1, "employees": "x", "nothing": 2}), 422)
    assert set(problem["errors"]) == {"name", "employees", "nothing"}


def test_fractions_as_json_numbers_are_refused_with_the_reason(admin: Program) -> None:
    problem = refused(admin.post("/companies", {"name": "Acme", "revenue": 12.5}), 422, "revenue")
    assert "12.50" in problem["errors"]["revenue"][0]
    assert admin.make("companies", name="Whole", revenue=12)["revenue"] == "12.00"


def test_a_person_is_not_a_company(admin: Program) -> None:
    id_ = made("people", name="Ada Lim")
    assert admin.get(f"/people/{id_}").status_code == 200
    assert admin.get(f"/parties/{id_}").status_code == 200
    refused(admin.get(f"/companies/{id_}"), 404)
    refused(admin.patch(f"/companies/{id_}", {"city": "Nice"}), 404)
    refused(admin.post(f"/companies/{id_}/archive"), 404)


@pytest.mark.parametrize("id_", ["0", "999999", "9223372036854775807", "9223372036854775808", "9" * 40, "9" * 5000])
def test_a_record_that_is_not_there_is_not_found(id_: str, admin: Program) -> None:
    for path in ("", "/history", "/ledger"):
        refused(admin.get(f"/companies/{id_}{path}"), 404)
    refused(admin.patch(f"/companies/{id_}", {"city": "Nice"}), 404)
    refused(admin.post(f"/companies/{id_}/archive"), 404)


def cities(program: Program) -> set[str]:
    return {row["city"] for row in program.get("/companies", {"columns": "city"}).json()["data"]}


def test_many_records_are_changed_or_none(admin: Program) -> None:
    ids = [made("companies", name=f"Firm {n}") for n in range(3)]
    changed = admin.post("/companies/change", {"ids": ids, "city": "Medan"})
    assert changed.json()["ids"] == ids
    assert cities(admin) == {"Medan"}
    refused(admin.post("/companies/change", {"ids": [*ids, 999_999], "city": "Lyon"}), 404)
    assert cities(admin) == {"Medan"}
    undone = admin.post(f"/undo/{changed.json()['act']}").json()
    assert undone["put_back"] == 3


@pytest.mark.parametrize("ids", [None, [], "1", [1.5], ["1"], [True], [-1], [10**30], [[1]], list(range(1, 1002))])
def test_bulk_calls_want_a_list_of_numbers(ids: object, admin: Program) -> None:
    refused(admin.post("/companies/archive", {} if ids is None else {"ids": ids}), 422, "ids")


def test_verbs_that_do_not_exist_are_not_found(admin: Program) -> None:
    id_ = made("companies", name="Acme")
    refused(admin.post(f"/companies/{id_}/explode"), 404)
    refused(admin.post("/companies/explode", {"ids": [id_]}), 404)
    refused(admin.post(f"/companies/{id_}/archive", {"why": "because"}), 422, "why")


def test_undo_takes_back_a_change(admin: Program) -> None:
    company = admin.make("companies", name="Acme", city="Lyon")
    path = f"/companies/{company['id']}"
    act = admin.patch(path, {"city": "Nice"}).json()["act"]
    assert admin.post(f"/undo/{act}").json()["put_back"] == 1
    assert admin.get(path).json()["city"] == "Lyon"
    refused(admin.post("/undo/999999999"), 409)
    refused(admin.post(f"/undo/{10**30}"), 404)


def test_only_who_did_it_may_undo_it(admin: Program, ada: Program) -> None:
    act = admin.make("companies", name="Acme")["act"]
    refused(ada.post(f"/undo/{act}"), 403)
