"""Page layouts in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.organisation.layouts.blocks import Blocks, kinds_of_pages
from setia.foundation.access import Actor
from setia.foundation.staff.models import Role
from setia.kit.arranging import PageLayout, blocks_of
from setia.kit.changes import Change
from setia.kit.kinds import Choice
from setia.kit.resources import Group, Resource, registry, resource


@resource
class PageLayouts(Resource):
    model = PageLayout
    slug = "page-layouts"
    label = gettext_lazy("Page layout")
    plural = gettext_lazy("Page layouts")
    icon = "layout-dashboard"
    columns = ("name", "resource", "role", "blocks", "updated_at")
    form = (Group(gettext_lazy("Page layout"), ("name", "resource", "role", "precedence", "blocks")),)
    kinds = {"resource": Choice(kinds_of_pages), "blocks": Blocks()}
    helps = {
        "name": gettext_lazy("Made of the kind of record and the role if you leave it empty."),
        "role": gettext_lazy("Empty: for everybody who has no role with a layout of its own."),
        "precedence": gettext_lazy("Somebody with several roles gets the layout with the lowest number."),
        "blocks": gettext_lazy("Easier with “Arrange this page” on a record. A block with “-” before it is not shown."),
    }
    importable = False
    extra_pages = ((gettext_lazy("Arrange"), "arrange_layout", "layout-dashboard"),)
    rail = ("settings", 45)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        """Only blocks that there are, each once."""
        roles = Role.objects.in_bulk({change.after["role_id"] for change in changes} - {None})
        for change in changes:
            after = change.after
            if after["resource"] not in registry:
                continue
            noun = registry[after["resource"]]
            role = roles.get(after["role_id"])
            after["name"] = after["name"] or f"{noun.plural}: {role or _('everybody')}"[:200]
            if not (change.changed("blocks") or change.changed("resource")):
                continue  # a block may have gone since, with the field that it was made of
            known = {block.name for block in blocks_of(noun)}
            named = [str(name).removeprefix("-") for name in after["blocks"]]
            if unknown := [name for name in named if name not in known]:
                words = _("%(noun)s have no block called “%(name)s”.")
                change.refuse("blocks", words % {"noun": noun.plural, "name": unknown[0][:80]})
            if len(named) != len(set(named)):
                change.refuse("blocks", _("A block can stand on a page only once."))
