"""Who may be the same as somebody, asked of the indexes: for one who is being typed in, or a few that changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from setia.domains.duplicates.linkage.comparing import compare
from setia.domains.duplicates.linkage.nicknames import full_names
from setia.domains.duplicates.linkage.profiles import Profile
from setia.domains.duplicates.linkage.sweeping import Likely
from setia.domains.duplicates.linkage.weights import Weights
from setia.domains.duplicates.sweeping.reading import profiles
from setia.domains.parties.contact_points.model import ContactKind, ContactPoint
from setia.domains.parties.parties.model import Party
from setia.foundation.access import Access
from setia.kit import searching
from setia.kit.resources import registry

MOST, MOST_FORMS = 60, 12


def likely_ones(
    profile: Profile, weights: Mapping[str, Weights], least: float, access: Access, *, but: int = 0
) -> list[Likely]:
    """Parties that this person may see, by what they may know; the most likely first. `but` is oneself."""
    resource = registry.of_noun("parties.party")
    hidden = searching.hidden_from(resource, access)
    ids = {id_ for id_ in _ids(profile, access, hidden) if id_ != but}
    seen = set(resource.rows(access).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    known = weights[profile.kind]
    found = []
    for id_, other in profiles(seen, hidden).items():
        if other.kind == profile.kind:
            levels = compare(profile, other)
            score = known.probability(profile, other, levels)
            if score >= least:
                found.append(Likely(*sorted((but, id_)), levels, score))
    return sorted(found, key=lambda likely: (-likely.score, likely.one, likely.other))


def _ids(profile: Profile, access: Access, hidden: Collection[str]) -> Iterator[int]:
    """Each question has an index of its own and an answer of bounded length."""
    points = ContactPoint.objects.filter(archived_at__isnull=True)
    if profile.emails and "email" not in hidden:
        keys = points.filter(kind=ContactKind.EMAIL, key__in=profile.emails)
        yield from keys.values_list("party_id", flat=True)[:MOST]
    if profile.phones and "phone" not in hidden:
        keys = points.filter(kind=ContactKind.PHONE, key__in=[f"+{phone}" for phone in profile.phones])
        yield from keys.values_list("party_id", flat=True)[:MOST]
    if "name" in hidden:
        return
    named: Any = Party.objects.filter(archived_at__isnull=True)
    if names := _sort_names(profile):
        yield from named.filter(sort_name__in=names).values_list("pk", flat=True)[:MOST]
    resource = registry.of_noun("parties.party")
    if text := f"{profile.given} {profile.family}".strip():
        among = resource.chosen(access)
        yield from (hit.record_id for hit in searching.find(resource, text, MOST, among, access))


def _sort_names(profile: Profile) -> list[str]:
    """The folded names under which the same party may be kept."""
    given, family = profile.given, profile.family
    if not profile.is_person or not given or not family:
        return [" ".join(filter(None, (given, family)))] if given or family else []
    forms: Iterable[str] = {given, *_forms(given)}
    return [f"{family} {given}" for given in sorted(forms)][:MOST_FORMS] + [f"{given} {family}"]


def _forms(given: str) -> set[str]:
    mine = full_names().get(given, frozenset())
    return {form for form, names in full_names().items() if not names.isdisjoint(mine)}
