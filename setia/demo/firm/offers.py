"""What is offered to whom, and the rules that hold for it."""

from __future__ import annotations

from dataclasses import dataclass

LETTERHEAD = """Fève & Tirta
18 quai des Brumes, 69009 Lyon
bonjour@fevetirta.example
SIREN 000 000 000 · IBAN FR00 0000 0000 0000"""
TERMS = """Payable within 30 days. Rent runs for a year and goes on until one of us ends it three months ahead.
What is on rent stays ours and is looked after by us."""
DISCOUNTS = (("10", "0"), ("20", "5"))
"""So many percent off, and below the floor, may a representative and a team lead agree on."""
FLOORS = (
    ("category", "Machines on rent", "30", "What stands there is our money."),
    ("category", "Training", "35", "Our people are all it costs, and they are few."),
    ("product", "MO-606", "10", "Whoever has the cups comes back for more."),
)
"""Where another margin must remain than usual: of what, so many percent, and why."""

NEEDS = {
    0: "At half past eight thirty people stand in front of one machine",
    1: "The coffee should taste the same in both houses",
    2: "Nobody here wants to clean or descale anything",
    3: "One bill that we know in advance",
    4: "When it stands still, somebody must come the same day",
    5: "We want to throw away fewer cups and bottles",
    6: "The water is hard and smells of chlorine",
    7: "Two of us should really know how to make coffee",
    8: "We have no room for a store of beans",
    9: "We would rather rent than buy",
}
"""In the words of customers, by kind."""


@dataclass(frozen=True)
class Offered:
    """`needs` are kinds with importance and satisfaction today; the offer holds for so many `days`."""

    story: str
    subject: str
    needs: tuple[tuple[int, int, int], ...]
    budget: int
    days: int = 30
    introduction: str = "Thank you for the talk. This is what we would do for you."


OFFERED = (
    Offered("accepted", "Coffee for the whole house", ((0, 9, 3), (2, 8, 2), (4, 7, 5), (8, 6, 4), (5, 5, 3)), 6_500),
    Offered("declined", "Water and coffee from one hand", ((6, 9, 2), (1, 7, 4), (3, 6, 5), (9, 8, 3)), 5_000),
    Offered("withdrawn", "A counter for the reception", ((0, 8, 4), (1, 6, 5), (7, 7, 2)), 4_500),
    Offered("silent", "Less to throw away", ((5, 9, 2), (6, 6, 4), (8, 5, 5)), 3_000, days=7),
    Offered("approved", "Four branches, one taste", ((1, 10, 2), (3, 8, 3), (4, 8, 4), (7, 6, 3), (2, 7, 4)), 9_000),
    Offered("asked", "Self-service for the canteen", ((0, 10, 2), (2, 9, 3), (9, 7, 3), (3, 6, 4)), 8_000),
    Offered("draft", "A machine that looks after itself", ((2, 10, 2), (0, 8, 3), (8, 7, 3), (4, 6, 4), (5, 4, 3),
                                                           (6, 5, 4)), 7_000),
    Offered("sent", "People who know how", ((7, 9, 2), (1, 8, 3), (5, 5, 4)), 2_500, days=4),
)  # fmt: skip
