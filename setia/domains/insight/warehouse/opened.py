"""The marts as arrays. Only in a process of its own: DuckDB and NumPy are large (see `reading`)."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb


class Opened:
    """The marts as tables of a DuckDB of this process."""

    def __init__(self, told: dict[str, Any], memory: str = "512MB", threads: int = 2) -> None:
        self.as_of = date.fromisoformat(told["as_of"])
        self.db = duckdb.connect(config={"threads": threads, "memory_limit": memory})
        self.db.execute("SET TimeZone = 'UTC'")
        self.db.execute(f"CREATE TEMP VIEW as_of AS SELECT CAST('{told['as_of']}' AS DATE) AS day")
        for name, files in told["files"].items():
            self.db.execute(f'CREATE TEMP VIEW "{name}" AS {rows_of(files, told["types"][name])}')

    def arrays(self, sql: str) -> dict[str, Any]:
        """The columns of the answer as NumPy arrays; give an ORDER BY, or their order is anybody's guess."""
        return self.db.execute(sql).fetchnumpy()


def rows_of(files: list[str], types: dict[str, str]) -> str:
    """All rows of a mart as SQL, also where it has none."""
    if not files:
        return (
            "SELECT " + ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in types.items()) + " WHERE FALSE"
        )
    return "SELECT * FROM read_parquet([" + ", ".join("'" + file.replace("'", "''") + "'" for file in files) + "])"
