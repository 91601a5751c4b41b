"""What keeps a large exchange quick, and quick for the others who work meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.kit import exchange
from setia.kit.exchange.formulas import neutral, neutral_cells
from setia.kit.exchange.runs.pace import FEWEST, MOST, SHORT, Pace
from setia.kit.exchange.tests.conftest import Arrive
from setia.kit.resources import registry
from tests.acting import make

pytestmark = pytest.mark.django_db


def people(count: int) -> str:
    rows = (f"Ann{n},Smith,ann{n}@x.example,+336123456{n:02}\n" for n in range(count))
    return "first_name,last_name,email,phone\n" + "".join(rows)


def plan_of(query: str) -> str:
    """How the database answers a query when the tables are too large to be read as a whole."""
    with connection.cursor() as cursor:
        if bulk.is_postgresql():
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(("EXPLAIN " if bulk.is_postgresql() else "EXPLAIN QUERY PLAN ") + query.replace("%", "%%"), [])
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def test_the_duplicate_check_asks_the_index_over_addresses(arrive: Arrive, by: Actor) -> None:
    make("people", first_name="Ann0", last_name="Smith", email="ann0@x.example")
    with CaptureQueriesContext(connection) as asked:
        run = exchange.import_now(arrive(people(20), resource="people"), by)
    assert (run.new, run.changed) == (19, 1)
    [check] = [q["sql"] for q in asked if "ann7@x.example" in q["sql"] and q["sql"].startswith("SELECT")]
    assert "party_email" in plan_of(check)


def test_a_batch_asks_as_often_for_many_rows_as_for_few(arrive: Arrive, by: Actor) -> None:
    counts = []
    for size in (3, 5, 60):
        lines = people(size).replace("x.example", f"x{size}.example")
        with CaptureQueriesContext(connection) as asked:
            exchange.import_now(arrive(lines, resource="people"), by)
        counts.append(len(asked))
    assert abs(counts[1] - counts[2]) < 5


def test_an_undo_asks_as_often_for_many_records_as_for_few(arrive: Arrive, by: Actor) -> None:
    counts = []
    for size in (5, 60):
        run = exchange.import_now(arrive(people(size), resource="people"), by)
        with CaptureQueriesContext(connection) as asked:
            assert exchange.undo_import(run, by).removed == size
        counts.append(len(asked))
    assert abs(counts[0] - counts[1]) < 5


def test_what_a_new_party_is_found_by_is_what_it_is_found_by_later(by: Actor) -> None:
    ann = make("people", name="Ann Smith", email="a@x.example", phone="+33612345678", reference="C-7")
    row: dict[str, Any] = {name: getattr(ann, name) for name in ("id", *registry["people"].search_paths)}
    later, at_once = registry["people"].documents([row]), registry["people"].documents_of_new([row])
    assert [(d.record_id, list(d.names), list(d.codes)) for d in later] == [
        (d.record_id, list(d.names), list(d.codes)) for d in at_once
    ]


def test_batches_become_as_long_as_others_can_wait() -> None:
    pace = Pace(2_000)
    pace.learn(2_000, SHORT / 8)
    assert pace.rows == 4_000
    pace.learn(4_000, SHORT * 1.25)
    assert pace.rows == 3_200
    pace.learn(100, 60.0)
    assert pace.rows == 3_200
    for _turn in range(9):
        pace.learn(pace.rows, 60.0)
    assert pace.rows == FEWEST
    for _turn in range(9):
        pace.learn(pace.rows, 0.0)
    assert pace.rows == MOST


@pytest.mark.parametrize(
    "text", ["=1+1", "+SUM(1)", "-x", "@", "\tx", "\rx", "＝1", "-12.50", "+4912", "a\n=b", "'=x", ""]
)
@pytest.mark.parametrize("before", [[], ["a"], ["", ""], ["line\nbreak"]])
def test_a_column_is_neutralised_as_each_of_its_texts(before: list[str], text: str) -> None:
    texts = [*before, text, "z"]
    assert list(neutral_cells(texts)) == [neutral(each) for each in texts]
