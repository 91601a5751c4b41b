"""From the declaration of a mart to the SQL that reads it, for either database, and to what DuckDB makes of the rows.

What is read is whole numbers and texts, and never nothing: of SQLite the type of a column is taken from the first rows,
so that a column that begins empty must say what it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db import connection, models

from setia.foundation import bulk, own_values
from setia.foundation.company import our_company
from setia.kit.marts import Mart, MartColumn
from setia.kit.resources import registry

NOTHING = -9_223_372_036_854_775_807
"""Stands for no number on the way."""

RULES = "1"
"""Another text when files are written in another way: then all are made anew."""

TYPES = {"whole": "BIGINT", "money": "BIGINT", "thousandths": "BIGINT", "number": "DECIMAL(25, 6)", "text": "VARCHAR",
         "day": "DATE", "moment": "TIMESTAMP", "flag": "BOOLEAN"}  # fmt: skip


@dataclass(frozen=True)
class Selection:
    """`sql` ends in a condition to which more can be added; `key` is the number of the row in it."""

    sql: str
    key: str
    made: tuple[str, ...]
    """What DuckDB makes of each column, by its name."""


def selection(mart: Mart, columns: Sequence[MartColumn]) -> Selection:
    joins: dict[str, str] = {}
    read = [_read(mart, column, joins) for column in columns]
    conditions = [_condition(_reach(mart, path, joins), wanted) for path, wanted in mart.where.items()]
    if any(column.attname == "archived_at" for column in mart.table._meta.concrete_fields):
        conditions.append('t."archived_at" IS NULL')
    if mart.model is not None:
        conditions += _never_corrected(mart)
    names = ", ".join(f'{sql} AS "{column.name}"' for sql, column in zip(read, columns, strict=True))
    table = connection.ops.quote_name(mart.table._meta.db_table)
    where = " AND ".join(conditions) or "1 = 1"
    sql = f"SELECT {names} FROM {table} t {' '.join(joins.values())} WHERE {where}"  # noqa: S608
    return Selection(sql, 't."id"', tuple(_made(column) for column in columns))


def digest(mart: Mart, columns: Sequence[MartColumn]) -> str:
    """What the rows of the mart depend on, other than the records."""
    company = our_company()
    told: list[Any] = [
        RULES,
        mart.sql,
        company.currency if mart.currency else "",
        sorted(map(repr, mart.where.items())),
    ]
    told += [(column.name, column.type, column.field, column.path) for column in columns]
    return sha256(repr(told).encode()).hexdigest()[:16]


def _column(mart: Mart, column: MartColumn) -> str:
    if column.path:
        return column.path
    return registry.of_noun(mart.noun).fields[column.field].path


def _reach(mart: Mart, path: str, joins: dict[str, str]) -> tuple[str, models.Field[Any, Any]]:
    """The column at the end of a path as SQL, and its declaration; tables on the way are joined once."""
    model, alias, way = mart.table, "t", ""
    *through, last = path.split("__")
    for place, step in enumerate(through):
        link: Any = model._meta.get_field(step)
        if isinstance(link, models.JSONField):
            return _inside(f'{alias}."{link.column}"', [*through[place + 1 :], last]), link
        way = f"{way}{step}_"
        if way not in joins:
            table = connection.ops.quote_name(link.related_model._meta.db_table)
            joins[way] = f'JOIN {table} "{way}" ON "{way}"."id" = {alias}."{link.column}"'
        model, alias = link.related_model, f'"{way}"'
    found = next(c for c in model._meta.concrete_fields if last in (c.attname, c.name))
    return f'{alias}."{found.column}"', found


def _inside(column: str, keys: list[str]) -> str:
    """What stands under these keys of a JSON object."""
    if bulk.is_postgresql():
        return f"({column} #>> '{{{','.join(keys)}}}')"
    return f"json_extract({column}, '$.{'.'.join(keys)}')"


def _read(mart: Mart, column: MartColumn, joins: dict[str, str]) -> str:
    on_postgresql = bulk.is_postgresql()
    if own_values.is_own(column.path):
        key = column.path.removeprefix(own_values.PREFIX)
        value = own_values.written(f't."{own_values.COLUMN}"', key, postgresql=on_postgresql)
        sql, declared = value, None
    else:
        sql, declared = _reach(mart, _column(mart, column), joins)
    if column.type in ("whole", "money"):
        return f"COALESCE(CAST({sql} AS BIGINT), {NOTHING})"
    if column.type == "thousandths":
        return f"COALESCE(CAST(ROUND({sql} * 1000) AS BIGINT), {NOTHING})"
    if column.type == "number":
        # As text: the shortest that a float is read back from differs between the databases.
        text = (
            f"CAST({sql} AS TEXT)"
            if on_postgresql
            else f"CASE WHEN {sql} IS NULL THEN '' ELSE printf('%.6f', {sql}) END"
        )
        return f"COALESCE({text}, '')"
    if column.type == "flag":
        return f"CASE WHEN {sql} THEN 1 ELSE 0 END"
    if column.type in ("day", "moment") and isinstance(declared, models.DateTimeField):
        # The beginning of both forms is the same: 2026-03-02 12:30:00
        utc = f"({sql} AT TIME ZONE 'UTC')" if on_postgresql else sql
        return f"COALESCE(SUBSTR(CAST({utc} AS TEXT), 1, {10 if column.type == 'day' else 26}), '')"
    if column.type == "moment" and declared is None:
        return f"COALESCE(SUBSTR({sql}, 1, 26), '')"
    return f"COALESCE(CAST({sql} AS TEXT), '')"


def _made(column: MartColumn) -> str:
    name, kind = f'"{column.name}"', TYPES[column.type]
    if column.type == "flag":
        return f"CAST({name} AS BIGINT) = 1"
    if kind == "BIGINT":
        return f"NULLIF(CAST({name} AS BIGINT), {NOTHING})"
    return f"CAST(NULLIF(CAST({name} AS VARCHAR), '') AS {kind})"


def _condition(found: tuple[str, models.Field[Any, Any]], wanted: Any) -> str:
    sql, _declared = found
    if wanted is None:
        return f"{sql} IS NULL"
    values = wanted if isinstance(wanted, (tuple, list)) else [wanted]
    return f"{sql} IN ({', '.join(_literal(value) for value in values)})"


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int):
        return str(value)
    return "'" + str(value).replace("'", "''") + "'"


def _never_corrected(mart: Mart) -> list[str]:
    """Entries of the ledger are told again by others that point at them; what counts is what nothing points at."""
    if not any(column.attname == "corrects" for column in mart.table._meta.concrete_fields):
        return []
    table = connection.ops.quote_name(mart.table._meta.db_table)
    return [f'NOT EXISTS (SELECT 1 FROM {table} later WHERE later."corrects" = t."id")']  # noqa: S608
