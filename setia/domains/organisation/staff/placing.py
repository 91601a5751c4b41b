"""Putting people into the team of a manager who is only known by name, as files of staff have it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.search import fold
from setia.foundation.staff.models import Staff, Team
from setia.kit.changes import Change
from setia.kit.kinds import Field, Text
from setia.kit.resources import registry
from setia.kit.writing import change_of, changes_of, write


def fill_placed(rows: list[dict[str, Any]]) -> None:
    """The manager and the office of each person are those of the team."""
    found = bulk.found(Staff.objects.all(), "pk", [row["id"] for row in rows], "pk", "team__lead__name", "team__office")
    placed = {id_: (lead, office) for id_, lead, office in found}
    for row in rows:
        row["manager"], row["office"] = placed.get(row["id"], ("", ""))


MANAGER = Field(
    "manager", _("Manager"), Text(120), "manager", filterable=False, compute=fill_placed,
    help=_("Leads the team. In a file: whoever is not known yet becomes a member of staff with a team."),
    aliases=("supervisor", "reports to", "responsable", "supérieur", "atasan", "manajer"),
)  # fmt: skip
OFFICE = Field(
    "office", _("Office"), Text(120), "office", filterable=False, compute=fill_placed,
    help=_("Where the team sits."), aliases=("regional_office", "region", "bureau", "kantor", "cabang"),
)  # fmt: skip


def settle_places(changes: Sequence[Change]) -> None:
    """Who is placed where they are already needs nothing."""
    placed = [change for change in changes if change.extra.get("manager")]
    teams = _teams_by_lead() if placed else {}
    for change in changes:
        office = change.extra.get("office") or ""
        team = teams.get(fold(change.extra.get("manager") or ""))
        if team and office in ("", team.office):
            change.after["team_id"] = team.pk
            change.extra.pop("manager")
        if not change.extra.get("manager"):
            change.extra.pop("manager", None)
            change.extra.pop("office", None)


def write_places(changes: Sequence[Change], by: Actor) -> None:
    """Make the managers and teams that are missing, and put the people into them."""
    placed = [change for change in changes if change.extra.get("manager")]
    if not placed:
        return
    offices: dict[str, str] = {}
    for change in placed:
        name = " ".join(change.extra["manager"].split())
        offices[name] = change.extra.get("office") or offices.get(name, "")
    managers = _managers(list(offices), by)
    teams = _teams(offices, managers, by)
    moved = []
    for change in placed:
        team = teams[fold(change.extra["manager"])]
        if change.is_new:
            # The row is as new as its first entry in the ledger: it is completed, not changed.
            change.after["team_id"] = team
            moved.append((team, change.id))
    bulk.update(Staff, ["team"], moved)
    _move([(c.id, teams[fold(c.extra["manager"])]) for c in placed if not c.is_new], by)


def _teams_by_lead() -> dict[str, Team]:
    teams = Team.objects.active().filter(lead__isnull=False).select_related("lead").order_by("-id")
    return {fold(team.lead.name): team for team in teams}


def _managers(names: list[str], by: Actor) -> dict[str, int]:
    """Staff by folded name; those who are missing are made."""
    known = {fold(name): id_ for id_, name in Staff.objects.active().order_by("-id").values_list("id", "name")}
    new = [Change(after={"name": name}) for name in names if fold(name) not in known]
    write(registry["staff"], new, by)
    return known | {fold(change.after["name"]): change.id for change in new}


def _teams(offices: dict[str, str], managers: dict[str, int], by: Actor) -> dict[str, int]:
    """The team of each manager, by folded name, with its office."""
    known = _teams_by_lead()
    changes = []
    for name, office in offices.items():
        team = known.get(fold(name))
        change = change_of(team) if team else Change(after={"name": f"{name}'s team", "lead_id": managers[fold(name)]})
        change.after["office"] = office or change.after.get("office", "")
        changes.append((fold(name), change))
    write(registry["teams"], [change for _name, change in changes], by)
    leads = [(change.after["lead_id"], change.id) for _name, change in changes if change.is_new]
    _move(leads, by, only_without_team=True)
    return {name: change.id for name, change in changes}


def _move(places: list[tuple[int, int]], by: Actor, *, only_without_team: bool = False) -> None:
    teams = dict(places)
    changes = changes_of(registry["staff"], teams)
    for change in changes:
        if not (only_without_team and change.after["team_id"]):
            change.after["team_id"] = teams[change.id]
    write(registry["staff"], [change for change in changes if change.dirty()], by)
