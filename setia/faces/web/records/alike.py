"""Who may be the same as somebody: while a form is being filled in, and on the record's page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from setia.faces.web.addresses import reverse
from setia.faces.web.lists.query import find_resource
from setia.faces.web.shell import page, reader, staff_page
from setia.faces.web.strictness import only
from setia.foundation.access import Actor
from setia.kit import lookalikes
from setia.kit.lookalikes import Lookalike
from setia.kit.resources import Resource, registry


@staff_page
def alike(request: HttpRequest, slug: str, by: Actor) -> HttpResponse:
    """The fragment under a form in which somebody new is being typed; empty where nobody is like them."""
    resource = find_resource(slug, by)
    by.access.require("create", resource.governing)
    names = watched(resource)
    only(request, fields=names)
    typed = {name: request.POST.get(name, "") for name in names}
    found = lookalikes.like(resource, typed, by)
    return page(request, "records/_alike.html", by, alike=rows_of(resource, found, by))


def watched(resource: Resource) -> list[str]:
    """The fields by which such records are found, as far as the form has them."""
    finder = lookalikes.finder_of(resource)
    return [name for name in finder.watched if name in resource.fields] if finder else []


def rows_of(resource: Resource, found: Iterable[Lookalike], by: Actor) -> list[dict[str, Any]]:
    finder, read = lookalikes.finder_of(resource), reader(by)
    rows = []
    for one in found:
        decide = reverse("record", args=[registry[finder.pairs].slug, one.pair]) if finder and one.pair else ""
        share = _("%(number)s %%") % {"number": read.number(one.score)} if one.score else ""
        rows.append(
            {
                "title": one.title,
                "url": decide or reverse("record", args=[resource.slug, one.id]),
                "sub": _("merged") if one.settled else one.why,
                "aside": "" if one.settled else share,
            }
        )
    return rows
