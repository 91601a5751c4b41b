"""Writing something down on the start page: a line that makes a record, and back to where one was."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from setia.faces.web.addresses import reverse
from setia.faces.web.inputs import given, input_for
from setia.faces.web.lists.query import find_resource
from setia.faces.web.records.forms import filled_in, offered
from setia.faces.web.shell import staff_page
from setia.faces.web.strictness import only
from setia.faces.web.telling import tell_later
from setia.foundation.access import Actor
from setia.foundation.errors import NotFound, Refusal
from setia.kit import slots, verbs
from setia.kit.resources import registry


def entries(by: Actor) -> list[dict[str, Any]]:
    """The lines that this person may fill in; a day that is asked for is today unless it is changed."""
    found = []
    for entry in slots.entries():
        resource = registry[entry.resource]
        fields = offered(resource, by)
        names = [name for name in entry.fields if name in fields]
        if resource.creatable and by.access.may("create", resource.governing) and entry.fields[0] in names:
            inputs = [
                input_for(fields[n], by.today if fields[n].kind.nature == "date" else "", by.access) for n in names
            ]
            url = reverse("jot", args=[resource.slug])
            found.append({"slug": resource.slug, "url": url, "label": str(entry.label), "inputs": inputs})
    return found


@staff_page
def jot(request: HttpRequest, slug: str, by: Actor) -> HttpResponse:
    """Make the record; what is refused stands in its whole form with the reason."""
    resource = find_resource(slug, by)
    if request.method != "POST" or all(entry.resource != slug for entry in slots.entries()):
        raise NotFound()
    by.access.require("create", resource.governing)
    fields = offered(resource, by)
    only(request, fields=fields)
    typed = given(request.POST, fields)
    try:
        outcome = verbs.create(resource, {name: text for name, text in typed.items() if text != ""}, by)
    except Refusal as refusal:
        return filled_in(request, by, resource, fields, typed, refusal)
    tell_later(request, _("%(noun)s created.") % {"noun": resource.label}, outcome.act)
    return HttpResponseRedirect(reverse("today"))
