"""The blocks of a record's page, and how they are arranged for the people who hold a role.

An arrangement is a list of the names of blocks in their order; a name with "-" before it is not shown. A block that
it does not name, because it came with a later version or a new field, stands after the others: nothing that is new is
hidden by what was arranged before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, TypeVar

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from setia.foundation import prepared
from setia.foundation.access import Actor
from setia.foundation.records import Record
from setia.kit import slots
from setia.kit.layout import Figure, Group, Panel
from setia.kit.resources import Resource, Words

Zone = Literal["head", "start", "end"]
ZONES: tuple[Zone, ...] = ("head", "start", "end")
Thing = TypeVar("Thing")


class PageLayout(Record):
    """How the pages of one kind of records are arranged, for a role or for everybody.

    Of several that are meant for somebody the one with the lowest `precedence` counts, then the oldest; one of a role
    goes before one for everybody.
    """

    name = models.CharField(_("Name"), max_length=200, blank=True)
    resource = models.CharField(_("Kind of record"), max_length=60)
    role = models.ForeignKey(
        "staff.Role", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("For the role")
    )
    precedence = models.PositiveSmallIntegerField(_("Precedence"), default=100)
    blocks = models.JSONField(_("Blocks"), default=list, blank=True)

    class Meta:
        app_label = "kit"
        verbose_name = _("Page layout")
        verbose_name_plural = _("Page layouts")
        indexes: ClassVar = [models.Index(fields=["resource"], name="layout_of_resource")]

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a record's page: a figure at its head, a group of fields, or a panel."""

    name: str
    label: Words
    zone: Zone


def figure_name(figure: Figure) -> str:
    return f"figure:{figure.resource}.{figure.field}:{figure.where}"


def group_name(group: Group) -> str:
    return f"group:{group.fields[0]}"


def panel_name(panel: Panel) -> str:
    return f"panel:{panel.resource}.{panel.field}"


def blocks_of(resource: Resource) -> list[Block]:
    """All blocks in the order in which they stand when nobody has arranged them."""
    return [
        *(Block(figure_name(figure), figure.label, "head") for figure in slots.figures_of(resource)),
        *(Block(group_name(group), group.label, "start") for group in resource.groups),
        *(Block(panel_name(panel), panel.label, "end") for panel in slots.panels_of(resource)),
    ]


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Names of blocks in order, those that are left out with "-" before them."""

    blocks: Sequence[str] = ()

    def shows(self, name: str) -> bool:
        return f"-{name}" not in self.blocks

    def of(self, things: Iterable[Thing], name: Callable[[Thing], str]) -> list[Thing]:
        """The things that are shown, in order; those it does not know of at the end, as they came."""
        places = {block.removeprefix("-"): at for at, block in enumerate(self.blocks)}
        shown = [thing for thing in things if self.shows(name(thing))]
        return sorted(shown, key=lambda thing: places.get(name(thing), len(places)))


def arrangement_for(resource: Resource, by: Actor) -> Arrangement:
    """How this person has the pages of the noun. Everybody may read how their own pages are arranged."""
    found = prepared.rows(("layout for",), _layouts_for, resource.slug, by.staff_id or 0)
    return Arrangement(found[0][0]) if found else Arrangement()


def _layouts_for(slug: str, staff_id: int) -> QuerySet[PageLayout, tuple[list[str]]]:
    held = Q(role__holders=staff_id, role__archived_at__isnull=True)
    rows = PageLayout.objects.filter(held | Q(role__isnull=True), resource=slug, archived_at__isnull=True)
    everybody = models.Case(models.When(role__isnull=True, then=1), default=0)
    return rows.order_by(everybody, "precedence", "id").values_list("blocks")[:1]
