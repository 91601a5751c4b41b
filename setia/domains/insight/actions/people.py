"""Who can be given something to do: people who are here, with what they may, and how much more they can take on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db.models import Q

from setia.domains.insight.actions.learning import Learnt
from setia.domains.insight.actions.model import Action, State
from setia.foundation.access import Access
from setia.foundation.company import our_company
from setia.foundation.staff.models import Staff
from setia.foundation.staff.rights import accesses_of
from setia.kit import advice
from setia.kit.advice import Advice
from setia.kit.operations import find_operation
from setia.kit.resources import registry

NOUN = "insight.action"


@dataclass(slots=True)
class Person:
    """`free` is how many more actions they are given today, by the clock of where they are."""

    id: int
    team_id: int | None
    language: str
    access: Access
    today: date
    free: int
    known: dict[str, bool] = field(default_factory=dict)

    def may_do(self, kind: Advice) -> bool:
        """They see actions, may know what this one tells, and may use the verb that does it."""
        if kind.name not in self.known:
            self.known[kind.name] = self._may_do(kind)
        return self.known[kind.name]

    def _may_do(self, kind: Advice) -> bool:
        noun, verb = kind.does
        resource = registry.of_noun(noun)
        right = verb if verb == "create" else find_operation(resource, verb).right
        may = self.access.may
        return may("see", NOUN) and may(right, resource.governing) and advice.may_know(kind, self.access)

    def sees_of(self, owner: int | None, kind: Advice) -> bool:
        """Whether they would see a record of this owner, as far as their sight alone tells."""
        sight = self.access.sight(registry.of_noun(kind.noun).governing)
        return sight == "all" or (sight == "team" and owner in self.access.colleagues)


def people_at(moment: datetime) -> dict[int, Person]:
    """Everybody who may sign in; five questions, however many they are."""
    staff = list(Staff.objects.active().filter(is_active=True).order_by("pk"))
    accesses = accesses_of(staff)
    most = our_company().actions_a_day
    today = {one.pk: moment.astimezone(ZoneInfo(one.zone)).date() for one in staff}
    taken = _taken(today)
    return {
        one.pk: Person(
            one.pk, one.team_id, one.language, accesses[one.pk], today[one.pk], max(0, most - taken.get(one.pk, 0))
        )
        for one in staff
    }


def _taken(today: Mapping[int, date]) -> dict[int, int]:
    """What lies on their desks, and what they were given today and have done with already."""
    if not today:
        return {}
    rows = Action.objects.active().filter(Q(status=State.OPEN) | Q(given_on__gte=min(today.values())))
    found: dict[int, int] = {}
    for owner, status, given, later in rows.values_list("owner_id", "status", "given_on", "later_on"):
        if owner not in today:
            continue
        waits = status == State.OPEN and (later is None or later <= today[owner])
        if waits or (given == today[owner] and status != State.GONE):
            found[owner] = found.get(owner, 0) + 1
    return found


def most_fitting(
    some: Iterable[Person], kind: Advice, former: int | None, language: str, learnt: Learnt
) -> Person | None:
    """For what belongs to nobody who is here: a colleague of whoever it belonged to, or whoever sees everything.

    Who has had most success with such things comes first, then who speaks the customer's language, then who has most
    time.
    """
    able = [one for one in some if one.free and one.may_do(kind) and one.sees_of(former, kind)]
    if not able:
        return None
    return min(able, key=lambda one: (
        one.access.sight(kind.noun) != "team", -round(learnt.chance(kind.name, one.id), 6), one.language != language,
        -one.free, one.id,
    ))  # fmt: skip
