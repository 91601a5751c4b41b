"""Which questions may be asked: one SELECT about the marts, made of what is known to read nothing else.

DuckDB itself reads the text, so that what is judged is what is run. Everything that is not listed here is refused:
table functions (files, settings, the network), names of files in the place of tables, other schemas, functions that
tell of the machine, and recursion.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

NODES = frozenset({"SELECT_NODE", "SET_OPERATION_NODE"})
TABLES = frozenset({"BASE_TABLE", "JOIN", "SUBQUERY", "EMPTY", "EXPRESSION_LIST"})
MODIFIERS = frozenset({"ORDER_MODIFIER", "LIMIT_MODIFIER", "DISTINCT_MODIFIER"})
ORDERS = frozenset({"ORDER_DEFAULT", "ASCENDING", "DESCENDING"})
CLASSES = frozenset(
    {"COLUMN_REF", "CONSTANT", "FUNCTION", "WINDOW", "COMPARISON", "CONJUNCTION", "OPERATOR", "CASE", "CAST", "BETWEEN",
     "SUBQUERY", "STAR", "TYPE"}
)  # fmt: skip


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FUNCTIONS = _words("""
    count count_star sum avg min max median mode quantile_cont quantile_disc stddev stddev_pop stddev_samp variance
    var_pop var_samp corr covar_pop covar_samp regr_slope regr_intercept regr_r2 any_value arg_min arg_max min_by max_by
    bool_and bool_or approx_count_distinct
    row_number rank dense_rank percent_rank cume_dist ntile lag lead first_value last_value nth_value first last
    + - * / // % ** ^ abs round floor ceil ceiling trunc sign sqrt exp ln log log10 log2 pow power mod greatest least
    lower upper length substr substring left right trim ltrim rtrim replace concat contains starts_with ends_with
    || ~~ !~~ ~~* !~~* prefix suffix nullif ifnull if coalesce
    date_trunc date_part datepart datetrunc year quarter month week day dayofweek dayofyear isodow isoyear weekday hour
    minute strftime monthname dayname last_day make_date date_diff datediff date_add date_sub datesub to_days to_weeks
    to_months to_years to_hours to_minutes to_seconds epoch extract
""")
TYPES = _words(
    "bool boolean tinyint smallint int int1 int2 int4 int8 integer bigint hugeint long float real double decimal"
    " numeric varchar text string date timestamp datetime interval"
)


class Refused(Exception):
    """Why, as a key of `asking.REFUSALS`, and what of the text it is about."""

    def __init__(self, why: str, what: str = "") -> None:
        super().__init__(why)
        self.why, self.what = why, what


def judge(tree: dict[str, Any], marts: Collection[str]) -> set[str]:
    """The marts that the question is about. `tree` is what DuckDB's json_serialize_sql says of it."""
    if tree.get("error"):
        if tree.get("error_type") == "not implemented":
            raise Refused("not a question")
        raise Refused("not understood", str(tree.get("error_message", ""))[:500])
    statements = tree.get("statements") or []
    if len(statements) != 1:
        raise Refused("one question")
    named = {name.lower() for name in _named(statements[0])}
    found: set[str] = set()
    for part in _parts(statements[0]["node"]):
        _judge_part(part, named, {mart.lower() for mart in marts}, found)
    return found - named


def _named(tree: Any) -> Iterator[str]:
    """Names that the question gives to questions of its own (WITH)."""
    for part in _parts(tree):
        for entry in (part.get("cte_map") or {}).get("map", ()):
            yield str(entry["key"])


def _parts(tree: Any) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        yield tree
        for name, value in tree.items():
            if name != "literal":
                yield from _parts(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _parts(value)


def _judge_part(part: dict[str, Any], named: Collection[str], marts: Collection[str], found: set[str]) -> None:
    kind, class_ = part.get("type"), part.get("class")
    if class_ is not None:
        if class_ not in CLASSES:
            raise Refused("not allowed", str(class_).lower())
        if class_ in ("FUNCTION", "WINDOW"):
            _judge_name(part, "function_name", FUNCTIONS, "unknown function")
        if class_ == "TYPE":
            _judge_name(part, "type_name", TYPES, "unknown type")
        return
    if kind is None:
        return
    if kind not in NODES | TABLES | MODIFIERS | ORDERS:
        raise Refused("not allowed", str(kind).lower().replace("_", " "))
    if part.get("sample") is not None or part.get("at_clause") is not None:
        raise Refused("not allowed", "sample")
    if kind == "BASE_TABLE":
        path = (part.get("qualified_name") or {}).get("path") or [part.get("table_name", "")]
        name = str(part.get("table_name", "")).lower()
        if len(path) != 1 or part.get("schema_name") or part.get("catalog_name") or str(path[0]).lower() != name:
            raise Refused("unknown mart", ".".join(map(str, path)))
        if name not in named and name not in marts:
            raise Refused("unknown mart", str(part.get("table_name", "")))
        found.add(name)


def _judge_name(part: dict[str, Any], key: str, known: Collection[str], why: str) -> None:
    """A name without a schema before it, which would lead to what somebody else defined."""
    path = (part.get("qualified_name") or {}).get("path") or [part.get(key, "")]
    name = str(part.get(key, "")).lower()
    if len(path) != 1 or part.get("schema") or part.get("catalog") or str(path[0]).lower() != name:
        raise Refused(why, ".".join(map(str, path)))
    if name not in known:
        raise Refused(why, name)
