"""Lists of parties in the order of what insight lends them: chance, purchases, value, profit, last purchase."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from setia.domains.insight.scores.model import Score
from setia.domains.insight.scores.tests.conftest import TODAY
from setia.foundation import conditions
from setia.foundation.access import Actor
from setia.foundation.company import Company, changed_company
from setia.foundation.errors import Refusal
from setia.foundation.staff.models import Role
from setia.kit import counts, exchange, lists, orders, saved_views
from setia.kit.lists import Listing
from setia.kit.resources import registry
from tests.acting import SETIA, make_many
from tests.browsing import browser_of
from tests.cast import NOW, Cast
from tests.leaks.faces import Reader

pytestmark = pytest.mark.django_db

LENT = {"staying": "staying", "next_purchases": "purchases", "next_worth": "worth", "profit_year": "profit_year",
        "last_bought_on": "last_on"}  # fmt: skip
"""What parties are lent, and what it is called at the score."""

STAYING = (90, 10, None, 50, 50, 50, 10, 99)


@pytest.fixture(params=["few", "many", "far"])
def _ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list that may be looked at whole, one that has too many records for that, and one whose records stand so far
    behind in the order of scores that they are gathered first."""
    if request.param == "far":
        monkeypatch.setattr(orders, "NEAR", 1)
    if request.param != "few":
        monkeypatch.setattr(lists, "COUNT_CAP", 0)
        monkeypatch.setattr(counts, "COUNT_CAP", 0)
    counts.forget_counts()


@pytest.fixture
def ten(cast: Cast) -> list[int]:
    """Ten customers of Ada; eight have a score, and it says too little of one of these."""
    Company.objects.update(currency="EUR")
    changed_company()
    told = [{"name": f"Customer {n}", "kind": "company", "owner_id": cast.ada.pk, "city": "Lyon" if n % 2 else "Rome"}
            for n in range(10)]  # fmt: skip
    ids = [party.pk for party in make_many("companies", told)]
    for place in (7, 2, 4, 0, 3, 1, 6, 5):  # the scores do not follow the parties
        staying = STAYING[place]
        Score.objects.create(
            party_id=ids[place], created_at=NOW, updated_at=NOW, as_of=TODAY, staying=staying, currency="EUR",
            purchases=None if staying is None else staying / 10, worth=None if staying is None else 100 * place,
            first_on=TODAY, last_on=TODAY - timedelta(days=place), bought=1, spent=1,
            profit_year=-place if place > 4 else None,
        )  # fmt: skip
    return ids


def listing(sort: str, by: Actor = SETIA, where: str = "", slug: str = "parties", **more: Any) -> Listing:
    return Listing(registry[slug], by, columns=("name", *LENT), where=conditions.parse(where), sort=sort, **more)


def walked(one: Listing, size: int = 3) -> list[int]:
    """Every record of the list, page by page, after going back from each page to the one before."""
    met: list[int] = []
    cursor, before = "", []
    while True:
        page = one.page(cursor, size)
        ids = [row["id"] for row in page.rows]
        if page.previous:
            assert [row["id"] for row in one.page(page.previous, size).rows] == before
        met, before, cursor = met + ids, ids, page.next
        if not cursor:
            return met


def in_order(ids: list[int], field: str, descending: bool) -> list[int]:
    """As it should be: by the value, then by the number of the score; those without a value by their own number."""
    scores = {s.party_id: (getattr(s, LENT[field]), s.pk) for s in Score.objects.filter(party__in=ids)}
    there = [id_ for id_ in ids if scores.get(id_, (None, 0))[0] is not None]
    missing = [id_ for id_ in ids if id_ not in there]
    return sorted(there, key=scores.__getitem__, reverse=descending) + sorted(missing, reverse=descending)


@pytest.mark.usefixtures("_ways")
@pytest.mark.parametrize("field", LENT)
def test_every_party_is_met_once_in_order_and_those_of_whom_nothing_is_said_come_last(
    ten: list[int], field: str
) -> None:
    for mark in ("", "-"):
        assert walked(listing(f"{mark}{field}", slug="companies")) == in_order(ten, field, bool(mark)), mark


@pytest.mark.usefixtures("_ways")
@pytest.mark.parametrize(
    ("where", "places"),
    [
        ("city = Lyon", "13579"), ("staying >= 50", "03457"), ("staying < 60 and city = Rome", "46"),
        ("staying is empty", "289"), ("staying != 50", "0126789"), ("staying != 50 and next_worth is empty", "289"),
        ("not (staying > 20 or next_worth > 3)", "1289"), ("staying = 50 or city = Rome", "0234568"),
        ("staying >= 10 and staying < 60 and next_worth >= 3", "3456"), ("last_bought_on is not empty", "01234567"),
        ("not (last_bought_on is empty) and not (staying in (50, 99))", "0126"),
    ],
)  # fmt: skip
def test_a_condition_leaves_the_same_parties_in_whatever_order(ten: list[int], where: str, places: str) -> None:
    kept = [ten[int(place)] for place in places]
    assert walked(listing("id", where=where)) == kept
    for field in ("next_worth", "staying"):
        assert walked(listing(f"-{field}", where=where), 2) == in_order(kept, field, descending=True)
    assert sorted(walked(listing("name", where=where, slug="companies"))) == kept


