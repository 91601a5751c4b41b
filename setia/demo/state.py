"""How large the story shall be, and whether it has been told: all that every process has to know of it."""

from __future__ import annotations

from dataclasses import dataclass

from setia.demo.facts import FILLED
from setia.domains.parties.parties.model import Party
from setia.foundation.company import Company, our_company
from setia.foundation.ledger import Entry
from setia.foundation.records import noun
from setia.foundation.staff.models import Staff


@dataclass(frozen=True)
class Size:
    parties: int = 2_000
    years: float = 2.5
    seed: int = 7


def is_filled() -> bool:
    """Whether the story has been told here, to its end."""
    ours = Entry.objects.filter(noun=noun(Company), record_id=our_company().pk)
    return bool(ours.filter(kind=FILLED).exists())


def is_empty() -> bool:
    """Whether nobody and nothing stands here that filling could mix with."""
    return not (Party.objects.exists() or Staff.objects.exists())
