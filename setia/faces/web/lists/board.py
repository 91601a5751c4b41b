"""The board: cards in lanes, with the sum of every lane."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from setia.faces.web.addresses import reverse
from setia.faces.web.inputs import version_of
from setia.faces.web.lists import bar
from setia.faces.web.lists.query import ListQuery, query_of
from setia.faces.web.lists.table import count_words
from setia.faces.web.lists.views import tabs
from setia.faces.web.shell import page, reader, staff_page
from setia.faces.web.showing import Shown, text_of
from setia.faces.web.telling import undo_url
from setia.foundation import conditions
from setia.foundation.access import Actor
from setia.foundation.errors import Malformed, NotFound, Refusal
from setia.kit.kinds import Choice, Field, Reference
from setia.kit.lanes import lane_of
from setia.kit.lists import Listing
from setia.kit.operations import find_operation, perform
from setia.kit.resources import Board, Resource, registry
from setia.kit.seeing import name_of

CARDS = 12
"""More than a lane shows on most screens; the next ones come when its end is scrolled into sight."""


@staff_page
def show(request: HttpRequest, slug: str, by: Actor) -> HttpResponse:
    query = query_of(request, slug, by, "board")
    declared = _board_of(query.resource)
    if request.GET.get("field"):
        query = bar.changed(request, query, by)
    context: dict[str, Any] = {
        "query": query,
        "table_query": query.with_(route="list"),
        "resource": query.resource,
        "lanes": lanes(query, declared, by),
        "filter": bar.of(query, by),
        "tabs": tabs(query, by),
        "may_create": query.resource.creatable and by.access.may("create", query.resource.governing),
    }
    part = request.headers.get("HX-Request") and request.headers.get("HX-Target") == "list"
    response = page(request, "lists/_board.html" if part else "lists/board.html", by, **context)
    if request.GET.get("field"):
        response["HX-Push-Url"] = query.url
    return response


@staff_page
def lane(request: HttpRequest, slug: str, lane: str, by: Actor) -> HttpResponse:
    """GET: further cards of a lane. POST: move a card into it."""
    query = query_of(request, slug, by, "board")
    declared = _board_of(query.resource)
    if request.method == "POST":
        return _move(request, query, declared, lane, by)
    names = [name for name in lane_names(query, declared, by) if name[0] == lane]
    if not names:
        raise NotFound()
    (found,) = _cards(query, declared, names, [_lane_listing(query, declared, by, lane)], by)
    return page(request, "lists/_cards.html", by, **found)


def _board_of(resource: Resource) -> Board:
    if resource.board is None:
        raise NotFound(_("%(noun)s have no board.") % {"noun": resource.plural})
    return resource.board


def _move(request: HttpRequest, query: ListQuery, declared: Board, lane: str, by: Actor) -> HttpResponse:
    record, known = request.POST.get("record", ""), version_of(request.POST)
    if not (record.isascii() and record.isdigit() and len(record) < 18):
        raise Malformed(_("Which card should move?"), field="record")
    moved = find_operation(query.resource, declared.verb)
    values = {declared.lane: lane}
    try:
        outcome = perform(moved, [int(record)], values, by, resource=query.resource, version=known)
    except Refusal as refusal:
        return _refused(refusal)
    listing = _listing(query, declared, by)
    card = Cards(query, declared, listing, by).of(listing.read([int(record)])[0])
    context = {"card": card, "lanes": lanes(query, declared, by, cards=False)}
    response = page(request, "lists/_moved.html", by, **context)
    name = next((entry["label"] for entry in context["lanes"] if entry["id"] == lane), lane)
    words = _("“%(card)s” moved to %(lane)s.") % {"card": context["card"]["title"], "lane": name}
    response["HX-Trigger"] = _toast(words, "ok", undo_url(outcome.act))
    return response


def _refused(refusal: Refusal) -> HttpResponse:
    response = HttpResponse(status=refusal.status)
    response["HX-Trigger"] = _toast(refusal.message, "bad", "")
    response["HX-Reswap"] = "none"
    return response


def _toast(text: str, tone: str, undo: str) -> str:
    return json.dumps({"toast": {"text": text, "tone": tone, "undo": undo}})


def _listing(query: ListQuery, declared: Board, by: Actor, where: conditions.Condition | None = None) -> Listing:
    readable = query.resource.readable(by.access)
    wanted = [
        n for n in (*declared.card, declared.total, declared.badge, "owner", declared.lane) if n and n in readable
    ]
    return Listing(
        query.resource, by, columns=tuple(dict.fromkeys(wanted)), where=where or query.condition,
        text=query.text, sort=query.sort, archived=query.archived,
    )  # fmt: skip


def lane_names(query: ListQuery, declared: Board, by: Actor) -> list[tuple[str, str]]:
    """The lanes in their order: the choices of a field, or the records it may refer to."""
    kind = query.resource.field(declared.lane).kind
    if isinstance(kind, Choice):
        return kind.choices
    if isinstance(kind, Reference):
        other = registry.of_noun(kind.noun)
        order = ("pipeline_id", "position", "id") if "position" in other.fields else ("id",)
        rows = other.rows(by.access).filter(archived_at__isnull=True).order_by(*order)
        return [(str(pk), str(title)) for pk, title in rows.values_list("pk", other.title)]
    raise Malformed(_("A board needs lanes."))


def lanes(query: ListQuery, declared: Board, by: Actor, *, cards: bool = True) -> list[dict[str, Any]]:
    """Every lane with its count, its sums (one per currency) and its first cards."""
    read = reader(by)
    total = declared.total if declared.total in query.resource.readable(by.access) else ""
    slug, names = query.resource.slug, lane_names(query, declared, by)
    listings = [_lane_listing(query, declared, by, lane) for lane, _label in names]
    counted = [lane_of(listing, total) for listing in listings]
    # An empty lane is not looked into again: to find nothing among all that were ever won takes longest.
    filled = [listing if lane.count.number else None for listing, lane in zip(listings, counted, strict=True)]
    contents = _cards(query, declared, names, filled, by) if cards else [{} for _name in names]
    found = []
    for (pk, label), lane, content in zip(names, counted, contents, strict=True):
        found.append(
            {
                "id": pk,
                "label": label,
                "count": count_words(lane.count, read),
                "sums": [read.minor(sum_, currency, decimals=False) for currency, sum_ in lane.totals],
                "url": reverse("board_lane", args=[slug, pk]) + f"?{query.query_string}",
                **content,
            }
        )
    return found


def _cards(
    query: ListQuery, declared: Board, names: list[tuple[str, str]], listings: Sequence[Listing | None], by: Actor
) -> list[dict[str, Any]]:
    """The next cards of some lanes; whatever the number of lanes, the cards are read together."""
    listing = _listing(query, declared, by)
    places = [one.keys(query.cursor, CARDS) if one else ([], "") for one in listings]
    rows = {row["id"]: row for row in listing.read([id_ for ids, _following in places for id_ in ids])}
    drawn = Cards(query, declared, listing, by)
    return [
        {"cards": [drawn.of(rows[id_]) for id_ in ids if id_ in rows], "more_url": _more_url(query, lane, following)}
        for (lane, _label), (ids, following) in zip(names, places, strict=True)
    ]


def _lane_listing(query: ListQuery, declared: Board, by: Actor, lane: str) -> Listing:
    value: str | int = int(lane) if lane.isdigit() else lane
    where = conditions.all_of(query.condition, conditions.Test(declared.lane, "=", value))
    return _listing(query, declared, by, where)


def _more_url(query: ListQuery, lane: str, cursor: str) -> str:
    address = reverse("board_lane", args=[query.resource.slug, lane])
    return f"{address}?{query.with_(cursor=cursor).query_string}" if cursor else ""


class Cards:
    """Draws the cards of one board; what is the same for all of them is worked out once."""

    def __init__(self, query: ListQuery, declared: Board, listing: Listing, by: Actor) -> None:
        resource, fields = query.resource, listing.columns
        self.resource, self.access = resource, by.access
        self.shown = Shown(fields.values(), reader(by), by.access)
        self.beside = [fields[n] for n in declared.card if n in fields and n not in ("owner", declared.total)]
        self.owner, self.total, self.badge = (fields.get(n) for n in ("owner", declared.total, declared.badge))
        self.base = reverse("list", args=[resource.slug])
        self.verb = declared.verb if by.access.may(declared.verb, resource.governing) else ""

    def of(self, row: dict[str, Any]) -> dict[str, Any]:
        url = f"{self.base}{row['id']}/"
        return {
            "id": row["id"],
            "version": row["version"],
            "url": url,
            "title": name_of(self.resource, row, self.access),
            "sub": " · ".join(text for field in self.beside if (text := self._text(field, row))),
            "figure": self._text(self.total, row),
            "owner": self._text(self.owner, row),
            "badge": self._text(self.badge, row),
            "move_url": f"{url}do/{self.verb}" if self.verb else "",
        }

    def _text(self, field: Field | None, row: dict[str, Any]) -> str:
        return text_of(self.shown.cell(field, row)) if field else ""
