"""What a list is asked for: condition, search, order, columns and place, from its address and back."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from setia.faces.web.addresses import reverse
from setia.foundation import conditions
from setia.foundation.access import Actor
from setia.foundation.errors import Malformed, NotFound
from setia.kit.lists import Listing
from setia.kit.resources import Resource, registry
from setia.kit.saved_views import SavedView, usable, views_of

KNOWN = {"where", "q", "sort", "columns", "cursor", "view", "archived", "at", "field", "operator", "value", "until"}
SIZE = 50


@dataclass(frozen=True)
class ListQuery:
    """The state of one list page. Every link on the page is this with something replaced."""

    resource: Resource
    where: str = ""
    text: str = ""
    sort: str = ""
    columns: tuple[str, ...] = ()
    cursor: str = ""
    view: str = ""
    archived: bool = False
    route: str = "list"
    saved: SavedView | None = field(default=None, compare=False)

    def with_(self, **changes: Any) -> ListQuery:
        """The same list with something else; the first page unless a cursor is given."""
        return replace(self, **{"cursor": "", **changes})

    def parameters(self) -> dict[str, str]:
        """What differs from the saved view, as address parameters."""
        kept = self.saved
        found = {
            "view": self.view,
            "where": self.where if self.where != (kept.where if kept else "") else "",
            "sort": self.sort if self.sort != (kept.sort if kept else "") else "",
            "columns": ",".join(self.columns) if list(self.columns) != (kept.columns if kept else []) else "",
            "q": self.text,
            "archived": "1" if self.archived else "",
            "cursor": self.cursor,
        }
        if kept and kept.where and not self.where:
            found["where"] = "*"
        return {name: value for name, value in found.items() if value}

    @property
    def query_string(self) -> str:
        return urlencode(self.parameters())

    @property
    def url(self) -> str:
        address = reverse(self.route, args=[self.resource.slug])
        return f"{address}?{self.query_string}" if self.parameters() else address

    def at(self, route: str, **more: str) -> str:
        """The address of another route about this list."""
        parameters = {**self.with_().parameters(), **more}
        address = reverse(route, args=[self.resource.slug])
        return f"{address}?{urlencode(parameters)}" if parameters else address

    @property
    def differs(self) -> bool:
        """Whether something was changed that a saved view would keep."""
        kept = self.saved
        now = (self.where, self.sort, list(self.columns))
        return now != ((kept.where, kept.sort, kept.columns) if kept else ("", "", []))

    @property
    def condition(self) -> conditions.Condition:
        return conditions.parse(self.where) if self.where else conditions.EVERYTHING

    def listing(self, by: Actor, columns: tuple[str, ...] | None = None) -> Listing:
        return Listing(
            self.resource, by, columns=self.columns if columns is None else columns, where=self.condition,
            text=self.text, sort=self.sort, archived=self.archived,
        )  # fmt: skip


def find_resource(slug: str, by: Actor) -> Resource:
    if slug not in registry:
        raise NotFound()
    resource = registry[slug]
    by.access.require("see", resource.governing)
    return resource


def query_of(request: HttpRequest, slug: str, by: Actor, route: str = "list") -> ListQuery:
    """Read a list's address; unknown parameters are refused, not ignored."""
    resource = find_resource(slug, by)
    given = request.GET
    for name in given:
        if name not in KNOWN:
            raise Malformed(f"“{name[:40]}” is no parameter of a list.", field=name[:40])
        if "\x00" in "".join(given.getlist(name)):
            raise Malformed(f"{name} holds a character that cannot be kept.", field=name)
    saved = _saved(given.get("view", ""), resource, by)
    where = given.get("where", saved.where if saved else "")
    columns = tuple(name for part in given.getlist("columns") for name in part.split(",") if name)
    readable = resource.readable(by.access)
    kept = tuple(name for name in (saved.columns if saved else ()) if name in readable)
    return ListQuery(
        resource=resource,
        where="" if where == "*" else where,
        text=given.get("q", "")[:200],
        sort=given.get("sort", saved.sort if saved else ""),
        columns=tuple(dict.fromkeys(columns)) or kept,
        cursor=given.get("cursor", ""),
        view=str(saved.pk) if saved else "",
        archived=given.get("archived", "") in ("1", "yes", "true"),
        route=route,
        saved=saved,
    )


def _saved(view: str, resource: Resource, by: Actor) -> SavedView | None:
    if not view:
        return None
    if not (view.isascii() and view.isdigit() and len(view) < 18):
        raise NotFound()
    found = next(iter(usable(views_of(resource.slug, by.staff_id).filter(pk=view), by)), None)
    if found is None:
        raise NotFound()
    return found
