"""How likely two parties are one, by the theory of record linkage.

I. Fellegi and A. Sunter, "A Theory for Record Linkage", JASA 64 (1969): each level of agreement has a
probability m among pairs that are one and u among pairs that are not; the logarithms (here in bits) of their
ratios add up. Where a value agrees exactly, u is how frequent that very value is (W. Winkler, 1988): Martin
says less than Zschokke. What a household shares is counted once unless the first names agree as well, because
there the fields do not depend on each other by chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log2
from typing import Any

from setia.domains.duplicates.linkage.comparing import FIELDS, LEVELS, Levels, compare
from setia.domains.duplicates.linkage.profiles import COMPANY, PERSON, Profile

Shares = dict[str, dict[str, float]]
DUPLICATES = 0.05
"""How many of the records are supposed to have a second one; what is found does not hang on it much."""

FEWEST = 1_000
USUAL_SIZE = 10_000

# By level, without the first ("unknown"). Supposed, before anything was estimated from the parties themselves.
M: dict[str, tuple[float, ...]] = {
    "given": (0.78, 0.06, 0.04, 0.09, 0.03),
    "family": (0.86, 0.08, 0.03, 0.03),
    "order": (0.96, 0.04),
    "email": (0.55, 0.06, 0.06, 0.33),
    "phone": (0.55, 0.05, 0.40),
    "address": (0.50, 0.20, 0.30),
    "city": (0.75, 0.09, 0.16),
    "country": (0.96, 0.04),
    "host": (0.85, 0.15),
    "reference": (0.30, 0.70),
    "born": (0.90, 0.06, 0.04),
}
U: dict[str, tuple[float, ...]] = {
    "given": (4e-3, 6e-4, 1e-2, 4e-3, 0.9814),
    "family": (1e-3, 1.5e-3, 1e-3, 0.9965),
    "order": (0.5, 0.5),
    "email": (2e-6, 2e-6, 2e-5, 0.999976),
    "phone": (1e-5, 5e-6, 0.999985),
    "address": (1e-5, 1e-4, 0.99989),
    "city": (2e-2, 5e-3, 0.975),
    "country": (0.4, 0.6),
    "host": (1e-4, 0.9999),
    "reference": (1e-5, 0.99999),
    "born": (5e-5, 1.5e-3, 0.99845),
}
NAMES_OF_COMPANIES = (3e-5, 1e-4, 2e-3, 0.99787)
"""u for companies: hardly two of them have one name by chance, while persons do."""

HOUSEHOLD = ("family", "email", "phone", "address", "city", "host")
GIVEN, FAMILY, ORDER = 0, 1, 2
OTHER_GIVEN, OTHER_FAMILY = 5, 4
FREQUENT = ("given", "family", "email", "phone", "address", "city", "country", "host", "born")
"""Fields whose values are counted, because some are far more frequent than others."""


@dataclass
class Weights:
    """What was estimated for one kind of party: m and u by field, how frequent values are, how many parties."""

    m: dict[str, tuple[float, ...]] = field(default_factory=lambda: dict(M))
    u: dict[str, tuple[float, ...]] = field(default_factory=lambda: dict(U))
    shares: Shares = field(default_factory=dict)
    size: int = USUAL_SIZE

    def __post_init__(self) -> None:
        self.size = max(self.size, FEWEST)
        self.prior = log2(2 * DUPLICATES / self.size)
        self.bits = [(0.0, *(log2(m / u) for m, u in zip(self.m[name], self.u[name], strict=True))) for name in FIELDS]
        self.same = [log2(self.m[name][0]) if name in FREQUENT else None for name in FIELDS]
        self.tables = [self.shares.get(name, {}) for name in FIELDS]
        self.household = [FIELDS.index(name) for name in HOUSEHOLD]
        self._most: dict[Levels, float] = {}

    def most(self, levels: Levels) -> float:
        """The bits that such an agreement is worth at most, were all values rare: a quick no to most pairs."""
        known = self._most.get(levels)
        if known is None:
            known = self._most[levels] = self.prior + sum(
                max(self.bits[at][level], self._rarest(at)) if level == 1 else self.bits[at][level]
                for at, level in enumerate(levels)
            )
        return known

    def _rarest(self, at: int) -> float:
        same, rare = self.same[at], self.tables[at].get("") or self.u[FIELDS[at]][0]
        return -100.0 if same is None else same - log2(rare)

    def evidence(self, one: Profile, other: Profile, levels: Levels) -> list[float]:
        """Bits for or against, by field."""
        found = []
        for at, level in enumerate(levels):
            if level == 1 and (same := self.same[at]) is not None:
                found.append(same - log2(self._share(at, one, other)))
            else:
                found.append(self.bits[at][level])
        if levels[GIVEN] == OTHER_GIVEN:
            shared = [found[at] for at in self.household if found[at] > 0]
            found[FAMILY] -= sum(shared) - max(shared, default=0.0)
        if not one.is_person and levels[FAMILY] == OTHER_FAMILY:
            found[FAMILY] = min(found[FAMILY], self.bits[FAMILY][OTHER_FAMILY]) - 4
        return found

    def _share(self, at: int, one: Profile, other: Profile) -> float:
        """How frequent the value is that both have; what is not listed is as rare as the list says under ""."""
        table, name = self.tables[at], FIELDS[at]
        return table.get(shared_value(name, one, other)) or table.get("") or self.u[name][0]

    def probability(self, one: Profile, other: Profile, levels: Levels | None = None) -> float:
        levels = levels or compare(one, other)
        return chance(self.prior + sum(self.evidence(one, other, levels)))

    def to_json(self) -> dict[str, Any]:
        return {
            "m": {name: list(values) for name, values in self.m.items()},
            "u": {name: list(values) for name, values in self.u.items()},
            "shares": self.shares,
            "size": self.size,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Weights:
        known = {**M}, {**U}
        for into, name in zip(known, ("m", "u"), strict=True):
            for one, values in (data.get(name) or {}).items():
                if one in LEVELS and len(values) == len(LEVELS[one]) - 1:
                    into[one] = tuple(values)
        return cls(*known, dict(data.get("shares") or {}), int(data.get("size") or USUAL_SIZE))


def shared_value(name: str, one: Profile, other: Profile) -> str:
    """A value that both have; of a list the first that both have."""
    if name in ("email", "phone", "address", "host"):
        place = {"email": 4, "phone": 5, "host": 6, "address": 7}[name]
        return next((value for value in one[place] if value in other[place]), "")
    return str(getattr(one, name))


def chance(bits: float) -> float:
    """The probability that stands behind a sum of bits."""
    return 1 / (1 + 2.0 ** -max(-100.0, min(100.0, bits)))


def supposed_u(kind: str) -> dict[str, tuple[float, ...]]:
    return {**U, "family": NAMES_OF_COMPANIES} if kind == COMPANY else dict(U)


def usual_weights() -> dict[str, Weights]:
    """What is supposed of both kinds of parties before anything was estimated."""
    return {kind: Weights(u=supposed_u(kind)) for kind in (PERSON, COMPANY)}
