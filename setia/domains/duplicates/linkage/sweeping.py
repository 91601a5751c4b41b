"""All pairs among many parties that are likely one: streamed once, kept packed, blocked, compared, judged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from math import log2

from setia.domains.duplicates.linkage.blocking import SORTS, Blocks
from setia.domains.duplicates.linkage.comparing import Levels, compare
from setia.domains.duplicates.linkage.estimating import Frequencies, estimate
from setia.domains.duplicates.linkage.profiles import COMPANY, PERSON, Profile, pack, unpack
from setia.domains.duplicates.linkage.weights import Weights

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Likely:
    """Two parties by their numbers, the lower first, how they agree, and how likely they are one."""

    one: int
    other: int
    levels: Levels
    score: float


@dataclass
class Crowd:
    """Parties to be compared with each other. About 250 bytes are kept for each."""

    ids: list[int] = field(default_factory=list)
    packed: list[str] = field(default_factory=list)
    blocks: Blocks = field(default_factory=Blocks)
    frequencies: dict[str, Frequencies] = field(default_factory=lambda: {k: Frequencies() for k in (PERSON, COMPANY)})
    compared: int = 0

    def __post_init__(self) -> None:
        self.profile_at = lru_cache(maxsize=20_000)(lambda at: unpack(self.packed[at]))

    def add(self, id_: int, profile: Profile) -> None:
        at = len(self.ids)
        self.ids.append(id_)
        self.packed.append(pack(profile))
        self.blocks.add(at, profile)
        if profile.kind in self.frequencies:
            self.frequencies[profile.kind].add(profile)

    def fill(self, profiles: Iterable[tuple[int, Profile]]) -> None:
        for id_, profile in profiles:
            self.add(id_, profile)

    def estimated(self) -> dict[str, Weights]:
        places: dict[str, list[int]] = {PERSON: [], COMPANY: []}
        for at, text in enumerate(self.packed):
            places[text[: text.index("\x1f")]].append(at)
        return {
            kind: estimate(kind, some, self.blocks, self.profile_at, self.frequencies[kind])
            for kind, some in places.items()
        }

    def likely(
        self, weights: Mapping[str, Weights], least: float, *, only: set[int] | None = None, tell: Tell | None = None
    ) -> list[Likely]:
        """The pairs with at least this probability; with `only` those that concern one of these parties."""
        wanted = None if only is None else {at for at, id_ in enumerate(self.ids) if id_ in only}
        found: dict[tuple[int, int], Likely] = {}
        bits = log2(least / (1 - least))
        for number, sort in enumerate(SORTS):
            if tell:
                tell(sort, number, len(SORTS))
            for pair in self.blocks.pairs(sort, self.profile_at, wanted):
                if pair not in found and (likely := self._judged(*pair, weights, least, bits)):
                    found[pair] = likely
        return sorted(found.values(), key=lambda likely: (-likely.score, likely.one, likely.other))

    def _judged(
        self, one: int, other: int, weights: Mapping[str, Weights], least: float, least_bits: float
    ) -> Likely | None:
        mine, theirs = self.profile_at(one), self.profile_at(other)
        if mine.kind != theirs.kind:
            return None
        self.compared += 1
        levels, known = compare(mine, theirs), weights[mine.kind]
        if known.most(levels) < least_bits:
            return None
        score = known.probability(mine, theirs, levels)
        if score < least:
            return None
        first, second = sorted((self.ids[one], self.ids[other]))
        return Likely(first, second, levels, score)
