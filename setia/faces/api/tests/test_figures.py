"""Sums, histories, saved views: what stands around lists and records."""

from __future__ import annotations

import pytest

from setia.faces.api.tests.program import Program, made, refused

pytestmark = pytest.mark.django_db


def test_sums_are_made_in_groups_and_currencies(admin: Program) -> None:
    for sector, revenue, currency in (
        ("retail", "10.50", "EUR"),
        ("retail", "5", "EUR"),
        ("medical", "700", "JPY"),
    ):
        made("companies", name="Firm", sector=sector, revenue=revenue, currency=currency)
    rows = admin.get("/companies/sums", {"group": "sector", "total": "revenue"}).json()["data"]
    found = {(r["group"], r["group_title"], r["count"], r["total"], r["currency"]) for r in rows}
    assert found == {("retail", "Retail", 2, "15.50", "EUR"), ("medical", "Medical", 1, "700", "JPY")}
    (row,) = admin.get("/companies/sums", {"where": "sector = retail"}).json()["data"]
    assert row == {"group": None, "group_title": None, "count": 2, "total": None, "currency": None}


def test_groups_of_references_carry_their_titles(admin: Program) -> None:
    assert admin.owner is not None
    made("companies", name="Firm", owner=admin.owner.pk)
    (row,) = admin.get("/companies/sums", {"group": "owner"}).json()["data"]
    assert (row["group"], row["group_title"]) == (admin.owner.pk, "Root")


@pytest.mark.parametrize(
    ("parameters", "field"),
    [({"total": "name"}, "total"), ({"total": "nothing"}, "total"), ({"group": "nothing"}, "group"),
     ({"group": "x" * 101}, "group"), ({"sum": "revenue"}, "sum"), ({"where": "nothing = 1"}, "nothing")],
)  # fmt: skip
def test_sums_that_make_no_sense_are_refused(parameters: dict[str, str], field: str, admin: Program) -> None:
    refused(admin.get("/companies/sums", parameters), 400, field)


def test_a_history_shows_values_as_they_were(admin: Program) -> None:
    company = admin.make("companies", name="Acme", revenue="10.00", currency="EUR")
    path = f"/companies/{company['id']}"
    admin.patch(path, {"revenue": "20.00"})
    admin.patch(path, {"revenue": "700", "currency": "JPY"})
    entries = admin.get(f"{path}/history").json()["data"]
    assert [entry["kind"].split(".")[1] for entry in entries] == ["changed", "changed", "created"]
    assert entries[0]["changes"]["revenue"] == {"before": "20.00", "after": "700"}
    assert entries[0]["changes"]["currency"] == {"before": "EUR", "after": "JPY"}
    assert entries[0]["record"] == company["address"]


def test_a_history_is_read_page_by_page(admin: Program) -> None:
    company = admin.make("companies", name="Acme")
    for number in range(5):
        admin.patch(f"/companies/{company['id']}", {"employees": number})
    for path in (f"/companies/{company['id']}/history", f"/parties/{company['id']}/ledger"):
        found, cursor = [], ""
        while cursor is not None:
            page = admin.get(path, {"limit": 2, "cursor": cursor} if cursor else {"limit": 2}).json()
            found += [entry["id"] for entry in page["data"]]
            cursor = page["next"]
        assert len(found) == len(set(found)) == 6
        assert found == sorted(found, reverse=True)


def test_only_parties_have_a_ledger(admin: Program) -> None:
    id_ = made("products", name="Pump")
    assert admin.get(f"/products/{id_}/history").status_code == 200
    refused(admin.get(f"/products/{id_}/ledger"), 404)


def test_a_view_is_kept_changed_and_dropped(admin: Program, ada: Program) -> None:
    kept = admin.post(
        "/views",
        {
            "resource": "companies",
            "name": "Big ones",
            "where": "employees > 100",
            "columns": ["name"],
            "sort": "-name",
        },
    )
    assert kept.status_code == 201, kept.content
    path = kept["Location"].removeprefix("/api/v1")
    assert admin.get(path).json() == kept.json()
    assert [view["name"] for view in admin.get("/views", {"resource": "companies"}).json()["data"]] == ["Big ones"]
    refused(ada.get(path), 404)
    shared = admin.patch(path, {"is_shared": True}).json()
    assert (shared["version"], shared["where"]) == (2, "employees > 100")
    assert ada.get(path).status_code == 200
    refused(ada.patch(path, {"name": "Mine"}), 403)
    refused(ada.send("DELETE", path), 403)
    assert admin.send("DELETE", path).status_code == 204
    refused(admin.get(path), 404)


@pytest.mark.parametrize(
    ("values", "status", "field"),
    [
        ({"resource": "nothing"}, 404, ""),
        ({"resource": 5}, 422, "resource"),
        ({"name": ""}, 422, "name"),
        ({"name": None}, 422, "name"),
        ({"name": "x" * 81}, 422, "name"),
        ({"columns": "name"}, 422, "columns"),
        ({"columns": ["nothing"]}, 422, "columns"),
        ({"columns": [1]}, 422, "columns.0"),
        ({"where": "nothing = 1"}, 422, "where"),
        ({"where": "name = 'nul\x00'"}, 422, "where"),
        ({"sort": "nothing"}, 422, "sort"),
        ({"layout": "cloud"}, 422, "layout"),
        ({"layout": "board"}, 422, "layout"),
        ({"is_shared": "yes"}, 422, "is_shared"),
        ({"owner": 1}, 422, "owner"),
    ],
)
def test_a_view_that_cannot_be_shown_is_refused(
    values: dict[str, object], status: int, field: str, admin: Program
) -> None:
    refused(admin.post("/views", {"resource": "companies", "name": "Mine"} | values), status, field)


def test_a_ledger_is_narrowed_and_a_wrong_entry_told_again(admin: Program) -> None:
    company = admin.make("companies", name="Acme")
    path = f"/parties/{company['id']}"
    admin.post(f"{path}/note", {"text": "Wants 40 chairs", "kind": "call"})
    (wrong,) = admin.get(f"{path}/ledger", {"of": "party.called"}).json()["data"]
    told = admin.post(f"/correct/{wrong['id']}", {"text": "Wants 14 chairs", "kind": "call"})
    assert (told.status_code, told.json()["corrects"]) == (200, wrong["id"])
    right, old = admin.get(f"{path}/ledger", {"of": "party.called"}).json()["data"]
    assert (right["corrects"], right["details"]["inputs"]["text"], old) == (wrong["id"], "Wants 14 chairs", wrong)
    assert admin.get(f"{path}/ledger", {"of": "party.dreamt"}).status_code == 400
    assert admin.post(f"/correct/{wrong['id']}", {"text": "Again"}).status_code == 409
    assert admin.post(f"/correct/{right['id']}", {"words": "Again"}).status_code == 422
    assert admin.get(f"{path}/ledger", {"by": right["by"] + 1000}).json()["data"] == []


def test_what_is_not_made_by_hand_does_not_offer_to_be(admin: Program) -> None:
    for slug in ("company", "tokens"):
        answer = admin.post(f"/{slug}", {})
        assert (answer.status_code, answer["Allow"]) == (405, "GET")
