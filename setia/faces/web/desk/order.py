"""The order in which nouns stand in the navigation, for pages that speak of several."""

from __future__ import annotations

from setia.faces.web.shell import SECTIONS
from setia.kit.resources import Resource, registry

ORDER = {section: at for at, (section, _title) in enumerate(SECTIONS)}


def place_of(resource: Resource) -> tuple[int, int, str]:
    """By section and place; a noun shown by several resources stands where the first of them does."""
    own = [resource.rail] if resource.rail and resource.only else []
    rails = own or [r.rail for r in registry if r.noun == resource.noun and r.rail]
    places = [(ORDER[section], place) for section, place in rails if section in ORDER]
    section, place = min(places, default=(len(ORDER), 0))
    return section, place, resource.slug
