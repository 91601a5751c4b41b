"""Views people keep: columns, condition, order and layout of a list, for themselves or for everybody."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from setia.foundation import prepared
from setia.foundation.access import Access, Actor
from setia.foundation.conditions import EVERYTHING, parse, tests_of
from setia.foundation.errors import Forbidden, Invalid, Refusal
from setia.foundation.records import Record
from setia.kit.filters import as_query, find_field
from setia.kit.lists import Listing
from setia.kit.resources import registry


class SavedView(Record):
    resource = models.CharField(_("List"), max_length=60)
    name = models.CharField(_("Name"), max_length=80)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("Kept by"))
    is_shared = models.BooleanField(_("Shown to everybody"), default=False)
    layout = models.CharField(_("Layout"), max_length=10, default="table")
    columns = models.JSONField(_("Columns"), default=list, blank=True)
    where = models.CharField(_("Condition"), max_length=4000, blank=True, default="")
    sort = models.CharField(_("Order"), max_length=80, blank=True, default="")

    owner_path = "owner"

    class Meta:
        app_label = "kit"
        verbose_name = _("Saved view")
        verbose_name_plural = _("Saved views")
        indexes: ClassVar = [models.Index(fields=["resource", "is_shared", "name"], name="view_of_resource")]

    def __str__(self) -> str:
        return self.name


def views_of(resource: str, staff_id: int | None) -> QuerySet[SavedView]:
    """One's own views of a list and those that are shared, by name."""
    mine = Q(owner=staff_id) | Q(is_shared=True)
    found: QuerySet[SavedView] = SavedView.objects.active().filter(mine, resource=resource).order_by("name", "id")
    return found


def shown_views(resource: str, staff_id: int) -> list[SavedView]:
    """The same, for the page of every list: in prepared SQL."""
    return prepared.records("views", views_of, resource, staff_id)


def usable(views: Iterable[SavedView], by: Actor) -> list[SavedView]:
    """The views whose condition and order ask only about fields that this person may know.

    The others would tell them what somebody else looks for in fields that are hidden from them. One's own
    tell nothing new.
    """
    return [view for view in views if view.owner_id == by.staff_id or _is_usable(view, by.access)]


def _is_usable(view: SavedView, access: Access) -> bool:
    if view.resource not in registry:
        return False
    resource = registry[view.resource]
    if not access.may("see", resource.governing):
        return False
    try:
        asked = {test.field for test in tests_of(parse(view.where))}
    except Refusal:
        return True  # the list says what cannot be read
    known = all(find_field(resource, name, access) for name in asked)
    return known and not resource.hides(view.sort.removeprefix("-"), access)


def keep(
    resource: str,
    by: Actor,
    *,
    name: str,
    view: SavedView | None = None,
    is_shared: bool = False,
    layout: str = "table",
    columns: list[str] | None = None,
    where: str = "",
    sort: str = "",
) -> SavedView:
    """Save a new view, or change `view`. The condition and columns must be such as the list accepts."""
    name = name.strip()
    if not name or len(name) > 80 or not name.isprintable():
        raise Invalid({"name": [gettext("Give the view a name of up to 80 characters.")]})
    condition = parse(where) if where else EVERYTHING
    as_query(registry[resource], condition, by)
    Listing(registry[resource], by, columns=columns or (), where=condition, sort=sort)
    if by.staff_id is None:
        raise Forbidden()
    view = view or SavedView(resource=resource, owner_id=by.staff_id, created_at=by.at, version=0)
    view.name, view.is_shared, view.layout = name, is_shared, layout
    view.columns, view.where, view.sort = columns or [], where, sort
    view.updated_at, view.version = by.at, view.version + 1
    view.save()
    return view


def remove(view: SavedView, by: Actor) -> None:
    """Put a view away."""
    view.archived_at = by.at
    view.version += 1
    view.save(update_fields=["archived_at", "version"])
