"""Arranging the pages of one kind of record for a role: which blocks are shown, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext as _

from setia.faces.web.addresses import reverse
from setia.faces.web.inputs import version_of
from setia.faces.web.lists.query import find_resource
from setia.faces.web.shell import page, staff_page
from setia.faces.web.strictness import only
from setia.faces.web.telling import tell_later
from setia.foundation.access import Actor
from setia.foundation.errors import NotFound, Refusal
from setia.foundation.records import noun
from setia.kit import verbs
from setia.kit.arranging import ZONES, Arrangement, Block, PageLayout, Zone, blocks_of
from setia.kit.resources import Resource, registry
from setia.kit.seeing import one_visible

LAYOUTS = noun(PageLayout)
ROLES = "staff.role"
POSTED = ("role", "block", "shown", "move", "version")
MOVES = {"up": -1, "down": 1}


@staff_page
def of_layout(request: HttpRequest, pk: int, by: Actor) -> HttpResponse:
    """From a layout in the list to the page on which it is arranged."""
    layout = one_visible(registry.of_noun(LAYOUTS), pk, by.access)
    role = f"?role={layout.role_id}" if layout.role_id else ""
    return HttpResponseRedirect(reverse("arrange", args=[layout.resource]) + role)


@staff_page
def arrange(request: HttpRequest, slug: str, by: Actor) -> HttpResponse:
    resource, layouts = find_resource(slug, by), registry.of_noun(LAYOUTS)
    by.access.require("change", layouts.governing)
    only(request, parameters=["role"], fields=POSTED)
    role_id = _role_asked(request.POST if request.method == "POST" else request.GET, by)
    kept = layouts.rows(by.access).filter(resource=slug, role=role_id, archived_at=None)
    layout = kept.order_by("precedence", "id").first()
    if request.method != "POST":
        return _page(request, by, resource, role_id, layout, layout.blocks if layout else ())
    blocks = posted_blocks(resource, request.POST)
    if move := request.POST.get("move", ""):
        return _page(request, by, resource, role_id, layout, moved(resource, blocks, move))
    try:
        if layout:
            outcome = verbs.change(layouts, [layout.pk], {"blocks": blocks}, by, version=version_of(request.POST))
        else:
            outcome = verbs.create(layouts, {"resource": slug, "role": role_id, "blocks": blocks}, by)
    except Refusal as refusal:
        return _page(request, by, resource, role_id, layout, blocks, refusal)
    if outcome.act:
        tell_later(request, _("The pages are arranged."), outcome.act)
    return HttpResponseRedirect(reverse("arrange", args=[slug]) + (f"?role={role_id}" if role_id else ""))


def _role_asked(asked: QueryDict, by: Actor) -> int | None:
    given = asked.get("role", "")
    if not given:
        return None
    if not (given.isascii() and given.isdigit() and len(given) < 19):
        raise NotFound(field="role")
    return int(one_visible(registry.of_noun(ROLES), int(given), by.access).pk)


def posted_blocks(resource: Resource, posted: QueryDict) -> list[str]:
    """The blocks in the order of the form, those that were not ticked with "-" before them."""
    known, shown = {block.name for block in blocks_of(resource)}, set(posted.getlist("shown"))
    named = [name for name in dict.fromkeys(posted.getlist("block")) if name in known]
    return [name if name in shown else f"-{name}" for name in named]


def moved(resource: Resource, blocks: Sequence[str], move: str) -> list[str]:
    """The blocks after one of them went up or down ("up panel:tasks.party") among those of its part of the page."""
    way, _space, name = move.partition(" ")
    zone_of = {block.name: block.zone for block in blocks_of(resource)}
    names = [block.removeprefix("-") for block in blocks]
    order = list(blocks)
    if way not in MOVES or name not in names:
        return order
    at = names.index(name)
    there = at + MOVES[way]
    if 0 <= there < len(names) and zone_of[names[there]] == zone_of[name]:
        order[at], order[there] = order[there], order[at]
    return order


def _page(
    request: HttpRequest,
    by: Actor,
    resource: Resource,
    role_id: int | None,
    layout: Any,
    blocks: Iterable[str],
    refusal: Refusal | None = None,
) -> HttpResponse:
    arrangement = Arrangement(tuple(blocks))
    roles = registry.of_noun(ROLES).rows(by.access).filter(archived_at=None).order_by("name")
    layouts = registry.of_noun(LAYOUTS)
    may_archive = layout and by.access.may("archive", layouts.governing)
    context = {
        "resource": resource,
        "roles": [("", _("Everybody")), *roles.values_list("id", "name")],
        "role_id": role_id or "",
        "version": layout.version if layout else "",
        "zones": [{"label": label, "blocks": _zone(resource, arrangement, zone)} for zone, label in zone_words()],
        "errors": [words for list_ in refusal.errors.values() for words in list_] if refusal else [],
        "drop_url": reverse("do", args=[layouts.slug, layout.pk, "archive"]) if may_archive else "",
    }
    return page(request, "records/arrange.html", by, status=refusal.status if refusal else 200, **context)


def zone_words() -> list[tuple[Zone, str]]:
    words = (_("Figures at the head"), _("Groups of fields"), _("Panels at the side"))
    return list(zip(ZONES, words, strict=True))


def _zone(resource: Resource, arrangement: Arrangement, zone: Zone) -> list[dict[str, Any]]:
    blocks = [block for block in blocks_of(resource) if block.zone == zone]
    shown = Arrangement([name.removeprefix("-") for name in arrangement.blocks]).of(blocks, _name)
    return [{"name": block.name, "label": str(block.label), "shown": arrangement.shows(block.name)} for block in shown]


def _name(block: Block) -> str:
    return block.name
