"""Figures of many records are kept as they were found, with the moment: whoever looks next is answered at once.

What is kept stands under the question as it was put to the database: the statement with its values, in which the
rights of the reader, their "me" and their today have become conditions. Who would put the same question may have the
same answer, and nobody else. Only questions of people who may see all records of the noun are kept, and only about many
records: of few, the database is asked each time.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DatabaseError, models, transaction

from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.own_values import is_of_today
from setia.kit.kinds import Choice, Flag, Reference
from setia.kit.measures.declaring import Kept, Measure
from setia.kit.measures.reading import Axis, Key, Question, Sums
from setia.kit.resources import Resource

MANY = 5_000
"""Records of a noun from which on its figures are kept: of fewer, a dashboard is found in about a tenth of a second."""

LARGE = 20_000
"""Records of a noun from which on a page does not wait for a figure that is not kept yet: a worker counts it. Of fewer,
the ten figures of a dashboard are counted in about the time in which a page is to be there."""

LARGEST = 400_000
"""Letters: what is longer is not kept."""

ASKED = ("count", "known", "total", "least", "most", "part")
Cells = dict[Key, Sums]


class KeptFigure(models.Model):
    """`question` is a digest of what was asked of the database. `staff` asked last: it is asked again as them.

    Without anything in `found`, a worker was to count it and could not keep it: whoever asks, waits.
    """

    id = models.BigAutoField(primary_key=True)
    question = models.CharField(max_length=64, unique=True)
    measure = models.JSONField()
    staff = models.BigIntegerField(null=True)
    found = models.TextField()
    made_at = models.DateTimeField()
    seconds = models.FloatField()
    asked_on = models.DateField(db_index=True)

    class Meta:
        app_label = "kit"

    def __str__(self) -> str:
        return f"{self.measure.get('resource')} {self.made_at:%Y-%m-%d %H:%M}"


@dataclass
class Found:
    """What a figure is made of: the cells that are told apart, everything as a whole, and the same of the time before.

    `left` says for each group whether there are others that are not told apart.
    """

    told: Cells
    whole: Cells
    left: tuple[bool, ...]
    before: Cells
    all_before: Cells


def question_of(asked: Measure, questions: Sequence[Question], axes: Sequence[Axis], by: Actor) -> str:
    """A digest of all that the answer depends on; "" where it is not to be kept."""
    resource = questions[0].listing.resource
    if not may_be_kept(resource, by) or any(axis.seen or _tells_of_somebody(axis) for axis in axes):
        return ""
    first = questions[0]
    told: list[Any] = [
        resource.slug, asked.aggregate, first.field.path if first.field else "", first.currency, asked.most, asked.unit,
        asked.compare, [(axis.name, axis.path) for axis in axes], first.day.path if first.day else "",
        by.zone if first.day and first.day.kind.nature == "moment" else "", our_company().currency,
    ]  # fmt: skip
    try:
        for question in questions:
            rows = question.listing.records.order_by().values("pk")
            told += [[(span.start, span.end) for span in question.spans], rows.query.sql_with_params()]
            told.append(rows.filter(question.part).query.sql_with_params() if question.part else "")
    except EmptyResultSet:
        return ""
    if is_of_today(repr(told)):
        told.append(replace(by, zone=our_company().zone).today)
    return sha256(repr(told).encode()).hexdigest()


def may_be_kept(resource: Resource, by: Actor) -> bool:
    """Whether figures of these records are kept for this person: of many, of which they may see every one."""
    if not by.access.may("see", resource.governing) or by.access.narrows(resource.model):
        return False
    return newest_of(resource) >= MANY


def newest_of(resource: Resource) -> int:
    """The number of the newest record: how many there are, without counting them."""
    newest = resource.model._base_manager.order_by("-pk").values_list("pk", flat=True)[:1]
    return next(iter(newest), 0)


def _tells_of_somebody(axis: Axis) -> bool:
    """Words of a person are not copied anywhere: they would have to be erased there as well."""
    return bool(axis.field.personal) and not isinstance(axis.field.kind, (Choice, Flag, Reference))


def looked_up(question: str) -> KeptFigure | None:
    return KeptFigure.objects.filter(question=question).first()


def kept(row: KeptFigure | None, by: Actor) -> tuple[Found, Kept] | None:
    """What was found, unless it was counted in vain."""
    if row is None or not row.found:
        return None
    if row.asked_on < by.today:
        with suppress(DatabaseError):
            KeptFigure.objects.filter(pk=row.pk).update(asked_on=by.today, staff=by.staff_id)
    return read(row.found), Kept(row.pk, row.made_at, row.seconds)


def keep(question: str, asked: Measure, found: Found, by: Actor, seconds: float, on: date) -> None:
    """Remember it in the place of what was kept under the same question. Without a place to write, nothing is lost."""
    text = written(found)
    if text is None or len(text) > LARGEST:
        return
    values = {"measure": asdict(asked), "staff": by.staff_id, "found": text, "made_at": by.at, "seconds": seconds,
              "asked_on": on}  # fmt: skip
    with suppress(DatabaseError), transaction.atomic():
        KeptFigure.objects.update_or_create(question=question, defaults=values)


def note_in_vain(question: str, asked: Measure, by: Actor | None, at: datetime) -> None:
    """That it was to be counted for later, and nothing that can be kept came of it."""
    values = {"measure": asdict(asked), "staff": by.staff_id if by else None, "found": "", "made_at": at,
              "seconds": 0, "asked_on": at.date()}  # fmt: skip
    KeptFigure.objects.get_or_create(question=question, defaults=values)


# As text --------------------------------------------------------------------------------------------------


class _Unwritten(Exception):
    """Of a value that no text was agreed on for."""


def written(found: Found) -> str | None:
    """None where it holds something that cannot be read back as it was."""
    try:
        return json.dumps({
            "told": _cells(found.told), "whole": _cells(found.whole), "left": found.left,
            "before": _cells(found.before), "all_before": _cells(found.all_before),
        })  # fmt: skip
    except _Unwritten:
        return None


def read(text: str) -> Found:
    told: Mapping[str, Any] = json.loads(text)
    return Found(
        _read(told["told"]), _read(told["whole"]), tuple(told["left"]), _read(told["before"]), _read(told["all_before"])
    )


def _cells(cells: Cells) -> list[Any]:
    return [
        [[_plain(value) for value in groups], span, coin, [_plain(getattr(sums, name)) for name in ASKED]]
        for (groups, span, coin), sums in cells.items()
    ]


def _read(cells: list[Any]) -> Cells:
    return {(tuple(map(_value, groups)), span, coin): Sums(*map(_value, sums)) for groups, span, coin, sums in cells}


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, Decimal):
        return {"number": str(value)}
    if isinstance(value, date) and not isinstance(value, datetime):
        return {"day": value.isoformat()}
    raise _Unwritten


def _value(told: Any) -> Any:
    if not isinstance(told, dict):
        return told
    return Decimal(told["number"]) if "number" in told else date.fromisoformat(told["day"])
