"""Dashboards: the one to begin with, each of them, how they are changed, and making one's own of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from setia.faces.web.addresses import reverse
from setia.faces.web.dashboards.drawing import awaited_in, drawn
from setia.faces.web.desk.asking import asked
from setia.faces.web.shell import page, reader, staff_page
from setia.faces.web.strictness import only
from setia.faces.web.telling import tell_later
from setia.foundation.access import Actor
from setia.foundation.errors import NotFound
from setia.kit.charts.rendering import can_draw
from setia.kit.dashboards import WIDTHS, Dashboard, dashboards, show_all
from setia.kit.dashboards.papers import FORMS, TYPES, can_make, name_of, taken
from setia.kit.measures.answering import Keep
from setia.kit.resources import registry

SLUG = "dashboards"
ENOUGH = 286
"""What htmx takes for an answer after which it need not ask again."""


@staff_page
def first(request: HttpRequest, by: Actor) -> HttpResponse:
    """The one that this person begins with."""
    asked(request)
    meant = dashboards().shown_to(by)
    return _page(request, meant[0] if meant else None, meant, by, changing=False)


@staff_page
def show(request: HttpRequest, key: str, by: Actor) -> HttpResponse:
    said = asked(request, "change", "fresh", "wait")
    one = dashboards().one(key, by)
    changing = bool(said["change"]) and one.may_change
    keep: Keep = "anew" if said["fresh"] else "kept" if said["wait"] else "later"
    return _page(request, one, dashboards().shown_to(by), by, changing=changing, keep=keep)


@staff_page
def counted(request: HttpRequest, key: str, by: Actor) -> HttpResponse:
    """Asked every second by a page on which figures are awaited: those that have been counted since, if any.

    The page says for which tiles it waits, and what it has told of them: nothing is sent twice.
    """
    only(request, parameters=("tile", "told"))
    one = dashboards().one(key, by)
    wanted = [tile for tile in one.tiles if tile.id in request.GET.getlist("tile")]
    shown, hidden = show_all(wanted, by, "later")
    if hidden:  # what they may see has changed meanwhile
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    read = reader(by)
    awaited = awaited_in(shown, read)
    if awaited and awaited["state"] == request.GET.get("told"):
        return HttpResponse(status=204)
    tiles = [drawn(tile, read) for tile in shown if not tile.awaited or tile.awaited.state == "failed"]
    told = awaited or {"words": _("All figures have come."), "warning": "", "state": ""}
    context = {"tiles": tiles, "awaited": told, "here": reverse("dashboard", args=[one.key])}
    return page(request, "dashboards/_counted.html", by, status=200 if awaited else ENOUGH, **context)


@staff_page
def download(request: HttpRequest, key: str, form: str, by: Actor) -> HttpResponse:
    """The dashboard as a file, with what this person sees."""
    asked(request)
    if form not in FORMS:
        raise NotFound()
    one = dashboards().one(key, by)
    response = HttpResponse(taken(one, form, by), content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{name_of(one, form, by)}"'
    response["Cache-Control"] = "no-store"
    return response


@staff_page
def copy(request: HttpRequest, key: str, by: Actor) -> HttpResponse:
    """Make it one's own, to change it."""
    only(request)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("dashboard", args=[key]))
    made = dashboards().copied(key, by)
    tell_later(request, _("This dashboard is yours now. Change it as you like."))
    return HttpResponseRedirect(reverse("dashboard", args=[str(made)]) + "?change=1")


def _page(
    request: HttpRequest,
    one: Dashboard | None,
    meant: list[Dashboard],
    by: Actor,
    *,
    changing: bool,
    keep: Keep = "later",
) -> HttpResponse:
    context: dict[str, Any] = {
        "one": one,
        "changing": changing,
        "meant": [
            {"label": o.label, "url": reverse("dashboard", args=[o.key]), "active": bool(one) and o.key == one.key}
            for o in meant
        ],
        "all_url": reverse("list", args=[SLUG]) if SLUG in registry and _may("see", by) else "",
        "new_url": reverse("create", args=[SLUG]) if _may("create", by) else "",
        "may_copy": _may("create", by),
        "subscribe_url": _subscribing(one, by),
        "widths": [(name, str(label)) for name, label in WIDTHS.items()],
        "can_draw": can_draw(),
    }
    if one:
        shown, hidden = show_all(one.tiles, by, keep)
        read = reader(by)
        context |= {"tiles": [drawn(tile, read) for tile in shown], "hidden": hidden}
        context["files"] = [
            (form.upper(), reverse("dashboard_file", args=[one.key, form])) for form in FORMS if can_make(form)
        ]
        context["awaited"] = awaited_in(shown, read)
        context["is_kept"] = any(tile.as_of for tile in shown)
        context["here"] = reverse("dashboard", args=[one.key])
        context["places"] = {tile.id: at for at, tile in enumerate(one.tiles, 1)}
    return page(request, "dashboards/dashboard.html", by, **context)


def _may(verb: str, by: Actor) -> bool:
    return SLUG in registry and by.access.may(verb, registry[SLUG].governing)


def _subscribing(one: Dashboard | None, by: Actor) -> str:
    slug = "subscriptions"
    if one is None or slug not in registry or not by.access.may("create", registry[slug].governing):
        return ""
    asked_for = f"dashboard={one.record}" if one.record else f"about={one.key}"
    return f"{reverse('create', args=[slug])}?{asked_for}"
