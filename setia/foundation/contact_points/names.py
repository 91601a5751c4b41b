"""Finding a code by one of its many names, also when the name is misspelt."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from setia.foundation.search.folding import fold

_SHORTEST_MISSPELT = 4
_TWO_FAULTS_FROM = 8


class Names:
    """Folded names with the code each of them stands for. The first meaning of a name counts."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        self._codes: dict[str, str] = {}
        for name, code in names:
            self._codes.setdefault(fold(name), code)
        self._codes.pop("", None)

    @property
    def codes(self) -> Mapping[str, str]:
        return self._codes

    def exact(self, text: str) -> str | None:
        return self._codes.get(fold(text))

    def nearest(self, text: str) -> str | None:
        """The one code whose name is fewest slips of the pen away: one, or two in a longer name.

        A slip is a letter too many, missing, wrong, or swapped with its neighbour (optimal string
        alignment distance). None if two codes are equally near.
        """
        folded = fold(text)
        if len(folded) < _SHORTEST_MISSPELT:
            return None
        most = 2 if len(folded) >= _TWO_FAULTS_FROM else 1
        near = process.extract(folded, list(self._codes), scorer=OSA.distance, score_cutoff=most, limit=8)
        if not near:
            return None
        codes = {self._codes[name] for name, slips, _at in near if slips == near[0][1]}
        return codes.pop() if len(codes) == 1 else None

    def like(self, text: str) -> str | None:
        """The name that resembles the text most, to suggest it."""
        folded = fold(text)
        if len(folded) < _SHORTEST_MISSPELT:
            return None
        found = process.extractOne(folded, list(self._codes), scorer=fuzz.ratio, score_cutoff=75)
        return found[0] if found else None
