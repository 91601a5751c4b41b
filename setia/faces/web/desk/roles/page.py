"""The rights of one role on one page: what it sees, may do, and which fields are limited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from setia.faces.web.addresses import reverse
from setia.faces.web.desk.asking import number
from setia.faces.web.desk.roles import table
from setia.faces.web.shell import page, staff_page
from setia.faces.web.telling import tell_later
from setia.foundation.access import Access, Actor, Grant
from setia.foundation.errors import Refusal
from setia.kit import verbs
from setia.kit.resources import registry
from setia.kit.seeing import one_visible

ROLE = "staff.role"


@staff_page
def show(request: HttpRequest, pk: int, by: Actor) -> HttpResponse:
    resource = registry.of_noun(ROLE)
    by.access.require("see", resource.governing)
    role = one_visible(resource, pk, by.access)
    if request.method != "POST":
        return _page(request, by, role, role.grants)
    wanted = table.read(request.POST, role.grants)
    version = number(request.POST.get("version", ""))
    try:
        outcome = verbs.change(resource, [pk], {"grants": wanted}, by, version=version)
    except Refusal as refusal:
        return _page(request, by, role, wanted, refusal)
    if outcome.act:
        tell_later(request, _("The rights of “%(role)s” were changed.") % {"role": role}, outcome.act)
    return HttpResponseRedirect(reverse("role_rights", args=[pk]))


def _page(
    request: HttpRequest, by: Actor, role: Any, grants: Mapping[str, Any], refusal: Refusal | None = None
) -> HttpResponse:
    resource = registry.of_noun(ROLE)
    allowed = by.access.may("change", resource.governing) and role.archived_at is None
    context = {
        "role": role,
        "lines": table.lines(grants, by.access),
        "may_change": allowed and is_within_own(role.grants, by.access),
        "too_wide": allowed and not is_within_own(role.grants, by.access),
        "errors": [words for list_ in refusal.errors.values() for words in list_] if refusal else [],
        "holders": role.holders.filter(archived_at__isnull=True).count(),
        "role_url": reverse("record", args=[resource.slug, role.pk]),
        "list_url": reverse("list", args=[resource.slug]),
        "plural": resource.plural,
    }
    return page(request, "desk/role_rights.html", by, status=refusal.status if refusal else 200, **context)


def is_within_own(grants: Mapping[str, Any], access: Access) -> bool:
    """Whether the role gives nothing that the reader does not have; others may only look at it."""
    return access.is_admin or all(
        Grant.from_json(grant).is_within(access.grant(noun)) for noun, grant in grants.items()
    )
