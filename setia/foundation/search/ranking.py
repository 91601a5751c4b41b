"""How well a key answers what was typed: exact before whole word before start of a word, short before long."""

from __future__ import annotations

from dataclasses import dataclass

from setia.foundation.search.folding import KEY_LENGTH, readings
from setia.foundation.search.keys import AT_DOMAIN, beginnings, readable

MOST_WORDS = 6
EXACT = 100.0


@dataclass(frozen=True, slots=True)
class Hit:
    """One record that was found.

    `score` orders hits (100 is exact). `matched` is what was found, folded: a name, an address, a
    number. `corrected` holds the words that were searched instead when the typed ones were misspelt.
    """

    record_id: int
    score: float
    matched: str
    corrected: str | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was typed: as words of a name, and as the possible starts of a code."""

    words: tuple[str, ...]
    starts: tuple[str, ...] = ()
    slips: int = 0

    @classmethod
    def read(cls, text: str) -> Wanted:
        words = readings(text)[0][:KEY_LENGTH].split()[:MOST_WORDS]
        return cls(tuple(words), tuple(beginnings(text)))

    @property
    def phrase(self) -> str:
        return " ".join(self.words)

    def score(self, key: str) -> float:
        """Between 0 and 100, less twenty for every slip that had to be corrected."""
        name = readable(key)
        if name in self.starts or name == self.phrase:
            points = EXACT
        elif name is not key and AT_DOMAIN in key or any(map(key.startswith, self.starts)):
            points = 30 - len(key) / KEY_LENGTH
        else:
            points = self._likeness(name.split(" ")) - len(key) / KEY_LENGTH
        return round(points - 20 * self.slips, 2)

    def _likeness(self, name: list[str]) -> float:
        """Whole words weigh most, then words in the name's own order, then beginning with the first of them."""
        if len(name) == 1 and "@" in name[0]:
            return 20
        whole = sum(word in name for word in self.words) / len(self.words)
        places = [next((n for n, part in enumerate(name) if part.startswith(word)), -1) for word in self.words]
        return 40 + 40 * whole + 8 * (places == sorted(places)) + 4 * (places[0] == 0)
