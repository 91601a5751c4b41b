"""Three small tables outside the product, with every kind of emptiness, for tests of the compiler."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any as Anything
from typing import ClassVar

from django.apps.registry import Apps
from django.db import connection, models

from setia.foundation.conditions import OPERATORS, Filter, Nature, Scalar, any_related
from setia.foundation.errors import Refusal

rooms = Apps()


class Scratch(models.Model):
    class Meta:
        abstract = True
        apps = rooms
        app_label = "conditions_scratch"

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"


class Stage(Scratch):
    status = models.CharField(max_length=10)
    objects: ClassVar[models.Manager[Stage]] = models.Manager()


class Deal(Scratch):
    name = models.CharField(max_length=40, default="")
    folded = models.CharField(max_length=40, default="")
    nick = models.CharField(max_length=40, null=True)
    amount = models.IntegerField(null=True)
    closed = models.DateField(null=True)
    due = models.DateField(default=date.max)
    made_at = models.DateTimeField(null=True)
    owner_id = models.IntegerField(null=True)
    stage = models.ForeignKey(Stage, models.CASCADE, null=True)
    objects: ClassVar[models.Manager[Deal]] = models.Manager()


class Tag(Scratch):
    deal = models.ForeignKey(Deal, models.CASCADE, related_name="tags")
    name = models.CharField(max_length=10)
    objects: ClassVar[models.Manager[Tag]] = models.Manager()


class Kind:
    def __init__(self, nature: Nature = "plain", read: Anything = str) -> None:
        self.operators = frozenset(OPERATORS)
        self.nature: Nature = nature
        self._read = read

    def read(self, raw: Scalar, operator: str) -> Anything:
        return self._read(raw)


class Numbers(Kind):
    def __init__(self) -> None:
        super().__init__("plain", int)
        self.operators = frozenset(OPERATORS) - {"contains", "starts with"}


def people(raw: Scalar) -> Anything:
    names = {"ada": 1, "bo": 2}
    if raw == "sales":
        return frozenset(names.values())
    if raw not in names:
        raise Refusal(f"“{raw}” works nowhere here.")
    return names[str(raw)]


TEXT, NUMBER, DAY = Kind(), Numbers(), Kind("date", date.fromisoformat)
FILTERS = {
    "name": Filter("name", TEXT, nullable=False, blanks=("",), folded_path="folded"),
    "nick": Filter("nick", TEXT, blanks=("",)),
    "id": Filter("id", NUMBER, nullable=False),
    "amount": Filter("amount", NUMBER),
    "closed": Filter("closed", DAY),
    "due": Filter("due", DAY, nullable=False, blanks=(date.max,)),
    "made": Filter("made_at", Kind("moment", date.fromisoformat)),
    "owner": Filter("owner_id", Kind("person", people)),
    "double": Filter("double", NUMBER),
    "stage.status": Filter("stage__status", TEXT),
    "tag": Filter("name", TEXT, nullable=False, subquery=any_related(Tag.objects.all(), "deal")),
}


ROWS: list[dict[str, Anything]] = [
    {"name": "Société Générale", "folded": "societe generale", "amount": 500, "stage": "won", "owner_id": 1},
    {"name": "Acme", "folded": "acme", "nick": "the 100% firm", "closed": date(2017, 3, 15), "stage": "lost"},
    {"name": "", "nick": "", "amount": 0, "closed": date(2017, 2, 28), "owner_id": 2},
    {"name": "acme two", "folded": "acme two", "amount": -5, "due": date(2017, 3, 1), "owner_id": 3},
    {"made_at": datetime(2017, 3, 14, 20, 0, tzinfo=UTC), "due": date(2017, 4, 1), "stage": "won"},
    {"made_at": datetime(2017, 3, 15, 20, 0, tzinfo=UTC), "closed": date(2016, 12, 31)},
]
TAGS = ((0, "big"), (0, "old"), (1, "big"), (3, ""))


@contextmanager
def tables() -> Iterator[None]:
    """The tables and their rows, for as long as the block runs."""
    with connection.schema_editor() as editor:
        for model in (Stage, Deal, Tag):
            editor.create_model(model)
    try:
        stages = {status: Stage.objects.create(status=status) for status in ("won", "lost")}
        deals = [Deal.objects.create(**{**row, "stage": stages.get(row.get("stage", ""))}) for row in ROWS]
        for deal, name in TAGS:
            Tag.objects.create(deal=deals[deal], name=name)
        yield
    finally:
        with connection.schema_editor() as editor:
            for model in (Tag, Deal, Stage):
                editor.delete_model(model)
