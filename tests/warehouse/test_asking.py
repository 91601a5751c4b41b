"""Questions in SQL read the marts that are somebody's, in limited time and memory, and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from setia.domains.insight.questions import asking
from setia.foundation.access import Access, Actor, Grant
from setia.foundation.errors import Forbidden, Invalid, Refusal
from setia.kit.marts import columns_for, marts, warehouse
from tests.acting import SETIA, do, make
from tests.cast import NOW, PASSWORD, Cast, assemble
from tests.warehouse.conftest import refreshed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quickly")]

ALL = Grant("all", frozenset())


def analyst(**grants: Grant) -> Actor:
    """Somebody who sees all of some nouns, given by their names with a double underscore."""
    access = Access(staff_id=None, grants={noun.replace("__", "."): grant for noun, grant in grants.items()})
    return Actor(None, "Ana", access, "web", NOW)


def hiding(*names: str) -> Grant:
    return Grant("all", frozenset(), dict.fromkeys(names, "hidden"))


ATTACKS = """
SELECT * FROM read_csv('/etc/passwd')
SELECT * FROM read_text('/etc/passwd')
SELECT * FROM read_parquet('{folder}/*/purchases/*.parquet')
SELECT * FROM parquet_metadata('{folder}/000001/purchases/00000.parquet')
SELECT * FROM glob('/etc/*')
SELECT * FROM '/etc/passwd'
SELECT * FROM "{folder}/000001/purchases/00000.parquet"
SELECT * FROM 'https://example.com/x.parquet'
COPY purchases TO '/tmp/setia-stolen.csv'
COPY (SELECT 1) TO '/tmp/setia-stolen.csv'
EXPORT DATABASE '/tmp/setia-stolen'
ATTACH '/tmp/setia-stolen.db'
INSTALL httpfs
LOAD httpfs
PRAGMA database_list
SET memory_limit = '100GB'
RESET enable_external_access
SELECT getenv('HOME')
SELECT current_setting('allowed_paths')
SELECT getvariable('x')
SELECT * FROM duckdb_settings()
SELECT * FROM duckdb_views()
SELECT * FROM information_schema.columns
SELECT * FROM pg_catalog.pg_tables
SELECT * FROM sqlite_master
SELECT * FROM duckdb_views
SELECT * FROM memory.main.purchases
SELECT * FROM query('SELECT 1')
SELECT * FROM query_table('purchases')
SELECT * FROM range(100000000000)
SELECT * FROM generate_series(1, 100000000000)
SELECT unnest(range(100000000000))
SELECT repeat('x', 1000000000)
SELECT list_transform([1], x -> x + 1)
SELECT nextval('s')
SELECT json_execute_serialized_sql('x')
SELECT main.lower('x') FROM purchases
SELECT value::main.mine FROM purchases
WITH RECURSIVE r AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM r) SELECT count(*) FROM r
CREATE TABLE x AS SELECT 1
INSERT INTO purchases SELECT * FROM purchases
DROP VIEW purchases
UPDATE purchases SET value = 0
CALL pragma_version()
EXPLAIN SELECT * FROM purchases
DESCRIBE purchases
SHOW TABLES
SUMMARIZE purchases
PREPARE p AS SELECT 1
SELECT 1; SELECT 2
SELECT * FROM purchases USING SAMPLE 1
SELECT * FROM purchases, (SELECT * FROM read_csv('/etc/passwd'))
SELECT (SELECT max(content) FROM read_text('/etc/passwd'))
SELECT * FROM purchases WHERE EXISTS (FROM '/etc/passwd')
SELECT * FROM purchases ORDER BY (SELECT count(*) FROM '/etc/passwd')
WITH purchases AS (SELECT * FROM '/etc/passwd') SELECT * FROM purchases
SELECT count(*) FILTER (WHERE getenv('HOME') = '/') FROM purchases
SELECT sum(value) OVER (ORDER BY getenv('HOME')) FROM purchases
SELECT * FROM purchases LIMIT (SELECT count(*) FROM '/etc/passwd')
SELECT COLUMNS(x -> getenv('HOME') = x) FROM purchases
SELECT * REPLACE (getenv('HOME') AS status) FROM purchases
PIVOT purchases ON status USING sum(value)
nonsense
SELECT nothing FROM purchases
SELECT 1 / 'x'
"""


def test_nothing_but_the_marts_can_be_read_and_nothing_can_be_changed(settings: Any) -> None:
    make("people", first_name="Bo")
    refreshed()
    folder = Path(settings.DATA_DIR) / "warehouse"
    attacks = [line.format(folder=folder) for line in ATTACKS.strip().splitlines()]
    asked = {"marts": asking._theirs(asking.store.current(), SETIA), "as_of": "2026-03-02", "rows": 10, "seconds": 5,
             "memory": 256}  # fmt: skip
    # All in one process for the judging, which costs half a second for each otherwise; the walls behind it are below.
    code = (
        "import json, sys, duckdb\n"
        "from setia.domains.insight.questions import answering, judging\n"
        "told = json.load(sys.stdin)\n"
        "for sql in told['attacks']:\n"
        "    try:\n"
        "        answering.answered({**told['asked'], 'sql': sql}); print('let in', sql)\n"
        "    except (judging.Refused, duckdb.Error): pass\n"
        "answering.judge = lambda tree, marts: set(told['asked']['marts'])\n"
        "for sql in told['attacks']:\n"
        "    if any(word in sql for word in ('passwd', 'https', 'COPY', 'ATTACH', 'LOAD', 'RESET', 'SET ')):\n"
        "        try:\n"
        "            answering.answered({**told['asked'], 'sql': sql}); print('past the judge', sql)\n"
        "        except duckdb.Error: pass\n"
    )
    told = json.dumps({"attacks": attacks, "asked": asked})
    done = subprocess.run([sys.executable, "-c", code], input=told, text=True, capture_output=True, check=True)
    assert done.stdout == ""
    assert not list(Path("/tmp").glob("setia-stolen*"))  # noqa: S108


def test_a_question_is_answered_and_one_without_sense_refused_in_words(cast: Cast) -> None:
    bo = make("people", first_name="Bo")
    order = make("orders", party=bo.pk, ordered_on="2026-02-28", currency="USD")
    make("order-lines", order=order.pk, description="Lamp", quantity="2", unit_price="12.50")
    do("confirm", order)
    with pytest.raises(Refusal):
        warehouse().ask("SELECT 1", SETIA)
    refreshed()
    answer = warehouse().ask("SELECT party_id, value, day FROM purchases JOIN as_of USING (day) UNION ALL "
                             "SELECT id, value, last_on FROM customers", SETIA)  # fmt: skip
    assert (answer.columns, answer.types) == (["party_id", "value", "day"], ["whole", "whole", "day"])
    assert (answer.rows, answer.is_cut) == ([[bo.pk, 2500, "2026-02-28"]], False)
    with pytest.raises(Invalid) as refused:
        warehouse().ask("SELECT nothing FROM purchases", SETIA)
    assert "nothing" in refused.value.errors["sql"][0]
    client = Client()
    client.login(email=cast.root.email, password=PASSWORD)
    page = client.post("/warehouse/", {"sql": "SELECT count(*) AS many FROM parties", "do": "ask"})
    assert page.status_code == 200
    assert "many" in page.content.decode()
    assert client.post("/warehouse/", {"sql": "SELECT 1 FROM x", "do": "ask"}).status_code == 422
    file = client.post("/warehouse/", {"sql": "SELECT id FROM parties", "do": "csv"})
    assert file.content.decode("utf-8-sig").splitlines() == ["id", str(bo.pk)]
    assert b"".join(client.get("/warehouse/parties.parquet").streaming_content)[:4] == b"PAR1"
    client.post("/warehouse/", {"sql": "SELECT 2", "name": "Two", "is_shared": "1", "do": "keep"})
    assert [one.name for one in warehouse().questions(cast.acting("root"))][0] == "Two"
    told = client.get("/api/v1/marts").json()
    assert told["data"][0]["rows"] == 1


@pytest.fixture
def cast() -> Cast:
    return assemble(["parties.party", "sales.order"])


def test_a_question_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    refreshed()
    monkeypatch.setattr(asking, "SECONDS", 1)
    many = "(VALUES " + ", ".join(["(1)"] * 60) + ")"
    several = ", ".join(f"{many} AS t{n}" for n in range(8))
    with pytest.raises(Invalid) as refused:
        warehouse().ask(f"SELECT count(*) FROM {several}", SETIA)  # noqa: S608
    assert "longer" in refused.value.errors["sql"][0]


def test_only_who_sees_all_records_may_ask_and_only_for_fields_they_may_know() -> None:
    nobody, own = analyst(), analyst(sales__order=Grant("own", frozenset()))
    for by in (nobody, own):
        assert [mart.name for mart in marts().values() if columns_for(mart, by)] == []
        with pytest.raises(Forbidden):
            warehouse().ask("SELECT 1", by)
        with pytest.raises(Forbidden):
            warehouse().standing(by)
    some = analyst(sales__order=hiding("net"), catalog__product=hiding("cost"), parties__party=hiding("gender", "city"))
    names = {mart.name: {column.name for column in columns_for(mart, some)} for mart in marts().values()}
    assert names["purchases"].isdisjoint({"value", "margin"})
    assert {"gross", "day", "party_id"} <= names["purchases"]
    assert names["parties"].isdisjoint({"gender", "city"})
    assert names["customers"].isdisjoint({"value", "margin", "value_year"})
    assert names["promises"] == set()
    assert {"id", "recency"} <= names["customers"]
    assert "id" not in {column.name for column in columns_for(marts()["customers"], analyst(parties__party=ALL))}
    refreshed()
    for hidden in ("SELECT margin FROM purchases", "SELECT p.gender FROM parties AS p", "SELECT id FROM promises"):
        with pytest.raises(Invalid):
            warehouse().ask(hidden, some)
    columns = warehouse().ask("SELECT * FROM purchases", some).columns
    assert set(columns) == names["purchases"]
