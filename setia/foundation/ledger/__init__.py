"""The ledger: one dated entry for everything that happens, and reactions to it."""

from setia.foundation.ledger.facts import Fact, FactKind, begin, declare, kinds, reaction, reactions, record
from setia.foundation.ledger.model import Done, Entry

__all__ = ["Done", "Entry", "Fact", "FactKind", "begin", "declare", "kinds", "reaction", "reactions", "record"]
