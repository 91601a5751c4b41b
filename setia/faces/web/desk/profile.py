"""One's own page: name, language and zone, the ways to sign in, and keys for programs."""

from __future__ import annotations

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import override

from setia.faces.web.addresses import reverse
from setia.faces.web.desk.own_profile import STAFF, keep_own, own_fields, staff_resource
from setia.faces.web.feeds.pages import feed_context
from setia.faces.web.inputs import given, input_for
from setia.faces.web.shell import page, reader, staff_page
from setia.faces.web.showing import Shown
from setia.faces.web.telling import tell_later
from setia.foundation import conditions
from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.kit.lists import Listing
from setia.kit.operations import operations_of
from setia.kit.resources import registry

TOKEN = "staff.token"  # noqa: S105
TOKEN_COLUMNS = ("name", "prefix", "scopes", "expires_at", "used_at")
MOST_TOKENS = 50


@staff_page
def show(request: HttpRequest, by: Actor) -> HttpResponse:
    fields = own_fields(by)
    if request.method == "POST":
        typed = given(request.POST, fields)
        try:
            act = keep_own(typed, by)
        except Refusal as refusal:
            return _page(request, by, typed, refusal)
        with override(typed["language"]):
            if act:
                tell_later(request, _("Saved."), act)
        return HttpResponseRedirect(reverse("profile"))
    stored = staff_resource().rows().filter(pk=by.staff_id).values(*fields).first() or {}
    return _page(request, by, stored)


def _page(request: HttpRequest, by: Actor, values: dict[str, Any], refusal: Refusal | None = None) -> HttpResponse:
    errors = refusal.errors if refusal else {}
    fields = own_fields(by)
    context = {
        "inputs": [input_for(field, values.get(name, ""), by.access, errors=errors) for name, field in fields.items()],
        "errors": [words for name, list_ in errors.items() if name not in fields for words in list_],
        "has_factor": is_mfa_enabled(request.user),  # type: ignore[arg-type]
        "feed": feed_context(by),
        "roles": _roles(request, by),
        "tokens": _tokens(by),
        "issue_url": _issue_url(by),
    }
    return page(request, "desk/profile.html", by, status=422 if refusal else 200, **context)


def _roles(request: HttpRequest, by: Actor) -> list[str]:
    if by.access.is_admin:
        return [_("Administrator")]
    held = request.user.roles.filter(archived_at__isnull=True)  # type: ignore[union-attr]
    return list(held.order_by("name").values_list("name", flat=True))


def _tokens(by: Actor) -> dict[str, Any] | None:
    """One's own keys for programs, those that still work first; None for people who may not have any."""
    resource = registry.of_noun(TOKEN)
    if not by.access.may("see", resource.governing):
        return None
    readable = resource.readable(by.access)
    columns = tuple(name for name in TOKEN_COLUMNS if name in readable)
    listing = Listing(resource, by, columns=columns, where=conditions.parse("owner = me"))
    rows = listing.page("", MOST_TOKENS).rows
    shown = Shown(listing.columns.values(), reader(by), by.access)
    revoke = operations_of(resource).get("revoke")
    may_revoke = revoke is not None and by.access.may("revoke", resource.governing)
    return {
        "headings": [str(field.label) for field in listing.columns.values()],
        "rows": [shown.cells(row) for row in rows],
        "ended": [bool(row.get("expires_at") and row["expires_at"] <= by.at) for row in rows],
        "revoke_urls": [reverse("do", args=[resource.slug, row["id"], "revoke"]) if may_revoke else "" for row in rows],
    }


def _issue_url(by: Actor) -> str:
    """The dialog in which a key is made, for those who may."""
    resource = staff_resource()
    may = "issue_token" in operations_of(resource) and by.access.may("issue_token", STAFF)
    return reverse("do", args=[resource.slug, by.staff_id, "issue_token"]) if may else ""
