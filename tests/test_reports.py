"""A report on every face: a page, an answer of the API, a table on the command line, a file; and for whom it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

import pytest
from django.conf import settings
from django.db.models import Count, Sum
from django.test import Client

from setia.faces.api.tests.program import Program
from setia.faces.cli.program import run_program
from setia.foundation.access import Actor
from setia.foundation.ledger import Entry
from setia.kit import reports
from setia.kit.kinds import Amount, Field, Reference, Share, Text, Whole
from setia.kit.reports import Column, Plot, Point, Report, Row, Table, declaring
from setia.kit.resources import registry
from tests.acting import make
from tests.cast import Cast, assemble

pytestmark = pytest.mark.django_db
NAME = "sold-by-customer"


def sold(values: Mapping[str, Any], by: Actor) -> Table:
    orders = registry["orders"].rows(by.access).exclude(status="cancelled")
    if values["city"]:
        orders = orders.filter(party__city=values["city"])
    sums = orders.values("party_id", "currency").annotate(count=Count("id"), total=Sum("total")).order_by("party_id")
    whole = sum(row["total"] for row in sums)
    rows = [
        Row({**row, "party": row["party_id"], "share": row["total"] / whole, "low": 0.1, "high": 0.9}, "orders",
            f"party = {row['party_id']}")
        for row in sums
    ]  # fmt: skip
    columns = (
        Column("party", "Customer", Reference("parties.party")), Column("count", "Orders", Whole()),
        Column("total", "Total", Amount()), Column("share", "Share", Share(), between=("low", "high")),
    )  # fmt: skip
    plot = Plot("Share", "x", "y", [Point(0.2, 0.4, "one", 0.1, 0.6)], even=True)
    return Table(columns, rows, [f"{len(rows)} counted"], [plot])


REPORT = Report(
    NAME, "Sold by customer", "Who bought how much?", "sales.order", sold, asks=(Field("city", "City", Text(60)),),
    reads={"sales.order": ("total",), "parties.party": ("name",)},
)  # fmt: skip


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr(declaring, "_reports", {})
    reports.add(REPORT)
    cast = assemble(sorted({resource.governing for resource in registry}))
    for owner, name, city, total in ((cast.ada, "=Acme", "Lyon", 10_000), (cast.gil, "Bobst", "Paris", 30_000)):
        party = make("companies", name=name, city=city, owner=owner.pk)
        make("orders", party=party.pk, total=f"{total / 100}", status="confirmed", owner=owner.pk)
    return cast


def signed_in(client: Client, cast: Cast, name: str) -> Client:
    client.force_login(getattr(cast, name), settings.AUTHENTICATION_BACKENDS[0])
    return client


def test_a_page_shows_the_answer_and_leads_to_the_records(cast: Cast, client: Client) -> None:
    page = signed_in(client, cast, "root").get(f"/reports/{NAME}/").content.decode()
    assert "=Acme" in page
    assert "25%" in page
    assert "where=party+%3D+" in page
    assert "2 counted" in page
    assert 'class="plot"' in page
    assert "Sold by customer" in client.get("/reports/").content.decode()


def test_a_person_is_answered_from_what_they_may_see(cast: Cast, client: Client) -> None:
    page = signed_in(client, cast, "ada").get(f"/reports/{NAME}/").content.decode()
    assert "Acme" in page
    assert "Bobst" not in page
    assert "100%" in page


def test_a_report_is_kept_from_whoever_may_not_know_what_it_tells(cast: Cast, client: Client) -> None:
    assert signed_in(client, cast, "eve").get(f"/reports/{NAME}/").status_code == 403
    assert "Sold by customer" not in client.get("/reports/").content.decode()
    role = cast.ada.roles.get()
    role.grants = {**role.grants, "sales.order": {**role.grants["sales.order"], "fields": {"total": "hidden"}}}
    role.save()
    assert signed_in(client, cast, "ada").get(f"/reports/{NAME}/").status_code == 403


@pytest.mark.parametrize(
    ("path", "status"),
    [("nothing/", 404), (f"{NAME}/?town=Lyon", 400), (f"{NAME}/?city={'x' * 61}", 422), (f"{NAME}/?city=%00", 400),
     (f"{NAME}.pdf", 404)],
)  # fmt: skip
def test_nonsense_is_refused_in_words(path: str, status: int, cast: Cast, client: Client) -> None:
    assert signed_in(client, cast, "root").get(f"/reports/{path}").status_code == status


def test_a_file_holds_the_answer_and_the_ledger_remembers_it(cast: Cast, client: Client) -> None:
    answer = signed_in(client, cast, "root").get(f"/reports/{NAME}.csv?city=Lyon")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows == [
        ["Customer", "Orders", "Total", "Share", "Currency"],
        ["'=Acme", "1", "100.00", "1.0", rows[1][4]],
    ]
    assert signed_in(client, cast, "root").get(f"/reports/{NAME}.xlsx").content[:2] == b"PK"
    assert Entry.objects.filter(kind="export.made", actor=cast.root).count() == 2
    assert signed_in(client, cast, "root").get(f"/reports/{NAME}.csv?city=Nowhere").status_code == 200


def test_a_program_gets_exact_values(cast: Cast) -> None:
    program = Program(cast.root)
    assert [one["name"] for one in program.get("/reports").json()["data"]] == [NAME]
    body = program.get(f"/reports/{NAME}", {"values": '{"city": "Paris"}'}).json()
    (row,) = body["rows"]
    assert (row["party_title"], row["total"], row["share"]) == ("Bobst", "300.00", 1.0)
    assert row["where"] == f"party = {row['party']}"
    assert program.get(f"/reports/{NAME}", {"values": "[1]"}).status_code == 400
    assert program.get("/reports/nothing").status_code == 404
    assert Program(cast.eve).get(f"/reports/{NAME}").status_code == 403


def test_the_command_line_prints_the_same(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_program(["report", NAME, "--city", "Paris", "--by", cast.root.email]) == 0
    assert "Bobst" in capsys.readouterr().out
