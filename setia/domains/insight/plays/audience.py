"""For whom a play is, and who of them has to be left out before the draw, so that both groups are of the same kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from setia.domains.insight.actions.gathering import resting
from setia.domains.insight.actions.permitting import Permitting
from setia.domains.insight.plays.comparing.drawing import choose
from setia.domains.insight.plays.kinds import kind_of
from setia.domains.insight.plays.members.model import PlayMember
from setia.domains.insight.plays.model import PARTY, Play, State
from setia.foundation import bulk, conditions
from setia.foundation.access import Actor, system
from setia.foundation.company import our_company
from setia.foundation.errors import Refusal
from setia.foundation.staff.rights import actor_of
from setia.kit import advice, plays
from setia.kit.advice import Asked
from setia.kit.filters import as_query
from setia.kit.resources import registry
from setia.kit.saved_views import usable, views_of

BATCH = 5_000
LOOKED_AT = 50_000
"""Of so many it is asked whether they may take part; no play draws half as many."""


@dataclass(frozen=True, slots=True)
class Audience:
    """`may` are those of the `fitting` for whom it may be done; the others are counted by why not.

    Where very many fit, some are looked at by lot, and the others are `beyond`.
    """

    fitting: int
    may: frozenset[int]
    elsewhere: int
    resting: int
    not_allowed: int
    beyond: int


def leader_of(play: Play, by: Actor) -> Actor:
    """Whose rights decide what a play counts: those of who leads it, or of Setia itself where nobody does."""
    if play.owner is None:
        return system("job", by.at)
    return actor_of(play.owner, "job", at=by.at)


def asked_at(at: datetime) -> Asked:
    company = our_company()
    return Asked(at, at.astimezone(ZoneInfo(company.zone)).date(), company.currency)


def fitting(play: Play, leader: Actor) -> frozenset[int]:
    """Parties in use that belong to the circle, fit the condition, and may be seen by the leader."""
    resource = registry.of_noun(PARTY)
    leader.access.require("see", resource.governing)
    rows = resource.rows(leader.access).filter(archived_at__isnull=True, erased_at__isnull=True)
    rows = rows.filter(as_query(resource, conditions.parse(play.where), leader)).order_by()
    circle = plays.circles().get(play.circle)
    if circle is None:
        return frozenset(rows.values_list("pk", flat=True))
    if not plays.may_know(circle.reads, leader.access):
        raise Refusal(_("Whoever leads it may not know who belongs to this circle."))
    inside = set(circle.find(asked_at(leader.at), leader.access))
    return frozenset(pk for (pk,) in bulk.found(rows, "pk", inside, "pk"))


def audience(play: Play, leader: Actor) -> Audience:
    """Reads only; the number of questions grows with portions of parties."""
    all_of_them = fitting(play, leader)
    few = len(all_of_them) <= LOOKED_AT
    fit = all_of_them if few else frozenset(choose(all_of_them, LOOKED_AT, f"play {play.pk}"))
    elsewhere = fit & _in_plays()
    kind = kind_of(play.way, play.purpose)
    at_rest = _resting(fit - elsewhere, kind.name, leader)
    left = fit - elsewhere - at_rest
    may = _allowed(left, kind, leader)
    beyond = len(all_of_them) - len(fit)
    return Audience(len(all_of_them), may, len(elsewhere), len(at_rest), len(left) - len(may), beyond)


def _in_plays() -> set[int]:
    """Whoever takes part in a play, in either group, is left to it."""
    rows = PlayMember.objects.active().filter(play__status=State.RUNNING, play__archived_at__isnull=True)
    return set(rows.values_list("party_id", flat=True))


def _resting(parties: Iterable[int], kind: str, leader: Actor) -> frozenset[int]:
    """Whoever was lately asked for the same kind of thing would not be given to anybody."""
    found: set[int] = set()
    for some in portions(parties):
        addresses = {f"{PARTY}:{party}": party for party in some}
        found |= {addresses[one] for one in resting(advice.kinds()[kind], addresses, asked_at(leader.at))}
    return frozenset(found)


def _allowed(parties: Iterable[int], kind: advice.Advice, leader: Actor) -> frozenset[int]:
    found: set[int] = set()
    for some in portions(parties):
        found |= Permitting(asked_at(leader.at), frozenset(some)).allowed(kind)
    return frozenset(found)


def worth_of(parties: Iterable[int], leader: Actor) -> dict[int, int]:
    found: dict[int, int] = {}
    for some in portions(parties):
        found |= advice.worth_of(replace(asked_at(leader.at), parties=frozenset(some)))
    return found


def earlier(leader: Actor, days: int) -> Actor:
    """The same person so many days ago: whoever would have been asked for then."""
    return replace(leader, at=leader.at - timedelta(days=days))


def condition_of(text: str, by: Actor) -> str:
    """The condition that was typed, or that of the saved view that is called so, as it is now.

    Refuses what cannot be read, or what asks for something that this person may not know.
    """
    text = _condition_of_view(text.strip(), by) or text
    as_query(registry.of_noun(PARTY), conditions.parse(text), by)
    return text


def _condition_of_view(name: str, by: Actor) -> str:
    for resource in registry:
        if resource.noun == PARTY and by.staff_id:
            for view in usable(views_of(resource.slug, by.staff_id), by):
                if view.name.casefold() == name.casefold():
                    only = [f'{field} = "{value}"' for field, value in resource.only.items()]
                    return " and ".join([*only, *([f"({view.where})"] if view.where else [])])
    return ""


def portions(parties: Iterable[int]) -> Iterator[list[int]]:
    remaining = iter(sorted(parties))
    while some := list(islice(remaining, BATCH)):
        yield some
