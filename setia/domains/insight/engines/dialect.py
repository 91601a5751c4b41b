"""The subset of SQL in which marts are reduced, so that one text gives the same rows on every engine.

SQLGlot rewrites the texts for Spark and is silently wrong outside of what is listed here: ordered lists lose their
order, exact quantiles become approximate. So the tree of every text is walked, and what is not listed is a fault.
Only for tests and for the process that speaks with Spark: SQLGlot is no part of a usual installation.
"""

from __future__ import annotations

from collections.abc import Iterator

import sqlglot
from sqlglot import exp

ALLOWED = frozenset(
    {
        "Select", "With", "CTE", "From", "Join", "Where", "Group", "Having", "Order", "Ordered", "Limit",
        "Union", "Subquery", "Alias", "TableAlias", "Table", "Identifier", "Column", "Star", "Literal",
        "Boolean", "Null", "Paren", "Case", "If", "Cast", "DataType", "DataTypeParam", "Coalesce", "Nullif",
        "Add", "Sub", "Mul", "Neg", "EQ", "NEQ", "GT", "GTE", "LT", "LTE", "And", "Or", "Not", "Is", "In",
        "Between", "Distinct", "Count", "Sum", "Min", "Max", "Window", "WindowSpec", "RowNumber", "Rank",
        "DateDiff", "DateTrunc", "TimestampTrunc", "Interval", "Var",
    }
)  # fmt: skip
"""No division: engines round it differently. No Avg, no Round, no floats; no Quantile: ROW_NUMBER and a comparison."""

TYPES = frozenset({"BIGINT", "INT", "DATE", "TIMESTAMP", "TEXT", "VARCHAR", "BOOLEAN", "INTERVAL"})

JOINS = ("", None, "INNER", "OUTER", "CROSS")


def faults(sql: str) -> Iterator[str]:
    """What of this text engines might not agree about."""
    for node in sqlglot.parse_one(sql, read="duckdb").walk():
        name = type(node).__name__
        if name not in ALLOWED:
            yield f"{name} is not in the subset: {node.sql()[:60]}"
        if isinstance(node, exp.DataType) and node.this.name not in TYPES:
            yield f"the type {node.this.name} is not in the subset"
        if isinstance(node, exp.Join) and (node.args.get("method") or node.args.get("kind") not in JOINS):
            yield f"such a join is not in the subset: {node.sql()[:60]}"
        if isinstance(node, exp.Window) and not (node.args.get("order") or isinstance(node.this, exp.AggFunc)):
            yield f"a window without an order: {node.sql()[:60]}"
        if isinstance(node, exp.Window) and node.args.get("order") and not _is_total(node):
            yield f"the order of a window ends in no id: {node.sql()[:60]}"
        if isinstance(node, (exp.Sum, exp.Count)) and not _is_whole(node):
            yield f"a sum or count that is not cast to BIGINT: {node.sql()[:60]}"


def _is_total(window: exp.Window) -> bool:
    last = window.args["order"].expressions[-1].this
    return str(last.name) == "id" or str(last.name).endswith("_id")


def _is_whole(node: exp.Expr) -> bool:
    parent = node.parent
    return isinstance(parent, exp.Cast) and parent.to.this.name == "BIGINT"


def for_spark(sql: str) -> str:
    return sqlglot.transpile(sql, read="duckdb", write="spark", unsupported_level=sqlglot.ErrorLevel.RAISE)[0]
