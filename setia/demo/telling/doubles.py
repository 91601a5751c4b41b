"""Some people are put into Setia twice; somebody notices, and decides."""

from __future__ import annotations

from datetime import datetime

from setia.demo.firm.colleagues import ADMINISTRATOR
from setia.demo.telling.teller import Teller
from setia.domains.duplicates.matching.rules import our_rules
from setia.domains.duplicates.pairs.model import Pair
from setia.domains.duplicates.sweeping.sweep import sweep
from setia.domains.parties.parties.model import Party

DOUBLES = 4
"""So many more parties stand in Setia than there are in the story."""


def meet_doubles(teller: Teller, at: datetime) -> None:
    """A misspelt copy of people who are known; one pair is merged, one merged by mistake, one is told apart."""
    by = teller.actor(ADMINISTRATOR, at)
    people = Party.objects.active().filter(kind="person").exclude(email="").exclude(last_name="").order_by("id")
    known = list(people[:DOUBLES])
    doubles = {
        teller.create(
            "people", by, first_name=one.first_name, last_name=misspelt(one.last_name), email=one.email,
            country=one.country, city=one.city,
        ): one.pk
        for one in known
    }  # fmt: skip
    teller.do("duplicate-rules", "sweep", [our_rules().pk], by)
    sweep(by, whole=True)
    pairs = Pair.objects.active().filter(other_id__in=doubles).order_by("-score", "id")
    found = [pair.pk for pair in pairs if doubles[pair.other_id] == pair.party_id]
    teller.do("duplicates", "merge", found[:1], by)
    teller.do("duplicates", "merge", found[1:2], by)
    teller.do("duplicates", "unmerge", found[1:2], by)
    teller.do("duplicates", "different", found[2:3], by)
    left = Pair.objects.get(pk=found[-1])
    teller.do("people", "merge", [left.party_id], by, other=left.other_id)


def misspelt(name: str) -> str:
    """Two letters in the middle change places."""
    at = max(1, len(name) // 2)
    return name[: at - 1] + name[at : at + 1] + name[at - 1 : at] + name[at + 1 :]
