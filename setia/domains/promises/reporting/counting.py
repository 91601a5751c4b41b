"""Promises counted by what they have in common, as far as somebody may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

from setia.domains.promises.promises.model import Direction, State
from setia.foundation.access import Actor
from setia.foundation.periods import months_later
from setia.kit.kinds import Day, Field
from setia.kit.resources import registry

ENDED = (State.KEPT, State.BROKEN)


@dataclass(frozen=True, slots=True)
class Group:
    """How the promises of one group ended; `overdue` are open ones whose day has passed."""

    by: tuple[Any, ...]
    kept: int
    broken: int
    renegotiated: int
    waived: int
    overdue: int

    @property
    def ended(self) -> int:
        return self.kept + self.broken


def counted(
    paths: Sequence[str], direction: Direction, since: date | None, until: date | None, by: Actor
) -> list[Group]:
    """Those promised from `since` until `until`; one query."""
    promises = registry["promises"]
    rows = promises.rows(by.access).filter(archived_at__isnull=True, direction=direction)
    if since:
        rows = rows.filter(made_on__gte=since)
    if until:
        rows = rows.filter(made_on__lte=until)
    found = rows.order_by().values_list(*paths).annotate(
        kept=Count("id", Q(status=State.KEPT)),
        broken=Count("id", Q(status=State.BROKEN)),
        renegotiated=Count("id", Q(status=State.RENEGOTIATED)),
        waived=Count("id", Q(status=State.WAIVED)),
        overdue=Count("id", Q(status=State.OPEN, due_on__lt=by.today)),
    )  # fmt: skip
    return [Group(tuple(row[: len(paths)]), *row[len(paths) :]) for row in found]


def a_year_ago(by: Actor) -> date:
    return months_later(by.today, -12)


def span(since_label: Any, until_label: Any) -> tuple[Field, Field]:
    """The two parameters of every report on promises."""
    return (
        Field("since", since_label, Day(), "since", default=a_year_ago),
        Field("until", until_label, Day(), "until"),
    )


def within(values: Mapping[str, Any]) -> str:
    """The condition for what was promised in these days."""
    parts = []
    if values.get("since"):
        parts.append(f"made_on >= {values['since'].isoformat()}")
    if values.get("until"):
        parts.append(f"made_on <= {values['until'].isoformat()}")
    return " and ".join(parts)


def where(*parts: str) -> str:
    return " and ".join(part for part in parts if part)
