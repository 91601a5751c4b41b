"""The ledger: one dated entry for everything that happens, and reactions to it."""

from setia.foundation.ledger.facts import Fact, FactKind, begin, declare, kinds, reaction, reactions, record
from setia.foundation.ledger.following import complete_until, following
from setia.foundation.ledger.model import Done, Entry, Follower

__all__ = [
    "Done", "Entry", "Fact", "FactKind", "Follower", "begin", "complete_until", "declare", "following", "kinds",
    "reaction", "reactions", "record",
]  # fmt: skip
