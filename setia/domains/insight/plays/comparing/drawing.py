"""The draw: by chance, and the same again for whoever knows the seed.

Every party has a lot: the SHA-256 of the seed and its number, which nobody can choose or foresee. Of each stratum those
with the least lots are the control group; the greatest of these lots is the cut, and is kept. So any single member can
be checked later by itself, also when others have been erased. Strata hold those who are usually worth alike: groups
that are alike in what matters need fewer to be told apart (Fisher, The Design of Experiments, 1935, chapter IV).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

THIRDS = 3


@dataclass(frozen=True, slots=True)
class Drawn:
    """`control` and `treated` are numbers of parties; `cuts` tell up to which lot a stratum is the control group."""

    control: frozenset[int]
    treated: frozenset[int]
    strata: Mapping[int, int]
    cuts: Mapping[str, str]


def lot(seed: str, what: str, number: int) -> str:
    return sha256(f"{seed}/{what}/{number}".encode()).hexdigest()


def choose(parties: Iterable[int], most: int, seed: str) -> list[int]:
    """At most so many of them, by chance."""
    return sorted(parties, key=lambda party: lot(seed, "chosen", party))[:most]


def strata_of(parties: Iterable[int], worth: Mapping[int, int]) -> dict[int, int]:
    """0 for those of whom it is not known what they are worth, and thirds of the others from 1 on."""
    found = dict.fromkeys(parties, 0)
    ranked = sorted((party for party in found if worth.get(party, 0) > 0), key=lambda party: (worth[party], party))
    for place, party in enumerate(ranked):
        found[party] = 1 + place * THIRDS // len(ranked)
    return found


def draw(strata: Mapping[int, int], share: float, seed: str) -> Drawn:
    """`share` of them in all is the control group, of each stratum as nearly as whole parties allow."""
    members: dict[int, list[int]] = defaultdict(list)
    for party, stratum in strata.items():
        members[stratum].append(party)
    numbers = _shared_out({stratum: len(some) for stratum, some in members.items()}, share, seed)
    control: set[int] = set()
    cuts: dict[str, str] = {}
    for stratum, some in members.items():
        some.sort(key=lambda party: lot(seed, "arm", party))
        first = some[: numbers[stratum]]
        control |= set(first)
        cuts[str(stratum)] = lot(seed, "arm", first[-1]) if first else ""
    return Drawn(frozenset(control), frozenset(strata) - control, dict(strata), cuts)


def is_control(seed: str, number: int, cut: str) -> bool:
    """What the draw says of one party."""
    return bool(cut) and lot(seed, "arm", number) <= cut


def _shared_out(sizes: Mapping[int, int], share: float, seed: str) -> dict[int, int]:
    """Whole parties: what is left of the shares goes to strata by lot, at most one to each."""
    found = {stratum: int(size * share) for stratum, size in sizes.items()}
    left = round(sum(sizes.values()) * share) - sum(found.values())
    order: Sequence[int] = sorted(sizes, key=lambda stratum: lot(seed, "stratum", stratum))
    for stratum in [one for one in order if found[one] < sizes[one]][: max(0, left)]:
        found[stratum] += 1
    return found
