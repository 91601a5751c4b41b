"""Settings > Personal data: every personal field, what it is kept for, and whether anybody needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.privacy.fields.model import PersonalField, Proposal
from setia.domains.privacy.fields.proposing import in_words, named_in_views
from setia.domains.privacy.fields.words import FieldName, Purpose, name_of
from setia.foundation import bulk
from setia.foundation.access import Access, Actor, together
from setia.foundation.staff.models import Role
from setia.kit.changes import Change
from setia.kit.kinds import Choice, Field, LongText, Number, Whole
from setia.kit.readers import all_readers
from setia.kit.resources import Group, Resource, registry, resource

A_CENTURY = 1_200
Place = tuple[str, str]


def _places(rows: Iterable[dict[str, Any]]) -> dict[int, Place]:
    ids = [row["id"] for row in rows]
    return {
        pk: (noun, name) for pk, noun, name in bulk.found(PersonalField.objects.all(), "pk", ids, "pk", "noun", "field")
    }


def who_sees(rows: list[dict[str, Any]]) -> None:
    _by_roles(rows, "seen_by", lambda access, noun, name: access.sight(noun) != "none" and not access.hides(noun, name))


def who_changes(rows: list[dict[str, Any]]) -> None:
    def may(access: Access, noun: str, name: str) -> bool:
        return access.may("change", noun) and access.mode(noun, name) == "edit"

    _by_roles(rows, "changed_by", may)


def _by_roles(rows: list[dict[str, Any]], into: str, may: Callable[[Access, str, str], bool]) -> None:
    """Names of the roles that may; administrators always may."""
    places = _places(rows)
    roles = [
        (name, Access(grants=together([grants])))
        for name, grants in Role.objects.filter(archived_at__isnull=True).order_by("name").values_list("name", "grants")
    ]
    for row in rows:
        noun, name = places[row["id"]]
        governing = registry.nouns()[noun].governing if noun in registry.nouns() else noun
        row[into] = ", ".join(role for role, access in roles if may(access, governing, name))


def what_reads(rows: list[dict[str, Any]]) -> None:
    """Views that name it, and what has said that it reads it."""
    places, views, readers = _places(rows), named_in_views(), all_readers()
    for row in rows:
        place = places[row["id"]]
        shared = [view.name for view in views.get(place, ()) if view.is_shared]
        own = len(views.get(place, ())) - len(shared)
        said = [str(words) for words in readers.get(place, ())] + [
            _("View “%(name)s”") % {"name": name} for name in shared
        ]
        row["read_by"] = "\n".join(said + ([_("Views of single people: %(count)d") % {"count": own}] if own else []))


def why(rows: list[dict[str, Any]]) -> None:
    found = bulk.found(PersonalField.objects.all(), "pk", [row["id"] for row in rows], "pk", "reasons", "used_on")
    told = {pk: in_words(reasons, used_on) for pk, reasons, used_on in found}
    for row in rows:
        row["why"] = told.get(row["id"], "")


def _computed(name: str, label: Any, compute: Any) -> Field:
    return Field(name, label, LongText(), name, editable=False, filterable=False, compute=compute)


@resource
class PersonalFields(Resource):
    model = PersonalField
    slug = "personal-data"
    label = gettext_lazy("Personal field")
    plural = gettext_lazy("Personal data")
    icon = "scan-eye"
    columns = ("name", "share", "purpose", "basis", "months", "shown", "asked", "exported", "used_on", "proposal")
    form = (
        Group(gettext_lazy("What for"), ("purpose", "basis", "months", "is_own", "is_collected")),
        Group(gettext_lazy("How full"), ("filled", "number", "share", "counted_at")),
        Group(
            gettext_lazy("Who uses it"),
            ("shown", "asked", "exported", "api", "imported", "people", "used_on", "read_by", "seen_by", "changed_by"),
        ),
        Group(gettext_lazy("What could be done"), ("proposal", "why", "dropping", "dropped")),
    )
    hidden = ("noun", "position", "reasons")
    kinds = {
        "name": FieldName(160), "purpose": Purpose(300), "share": Number(1, 4), "months": Whole(1, A_CENTURY),
        "proposal": Choice(Proposal.choices, {"stop": "warn", "drop": "warn"}),
    }  # fmt: skip
    extra_fields = (
        _computed("why", gettext_lazy("Why"), why),
        _computed("read_by", gettext_lazy("Needed by"), what_reads),
        _computed("seen_by", gettext_lazy("Roles that see it"), who_sees),
        _computed("changed_by", gettext_lazy("Roles that change it"), who_changes),
    )
    helps = {
        "purpose": gettext_lazy("Say what it is kept for. What serves nothing is not kept."),
        "months": gettext_lazy("After so many months without any dealing the value is dropped. Empty: never."),
        "shown": gettext_lazy("On pages and in lists, in the months that the rules look at."),
    }
    sortable = ("name", "share", "shown", "used_on", "proposal")
    sort = "name"
    creatable = archivable = importable = False
    rail = ("settings", 80)

    def title_of(self, row: Any) -> str:
        """In the reader's language, wherever it is known of which field the row is."""
        known = isinstance(row, Mapping) and {"noun", "field"} <= row.keys()
        return name_of({"name": "", **row}) if known else super().title_of(row)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        for change in changes:
            altered = [name for name in ("purpose", "basis", "months") if not change.is_new and change.changed(name)]
            if altered and by.staff_id is not None:
                change.after["is_own"] = True
