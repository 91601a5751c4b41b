"""Answering one question in a process of its own, which can read the marts it is given and nothing else.

`python -m ...questions.answering` reads {"sql", "marts", "as_of", "rows", "seconds", "memory"} and writes the answer,
both in JSON. Walls, one behind the other: the question is judged (`judging`); DuckDB may open no file but those of the
marts that are asked about, loads no extension and keeps its settings; the process may use so much memory and processor
time, and may write no file.
"""

from __future__ import annotations

import json
import math
import re
import resource
import sys
import time
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from setia.domains.insight.questions.judging import Refused, judge

BESIDE = 1_200 * 1024 * 1024
"""Addresses (not memory) that Python and DuckDB need beside what DuckDB may use for a question."""

ERROR = re.compile(r"^(?:[A-Z]\w+ )+Error: ")
"""Of which kind DuckDB says an error is: to whoever asked, that is not what was wrong."""

NUMBERS = frozenset({"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER",
                     "UBIGINT", "UHUGEINT"})  # fmt: skip


def confine(seconds: int, memory: int) -> None:
    most = memory * 1024 * 1024 + BESIDE
    for what, limit in (
        (resource.RLIMIT_CPU, 2 * seconds + 1), (resource.RLIMIT_AS, most), (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):  # fmt: skip
        resource.setrlimit(what, (limit, limit))


def answered(asked: dict[str, Any]) -> dict[str, Any]:
    db = duckdb.connect(config={"threads": 2, "memory_limit": f"{asked['memory']}MB"})
    told = db.execute("SELECT json_serialize_sql(?)", [asked["sql"]]).fetchall()[0][0]
    about = judge(json.loads(told), [*asked["marts"], "as_of"])
    for command in (
        "SET temp_directory = ''", "SET autoinstall_known_extensions = false", "SET autoload_known_extensions = false",
        "SET python_enable_replacements = false", "SET TimeZone = 'UTC'",
    ):  # fmt: skip
        db.execute(command)
    files: list[str] = []
    db.execute(f"CREATE VIEW as_of AS SELECT CAST({quoted(asked['as_of'])} AS DATE) AS day")
    for name, mart in asked["marts"].items():
        if name in about:
            files += mart["files"]
            db.execute(f'CREATE VIEW "{name}" AS {rows_of(mart)}')
    db.execute(f"SET allowed_paths = [{', '.join(map(quoted, files))}]")
    db.execute("SET enable_external_access = false")
    db.execute("SET lock_configuration = true")
    begun = time.monotonic()
    result = db.execute(asked["sql"])
    names = [column[0] for column in result.description or ()]
    kinds = [kind_of(str(column[1])) for column in result.description or ()]
    rows = result.fetchmany(asked["rows"] + 1)
    return {
        "columns": names,
        "types": kinds,
        "rows": [[plain(value) for value in row] for row in rows[: asked["rows"]]],
        "is_cut": len(rows) > asked["rows"],
        "seconds": time.monotonic() - begun,
    }


def rows_of(mart: dict[str, Any]) -> str:
    types: dict[str, str] = mart["types"]
    names = ", ".join(f'"{name}"' for name in types)
    if mart["files"]:
        return f"SELECT {names} FROM read_parquet([{', '.join(map(quoted, mart['files']))}])"
    return "SELECT " + ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in types.items()) + " WHERE FALSE"


def kind_of(type_: str) -> str:
    if type_ in NUMBERS:
        return "whole"
    if type_ in ("FLOAT", "DOUBLE") or type_.startswith("DECIMAL"):
        return "number"
    return {"DATE": "day", "BOOLEAN": "flag"}.get(type_, "moment" if type_.startswith("TIMESTAMP") else "text")


def plain(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def copied(asked: dict[str, Any]) -> dict[str, Any]:
    """One Parquet file of a mart, with these columns."""
    db = duckdb.connect(config={"threads": 2, "memory_limit": f"{asked['memory']}MB"})
    db.execute(f"COPY ({rows_of(asked['mart'])}) TO {quoted(asked['to'])} (FORMAT parquet, COMPRESSION zstd)")
    return {"bytes": Path(asked["to"]).stat().st_size}


def main() -> None:
    asked = json.load(sys.stdin)
    if "to" in asked:
        said = copied(asked)
    else:
        confine(asked["seconds"], asked["memory"])
        try:
            said = answered(asked)
        except Refused as refused:
            said = {"refused": refused.why, "what": refused.what}
        except (duckdb.OutOfMemoryException, MemoryError):
            said = {"refused": "too large", "what": ""}
        except duckdb.Error as error:
            said = {"refused": "not understood", "what": ERROR.sub("", str(error).partition("\n\n")[0])[:500]}
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    main()
