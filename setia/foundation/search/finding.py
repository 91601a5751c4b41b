"""Finding records by what somebody types, letter by letter.

Cheapest first, and each further step only when too little was found: the words as they stand, next to
each other; then in any place of a name; then spread over several keys of a record; then corrected.
Every step reads a bounded number of rows, whatever is typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, permutations, product
from typing import Any

from django.db.models import QuerySet

from setia.foundation.search.index import BETWEEN
from setia.foundation.search.keys import after
from setia.foundation.search.model import code_of
from setia.foundation.search.ranking import Hit, Wanted
from setia.foundation.search.rows import contains, marks, select
from setia.foundation.search.spelling import completions, nearest

STEPS = (200, 1_000, 5_000)
COUNTED = 2_000
EXAMINED = 4_000
SPREAD = 500
LITTLE = 3
FEW = 2_000
VARIANTS = 120

Found = list[tuple[str, int]]
Visible = QuerySet[Any] | None


def find(noun: str, text: str, limit: int = 50, *, among: Visible = None) -> list[Hit]:
    """The best hits for a text that may still be being typed; only records in `among` (not sliced) when given."""
    search = _Search(code_of(noun), Wanted.read(text), limit, among)
    search.as_typed()
    search.corrected()
    return search.best()


def find_anywhere(
    nouns: Sequence[str], text: str, limit_each: int = 5, *, among: Mapping[str, QuerySet[Any]] | None = None
) -> dict[str, list[Hit]]:
    """The best hits in each of the nouns; words are corrected only when no noun has them as typed."""
    wanted = Wanted.read(text)
    searches = {noun: _Search(code_of(noun), wanted, limit_each, (among or {}).get(noun)) for noun in nouns}
    for search in searches.values():
        search.as_typed()
    if sum(len(search.hits) for search in searches.values()) < LITTLE:
        for search in searches.values():
            search.corrected()
    return {noun: search.best() for noun, search in searches.items()}


class _Search:
    """One text looked for in one noun."""

    def __init__(self, code: int, wanted: Wanted, limit: int, among: Visible) -> None:
        self.code, self.wanted, self.limit, self.among = code, wanted, limit, among
        self.hits: dict[int, Hit] = {}
        self.unseen: set[int] = set()

    def best(self) -> list[Hit]:
        ranked = sorted(self.hits.values(), key=lambda hit: (-hit.score, hit.matched, -hit.record_id))
        return ranked[: self.limit]

    def is_enough(self) -> bool:
        return len(self.hits) >= self.limit

    def as_typed(self) -> None:
        for start in dict.fromkeys([*self.wanted.starts, *filter(None, [self.wanted.phrase])]):
            self._from(start)
        if len(self.wanted.words) > 1 and not self.is_enough():
            self._anywhere_in_names()

    def _take(self, found: Iterable[tuple[str, int]], wanted: Wanted, corrected: str | None = None) -> None:
        """Keep what may be seen, each record by its best key."""
        found = self._visible(list(found))
        for key, number in found:
            hit = Hit(number, wanted.score(key), key, corrected)
            if number not in self.hits or self.hits[number].score < hit.score:
                self.hits[number] = hit

    def _visible(self, found: Found) -> Found:
        if self.among is None:
            return found
        new = {number for _, number in found} - self.hits.keys() - self.unseen
        seen = set(self.among.order_by().filter(pk__in=new).values_list("pk", flat=True)) if new else set()
        self.unseen |= new - seen
        return [pair for pair in found if pair[1] not in self.unseen]

    def _from(self, start: str, steps: Sequence[int] = STEPS) -> None:
        """What begins with the text, in the order of the keys: whole words come before longer ones."""
        last = (start, -1)
        for step in steps:
            found = select(
                "SELECT key, record_id FROM search_key WHERE noun_code = %s AND (key, record_id) > (%s, %s)"
                " AND key < %s ORDER BY key, record_id LIMIT %s",
                [self.code, *last, after(start), step],
            )
            self._take(found, self.wanted)
            if len(found) < step or self.is_enough():
                break
            last = found[-1]

    def _anywhere_in_names(self) -> None:
        counts = self._counts(self.wanted.words)
        if not all(counts.values()):
            return
        lead = min(counts, key=lambda word: (counts[word], -len(word)))
        rest = [word for word in self.wanted.words if word != lead]
        self._take(self._led_by(lead, rest), self.wanted)

    def _counts(self, words: Sequence[str]) -> dict[str, int]:
        one = (
            "(SELECT count(*) FROM (SELECT 1 FROM search_key"
            f" WHERE noun_code = %s AND key >= %s AND key < %s LIMIT {COUNTED}) AS near)"
        )
        ends = [value for word in words for value in (self.code, word, after(word))]
        return dict(zip(words, select("SELECT " + ", ".join([one] * len(words)), ends)[0], strict=True))

    def _led_by(self, lead: str, rest: Sequence[str]) -> Found:
        inside = " AND ".join([f"{contains()}(' ' || key, %s) > 0"] * len(rest)) or "1 = 1"
        return select(
            "SELECT key, record_id FROM (SELECT key, record_id FROM search_key"
            f" WHERE noun_code = %s AND key >= %s AND key < %s ORDER BY key, record_id LIMIT {EXAMINED}) AS near"
            f" WHERE {inside} LIMIT {STEPS[0]}",
            [self.code, lead, after(lead), *(f" {word}" for word in rest)],
        )

    def corrected(self) -> None:
        pass
