"""How long colleagues write down that a contact took: what it costs to serve somebody is counted from this."""

from __future__ import annotations

from dataclasses import dataclass

from setia.demo.chance import Chance


@dataclass(frozen=True)
class Usually:
    """`median` minutes, about so far apart (`spread`, of logarithms), written down in steps of `step` with the chance
    `told`: nobody looks at a watch, and not everybody says."""

    median: float
    spread: float
    step: int
    told: float
    most: int


USUALLY = {
    "call": Usually(9, 0.6, 1, 0.85, 60),
    "email": Usually(6, 0.5, 1, 0.5, 30),
    "meeting": Usually(55, 0.4, 5, 0.95, 240),
    "visit": Usually(110, 0.4, 15, 0.95, 480),  # the way there and back is a part of it
}
"""Notes are written in passing."""


def length(kind: str, chance: Chance) -> str:
    """Minutes as they are typed in; nothing where nobody wrote them down."""
    usual = USUALLY.get(kind)
    if usual is None or not chance.happens(usual.told):
        return ""
    minutes = round(chance.around(usual.median, usual.spread) / usual.step) * usual.step
    return str(min(max(minutes, usual.step), usual.most))
