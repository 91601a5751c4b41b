"""How full personal fields are, and how they were used: counted in portions by night, and kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import CharField, Count, Max, Min, Q, Sum, TextField
from django.utils import timezone

from setia.domains.privacy.fields.keeping import keep_up
from setia.domains.privacy.fields.model import PersonalField
from setia.domains.privacy.fields.proposing import propose
from setia.domains.privacy.rules.rules import our_rules
from setia.foundation.access import Actor
from setia.foundation.periods import months_later
from setia.kit.kinds import Field
from setia.kit.resources import Resource, registry
from setia.kit.uses import Use
from setia.kit.verbs import is_column

PORTION = 50_000
BREATH = 0.02
Tell = Callable[[int, int, str], None]


@dataclass
class Used:
    """How often a field was used in the months looked at, by way, and when last."""

    counts: dict[str, int] = field(default_factory=dict)
    people: int = 0
    last: date | None = None


def count_all(by: Actor, tell: Tell) -> int:
    """Count every personal field anew and say what is proposed; how many fields there are."""
    keep_up(by)
    rows = list(PersonalField.objects.active().order_by("noun", "pk"))
    nouns = list(dict.fromkeys(row.noun for row in rows))
    for done, noun in enumerate(nouns):
        tell(done, len(nouns), noun)
        some = [row for row in rows if row.noun == noun]
        _count_noun(registry.of_noun(noun), some)
    used = uses_since(months_later(by.today, -our_rules().unused_months))
    for row in rows:
        _keep_uses(row, used.get((row.noun, row.field), Used()))
    propose(rows, by)
    names = [f.attname for f in PersonalField._meta.concrete_fields if f.attname in KEPT]
    PersonalField.objects.bulk_update(rows, names)
    tell(len(nouns), len(nouns), "")
    return len(rows)


KEPT = frozenset({
    "counted_at", "number", "filled", "share", "shown", "asked", "exported", "api", "imported", "people", "used_on",
    "proposal", "reasons",
})  # fmt: skip
"""What is counted: no facts about it in the ledger, it is worked out again every night."""


def holds(resource: Resource, declared: Field) -> Q | None:
    """The condition that a field of a record holds something; None for what is kept elsewhere."""
    if not is_column(declared) and not declared.path.startswith("custom__"):
        return None
    column = next((c for c in resource.model._meta.concrete_fields if c.attname == declared.path), None)
    condition = Q(**{f"{declared.path}__isnull": False})
    is_text = isinstance(column, (CharField, TextField)) if column else declared.kind.json_type is str
    return condition & ~Q(**{declared.path: ""}) if is_text else condition


def _count_noun(resource: Resource, rows: Sequence[PersonalField]) -> None:
    """One pass over the table for all its fields, in portions that hold nobody up."""
    conditions = {row.pk: holds(resource, resource.fields[row.field]) for row in rows if row.field in resource.fields}
    asked = {f"f{pk}": Count("pk", filter=q) for pk, q in conditions.items() if q is not None}
    sums: dict[str, int] = dict.fromkeys([*asked, "all"], 0)
    table = resource.model._default_manager.all()
    edges = table.aggregate(first=Min("pk"), last=Max("pk"))
    start = edges["first"] or 0
    while edges["last"] is not None and start <= edges["last"]:
        some = table.filter(pk__gte=start, pk__lt=start + PORTION, archived_at__isnull=True)
        for name, number in some.aggregate(all=Count("pk"), **asked).items():
            sums[name] += number
        start += PORTION
        time.sleep(BREATH)
    for row in rows:
        row.number, row.counted_at = sums["all"], timezone.now()
        row.filled = sums.get(f"f{row.pk}", 0)
        row.share = Decimal(100 * row.filled / row.number).quantize(Decimal("0.1")) if row.number else Decimal(0)


def uses_since(day: date) -> dict[tuple[str, str], Used]:
    found: dict[tuple[str, str], Used] = {}
    rows: Any = (
        Use.objects.filter(day__gte=day)
        .values("noun", "field", "way")
        .annotate(times=Sum("count"), most=Max("people"), last=Max("day"))
    )
    for row in rows:
        used = found.setdefault((row["noun"], row["field"]), Used())
        used.counts[row["way"]] = row["times"]
        if row["way"] != "imported":
            used.people = max(used.people, row["most"])
            used.last = max(filter(None, (used.last, row["last"])))
    return found


def _keep_uses(row: PersonalField, used: Used) -> None:
    for way in ("shown", "asked", "exported", "api", "imported"):
        setattr(row, way, used.counts.get(way, 0))
    row.people, row.used_on = used.people, used.last or row.used_on
