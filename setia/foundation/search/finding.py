"""Finding records by what somebody types, letter by letter.

The cheapest way first, and a further one only when too little was found: the words as they stand, next
to each other; in any place of a name; spread over several keys of a record; corrected.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache, cached_property
from itertools import product

from setia.foundation.chosen import Chosen
from setia.foundation.search.keys import Document, is_answered, keys_of, readable
from setia.foundation.search.lookups import COUNTED, Found, Lookups, Question, answers
from setia.foundation.search.model import code_of
from setia.foundation.search.ranking import WHOLE_WORDS, Hit, Wanted
from setia.foundation.search.spelling import Close, completions, nearest

MOST = 500
LITTLE = 3
VARIANTS = 120

Steps = Generator[list[Question], list[Found], None]


def find(noun: str, text: str, limit: int = 50, *, among: Chosen | None = None) -> list[Hit]:
    """The best hits for a text that may still be being typed; no other records than those of `among`, if given."""
    return find_anywhere([noun], text, limit, among={} if among is None else {noun: among})[noun]


def find_anywhere(
    nouns: Sequence[str], text: str, limit_each: int = 5, *, among: Mapping[str, Chosen] | None = None
) -> dict[str, list[Hit]]:
    """The best hits in each of the nouns; words are corrected only when they are hardly found in any.

    Where `among` has records of a noun, only these are found; the other nouns are not restricted.
    """
    wanted, sights = Wanted.read(text), among or {}
    searches = {noun: Search(noun, wanted, limit_each, sights.get(noun)) for noun in nouns}
    _side_by_side(search.as_typed() for search in searches.values())
    if all(search.found_little() for search in searches.values()):
        close = cache(lambda: _close(wanted.words))
        _side_by_side(search.corrected(close) for search in searches.values())
    return {noun: search.best() for noun, search in searches.items()}


def _side_by_side(searches: Iterable[Steps]) -> None:
    """Take the searches step by step; what all of them ask next is asked together."""
    asking = [(search, questions) for search in searches if (questions := next(search, None)) is not None]
    while asking:
        found = iter(answers([question for _search, questions in asking for question in questions]))
        following = []
        for search, questions in asking:
            with suppress(StopIteration):
                following.append((search, search.send([next(found) for _question in questions])))
        asking = following


def _close(words: Sequence[str]) -> dict[str, Close]:
    """Known words near to each of these; the last one may still lack its end."""
    close = nearest(words)
    return {**close, words[-1]: close[words[-1]] or completions(words[-1])}


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
    """One text looked for in one noun; gathers what was found, each record by its best key.

    Its steps give the questions that they need answered, and are sent the answers.
    """

    def __init__(self, noun: str, wanted: Wanted, limit: int, among: Chosen | None) -> None:
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

    def as_typed(self) -> Steps:
        """The text as it stands: as the start of a key, then as words in any place."""
        starts = list(dict.fromkeys(filter(None, [self.wanted.phrase, *self.wanted.starts])))
        for found in (yield [self.lookups.beginning(start, self.most) for start in starts]):
            self._take(found)
        if self._is_enough():
            return
        words = self.wanted.words
        yield from self._counts([*starts, *(words if len(words) > 1 else ())])  # all that the next steps ask for
        if (yield from self._is_settled(starts)):
            return
        yield from self._apart(words, self.lookups.in_one_key)
        if len(self.hits) < LITTLE:
            yield from self._apart(self.wanted.parts, self.lookups.in_several_keys)

    def corrected(self, close: Callable[[], dict[str, Close]]) -> Steps:
        """The text with misspelt words replaced by known ones, fewest slips first."""
        words = self.wanted.words
        if not words:
            return
        meant = self._meant(close(), (yield from self._counts(words)))
        if len(words) == 1:
            questions = [self.lookups.beginning(variant.phrase, self.limit) for variant in meant]
            for variant, found in zip(meant, (yield questions), strict=True):
                self._take(found, variant)
        elif meant:
            starts = [(order, variant) for variant in meant for order in _orders(variant.words)]
            (found,) = yield [self.lookups.in_ranges([start for start, _ in starts], self.most)]
            for one in found:
                self._take([one], starts[one[2]][1])

    def _take(self, found: Found, corrected: Wanted | None = None) -> None:
        wanted = corrected or self.wanted
        for key, number, _place in found:
            score = wanted.score(key)
            if number not in self.hits or self.hits[number].score < score:
                self.hits[number] = Hit(number, score, key, corrected.phrase if corrected else None)

    def _is_enough(self) -> bool:
        return len(self.hits) >= self.limit

    def _apart(self, words: Sequence[str], look_up: Callable[[str, Sequence[str], int], Question]) -> Steps:
        """The rarest word leads. Where even that is frequent, only the first of its keys are read."""
        if len(set(words)) < 2:
            return
        counts = yield from self._counts(words)
        if not all(counts.values()):
            return
        lead = min(counts, key=lambda word: (counts[word], -len(word)))
        (found,) = yield [look_up(lead, [word for word in counts if word != lead], self.most)]
        self._take(found)
        yield from self._is_settled([lead])

    def _is_settled(self, starts: Sequence[str]) -> Generator[list[Question], list[Found], bool]:
        """Where not all keys could be read: who may see but a few records is answered from all of these."""
        if not self.is_restricted or self._is_enough():
            return False
        counts = yield from self._counts(starts)
        if COUNTED not in counts.values():
            return False
        self._take(self._few or [])
        return self._few is not None

    @cached_property
    def _few(self) -> Found | None:
        return self.lookups.of_few(self.wanted.ways)

    def _counts(self, starts: Sequence[str]) -> Generator[list[Question], list[Found], dict[str, int]]:
        wanted = dict.fromkeys(starts)
        if missing := [start for start in wanted if start not in self.counted]:
            found = yield [self.lookups.count(start) for start in missing]
            self.counted |= {start: number for start, ((_key, number, _place),) in zip(missing, found, strict=True)}
        return {start: self.counted[start] for start in wanted}

    def _meant(self, close: dict[str, Close], counts: dict[str, int]) -> list[Wanted]:
        """What may have been meant instead, fewest slips first: at least one word is another one."""
        words = self.wanted.words
        each = int(VARIANTS ** (1 / len(words)))
        typed = [[(0, word)] if counts[word] else [] for word in words]
        choices = product(*((same + close[word])[:each] for same, word in zip(typed, words, strict=True)))
        meant = sorted((sum(slips for slips, _ in choice), [word for _, word in choice]) for choice in choices)
        return [Wanted(tuple(choice), slips=slips) for slips, choice in meant if slips]


def _orders(words: Iterable[str]) -> Iterator[str]:
    """Two words may stand either way round; more are taken in their order, beginning with any of them."""
    words = list(words)
    for first in range(len(words)):
        yield " ".join([*words[first:], *words[:first]])
