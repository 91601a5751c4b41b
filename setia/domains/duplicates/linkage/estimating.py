"""The weights, estimated from the parties themselves, without anybody who says which are one.

u follows from pairs drawn by chance, which are hardly ever one; m from the pairs of blocks, by expectation and
maximisation (A. Dempster, N. Laird, D. Rubin 1977; for linkage W. Winkler 1988) with u held fixed. In every
sort of block the fields that agree there by necessity are left out. What was supposed beforehand counts like
some hundred pairs, so that a small company gets sensible weights as well.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from setia.domains.duplicates.linkage.blocking import SORTS, Blocks
from setia.domains.duplicates.linkage.comparing import FIELDS, LEVELS, Levels, compare
from setia.domains.duplicates.linkage.profiles import Profile
from setia.domains.duplicates.linkage.weights import FREQUENT, M, Shares, U, Weights, supposed_u

SUPPOSED_M, SUPPOSED_U = 400.0, 2_000.0
DRAWN, LOOKED_AT = 60_000, 8_000
ROUNDS = 20
MOST_VALUES = 2_000
FEW = 1_000
ENOUGH = 300
"""Among fewer parties than these, pairs drawn by chance are too often one."""

EASILY = frozenset({"order"})
"""Not estimated: how often names change places is the same everywhere."""

At = Callable[[int], Profile]


class Frequencies:
    """How often each value occurs, in bounded memory: what is rare is forgotten from time to time."""

    KEPT = 400_000

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = {name: Counter() for name in FREQUENT}
        self.known: Counter[str] = Counter()

    def add(self, profile: Profile) -> None:
        for name, values in (
            ("given", (profile.given,)), ("family", (profile.family,)), ("email", profile.emails),
            ("phone", profile.phones), ("address", profile.addresses), ("city", (profile.city,)),
            ("country", (profile.country,)), ("host", profile.hosts), ("born", (profile.born,)),
        ):  # fmt: skip
            counts = self.counts[name]
            for value in values:
                if value:
                    counts[value] += 1
                    self.known[name] += 1
            if len(counts) > self.KEPT:
                self.counts[name] = Counter({value: n for value, n in counts.items() if n > 1})

    def shares(self, supposed: Mapping[str, tuple[float, ...]]) -> Shares:
        """The share of the most frequent values of each field, and under "" that of any other.

        Few parties tell little about how frequent anything is: what was supposed counts like a thousand of them.
        """
        found: Shares = {}
        for name, counts in self.counts.items():
            known, usual = self.known[name], FEW * supposed[name][0]
            if known:
                listed = {value: (n + usual) / (known + FEW) for value, n in counts.most_common(MOST_VALUES) if n > 2}
                found[name] = {**listed, "": (1 + usual) / (known + FEW)}
        return found


def estimate(kind: str, places: list[int], blocks: Blocks, profile_at: At, frequencies: Frequencies) -> Weights:
    """Weights for the parties of one kind, which stand at these places."""
    chance = random.Random(7)  # noqa: S311 - the same parties always get the same weights
    supposed = supposed_u(kind)
    u = _by_chance(places, profile_at, chance, supposed)
    known = Weights(dict(M), u, frequencies.shares(supposed), len(places))
    sums = {name: [SUPPOSED_M * share for share in M[name]] for name in FIELDS}
    for sort, agreeing in SORTS.items():
        looked_at = _looked_at(blocks, sort, profile_at, kind)
        for name, found in _maximised(looked_at, frozenset(agreeing), known).items():
            sums[name] = [one + other for one, other in zip(sums[name], found, strict=True)]
    m = {name: _as_shares(sums[name]) if name not in EASILY else M[name] for name in FIELDS}
    return Weights(m, u, known.shares, len(places))


def _by_chance(
    places: list[int], profile_at: At, chance: random.Random, supposed: Mapping[str, tuple[float, ...]]
) -> dict[str, tuple[float, ...]]:
    counts = {name: [SUPPOSED_U * share for share in supposed[name]] for name in FIELDS}
    if len(places) >= ENOUGH:
        for _round in range(min(DRAWN, len(places) * 10)):
            one, other = profile_at(chance.choice(places)), profile_at(chance.choice(places))
            if one == other:
                continue
            for name, level in zip(FIELDS, compare(one, other), strict=True):
                if level:
                    counts[name][level - 1] += 1
    return {name: _as_shares(counts[name]) if name not in EASILY else U[name] for name in FIELDS}


def _looked_at(blocks: Blocks, sort: str, profile_at: At, kind: str) -> Counter[Levels]:
    """How many pairs of a sort agree in which way."""
    found: Counter[Levels] = Counter()
    number = 0
    for one, other in blocks.pairs(sort, profile_at):
        mine, theirs = profile_at(one), profile_at(other)
        if mine.kind == theirs.kind == kind:
            found[compare(mine, theirs)] += 1
            number += 1
            if number >= LOOKED_AT:
                break
    return found


def _maximised(pairs: Mapping[Levels, int], agreeing: frozenset[str], known: Weights) -> dict[str, list[float]]:
    """Expected numbers of pairs that are one, by field and level, without the fields that agree by necessity."""
    asked = [at for at, name in enumerate(FIELDS) if name not in agreeing and name not in EASILY]
    share = 0.3
    m = {name: known.m[name] for name in FIELDS}
    sums: dict[str, list[float]] = {}
    for _round in range(ROUNDS if pairs else 0):
        sums = {FIELDS[at]: [0.0] * (len(LEVELS[FIELDS[at]]) - 1) for at in asked}
        one, total = 0.0, 0
        for levels, number in pairs.items():
            odds = share / (1 - share)
            for at in asked:
                if level := levels[at]:
                    odds *= m[FIELDS[at]][level - 1] / known.u[FIELDS[at]][level - 1]
            expected = number * odds / (1 + odds)
            one, total = one + expected, total + number
            for at in asked:
                if level := levels[at]:
                    sums[FIELDS[at]][level - 1] += expected
        share = min(max(one / total, 1e-4), 0.95)
        supposed = {name: [SUPPOSED_M * part for part in M[name]] for name in sums}
        m |= {name: _as_shares([a + b for a, b in zip(sums[name], supposed[name], strict=True)]) for name in sums}
    return sums


def _as_shares(counts: Iterable[float]) -> tuple[float, ...]:
    counts = list(counts)
    total = sum(counts)
    return tuple(max(count / total, 1e-7) for count in counts)
