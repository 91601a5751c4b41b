"""Which of half a billion pairs and more are worth a look: those that share a key of one of several sorts.

Every sort of key forgives something else: one the telephone number, another the spelling, the next the first
name. A block that grew too large (all the Jean Martins) is parted by place; what is still too large is walked
along in order, each with its neighbours.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence

from setia.domains.duplicates.linkage.nicknames import usual
from setia.domains.duplicates.linkage.profiles import Profile
from setia.domains.duplicates.linkage.sounds import sound

LARGEST, NEIGHBOURS = 16, 4
Keys = Iterator[tuple[str, str]]

SORTS: dict[str, tuple[str, ...]] = {
    "email": ("email",),
    "phone": ("phone",),
    "name": ("given", "family", "order"),
    "sounds": ("given", "family", "order"),
    "mailbox": ("email",),
    "town": ("family", "city"),
    "given": ("given", "city"),
    "born": ("born",),
    "address": ("address",),
    "host": ("host",),
    "reference": ("reference",),
}
"""Sorts of keys, and the fields that agree by necessity within such a block."""


class Blocks:
    """Keys of all profiles, by sort; profiles are named by their place."""

    def __init__(self) -> None:
        self.keys = {sort: (array("q"), array("L")) for sort in SORTS}
        self._sounds: dict[str, str] = {}

    def add(self, at: int, profile: Profile) -> None:
        for sort, key in self._keys(profile):
            hashes, places = self.keys[sort]
            hashes.append(hash(key))
            places.append(at)

    def _sound(self, word: str) -> str:
        known = self._sounds.get(word)
        if known is None:
            if len(self._sounds) > 500_000:
                self._sounds.clear()
            known = self._sounds[word] = sound(word)
        return known

    def _keys(self, profile: Profile) -> Keys:
        for email in profile.emails:
            yield "email", email
            mailbox, _at, domain = email.partition("@")
            if len(mailbox) > 4:
                yield "mailbox", f"{mailbox[:6]}@{domain[:1]}"
                yield "mailbox", f"{mailbox[-5:]}{domain[-4:]}"
        for phone in profile.phones:
            if len(phone) > 6:
                yield "phone", phone[-8:]
        for address in profile.addresses:
            words = address.split()
            figures = "".join(sorted(filter(str.isdigit, words)))
            yield "address", figures + self._sound(max(words, key=len)) + profile.city[:3]
        for host in profile.hosts:
            yield "host", host
        if profile.reference:
            yield "reference", profile.reference
        yield from self._names_of_person(profile) if profile.is_person else self._names_of_company(profile)

    def _names_of_person(self, profile: Profile) -> Keys:
        given, family = profile.given, profile.family
        head = usual(given.split(" ", 1)[0])
        one, other = self._sound(head), self._sound(family.replace(" ", ""))
        if profile.born:
            yield from (("born", f"{profile.born} {name}") for name in {one[:1], other[:1]} - {""})
        if not family or not given:
            if whole := family or given:
                yield "name", whole
                yield "sounds", one + other
                yield "town", f"{profile.city[:6]} {one + other}"
            return
        yield "name", " ".join(sorted((given, family)))
        yield "sounds", " ".join(sorted((one, other)))
        if profile.city:
            yield "town", f"{profile.city[:6]} {other} {given[0]}"
            yield "given", f"{profile.city[:6]} {one} {family[:2]}"

    def _names_of_company(self, profile: Profile) -> Keys:
        words = profile.family.split()
        if not words:
            return
        yield "name", "".join(sorted(words))
        yield "sounds", " ".join(sorted(map(self._sound, words))[:3])
        longest = sorted(words, key=lambda word: (-len(word), word))
        if len(words) > 1:
            yield "given", f"{self._sound(longest[0])} {self._sound(longest[1])}"
        yield "town", f"{profile.city[:6]} {self._sound(longest[0])}"

    def pairs(
        self, sort: str, profile_at: Callable[[int], Profile], wanted: set[int] | None = None
    ) -> Iterator[tuple[int, int]]:
        """The pairs within the blocks of one sort, the lower place first; with `wanted` those of one of these."""
        for block in self._blocks(sort):
            if wanted is not None and wanted.isdisjoint(block):
                continue
            for one, other in _within(block, profile_at, "city" not in SORTS[sort]):
                if one != other and (wanted is None or one in wanted or other in wanted):
                    yield (one, other) if one < other else (other, one)

    def _blocks(self, sort: str) -> Iterator[list[int]]:
        hashes, places = self.keys[sort]
        order = sorted(range(len(hashes)), key=hashes.__getitem__)
        block: list[int] = []
        last = None
        for at in order:
            if hashes[at] == last:
                block.append(places[at])
                continue
            if len(block) > 1:
                yield block
            block, last = [places[at]], hashes[at]
        if len(block) > 1:
            yield block


def _within(block: Sequence[int], profile_at: Callable[[int], Profile], by_city: bool) -> Iterator[tuple[int, int]]:
    if len(block) <= LARGEST:
        yield from _all_pairs(block)
        return
    by_place: dict[str, list[int]] = {}
    for at in block if by_city else ():
        profile = profile_at(at)
        by_place.setdefault(f"{profile.city} {profile.country}", []).append(at)
    for some in by_place.values():
        if len(some) <= LARGEST:
            yield from _all_pairs(some)
    near = sorted(block, key=lambda at: _order(profile_at(at)))
    for place, one in enumerate(near):
        for other in near[place + 1 : place + 1 + NEIGHBOURS]:
            yield one, other


def _order(profile: Profile) -> tuple[str, ...]:
    return profile.family, profile.given, profile.city, *profile.emails[:1]


def _all_pairs(block: Sequence[int]) -> Iterator[tuple[int, int]]:
    for place, one in enumerate(block):
        for other in block[place + 1 :]:
            yield one, other
