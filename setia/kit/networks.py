"""Who is connected with whom: records around one of them, and the links between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from setia.foundation.access import Actor
from setia.kit.kinds import Choice
from setia.kit.layout import Network
from setia.kit.resources import Resource, registry
from setia.kit.seeing import titles

STEPS, MOST = 2, 24


@dataclass(frozen=True, slots=True)
class Link:
    """Read from the start to the end: Bo works for Acme."""

    id: int
    start: int
    end: int
    words: str


@dataclass(slots=True)
class Neighbourhood:
    """Records by number with their titles, how many steps each is away, and whether there are more."""

    titles: dict[int, str] = field(default_factory=dict)
    steps: dict[int, int] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)
    is_cut: bool = False


def around(resource: Resource, pk: int, by: Actor) -> Neighbourhood:
    """What is connected with a record over at most `STEPS` links, the nearest `MOST`, as far as it may be seen."""
    network = resource.network
    if network is None:
        return Neighbourhood({}, {pk: 0})
    found = Neighbourhood({}, {pk: 0})
    for step in range(1, STEPS + 1):
        edge = [one for one, steps in found.steps.items() if steps == step - 1]
        for link in _links(network, edge, by):
            if len(found.steps) >= MOST and not {link.start, link.end} <= found.steps.keys():
                found.is_cut = True
                continue
            found.links.append(link)
            for end in (link.start, link.end):
                found.steps.setdefault(end, step)
    return _named(resource, found, by)


def _links(network: Network, ends: Iterable[int], by: Actor) -> list[Link]:
    """The links in use from or to these records that the reader may see, the oldest first."""
    links = registry[network.resource]
    readable = links.readable(by.access)
    if not {network.start, network.end, network.name} <= readable.keys():
        return []
    start, end, name = (readable[each].path for each in (network.start, network.end, network.name))
    wanted = set(ends)
    rows = links.rows(by.access).filter(archived_at__isnull=True).filter(
        Q(**{f"{start}__in": wanted}) | Q(**{f"{end}__in": wanted})
    )  # fmt: skip
    if "ended_on" in links.column_names:
        rows = rows.filter(ended_on__isnull=True)
    kind = readable[network.name].kind
    said = kind.label_of if isinstance(kind, Choice) else str
    values = rows.order_by("pk").values_list("pk", start, end, name)[: MOST * 4]
    return [Link(pk, one, other, said(words)) for pk, one, other, words in values]


def _named(resource: Resource, found: Neighbourhood, by: Actor) -> Neighbourhood:
    """Without the records that the reader may not name, and each link once."""
    found.titles = titles(resource.noun, found.steps, by.access)
    links = {link.id: link for link in found.links if {link.start, link.end} <= found.titles.keys()}
    found.links = list(links.values())
    found.steps = {pk: steps for pk, steps in found.steps.items() if pk in found.titles}
    return found
