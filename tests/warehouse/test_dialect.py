"""Texts that reduce marts stay within what every engine understands alike."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import duckdb
import pytest

from setia.domains.insight.engines import spark
from setia.domains.insight.engines.dialect import faults, for_spark
from setia.domains.insight.warehouse.selecting import TYPES
from setia.kit.marts import marts
from tests.house.tree import ROOT

REDUCED = [mart for mart in marts().values() if mart.is_reduced]


@pytest.mark.parametrize("mart", REDUCED, ids=lambda mart: mart.name)
def test_every_text_is_in_the_subset_and_can_be_rewritten(mart: object) -> None:
    assert list(faults(mart.sql)) == []  # type: ignore[attr-defined]
    assert for_spark(mart.sql)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT id, AVG(value) AS v FROM purchases GROUP BY id",
        "SELECT id, SUM(value) AS v FROM purchases GROUP BY id",
        "SELECT id, value / 3 AS v FROM purchases",
        "SELECT id, CAST(value AS DOUBLE) AS v FROM purchases",
        "SELECT id, ROW_NUMBER() OVER (ORDER BY value) AS n FROM purchases",
        "SELECT id, LIST(value ORDER BY day) AS v FROM purchases GROUP BY id",
        "SELECT quantile_cont(value, 0.5) AS v FROM purchases",
        "SELECT isodow(day) AS d FROM purchases",
        "SELECT * FROM generate_series(1, 3)",
        "SELECT * FROM purchases AS p ASOF JOIN parties AS q ON p.day >= q.since",
    ],
)
def test_what_engines_understand_differently_is_seen(sql: str) -> None:
    assert list(faults(sql))


def test_the_guide_describes_every_column_of_every_mart() -> None:
    guide = (ROOT / "docs" / "guide" / "warehouse.md").read_text()
    for mart in marts().values():
        assert f"### {mart.name}\n\n{mart.about}\n" in guide
        for column in mart.columns:
            assert f"| `{column.name}` | {column.type} | {column.about} |" in guide


PURCHASES = """
    SELECT i AS id, i * 7919 % 300 AS party_id, DATE '2020-01-01' + CAST(i * 31 % 2500 AS INTEGER) AS day,
           CASE WHEN i % 11 = 0 THEN NULL ELSE i * 37 % 5000 - 500 END AS value,
           CASE WHEN i % 3 = 0 THEN NULL ELSE i % 900 END AS margin
      FROM range(20000) AS r(i)
"""


@pytest.mark.spark
@pytest.mark.parametrize("mart", REDUCED, ids=lambda mart: mart.name)
def test_spark_reduces_to_the_same_rows(mart: object, tmp_path: Path) -> None:
    files = {"purchases": [str(tmp_path / "p.parquet")], "parties": [str(tmp_path / "q.parquet")]}
    db = duckdb.connect()
    db.execute(f"COPY ({PURCHASES}) TO '{files['purchases'][0]}' (FORMAT parquet)")
    db.execute(f"COPY (SELECT i AS id FROM range(250) AS r(i)) TO '{files['parties'][0]}' (FORMAT parquet)")
    for name, some in files.items():
        db.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet({some})")
    db.execute("CREATE VIEW as_of AS SELECT DATE '2026-03-02' AS day")
    plan = spark.Plan("local[1]", mart.sql, files, "2026-03-02", str(tmp_path / "made"))  # type: ignore[attr-defined]
    spark.run_apart(plan)
    types = ", ".join(f'CAST("{c.name}" AS {TYPES[c.type]})' for c in mart.columns)  # type: ignore[attr-defined]

    def summed(rows: str) -> str:
        return sha256(repr(db.execute(f"SELECT {types} FROM ({rows}) ORDER BY id").fetchall()).encode()).hexdigest()

    made = f"SELECT * FROM read_parquet('{tmp_path}/made/*.parquet')"
    rows = db.execute(f"SELECT count(*) FROM ({made})").fetchall()[0][0]
    assert rows > 100
    assert summed(made) == summed(mart.sql)  # type: ignore[attr-defined]
