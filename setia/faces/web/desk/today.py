"""The start page: what is one's own and open, what happened lately; at the very beginning what to do first."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from setia.faces.web.addresses import reverse
from setia.faces.web.advising import rows as advised
from setia.faces.web.desk.cards import cards_of
from setia.faces.web.desk.jotting import entries
from setia.faces.web.desk.lately import lately
from setia.faces.web.desk.order import place_of
from setia.faces.web.desk.search.commands import address
from setia.faces.web.shell import page, reader, staff_page
from setia.faces.web.strictness import only
from setia.foundation.access import Actor
from setia.kit.resources import Resource, registry

NOON, EVENING = 12, 18
WORK = ("customers", "sales", "catalog")


@staff_page
def show(request: HttpRequest, by: Actor) -> HttpResponse:
    only(request)
    cards = cards_of(by)
    context = {
        "greeting": greeting(by),
        "date": reader(by).date(by.today, "full"),
        "figures": [card["figure"] for card in cards if card["figure"]],
        "lists": [card for card in cards if card["rows"]],
        "next": advised.mine(by),
        "next_url": advised.all_of_mine(),
        **lately(by),
        "steps": first_steps(by) if is_new() else [],
        "lists_to_open": sorted((r for r in registry if _may_open(r, by)), key=place_of)[:4],
        "entries": entries(by),
    }
    part = request.headers.get("HX-Request") and request.headers.get("HX-Target") == "today"
    return page(request, "desk/_today.html" if part else "desk/today.html", by, **context)


def greeting(by: Actor) -> str:
    hour = reader(by).local(by.at).hour
    name = {"name": by.name.partition(" ")[0] or by.name}
    if hour < NOON:
        return _("Good morning, %(name)s") % name
    return (_("Good afternoon, %(name)s") if hour < EVENING else _("Good evening, %(name)s")) % name


def _is_work(resource: Resource) -> bool:
    return resource.rail is not None and resource.rail[0] in WORK


def _may_open(resource: Resource, by: Actor) -> bool:
    return _is_work(resource) and by.access.may("see", resource.governing)


def is_new() -> bool:
    """Whether nobody has entered anything yet: none of the nouns that are worked with has a record."""
    nouns = {r.noun: r for r in registry if _is_work(r)}
    return not any(r.model._default_manager.exists() for r in nouns.values())


def first_steps(by: Actor) -> list[dict[str, Any]]:
    """What to do on an empty installation, as far as this person may."""
    access = by.access
    makeable = (r for r in registry if _is_work(r) and r.creatable and access.may("create", r.governing))
    may_make = sorted(makeable, key=place_of)
    steps: list[dict[str, Any]] = []
    if may_make and address("import_start"):
        steps.append(
            {
                "title": _("Bring in what you have"),
                "sub": _("Customers, products, deals and orders from a file. You see everything before it counts."),
                "url": address("import_start"),
                "icon": "upload",
            }
        )
    if may_make:
        first = may_make[0]
        steps.append(
            {
                "title": _("Add the first by hand: %(noun)s") % {"noun": first.label},
                "sub": _("A name is enough to begin with."),
                "url": reverse("create", args=[first.slug]),
                "icon": first.icon,
            }
        )
    return steps + _steps_of_settings(by)


def _steps_of_settings(by: Actor) -> list[dict[str, Any]]:
    wanted = (
        ("staff", "create", _("Invite colleagues"), _("With an e-mail address, a password and a role each.")),
        ("company", "change", _("Say who you are"), _("The name, currency and country of your company.")),
    )
    return [
        {
            "title": title,
            "sub": sub,
            "url": reverse("create" if verb == "create" else "list", args=[slug]),
            "icon": registry[slug].icon,
        }
        for slug, verb, title, sub in wanted
        if slug in registry and by.access.may(verb, registry[slug].governing)
    ]
