"""The questions that the index is asked. Each reads a bounded number of rows, and shows only what may be seen."""
# ruff: noqa: S608 (what is put into the statements here are placeholders, names of ours and Django's own SQL)

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from json import dumps
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from setia.foundation.bulk import is_postgresql
from setia.foundation.chosen import Chosen
from setia.foundation.search.index import keys_in
from setia.foundation.search.keys import after
from setia.foundation.search.rows import marks, portions, select

COUNTED = 2_000
EXAMINED = 4_000
SPREAD = 400
FEW = 2_000
TOGETHER = 100

Found = list[tuple[str, int, int]]
"""Keys with the numbers of their records; the third is the place in a list of texts, where there was one."""


@dataclass(frozen=True, slots=True)
class Question:
    """A statement that answers with (key, number, place)."""

    sql: str
    parameters: list[Any]


def answers(questions: Sequence[Question]) -> list[Found]:
    """What each of them finds; many are asked in one statement, for each costs a way to the database and back."""
    found: list[Found] = [[] for _question in questions]
    for some in portions(enumerate(questions), TOGETHER):
        parts = [f"SELECT {at} AS asked, one.* FROM ({question.sql}) AS one" for at, question in some]
        parameters = [value for _at, question in some for value in question.parameters]
        for at, key, number, place in select(" UNION ALL ".join(parts), parameters):
            found[at].append((key, number, place))
    return found


_RANGE = "SELECT key, record_id FROM search_key WHERE noun_code = %s AND key >= %s AND key < %s"
_ORDER = "ORDER BY key, record_id LIMIT %s"
_IN_RANGES_SQLITE = """
    SELECT one.key, one.record_id, wanted.key AS place FROM json_each(%s) AS wanted CROSS JOIN search_key AS one
    WHERE one.noun_code = %s AND one.key >= json_extract(wanted.value, '$[0]')
    AND one.key < json_extract(wanted.value, '$[1]') LIMIT %s"""
_IN_RANGES_POSTGRESQL = f"""
    SELECT one.key, one.record_id, wanted.n - 1 AS place
    FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS wanted(low, high, n) CROSS JOIN LATERAL (
    SELECT key, record_id FROM search_key WHERE noun_code = %s AND key >= wanted.low AND key < wanted.high
    {_ORDER}) AS one LIMIT %s"""


class Lookups:
    """The index as far as it is about one noun and, of it, about the chosen records."""

    def __init__(self, code: int, among: Chosen | None) -> None:
        self.code, self.among = code, among
        self.examined = EXAMINED if among is None else COUNTED

    @cached_property
    def seen(self) -> tuple[str, Sequence[Any]]:
        """The condition that the record of the row `near` may be seen.

        It is asked row by row, and only of rows that match: OFFSET keeps PostgreSQL from collecting
        all visible records first.
        """
        if self.among is None:
            return "1 = 1", ()
        try:
            sql, values = self.among.written("near", _that_of_the_row)
        except EmptyResultSet:
            return "1 = 0", ()
        return f"EXISTS ({sql}{' OFFSET 0' if is_postgresql() else ''})", values

    def beginning(self, start: str, most: int) -> Question:
        """Keys that begin with the text, in their order."""
        return self.in_one_key(start, (), most)

    def in_one_key(self, lead: str, others: Sequence[str], most: int) -> Question:
        """Names with a word that begins with `lead` and further words that begin with each of the others."""
        seen, values = self.seen
        where = f"WHERE {_each('near.key', others)} AND {seen}"
        sql = f"SELECT near.key, near.record_id, 0 AS place FROM ({_RANGE} {_ORDER}) AS near {where} LIMIT %s"
        return Question(sql, [self.code, lead, after(lead), self.examined, *map(_inside, others), *values, most])

    def in_several_keys(self, lead: str, others: Sequence[str], most: int) -> Question:
        """Records with the words in different keys: one in the name and one in the address, say."""
        seen, values = self.seen
        sql = (
            f"SELECT near.key, near.record_id, 0 AS place FROM ({_RANGE} {_ORDER}) AS near JOIN search_record AS record"
            " ON record.noun_code = %s AND record.record_id = near.record_id"
            f" WHERE {_each('record.keys', others)} AND {seen} LIMIT %s"
        )
        ends = [self.code, lead, after(lead), SPREAD, self.code]
        return Question(sql, [*ends, *map(_inside, others), *values, most])

    def in_ranges(self, starts: Sequence[str], most: int) -> Question:
        """Keys that begin with any of the texts, with the place of that text in the list, in its order."""
        ends = [after(start) for start in starts]
        if is_postgresql():
            ranges, wanted = _IN_RANGES_POSTGRESQL, [list(starts), ends, self.code, most, self.examined]
        else:
            pairs = dumps(list(zip(starts, ends, strict=True)))
            ranges, wanted = _IN_RANGES_SQLITE, [pairs, self.code, self.examined]
        seen, values = self.seen
        sql = f"SELECT near.key, near.record_id, near.place FROM ({ranges}) AS near WHERE {seen} LIMIT %s"
        return Question(sql, [*wanted, *values, most])

    def count(self, start: str) -> Question:
        """How many keys begin with the text, visible or not, counted up to a bound; that is the number."""
        sql = f"SELECT '' AS key, count(*) AS number, 0 AS place FROM ({_RANGE} LIMIT {COUNTED}) AS near"
        return Question(sql, [self.code, start, after(start)])

    def of_few(self, ways: Sequence[Sequence[str]]) -> Found | None:
        """All that may be seen and have, in any of the ways, every one of its words.

        None when too many records may be seen to go through them all.
        """
        ids = [] if self.among is None else [pk for (pk,) in self.among.ask("few", _first_ids)]
        if len(ids) > FEW:
            return None
        where = " OR ".join(f"({_each('keys', way)})" for way in ways)
        sql = (
            "SELECT record_id, keys FROM search_record WHERE noun_code = %s"
            f" AND record_id IN ({marks(ids)}) AND ({where})"
        )
        words = [_inside(word) for way in ways for word in way]
        rows = select(sql, [self.code, *ids, *words]) if ids else []
        return [(key, record_id, 0) for record_id, keys in rows for key in keys_in(keys)]


def _that_of_the_row(records: QuerySet[Any]) -> QuerySet[Any]:
    return records.order_by().filter(pk=RawSQL("near.record_id", ())).values_list("pk")


def _first_ids(records: QuerySet[Any]) -> QuerySet[Any]:
    return records.order_by().values_list("pk")[: FEW + 1]


def _each(column: str, words: Sequence[str]) -> str:
    """The condition that a word inside the column begins with each of the words."""
    function = "strpos" if is_postgresql() else "instr"
    return " AND ".join([f"{function}({column}, %s) > 0"] * len(words)) or "1 = 1"


def _inside(word: str) -> str:
    return f" {word}"
