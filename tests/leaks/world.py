"""A company in which everything is there three times: seen, unseen, and seen but about the unseen.

Ada, a seller in the team North, owns what is seen; a stranger owns the unseen. What is `crossed` is
Ada's as well, but refers to the stranger's records wherever it can.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import UniqueConstraint

from setia.domains.organisation.roles.ready_made import ready_made_roles
from setia.foundation.access import Actor, system
from setia.foundation.staff.models import Role, Staff, Team
from setia.foundation.staff.rights import new_token
from setia.kit import verbs
from setia.kit.attachments import attachments
from setia.kit.conformance import is_unique, only_one
from setia.kit.kinds import Day, Field, Number, Reference
from setia.kit.resources import Resource, registry
from tests.cast import NOW, person
from tests.leaks.marks import Mark
from tests.ready_made import make_ready_made

SEEN, UNSEEN, CROSSED = "seen", "unseen", "crossed"
BASES = {SEEN: 10_007, UNSEEN: 70_007, CROSSED: 30_007}
NOUNS = sorted(registry.nouns())
NOBODY, ADMINISTRATOR = "Nobody", "Root"
ROLES = (NOBODY, *ready_made_roles())


def reading_roles() -> list[str]:
    """The ready-made roles, of those that see the same only the one that may do most."""
    alike: dict[str, tuple[int, str]] = {}
    for name, (_purpose, grants) in ready_made_roles().items():
        sights = str(sorted((noun, grant["sight"], grant.get("fields")) for noun, grant in grants.items()))
        alike[sights] = max(alike.get(sights, (-1, "")), (sum(len(g["verbs"]) for g in grants.values()), name))
    return [name for _verbs, name in alike.values()]


def mark_of(noun: str, which: str) -> Mark:
    letters = "".join(filter(str.isalpha, registry.of_noun(noun).slug))
    return Mark(f"qzvx{which}{letters}", BASES[which] + 131 * NOUNS.index(noun))


@dataclass
class World:
    """Staff by the name of their role, and records by which they are and their noun."""

    readers: dict[str, Staff] = field(default_factory=dict)
    records: dict[tuple[str, str], int] = field(default_factory=dict)
    owners: dict[str, Staff] = field(default_factory=dict)


def built() -> World:
    world = World()
    make_ready_made()
    team = Team.objects.create(name="North", created_at=NOW, updated_at=NOW)
    roles = {role.name: role for role in Role.objects.all()}
    for number, name in enumerate(ROLES):
        held = [roles[name]] if name in roles else []
        world.readers[name] = person(f"reader{number} of {name}", *held, team=team)
    ada = world.readers["Sales representative"]
    stranger = person("Stranger Elsewhere")
    world.readers[ADMINISTRATOR] = person("Root Admin", is_admin=True)
    world.owners = {SEEN: ada, UNSEEN: stranger, CROSSED: ada}
    maker = Maker(world, system("web", NOW))
    for which in (UNSEEN, SEEN, CROSSED):
        for resource in registry.nouns().values():
            if resource.creatable:
                maker.made(resource, which)
        world.records[which, "work.file"] = added(which, world.records[which, "parties.party"])
        new_token(world.owners[which], f"{mark_of('staff.token', which).word}name", ["*"], NOW)
    return world


def added(which: str, party: int) -> int:
    """A file at the party of the same set, marked in its name, its description and its content."""
    mark = mark_of("work.file", which)
    file = registry["files"].fields
    content, name = mark.of(file["type"]).encode(), f"{mark.of(file['name'])}.txt"
    about = mark.of(file["description"])
    return attachments().add(f"parties.party:{party}", [content], name, system("web", NOW), about).id


@dataclass
class Maker:
    """Makes each record once, and before it what it refers to."""

    world: World
    by: Actor
    begun: set[tuple[str, str]] = field(default_factory=set)

    def made(self, resource: Resource, which: str) -> int:
        place = (which, resource.noun)
        if place not in self.world.records:
            self.begun.add(place)
            values = self.values(resource, which)
            pk = verbs.create(resource, values, self.by).ids[0]
            self.world.records[place] = pk
            self.refer(resource, which, pk)
        return self.world.records[place]

    def values(self, resource: Resource, which: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        used: set[str] = set()
        mark = mark_of(resource.noun, which)
        for name, known in resource.writable(self.by.access).items():
            if resource.samples.get(name, known) is None:
                continue
            if isinstance(known.kind, Reference):
                left_out = known.compute or resource.samples.get(name, True) is not True  # it must fit something else
                referred = None if left_out else self.referred(resource, known, which, used)
                if referred:
                    found[name] = referred
            else:
                found[name] = raw_of(resource, known, mark)
        return {name: value for name, value in found.items() if value is not None}

    def referred(self, resource: Resource, known: Field, which: str, used: set[str]) -> int | None:
        """The record of the same set; of the unseen for what is crossed, unless it decides whose it is."""
        noun = known.kind.noun  # type: ignore[attr-defined]
        if name_of_whole(resource) == known.name and known.name == "owner":
            return self.world.owners[which].pk
        other = which
        is_whole = name_of_whole(resource) == known.name or not name_of_whole(resource) and resource.governing == noun
        if which == CROSSED and not is_whole and not is_once(resource, known):
            other = UNSEEN
        if noun in used:  # a relation has two ends
            other = SEEN if other == UNSEEN else UNSEEN
        used.add(noun)
        if (other, noun) in self.begun and (other, noun) not in self.world.records:
            return None
        target = registry.of_noun(noun)
        return self.made(target, other) if target.creatable else None

    def refer(self, resource: Resource, which: str, pk: int) -> None:
        """The references that can only be made once there are records, such as an employer."""
        if which != CROSSED:
            return
        for name, known in resource.writable(self.by.access).items():
            if known.compute and isinstance(known.kind, Reference) and (UNSEEN, known.kind.noun) in self.world.records:
                try:
                    verbs.change(resource, [pk], {name: self.world.records[UNSEEN, known.kind.noun]}, self.by)
                except Exception:  # noqa: BLE001, S112 (a person has no parent company)
                    continue


def is_once(resource: Resource, known: Field) -> bool:
    """Whether there is only one of these records for each of those it refers to."""
    rules = (rule for rule in resource.model._meta.constraints if isinstance(rule, UniqueConstraint))
    return any(tuple(rule.fields) == (known.name,) for rule in rules)


def name_of_whole(resource: Resource) -> str:
    """The field that decides whose the record is: its owner, or what it is a part of.

    What belongs to nobody is at least about something: the first record that it cannot do without.
    """
    if path := getattr(resource.model, "owner_path", None):
        return str(path).partition("__")[0]
    about = (n for n, f in resource.declared_fields.items() if f.required and isinstance(f.kind, Reference))
    return next(about, "")


def raw_of(resource: Resource, known: Field, mark: Mark) -> Any:
    sample = resource.samples.get(known.name)
    if isinstance(sample, str) and "@" in sample:
        return f"{mark.of(known)}@{mark.of(known)}.example"
    if known.name in resource.samples:
        return sample  # None leaves it out
    if isinstance(known.kind, Number):
        return "1"
    if isinstance(known.kind, Day) and is_unique(resource, known):
        return only_one(known, mark.number // 10_000)
    marked = mark.raw(known)
    if marked is not None:
        return marked
    return known.kind.examples[0] if known.kind.examples else None
