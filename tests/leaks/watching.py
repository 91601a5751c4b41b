"""What somebody should see of the world, and the marks of everything else in what they are told."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from setia.kit import slots
from setia.kit.kinds import Reference
from setia.kit.resources import Resource, registry
from tests.leaks.faces import Reader, Said
from tests.leaks.marks import Mark
from tests.leaks.world import CROSSED, NOUNS, SEEN, UNSEEN, World, mark_of

OPEN = frozenset(registry[slug].noun for slug in ("own-choices", "list-choices"))
"""What a choice is called stands wherever its field does: there is nothing of it that could be hidden alone."""

ALL_THERE_IS = [(noun, which) for noun in NOUNS for which in (UNSEEN, SEEN, CROSSED)]


@dataclass
class Watch:
    """One person in the world."""

    world: World
    reader: Reader

    def sees(self, noun: str, which: str) -> bool:
        """What the person should see, worked out from who owns what, not from the product."""
        resource = registry.of_noun(noun)
        sight = self.reader.access.sight(resource.governing)
        if sight == "none":
            return False
        if getattr(resource.model, "kept_at", None):
            return self.sees("parties.party", which)  # the world's files are at its parties
        return sight == "all" or getattr(resource.model, "owner_path", None) is None or which != UNSEEN

    @cached_property
    def hidden(self) -> list[Mark]:
        return [mark_of(noun, which) for noun, which in ALL_THERE_IS if noun not in OPEN and not self.sees(noun, which)]

    def traces(self, answers: list[Said]) -> list[str]:
        """Every mark in these answers of something that the person may not see."""
        return [
            f"{answer.face}: …{where}…"
            for answer in answers
            for mark in self.hidden
            if (where := mark.stands_in_plain(answer.plain))
        ]

    def sees_all_of(self, resource: Resource) -> bool:
        """Whether nothing is hidden from the person that a page of this noun could show."""
        nouns = {resource.noun, *(registry[panel.resource].noun for panel in slots.panels_of(resource))}
        nouns |= {known.kind.noun for known in resource.fields.values() if isinstance(known.kind, Reference)}
        return all(self.sees(noun, which) for noun in nouns for which in (SEEN, UNSEEN, CROSSED))

    def record(self, resource: Resource, which: str) -> int | None:
        pk = self.world.records.get((which, resource.noun))
        return pk if pk and resource.rows().filter(pk=pk).exists() else None

    def seen(self, resource: Resource, which: str) -> int | None:
        """The record, if the person should see it."""
        return self.record(resource, which) if self.sees(resource.noun, which) else None
