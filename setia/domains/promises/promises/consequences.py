"""What is not kept becomes work: for whoever had to keep it, or who leads them, or who looks after the customer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from setia.domains.parties.parties.model import Party
from setia.domains.promises.promises.model import Direction
from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.staff.models import Staff, Team
from setia.kit.changes import Change
from setia.kit.resources import registry
from setia.kit.writing import write

NOUN = "promises.promise"


@dataclass(frozen=True, slots=True)
class People:
    """Whom a promise concerns: who has to keep it, who leads them, who promised, who looks after the party."""

    keeper: int | None
    lead: int | None
    seller: int | None
    looks_after: int | None

    @property
    def worker(self) -> int | None:
        return self.keeper or self.lead or self.looks_after

    @property
    def manager(self) -> int | None:
        """Who has to know before the customer complains."""
        return self.lead if self.lead and self.lead != self.keeper else self.looks_after


def people_of(promises: Sequence[dict[str, Any]]) -> dict[int, People]:
    """By the number of the promise; four queries for any number of them. Values by column name, with "id"."""
    keepers = {values["owner_id"] for values in promises} - {None}
    teams = dict(bulk.found(Staff.objects.all(), "pk", keepers, "pk", "team_id"))
    wanted = {values["team_id"] or teams.get(values["owner_id"]) for values in promises} - {None}
    leads = dict(bulk.found(Team.objects.all(), "pk", wanted, "pk", "lead_id"))
    owners = dict(bulk.found(Party.objects.all(), "pk", {values["party_id"] for values in promises}, "pk", "owner_id"))
    return {
        values["id"]: People(
            values["owner_id"],
            leads.get(values["team_id"] or teams.get(values["owner_id"])),
            values["promised_by_id"],
            owners.get(values["party_id"]),
        )
        for values in promises
    }


def make_good(changes: Sequence[Change], by: Actor) -> None:
    """A task for each promise that was broken, in the same act."""
    _tasks([{**change.after, "id": change.id} for change in changes], by, by.today)


def see_to_it(promises: Sequence[dict[str, Any]], by: Actor, today: date) -> None:
    """A task for each promise whose day has passed and that nobody has ended."""
    _tasks(promises, by, today, missed=True)


def _tasks(promises: Sequence[dict[str, Any]], by: Actor, today: date, *, missed: bool = False) -> None:
    if not promises:
        return
    concerned = people_of(promises)
    languages = _languages(people.worker for people in concerned.values())
    changes = []
    for values in promises:
        worker = concerned[values["id"]].worker
        with override(languages.get(worker or 0) or our_company().language):
            name = (_missed(values) if missed else _broken(values)) % {"promise": values["name"]}
        after = {
            "name": name[:200], "party_id": values["party_id"], "about": f"{NOUN}:{values['id']}", "owner_id": worker,
            "due_on": today, "priority": "high",
        }  # fmt: skip
        changes.append(Change(after))
    write(registry["tasks"], changes, by)


def _languages(people: Iterable[int | None]) -> dict[int, str]:
    return dict(bulk.found(Staff.objects.all(), "pk", set(people) - {None}, "pk", "language"))


def _missed(values: dict[str, Any]) -> str:
    if values["direction"] == Direction.THEIRS:
        return _("Ask where it stays, what they promised: %(promise)s")
    return _("Overdue promise, tell the customer before they ask: %(promise)s")


def _broken(values: dict[str, Any]) -> str:
    if values["direction"] == Direction.THEIRS:
        return _("Find another way, they did not keep their promise: %(promise)s")
    return _("Make good for the broken promise: %(promise)s")
