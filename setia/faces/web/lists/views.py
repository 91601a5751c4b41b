"""Saved views: tabs above a list, kept by one person or shown to everybody."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from setia.faces.web.addresses import reverse
from setia.faces.web.lists.query import ListQuery, query_of
from setia.faces.web.shell import page, staff_page
from setia.faces.web.telling import tell_later
from setia.foundation.access import Actor
from setia.foundation.errors import Forbidden, Invalid, NotFound
from setia.kit import saved_views
from setia.kit.saved_views import SavedView, shown_views, usable, views_of


def tabs(query: ListQuery, by: Actor) -> dict[str, Any]:
    """Everything the macro `saved_views` needs: all records first, then the views of this list."""
    slug = query.resource.slug
    everything = ListQuery(query.resource, route=query.route)
    found = [
        {"label": _("All"), "url": everything.url, "active": not query.view and not query.differs, "shared": False}
    ]
    for view in usable(shown_views(slug, by.staff_id or 0), by):
        route = "board" if view.layout == "board" else "list"
        found.append(
            {
                "label": view.name,
                "url": f"{reverse(route, args=[slug])}?view={view.pk}",
                "active": query.view == str(view.pk),
                "icon": "users" if view.is_shared else "",
                "shared": view.is_shared,
            }
        )
    mine = query.saved is not None and (query.saved.owner_id == by.staff_id or by.access.is_admin)
    change_url = reverse("change_view", args=[slug, query.saved.pk]) + f"?{query.query_string}" if mine else ""
    return {"views": found, "save_url": query.at("save_view"), "change_url": change_url}


@staff_page
def save(request: HttpRequest, slug: str, by: Actor) -> HttpResponse:
    """Keep the list as it is now under a name."""
    query = query_of(request, slug, by)
    if request.method != "POST":
        return _dialog(request, by, query, None, {})
    try:
        kept = saved_views.keep(
            slug, by, name=request.POST.get("name", ""), is_shared="is_shared" in request.POST,
            layout="board" if request.POST.get("layout") == "board" else "table",
            columns=list(query.columns), where=query.where, sort=query.sort,
        )  # fmt: skip
    except Invalid as invalid:
        return _dialog(request, by, query, None, invalid.errors, 422)
    return _arrive(request, kept, _("The view “%(name)s” was saved.") % {"name": kept.name})


@staff_page
def change(request: HttpRequest, slug: str, pk: int, by: Actor) -> HttpResponse:
    """Rename, share, bring up to date, or remove a view."""
    query = query_of(request, slug, by)
    view = next(iter(usable(views_of(slug, by.staff_id).filter(pk=pk), by)), None)
    if view is None:
        raise NotFound()
    if view.owner_id != by.staff_id and not by.access.is_admin:
        raise Forbidden(_("This view belongs to somebody else. Save your own under another name."))
    if request.method != "POST":
        return _dialog(request, by, query, view, {})
    if request.POST.get("remove"):
        saved_views.remove(view, by)
        address = reverse("list", args=[slug])
        tell_later(request, _("The view “%(name)s” was removed.") % {"name": view.name})
        return _go(request, address)
    try:
        saved_views.keep(
            slug, by, view=view, name=request.POST.get("name", ""), is_shared="is_shared" in request.POST,
            layout=view.layout, columns=list(query.columns), where=query.where, sort=query.sort,
        )  # fmt: skip
    except Invalid as invalid:
        return _dialog(request, by, query, view, invalid.errors, 422)
    return _arrive(request, view, _("The view “%(name)s” was saved.") % {"name": view.name})


def _dialog(
    request: HttpRequest,
    by: Actor,
    query: ListQuery,
    view: SavedView | None,
    errors: dict[str, list[str]],
    status: int = 200,
) -> HttpResponse:
    context = {
        "action": request.get_full_path(),
        "view": view,
        "name": request.POST.get("name", view.name if view else ""),
        "shared": "is_shared" in request.POST if request.method == "POST" else bool(view and view.is_shared),
        "layout": "board" if "/board" in request.headers.get("HX-Current-URL", "") else "table",
        "errors": errors,
        "cancel_url": query.url,
    }
    return page(request, "lists/_view.html", by, status=status, **context)


def _arrive(request: HttpRequest, view: SavedView, words: str) -> HttpResponse:
    route = "board" if view.layout == "board" else "list"
    tell_later(request, words)
    return _go(request, f"{reverse(route, args=[view.resource])}?view={view.pk}")


def _go(request: HttpRequest, address: str) -> HttpResponse:
    """Leave for another page, also when the request came from a dialog."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
