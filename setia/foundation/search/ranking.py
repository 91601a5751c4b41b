"""How well a key answers what was typed: exact before whole words before starts, short before long."""

from __future__ import annotations

from dataclasses import dataclass

from setia.foundation.search.folding import KEY_LENGTH, readings
from setia.foundation.search.keys import beginnings, is_address, is_phone, pieces, readable

MOST_WORDS = 6
EXACT = 100.0
WHOLE_WORDS = 80.0
CODE = 30.0
SLIP = 20.0


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that was found.

    `score` orders hits: 100 is exact, from 79 on every word is whole. `matched` is what was found,
    folded: a name, an address, a number. `corrected` holds the words that were searched in place of
    misspelt ones.
    """

    record_id: int
    score: float
    matched: str
    corrected: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed: as words of a name, as parts of which some are codes, and as the start of one code."""

    words: tuple[str, ...]
    parts: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    slips: int = 0

    @classmethod
    def read(cls, text: str) -> Wanted:
        text = text[:KEY_LENGTH]
        starts = tuple(beginnings(text))
        if is_address(text) or is_phone(text):
            return cls((), (), starts)
        words = readings(text)[0][:KEY_LENGTH].split()
        return cls(tuple(words[:MOST_WORDS]), tuple(pieces(text)[:MOST_WORDS]), starts)

    @property
    def phrase(self) -> str:
        return " ".join(self.words)

    @property
    def ways(self) -> list[tuple[str, ...]]:
        """A record answers when all texts of any one of these are found in it."""
        ways = dict.fromkeys([self.words, self.parts, *((start,) for start in self.starts)])
        return [way for way in ways if way]

    def score(self, key: str) -> float:
        """At most 100, less twenty for every slip that had to be corrected."""
        name = readable(key)
        if name == self.phrase or name in self.starts:
            return EXACT - SLIP * self.slips
        is_code = "@" in name or key.startswith(self.starts)
        points = CODE if is_code else self._likeness(name.split(" "))
        return points - len(key) / KEY_LENGTH - SLIP * self.slips

    def _likeness(self, name: list[str]) -> float:
        """Whole words weigh most, then words in the name's own order, then the name's first word."""
        places = [next((at for at, part in enumerate(name) if part.startswith(w)), -1) for w in self.words]
        begun = sum(place >= 0 for place in places)
        whole = sum(word in name for word in self.words)
        in_order = 5 * (begun == len(places) and places == sorted(places)) + 3 * (places[:1] == [0])
        return 40 * (begun + whole) / (len(places) or 1) + in_order
