"""The questions that the index is asked. Each reads a bounded number of rows."""
# ruff: noqa: S608 (what is put into the statements here are placeholders and the name of a function)

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from json import dumps

from setia.foundation.bulk import is_postgresql
from setia.foundation.search.index import keys_in
from setia.foundation.search.keys import after
from setia.foundation.search.rows import marks, select

COUNTED = 2_000
EXAMINED = 4_000
SPREAD = 400

Found = list[tuple[str, int]]

_RANGE = "SELECT key, record_id FROM search_key WHERE noun_code = %s AND key >= %s AND key < %s"
_ORDER = "ORDER BY key, record_id LIMIT %s"
_IN_RANGES_SQLITE = """
    SELECT near.key, near.record_id, wanted.key FROM json_each(%s) AS wanted CROSS JOIN search_key AS near
    WHERE near.noun_code = %s AND near.key >= json_extract(wanted.value, '$[0]')
    AND near.key < json_extract(wanted.value, '$[1]') LIMIT %s"""
_IN_RANGES_POSTGRESQL = f"""
    SELECT near.key, near.record_id, wanted.n - 1
    FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS wanted(low, high, n) CROSS JOIN LATERAL (
    SELECT key, record_id FROM search_key WHERE noun_code = %s AND key >= wanted.low AND key < wanted.high
    {_ORDER}) AS near LIMIT %s"""


@dataclass(frozen=True, slots=True)
class Lookups:
    """The index as far as it is about one noun."""

    code: int

    def beginning(self, start: str, most: int, last: tuple[str, int] | None = None) -> Found:
        """Keys that begin with the text, in their order, from the one after `last` on."""
        low = last or (start, -1)
        sql = f"{_RANGE} AND (key, record_id) > (%s, %s) {_ORDER}"
        return select(sql, [self.code, low[0], after(start), *low, most])

    def counts(self, words: Sequence[str]) -> dict[str, int]:
        """How many keys begin with each word, counted up to a bound."""
        one = f"(SELECT count(*) FROM ({_RANGE} LIMIT {COUNTED}) AS near)"
        ends = [end for word in words for end in (self.code, word, after(word))]
        sql = f"SELECT {', '.join([one] * len(words))}"
        return dict(zip(words, select(sql, ends)[0], strict=True))

    def in_one_key(self, lead: str, others: Sequence[str], most: int) -> Found:
        """Names with a word that begins with `lead` and further words that begin with each of the others."""
        sql = f"SELECT key, record_id FROM ({_RANGE} {_ORDER}) AS near WHERE {_each('key', others)} LIMIT %s"
        return select(sql, [self.code, lead, after(lead), EXAMINED, *map(_inside, others), most])

    def in_several_keys(self, lead: str, others: Sequence[str], most: int) -> Found:
        """Records with the words in different keys: one in the name and one in the address, say."""
        sql = (
            f"SELECT near.key, near.record_id FROM ({_RANGE} {_ORDER}) AS near JOIN search_record AS record"
            " ON record.noun_code = %s AND record.record_id = near.record_id"
            f" WHERE {_each('keys', others)} LIMIT %s"
        )
        ends = [self.code, lead, after(lead), SPREAD, self.code]
        return select(sql, [*ends, *map(_inside, others), most])

    def of_records(self, ids: Sequence[int], words: Sequence[str], starts: Sequence[str]) -> Found:
        """All keys of those of the records that have every one of the words or any one of the starts."""
        if not ids:
            return []
        ways = ([f"({_each('keys', words)})"] if words else []) + [_each("keys", [start]) for start in starts]
        sql = (
            "SELECT record_id, keys FROM search_record WHERE noun_code = %s"
            f" AND record_id IN ({marks(ids)}) AND ({' OR '.join(ways)})"
        )
        rows = select(sql, [self.code, *ids, *map(_inside, (*words, *starts))])
        return [(key, record_id) for record_id, keys in rows for key in keys_in(keys)]

    def in_ranges(self, starts: Sequence[str], most: int) -> list[tuple[str, int, int]]:
        """Keys that begin with any of the texts, with the place of that text in the list, in its order."""
        ends = [after(start) for start in starts]
        if is_postgresql():
            return select(_IN_RANGES_POSTGRESQL, [list(starts), ends, self.code, most, most])
        return select(_IN_RANGES_SQLITE, [dumps(list(zip(starts, ends, strict=True))), self.code, most])


def _each(column: str, words: Sequence[str]) -> str:
    """The condition that a word inside the column begins with each of the words."""
    function = "strpos" if is_postgresql() else "instr"
    return " AND ".join([f"{function}({column}, %s) > 0"] * len(words)) or "1 = 1"


def _inside(word: str) -> str:
    return f" {word}"