@pytest.mark.usefixtures("_ways")
def test_scores_in_the_archive_or_in_money_of_long_ago_do_not_decide(ten: list[int]) -> None:
    Score.objects.filter(party=ten[0]).update(currency="USD")
    Score.objects.filter(party=ten[1]).update(archived_at=NOW)
    after = walked(listing("-staying"))
    assert after[0] == ten[7]
    assert after[-5:] == [ten[9], ten[8], ten[2], ten[1], ten[0]]


@pytest.mark.usefixtures("_ways")
def test_what_was_found_by_its_name_can_be_sorted_too(ten: list[int]) -> None:
    assert walked(listing("-staying", text="customer")) == in_order(ten, "staying", descending=True)
    assert walked(listing("staying", text="nobody at all")) == []


def test_whoever_may_not_know_a_field_cannot_sort_by_it_and_it_is_not_named(ten: list[int], cast: Cast) -> None:
    role = Role.objects.get(name="Sells")
    role.grants["sales.order"]["fields"] = {"total": "hidden"}
    role.save()
    ada = cast.acting("ada")
    assert walked(listing_of("staying", ada))
    for field in ("next_worth", "profit_year"):
        with pytest.raises(Refusal) as refused:
            listing_of(field, ada)
        assert field in str(refused.value)
        assert "next_worth" not in str(refused.value).partition("Possible")[2]
    with pytest.raises(Refusal):
        saved_views.keep("parties", ada, name="By value", sort="-next_worth")


def listing_of(field: str, by: Actor) -> Listing:
    return Listing(registry["parties"], by, columns=("name",), sort=field)


@pytest.mark.usefixtures("_ways")
def test_the_order_tells_nothing_of_a_score_that_is_made_of_orders_of_others(ten: list[int], cast: Cast) -> None:
    """Who is known best stands behind those of whom nothing is known, as long as a colleague sold to them as well."""
    make_many("orders", [{"party_id": ten[7], "owner_id": cast.gil.pk, "ordered_on": TODAY, "total": 1_000,
                          "currency": "EUR", "status": "delivered"}])  # fmt: skip
    assert walked(listing("-staying"))[0] == ten[7]
    mine = walked(listing("-staying", cast.acting("ada")))
    assert mine == [ten[0], *(id_ for id_ in in_order(ten, "staying", True)[2:-3]), ten[9], ten[8], ten[7], ten[2]]


def test_whoever_may_not_see_scores_cannot_sort_by_them(ten: list[int], cast: Cast) -> None:
    role = Role.objects.get(name="Sells")
    role.grants["insight.score"]["sight"] = "none"
    role.save()
    with pytest.raises(Refusal):
        listing_of("staying", cast.acting("ada"))


def test_files_and_views_stand_in_that_order(ten: list[int]) -> None:
    wanted = [f"Customer {ten.index(id_)}" for id_ in in_order(ten, "next_worth", descending=True)]
    for columns in (("name",), ("name", "next_worth")):
        one = Listing(registry["companies"], SETIA, columns=columns, sort="-next_worth")
        lines = b"".join(exchange.csv_chunks(one)).decode().splitlines()[1:]
        assert [line.split(",")[0] for line in lines] == wanted, columns


def test_a_click_on_the_head_of_the_column_sorts_and_a_second_one_turns_it_round(ten: list[int], cast: Cast) -> None:
    client, address = browser_of(cast.ada), "/companies/?columns=name,staying"
    for order, descending in (("ascending", False), ("descending", True)):
        page = client.get(address).content.decode()
        address = re.findall(r'<th[^>]*data-field="staying"[^>]*><a href="([^"]*)"', page)[0].replace("&amp;", "&")
        page = client.get(address).content.decode()
        assert re.search(rf'<th[^>]*data-field="staying" aria-sort="{order}"', page)
        names = [f"Customer {ten.index(id_)}" for id_ in in_order(ten, "staying", descending)]
        assert re.findall(r">(Customer \d)<", page) == names


def test_programs_and_the_command_line_sort_by_it_too(ten: list[int], cast: Cast) -> None:
    reader, wanted = Reader(cast.ada), in_order(ten, "next_worth", descending=True)
    first = json.loads(reader.api("parties", sort="-next_worth", columns="name,next_worth", limit=7).body)
    assert "next_worth" in json.dumps(first)
    second = json.loads(reader.api("parties", sort="-next_worth", cursor=first["next"], columns="name", limit=7).body)
    assert [row["id"] for row in first["data"] + second["data"]] == wanted
    told = json.loads(reader.command("show", "parties", "--sort=-next_worth", "--json", "--limit", "0").body)
    assert [row["id"] for row in told] == wanted
    refused = reader.api("parties", sort="-city")
    assert refused.status == 400
    assert "next_worth" in refused.body, "it is named among what is possible"


def test_a_list_in_that_order_costs_as_many_questions_for_thirty_as_for_ten(ten: list[int]) -> None:
    def asked() -> int:
        counts.forget_counts()
        with CaptureQueriesContext(connection) as captured:
            Listing(registry["companies"], SETIA, columns=("name", "staying"), sort="-staying").page()
        return len(captured)

    asked()
    before = asked()
    make_many("companies", [{"name": f"More {n}", "kind": "company"} for n in range(20)])
    assert asked() == before == 6


def test_a_marker_of_another_order_is_refused_or_read_but_never_breaks(ten: list[int]) -> None:
    marker = listing("name").page(size=2).next
    with pytest.raises(Refusal):
        listing("staying").page(marker)
    assert listing("-staying").page(listing("next_worth").page(size=2).next).rows
