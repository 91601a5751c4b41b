"""Which pipeline a new opportunity begins in."""

from __future__ import annotations

from collections.abc import Sequence

from setia.domains.sales.pipelines.model import Pipeline
from setia.foundation import bulk
from setia.foundation.staff.models import Staff
from setia.kit.changes import Change


def pipelines_of_teams(changes: Sequence[Change]) -> None:
    """That of the team of its owner; if the team has none, nothing is said, and the first one for everybody counts."""
    unsaid = [c for c in changes if c.after["pipeline_id"] is None and c.after["stage_id"] is None]
    if not unsaid:
        return
    rows = Pipeline.objects.filter(archived_at__isnull=True).order_by("id").values_list("id", "team_id")
    of_team: dict[int | None, int] = {}
    for pipeline, team in rows:
        of_team.setdefault(team, pipeline)
    owners = {change.after["owner_id"] for change in unsaid} - {None} if of_team.keys() - {None} else set()
    teams = dict(bulk.found(Staff.objects.all(), "pk", owners, "pk", "team_id"))
    for change in unsaid:
        team = teams.get(change.after["owner_id"])
        change.after["pipeline_id"] = of_team.get(team, of_team.get(None))
