"""Reading the database and writing Parquet, in a process of its own (`python -m ...warehouse.writing`).

DuckDB and ADBC stay out of the memory of web processes and workers, and what they hold is gone when they are done. It
has to be another process also because ADBC brings an SQLite of its own: two in one process undo each other's locks. A
plan comes in on standard input as JSON (`refreshing` makes it), each part that is done goes out as a line. Rows leave
either database as Arrow and are written in the order of their numbers, by one writer, in row groups of one size: the
same rows give the same bytes.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from pathlib import Path
from threading import local
from typing import Any

import adbc_driver_manager
import adbc_driver_sqlite
import duckdb

from setia.domains.insight.warehouse.rates import Rates

IDS_AT_ONCE = 2_000
WRITTEN = "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 131072)"


def tell(**told: Any) -> None:
    print(json.dumps(told), flush=True)


class Source:
    """The database of Setia, of which only is read."""

    def __init__(self, plan: dict[str, Any]) -> None:
        options: dict[str, str] = {}
        if plan["kind"] == "sqlite":
            self.database = adbc_driver_sqlite.connect(f"file:{plan['path']}?mode=ro")
            options["adbc.sqlite.query.batch_rows"] = "65536"
        else:
            # A part of `setia[postgres]`, as Django's own driver is.
            driver = import_module("adbc_driver_postgresql")
            self.database = driver.connect(plan["address"])
        self.connection = adbc_driver_manager.AdbcConnection(self.database)
        self.options = options

    def close(self) -> None:
        self.connection.close()
        self.database.close()

    def rows(self, sql: str) -> tuple[Any, Any]:
        """An Arrow stream, and the statement that has to live as long as it is read."""
        statement = adbc_driver_manager.AdbcStatement(self.connection)
        if self.options:
            statement.set_options(**self.options)
        statement.set_sql_query(sql)
        stream, _count = statement.execute_query()
        return stream, statement


class Writer:
    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.part: int = plan["part"]
        self.folder = Path(plan["folder"])
        self.db = duckdb.connect(config={"threads": plan["threads"], "memory_limit": plan["memory"]})
        self.db.execute(f"SET temp_directory = {quoted(plan['temporary'])}")
        self.db.execute("SET TimeZone = 'UTC'")
        self.source = Source(plan["source"])
        self.rates = Rates(plan["currency"], plan["rates"], plan["scales"])
        self.db.execute("CREATE TEMP TABLE rate (currency VARCHAR, day DATE, up HUGEINT, down HUGEINT)")
        self.known: set[tuple[str, date]] = set()
        # Tables that several cursors read are not temporary: those are of one connection alone. All of it is in memory.
        self.db.execute("CREATE TABLE again (id BIGINT)")

    def run(self) -> None:
        for mart in self.plan["marts"]:
            if mart["ids"]:
                self._merge(mart)
            for part in mart["whole"]:
                first = part * self.part
                self._fetch(mart, [f"{mart['key']} >= {first} AND {mart['key']} < {first + self.part}"])
                self._write(mart, part, self._shown(mart, "fresh"))
        for mart in self.plan["reduced"]:
            self._reduce(mart)
        self.source.close()

    # Marts that are read ------------------------------------------------------------------------------

    def _fetch(self, mart: dict[str, Any], conditions: Iterable[str]) -> None:
        """The rows under these conditions in the table `fresh`, amounts still in their own currencies."""
        self.db.execute("DROP TABLE IF EXISTS fresh")
        made = ", ".join(f'{sql} AS "{name}"' for name, sql in mart["columns"].items())
        begun = False
        for condition in conditions:
            stream, statement = self.source.rows(f"{mart['sql']} AND {condition} ORDER BY {mart['key']}")
            into = "INSERT INTO fresh" if begun else "CREATE TEMP TABLE fresh AS"
            self.db.execute(f"{into} SELECT {made} FROM stream")
            statement.close()
            begun = True
        if mart["currency"]:
            self._quote(mart)

    def _quote(self, mart: dict[str, Any]) -> None:
        currency, day = mart["currency"], mart["day"]
        asked = self.db.execute(
            f'SELECT DISTINCT "{currency}", "{day}" FROM fresh WHERE "{currency}" <> ? AND "{day}" IS NOT NULL',
            [self.rates.ours],
        ).fetchall()
        for key in asked:
            if key in self.known:
                continue
            self.known.add(key)
            if (worth := self.rates.on(*key)) is not None:
                self.db.execute("INSERT INTO rate VALUES (?, ?, ?, ?)", [*key, worth.numerator, worth.denominator])

    def _shown(self, mart: dict[str, Any], table: str) -> str:
        """Rows with amounts in our currency, rounded half away from zero; none where no rate is known."""
        if not mart["currency"]:
            return f"SELECT * FROM {table}"
        currency, day = (f'f."{mart[name]}"' for name in ("currency", "day"))
        ours = f"({currency} IS NULL OR {currency} = {quoted(self.rates.ours)})"
        names = [
            f'CASE WHEN {ours} THEN f."{name}" ELSE CAST(SIGN(f."{name}") * '
            f'((ABS(CAST(f."{name}" AS HUGEINT)) * r.up * 2 + r.down) // (r.down * 2)) AS BIGINT) END AS "{name}"'
            if name in mart["money"] else f'f."{name}"'
            for name in mart["columns"]
        ]  # fmt: skip
        joined = f"{table} AS f LEFT JOIN rate AS r ON r.currency = {currency} AND r.day = {day}"
        return f"SELECT {', '.join(names)} FROM {joined}"

    def _merge(self, mart: dict[str, Any]) -> None:
        """Rows that were told of take the place of those in the files; all others are taken over as they are."""
        ids: list[int] = mart["ids"]
        self._again(ids)
        self._fetch(
            mart,
            (f"{mart['key']} IN ({', '.join(map(str, some))})" for some in portions(ids)),
        )
        self.db.execute(f"CREATE OR REPLACE TABLE shown AS {self._shown(mart, 'fresh')}")
        for reduced in self.plan["reduced"]:
            if column := reduced["each"].get(mart["name"]):
                told = set(reduced["told"]) | self._numbers(f'SELECT DISTINCT "{column}" FROM shown')
                if olds := [mart["old"][str(part)] for part in mart["parts"] if str(part) in mart["old"]]:
                    told |= self._numbers(
                        f'SELECT DISTINCT "{column}" FROM {parquet(olds)} WHERE id IN (SELECT id FROM again)'
                    )
                reduced["told"] = sorted(told)
        texts: dict[int, str] = {}
        for part in mart["parts"]:
            first = part * self.part
            fresh = f"SELECT * FROM shown WHERE id >= {first} AND id < {first + self.part}"
            if old := mart["old"].get(str(part)):
                fresh = f"SELECT * FROM {parquet([old])} WHERE id NOT IN (SELECT id FROM again) UNION ALL {fresh}"
            texts[part] = fresh
        self._write_some(mart, texts)

    def _again(self, ids: list[int]) -> None:
        self.db.execute("DELETE FROM again")
        for some in portions(ids):
            self.db.execute(f"INSERT INTO again VALUES {', '.join(f'({number})' for number in some)}")

    def _numbers(self, sql: str) -> set[int]:
        return {number for (number,) in self.db.execute(sql).fetchall() if number is not None}

    def _write(self, mart: dict[str, Any], part: int, rows: str) -> None:
        with self._plainly():
            tell(mart=mart["name"], part=part, rows=self._written(self.db, mart["name"], part, rows))

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        """Or a column would be declared as never empty where DuckDB happens to know that it is not: other bytes.

        The setting is that of all cursors, so that none of them may change it while another one writes.
        """
        self.db.execute("SET GLOBAL disabled_optimizers = 'statistics_propagation'")
        yield
        self.db.execute("RESET GLOBAL disabled_optimizers")

    def _write_some(self, mart: dict[str, Any], texts: dict[int, str]) -> None:
        """Many small files, two at a time: each takes some milliseconds in which one processor is enough."""
        cursors = local()

        def written(item: tuple[int, str]) -> int:
            if not hasattr(cursors, "own"):
                cursors.own = self.db.cursor()
            return self._written(cursors.own, mart["name"], *item)

        with self._plainly(), ThreadPoolExecutor(self.plan["threads"]) as some:
            for part, rows in zip(texts, some.map(written, texts.items()), strict=True):
                tell(mart=mart["name"], part=part, rows=rows)

    def _written(self, db: Any, mart: str, part: int, rows: str) -> int:
        """How many rows were written; a part without any has no file."""
        path = self.folder / mart / f"{part:05d}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.unlink(missing_ok=True)
        copied = db.execute(f"COPY (SELECT * FROM ({rows}) ORDER BY id) TO {quoted(str(path))} {WRITTEN}")
        count = int(copied.fetchall()[0][0])
        if not count:
            path.unlink()
        return count

    # Marts that are reduced ---------------------------------------------------------------------------

    def _reduce(self, mart: dict[str, Any]) -> None:
        """All of it, or with `told` only for those numbers; parts that hold none of them stay as they are."""
        if not mart["is_whole"] and not mart["told"]:
            return
        if mart["is_whole"] and mart["made"]:
            self.db.execute(f"CREATE OR REPLACE TABLE reduced AS SELECT * FROM {parquet([mart['made']])}")
        else:
            self._views(mart)
            self.db.execute("SET preserve_insertion_order = false")
            self.db.execute(f"CREATE OR REPLACE TABLE reduced AS {mart['sql']}")
            self.db.execute("RESET preserve_insertion_order")
        columns = ", ".join(f'CAST("{name}" AS {kind}) AS "{name}"' for name, kind in mart["types"].items())
        touched = {number // self.part for number in mart["told"]}
        parts = self._numbers(f"SELECT DISTINCT id // {self.part} FROM reduced")
        texts: dict[int, str] = {}
        for part in sorted(parts if mart["is_whole"] else touched):
            first = part * self.part
            fresh = f"SELECT {columns} FROM reduced WHERE id >= {first} AND id < {first + self.part}"
            if not mart["is_whole"] and (old := mart["old"].get(str(part))):
                fresh = f"SELECT * FROM {parquet([old])} WHERE id NOT IN (SELECT id FROM again) UNION ALL {fresh}"
            texts[part] = fresh
        self._write_some(mart, texts)

    def _views(self, mart: dict[str, Any]) -> None:
        """The marts by their names, as far as they are needed."""
        if not mart["is_whole"]:
            self._again(mart["told"])
        self.db.execute(
            f"CREATE OR REPLACE TEMP VIEW as_of AS SELECT CAST({quoted(self.plan['as_of'])} AS DATE) AS day"
        )
        for name, column in mart["each"].items():
            source = next(each for each in self.plan["marts"] if each["name"] == name)
            files = [*self._files(source)]
            rows = f"SELECT * FROM {parquet(files)}" if files else nothing(source["types"])
            if not mart["is_whole"]:
                rows = f'SELECT * FROM ({rows}) WHERE "{column}" IN (SELECT id FROM again)'
            self.db.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {rows}")

    def _files(self, mart: dict[str, Any]) -> Iterator[str]:
        """Files of the new generation where they were made anew, else those that are taken over."""
        remade = {*mart["parts"], *mart["whole"]}
        found = {int(part): path for part, path in mart["old"].items() if int(part) not in remade}
        made = {int(path.stem): str(path) for path in (self.folder / mart["name"]).glob("*.parquet")}
        return (path for _part, path in sorted({**found, **made}.items()))


def parquet(files: list[str]) -> str:
    return f"read_parquet([{', '.join(map(quoted, files))}])"


def nothing(types: dict[str, str]) -> str:
    return "SELECT " + ", ".join(f'CAST(NULL AS {kind}) AS "{name}"' for name, kind in types.items()) + " WHERE FALSE"


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def portions(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), IDS_AT_ONCE):
        yield ids[start : start + IDS_AT_ONCE]


if __name__ == "__main__":
    Writer(json.load(sys.stdin)).run()
