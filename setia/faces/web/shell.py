"""The frame around every page, and who is reading it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.faces.web.addresses import reverse
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.formats import Reader, reader_for
from setia.foundation.staff.rights import actor_of
from setia.kit import calendar, dashboards, marts, notices, reports
from setia.kit.resources import Resource, registry

SECTIONS = (
    ("work", ""),
    ("customers", gettext_lazy("Customers")),
    ("sales", gettext_lazy("Sales")),
    ("catalog", gettext_lazy("Catalog")),
    ("settings", gettext_lazy("Settings")),
)

NOTE_TONES = {messages.SUCCESS: "ok", messages.WARNING: "warn", messages.ERROR: "bad"}

View = Callable[..., HttpResponse]


def staff_page(view: View) -> View:
    """A view for signed-in staff, given the acting person as `by`."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            # A fragment must not be replaced by the sign-in page.
            return (
                HttpResponse(status=401)
                if request.headers.get("HX-Request")
                else redirect_to_login(request.get_full_path())
            )
        return view(request, *args, by=actor(request), **kwargs)

    return guarded


def actor(request: HttpRequest) -> Actor:
    """The person behind a request, with their rights, worked out once."""
    known: Actor | None = getattr(request, "setia_actor", None)
    if known is None:
        known = actor_of(request.user, "web")  # type: ignore[arg-type]
        request.setia_actor = known  # type: ignore[attr-defined]
    return known


def reader(by: Actor) -> Reader:
    return reader_for(by.language, by.zone)


def page(request: HttpRequest, template: str, by: Actor, status: int = 200, **context: Any) -> HttpResponse:
    """Render a page of the web face, or the fragment `_name.html` alone."""
    context.update(by=by, read=reader(by))
    if "/_" not in f"/{template}":
        context["shell"] = shell(request, by)
    return render(request, template, context, status=status, using="jinja2")


def shell(request: HttpRequest, by: Actor) -> dict[str, Any]:
    theme = request.COOKIES.get("theme", "")
    return {
        "firm": our_company().name,
        "language": by.language,
        "theme": theme if theme in {"light", "dark"} else "",
        "rail": _rail(request, by),
        "foot": [],
        "add": _quick_add(by),
        "bell": bell_of(by),
        "languages": [
            {"code": code, "label": label, "active": code == by.language}
            for code, label in (("en", "English"), ("fr", "Français"), ("id", "Bahasa Indonesia"))
        ],
        "toasts": [
            {"text": str(note), "tone": NOTE_TONES.get(note.level, "info"), "undo_url": note.extra_tags or ""}
            for note in messages.get_messages(request)
        ],
        "user": {"name": by.name, "email": getattr(request.user, "email", "") or ""},
        "urls": {
            "home": reverse("today"),
            "search": reverse("search"),
            "palette": reverse("palette"),
            "language": reverse("language"),
            "profile": reverse("profile"),
            "password": reverse("account_change_password"),
            "factor": reverse("mfa_index"),
            "sessions": reverse("usersessions_list"),
            "sign_out": reverse("account_logout"),
        },
    }


def _rail(request: HttpRequest, by: Actor) -> list[dict[str, Any]]:
    """Today and what else is one's own work, then the lists this person may see, by section."""
    today = reverse("today")
    items: list[dict[str, Any]] = [{"label": _("Today"), "url": today, "icon": "sun", "active": request.path == today}]
    for section, title in SECTIONS:
        shown = sorted(
            (r for r in registry if r.rail and r.rail[0] == section and by.access.may("see", r.governing)),
            key=lambda r: r.rail[1],
        )
        if shown and title:
            items.append({"group": str(title)})
        for resource in shown:
            url = reverse("list", args=[resource.slug])
            active = request.path.startswith(url)
            items.append({"label": str(resource.plural), "url": url, "icon": resource.icon, "active": active})
        if section == "work" and calendar.sources(by):
            url = reverse("calendar")
            words = {"label": _("Calendar"), "url": url, "icon": "calendar-days", "active": request.path == url}
            items.append(words)
        if section == "work" and dashboards.are_kept():
            url = reverse("insight")
            active = request.path.startswith(url)
            items.append({"label": _("Insight"), "url": url, "icon": "layout-dashboard", "active": active})
        if section == "work" and reports.are_open_to(by):
            url = reverse("reports")
            active = request.path.startswith(url)
            items.append({"label": _("Reports"), "url": url, "icon": "chart-no-axes-column", "active": active})
        if section == "work" and marts.open_to(by):
            url = reverse("warehouse")
            active = request.path.startswith(url)
            items.append({"label": _("Warehouse"), "url": url, "icon": "database", "active": active})
        if section == "settings" and by.access.is_admin:
            url = reverse("backups")
            active = request.path.startswith(url)
            items.append({"label": _("Backups"), "url": url, "icon": "archive", "active": active})
    return items


def bell_of(by: Actor) -> dict[str, str] | None:
    """How many notices the reader has not read; the one thing of the frame that is asked with every page."""
    if not notices.are_kept():
        return None
    unread = notices.notices().unread(by)
    words = f"{notices.MOST_COUNTED}+" if unread > notices.MOST_COUNTED else reader(by).number(unread)
    return {"url": reverse("notices"), "count": words if unread else ""}


def _quick_add(by: Actor) -> list[dict[str, Any]]:
    return [
        {"label": str(r.label), "url": reverse("create", args=[r.slug]), "icon": r.icon, "into": None}
        for r in registry
        if r.rail and r.rail[0] != "settings" and _may_create(r, by)
    ]


def _may_create(resource: Resource, by: Actor) -> bool:
    return resource.creatable and by.access.may("create", resource.governing)
