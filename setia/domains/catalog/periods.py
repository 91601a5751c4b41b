"""Periods in which prices, costs and offers of vendors hold: from a day, until a day, or open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from setia.foundation import bulk
from setia.kit.changes import Change

Span = tuple[date | None, date | None]
SUCCEEDS = "succeeds"
"""Under this name a change keeps the records that end because it begins."""


def holds(span: Span, day: date) -> bool:
    """Both ends belong to the period."""
    return (span[0] is None or span[0] <= day) and (span[1] is None or span[1] >= day)


def holding(day: date, before: str = "") -> Q:
    """The same of rows."""
    begun = Q(**{f"{before}starts_on__isnull": True}) | Q(**{f"{before}starts_on__lte": day})
    not_over = Q(**{f"{before}ends_on__isnull": True}) | Q(**{f"{before}ends_on__gte": day})
    return begun & not_over


def overlap(one: Span, other: Span) -> bool:
    starts_before_end = one[0] is None or other[1] is None or one[0] <= other[1]
    return starts_before_end and (other[0] is None or one[1] is None or other[0] <= one[1])


def succeeds(new: Span, old: Span) -> bool:
    """Whether a period follows one that nobody has ended: it then ends the day before."""
    return new[0] is not None and old[1] is None and (old[0] is None or old[0] < new[0])


def refuse_backwards(changes: Sequence[Change], start: str = "starts_on", end: str = "ends_on") -> None:
    for change in changes:
        starts, ends = change.after[start], change.after[end]
        if starts and ends and ends < starts:
            change.refuse(end, _("It cannot end before it begins."))


def settle_periods(changes: Sequence[Change], rows: QuerySet[Any], keys: Sequence[str], words: str) -> None:
    """Only one record of the same `keys` holds on a day. A new one that begins later ends the one that was open.

    The rows are read by the first of the keys. What a change ends is kept in its `extra`, for `end_predecessors`.
    """
    refuse_backwards(changes)
    current = [change for change in changes if change.after["archived_at"] is None]
    ours = {change.id for change in changes if change.id}
    known: dict[tuple[Any, ...], list[tuple[int, Span]]] = defaultdict(list)
    firsts = {change.after[keys[0]] for change in current} - {None}
    kept = rows.filter(archived_at__isnull=True)
    for id_, starts, ends, *key in bulk.found(kept, keys[0], firsts, "id", "starts_on", "ends_on", *keys):
        if id_ not in ours:
            known[tuple(key)].append((id_, (starts, ends)))
    for change in current:
        others, span = known[tuple(change.after[name] for name in keys)], _span(change)
        clashing = [(id_, other) for id_, other in others if overlap(span, other)]
        ended = [id_ for id_, other in clashing if id_ and change.is_new and succeeds(span, other)]
        if len(ended) < len(clashing):
            change.refuse("starts_on", words)
        elif ended:
            change.extra[SUCCEEDS] = ended
        others.append((0, span))


def _span(change: Change) -> Span:
    return change.after["starts_on"], change.after["ends_on"]


def ends_of_predecessors(changes: Sequence[Change]) -> dict[int, date]:
    """The records that end because these begin, and their last days."""
    return {id_: c.after["starts_on"] - timedelta(days=1) for c in changes for id_ in c.extra.get(SUCCEEDS, ())}
