"""Finding records by what somebody types, letter by letter.

The cheapest way first, and a further one only when too little was found: the words as they stand, next
to each other; in any place of a name; spread over several keys of a record; corrected. Every way reads
a bounded number of rows, whatever is typed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import product
from typing import Any

from django.db.models import QuerySet

from setia.foundation.search.index import BETWEEN
from setia.foundation.search.keys import after
from setia.foundation.search.model import code_of
from setia.foundation.search.ranking import WHOLE_WORDS, Hit, Wanted
from setia.foundation.search.rows import contains, marks, select, within
from setia.foundation.search.spelling import completions, nearest

LITTLE = 3
FEW = 1_000
COUNTED = 2_000
EXAMINED = 4_000
SPREAD = 400
VARIANTS = 120

Found = Iterable[tuple[str, int]]


def find(noun: str, text: str, limit: int = 50, *, among: QuerySet[Any] | None = None) -> list[Hit]:
    """The best hits for a text that may still be being typed; with `among` (not sliced) none but those in it."""
    search = Search(code_of(noun), Wanted.read(text), limit, among)
    search.as_typed()
    if search.found_little():
        search.corrected()
    return search.best()


def find_anywhere(
    nouns: Sequence[str], text: str, limit_each: int = 5, *, among: Mapping[str, QuerySet[Any]] | None = None
) -> dict[str, list[Hit]]:
    """The best hits in each of the nouns; words are corrected only when they are hardly found in any."""
    wanted, sights = Wanted.read(text), among or {}
    searches = {noun: Search(code_of(noun), wanted, limit_each, sights.get(noun)) for noun in nouns}
    for search in searches.values():
        search.as_typed()
    if all(search.found_little() for search in searches.values()):
        for search in searches.values():
            search.corrected()
    return {noun: search.best() for noun, search in searches.items()}


class Search:
    """One text looked for in one noun."""

    def __init__(self, code: int, wanted: Wanted, limit: int, among: QuerySet[Any] | None) -> None:
        self.code, self.wanted, self.limit, self.among = code, wanted, limit, among
        self.steps = [max(60, 3 * limit) * times for times in (1, 5, 25)]
        self.hits: dict[int, Hit] = {}
        self.hidden: set[int] = set()
        self.is_complete = False

    def best(self) -> list[Hit]:
        ranked = sorted(self.hits.values(), key=lambda hit: (-hit.score, hit.matched, hit.record_id))
        return ranked[: self.limit]

    def is_enough(self) -> bool:
        return self.is_complete or len(self.hits) >= self.limit

    def found_little(self) -> bool:
        return len(self.hits) < LITTLE and all(hit.score < WHOLE_WORDS for hit in self.hits.values())

    def as_typed(self) -> None:
        """The text as it stands: as the start of a key, then as words in any place."""
        for start in dict.fromkeys(filter(None, [self.wanted.phrase, *self.wanted.starts])):
            self._beginning_with(start)
        if len(self.wanted.words) < 2 or self.is_enough() or not all(self.counts.values()):
            return
        lead = min(self.counts, key=lambda word: (self.counts[word], -len(word)))
        rest = [f" {word}" for word in self.counts if word != lead]
        self._take(self._in_one_key(lead, rest))
        if len(self.hits) < LITTLE and not self.is_complete:
            self._take(self._in_several_keys(lead, rest))

    def corrected(self) -> None:
        """The text with misspelt words replaced by known ones, fewest slips first."""
        variants = self._variants()
        if len(self.wanted.words) == 1:
            for variant in variants:
                self._take(self._page((variant.phrase, -1), variant.phrase, self.limit), variant)
        elif variants:
            starts = [(order, variant) for variant in variants for order in _orders(variant.words)]
            found = within([(start, after(start)) for start, _ in starts], self.code, self.steps[0])
            for key, number, n in found:
                self._take([(key, number)], starts[n][1])

    def _take(self, found: Found, corrected: Wanted | None = None) -> None:
        """Keep what may be seen, each record by its best key."""
        wanted = corrected or self.wanted
        for key, number in self._visible(list(found)):
            score = wanted.score(key)
            if number not in self.hits or self.hits[number].score < score:
                self.hits[number] = Hit(number, score, key, corrected.phrase if corrected else None)

    def _visible(self, found: list[tuple[str, int]]) -> Found:
        if self.among is None:
            return found
        unknown = {number for _, number in found} - self.hits.keys() - self.hidden
        if unknown:
            shown = self.among.order_by().filter(pk__in=unknown).values_list("pk", flat=True)
            self.hidden |= unknown - set(shown)
        return [pair for pair in found if pair[1] not in self.hidden]

    def _beginning_with(self, start: str) -> None:
        """In the order of the keys, where a whole word comes before longer ones."""
        last = (start, -1)
        for step in self.steps:
            found = self._page(last, start, step)
            self._take(found)
            if len(found) < step or self.is_enough() or self._is_settled_among_few():
                return
            last = found[-1]

    def _page(self, last: tuple[str, int], start: str, most: int) -> list[tuple[str, int]]:
        return select(
            "SELECT key, record_id FROM search_key WHERE noun_code = %s AND (key, record_id) > (%s, %s)"
            " AND key < %s ORDER BY key, record_id LIMIT %s",
            [self.code, *last, after(start), most],
        )

    def _is_settled_among_few(self) -> bool:
        """Somebody who may see but a few records is answered from these."""
        if self.among is None:
            return True
        ids = list(self.among.order_by().values_list("pk", flat=True)[: FEW + 1])
        if len(ids) > FEW:
            return False
        has = f"{contains()}(keys, %s) > 0"
        every_word = " AND ".join([has] * len(self.wanted.words)) or "1 = 0"
        where = " OR ".join([f"({every_word})", *[has] * len(self.wanted.starts)])
        rows = select(
            f"SELECT record_id, keys FROM search_record WHERE noun_code = %s AND record_id IN ({marks(ids)}) AND ({where})",
            [self.code, *ids, *(f" {text}" for text in (*self.wanted.words, *self.wanted.starts))],
        ) if ids else []
        self._take((key, number) for number, keys in rows for key in keys.split(BETWEEN)[1:])
        self.is_complete = True
        return True

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many keys begin with each word, counted up to a bound."""
        count = (
            "(SELECT count(*) FROM (SELECT 1 FROM search_key"
            f" WHERE noun_code = %s AND key >= %s AND key < %s LIMIT {COUNTED}) AS near)"
        )
        words = list(dict.fromkeys(self.wanted.words))
        ends = [end for word in words for end in (self.code, word, after(word))]
        return dict(zip(words, select("SELECT " + ", ".join([count] * len(words)), ends)[0], strict=True))

    def _in_one_key(self, lead: str, rest: Sequence[str]) -> Found:
        """Names with a word that begins with `lead` and words that begin with each of the others."""
        inside = " AND ".join([f"{contains()}(key, %s) > 0"] * len(rest)) or "1 = 1"
        return select(
            "SELECT key, record_id FROM (SELECT key, record_id FROM search_key"
            f" WHERE noun_code = %s AND key >= %s AND key < %s ORDER BY key, record_id LIMIT {EXAMINED}) AS near"
            f" WHERE {inside} LIMIT %s",
            [self.code, lead, after(lead), *rest, self.steps[0]],
        )

    def _in_several_keys(self, lead: str, rest: Sequence[str]) -> Found:
        """Records that have the words in different keys: a name and the start of a number, say."""
        inside = " AND ".join([f"{contains()}(keys, %s) > 0"] * len(rest)) or "1 = 1"
        return select(
            "SELECT key, near.record_id FROM (SELECT key, record_id FROM search_key WHERE noun_code = %s"
            f" AND key >= %s AND key < %s ORDER BY key, record_id LIMIT {SPREAD}) AS near JOIN search_record AS record"
            f" ON record.noun_code = %s AND record.record_id = near.record_id WHERE {inside} LIMIT %s",
            [self.code, lead, after(lead), self.code, *rest, self.steps[0]],
        )

    def _variants(self) -> list[Wanted]:
        """What may have been meant, fewest slips first."""
        words = self.wanted.words
        close = nearest(words)
        if words and not close[words[-1]]:
            close[words[-1]] = completions(words[-1])
        each = int(VARIANTS ** (1 / len(words))) if words else 0
        known = [[(0, word)] if self.counts[word] else [] for word in words]
        choices = [(same + close[word])[:each] for same, word in zip(known, words, strict=True)]
        meant = ((sum(slips for slips, _ in choice), tuple(word for _, word in choice)) for choice in product(*choices))
        return [Wanted(choice, (), slips) for slips, choice in sorted(meant) if slips]


def _orders(words: Sequence[str]) -> Iterator[str]:
    """Two words may stand either way round; more are taken in their order, beginning with any of them."""
    for n in range(len(words)):
        yield " ".join([*words[n:], *words[:n]])
