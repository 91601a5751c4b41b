"""What upper domains show on the pages of lower ones, without these knowing of them."""

from __future__ import annotations

from collections import defaultdict

from setia.kit.resources import Figure, Panel, Resource

_added: dict[str, list[Panel | Figure]] = defaultdict(list)


def add(noun: str, *things: Panel | Figure) -> None:
    """Show panels and figures on the page of every record of `noun`."""
    _added[noun] += things


def panels_of(resource: Resource) -> list[Panel]:
    return [*resource.panels, *(thing for thing in _added[resource.noun] if isinstance(thing, Panel))]


def figures_of(resource: Resource) -> list[Figure]:
    return [*resource.figures, *(thing for thing in _added[resource.noun] if isinstance(thing, Figure))]
