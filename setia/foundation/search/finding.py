"""Finding records by what somebody types, letter by letter.

The cheapest way first, and a further one only when too little was found: the words as they stand, next
to each other; in any place of a name; spread over several keys of a record; corrected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import product
from typing import Any

from django.db.models import QuerySet

from setia.foundation.search.keys import Document, is_answered, keys_of, readable
from setia.foundation.search.lookups import COUNTED, Found, Lookups
from setia.foundation.search.model import code_of
from setia.foundation.search.ranking import WHOLE_WORDS, Hit, Wanted
from setia.foundation.search.spelling import completions, nearest

MOST = 500
LITTLE = 3
VARIANTS = 120


def find(noun: str, text: str, limit: int = 50, *, among: QuerySet[Any] | None = None) -> list[Hit]:
    """The best hits for a text that may still be being typed.

    With `among`, a query over the noun's own table that is not sliced, no other record is found.
    """
    search = Search(noun, Wanted.read(text), limit, among)
    search.as_typed()
    if search.found_little():
        search.corrected()
    return search.best()


def find_anywhere(
    nouns: Sequence[str], text: str, limit_each: int = 5, *, among: Mapping[str, QuerySet[Any]] | None = None
) -> dict[str, list[Hit]]:
    """The best hits in each of the nouns; words are corrected only when they are hardly found in any.

    Where `among` has a query for a noun, it restricts that noun; the others are not restricted.
    """
    wanted, sights = Wanted.read(text), among or {}
    searches = {noun: Search(noun, wanted, limit_each, sights.get(noun)) for noun in nouns}
    for search in searches.values():
        search.as_typed()
    if all(search.found_little() for search in searches.values()):
        for search in searches.values():
            search.corrected()
    return {noun: search.best() for noun, search in searches.items()}


def judged(hit: Hit, text: str, document: Document) -> Hit | None:
    """The hit as it is by the keys of this document alone; None if these do not answer the text."""
    wanted = Wanted(tuple(hit.corrected.split()), slips=1) if hit.corrected else Wanted.read(text)
    keys = keys_of(document)
    if not is_answered(wanted.ways, keys):
        return None
    best = max(keys, key=wanted.score)
    return Hit(hit.record_id, wanted.score(best), readable(best), hit.corrected)


def ranked(hits: Iterable[Hit]) -> list[Hit]:
    """The best first."""
    return sorted(hits, key=lambda hit: (-hit.score, hit.matched, hit.record_id))


class Search:
    """One text looked for in one noun; gathers what was found, each record by its best key."""

    def __init__(self, noun: str, wanted: Wanted, limit: int, among: QuerySet[Any] | None) -> None:
        self.lookups, self.wanted = Lookups(code_of(noun), among), wanted
        self.is_restricted = among is not None
        self.limit = max(0, min(limit, MOST))
        self.most = max(60, 3 * self.limit)
        self.hits: dict[int, Hit] = {}
        self.counted: dict[str, int] = {}

    def best(self) -> list[Hit]:
        best = ranked(self.hits.values())[: self.limit]
        return [replace(hit, matched=readable(hit.matched)) for hit in best]

    def found_little(self) -> bool:
        """Few records, and none of them has all the words whole."""
        return len(self.hits) < LITTLE and all(hit.score < WHOLE_WORDS - 1 for hit in self.hits.values())

    def as_typed(self) -> None:
        """The text as it stands: as the start of a key, then as words in any place."""
        starts = list(dict.fromkeys(filter(None, [self.wanted.phrase, *self.wanted.starts])))
        for start in starts:
            self._take(self.lookups.beginning(start, self.most))
        if self._is_enough() or self._is_settled(starts):
            return
        self._apart(self.wanted.words, self.lookups.in_one_key)
        if len(self.hits) < LITTLE:
            self._apart(self.wanted.parts, self.lookups.in_several_keys)

    def corrected(self) -> None:
        """The text with misspelt words replaced by known ones, fewest slips first."""
        meant = self._meant()
        if len(self.wanted.words) == 1:
            for variant in meant:
                self._take(self.lookups.beginning(variant.phrase, self.limit), variant)
        elif meant:
            starts = [(order, variant) for variant in meant for order in _orders(variant.words)]
            for key, number, place in self.lookups.in_ranges([start for start, _ in starts], self.most):
                self._take([(key, number)], starts[place][1])

    def _take(self, found: Found, corrected: Wanted | None = None) -> None:
        wanted = corrected or self.wanted
        for key, number in found:
            score = wanted.score(key)
            if number not in self.hits or self.hits[number].score < score:
                self.hits[number] = Hit(number, score, key, corrected.phrase if corrected else None)

    def _is_enough(self) -> bool:
        return len(self.hits) >= self.limit

    def _apart(self, words: Sequence[str], look_up: Callable[[str, Sequence[str], int], Found]) -> None:
        """The rarest word leads. Where even that is frequent, only the first of its keys are read."""
        counts = self._counts(words)
        if len(counts) < 2 or not all(counts.values()):
            return
        lead = min(counts, key=lambda word: (counts[word], -len(word)))
        self._take(look_up(lead, [word for word in counts if word != lead], self.most))
        self._is_settled([lead])

    def _is_settled(self, starts: Sequence[str]) -> bool:
        """Where not all keys could be read: who may see but a few records is answered from all of these."""
        if self.is_restricted and not self._is_enough() and COUNTED in self._counts(starts).values():
            self._take(self._few or [])
            return self._few is not None
        return False

    @cached_property
    def _few(self) -> Found | None:
        return self.lookups.of_few(self.wanted.ways)

    def _counts(self, starts: Sequence[str]) -> dict[str, int]:
        wanted = dict.fromkeys(starts)
        if missing := [start for start in wanted if start not in self.counted]:
            self.counted |= self.lookups.counts(missing)
        return {start: self.counted[start] for start in wanted}

    def _meant(self) -> list[Wanted]:
        """What may have been meant instead, fewest slips first: at least one word is another one."""
        words = self.wanted.words
        if not words:
            return []
        close = nearest(words)
        close[words[-1]] = close[words[-1]] or completions(words[-1])
        each = int(VARIANTS ** (1 / len(words)))
        counts = self._counts(words)
        typed = [[(0, word)] if counts[word] else [] for word in words]
        choices = product(*((same + close[word])[:each] for same, word in zip(typed, words, strict=True)))
        meant = sorted((sum(slips for slips, _ in choice), [word for _, word in choice]) for choice in choices)
        return [Wanted(tuple(choice), slips=slips) for slips, choice in meant if slips]


def _orders(words: Iterable[str]) -> Iterator[str]:
    """Two words may stand either way round; more are taken in their order, beginning with any of them."""
    words = list(words)
    for first in range(len(words)):
        yield " ".join([*words[first:], *words[:first]])
