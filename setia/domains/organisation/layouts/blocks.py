"""The blocks of a page as a value: names in order, read and written as a list."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _

from setia.kit.arranging import blocks_of
from setia.kit.kinds import Field, Kind
from setia.kit.kinds.kind import Row, not_a
from setia.kit.resources import Resource, registry

MOST = 200


def kinds_of_pages() -> list[tuple[str, str]]:
    """Kinds of records that have pages, by name."""
    return sorted(((r.slug, str(r.plural)) for r in registry), key=lambda pair: pair[1])


class BlocksField(forms.Field):
    def to_python(self, value: Any) -> list[str]:
        if value in self.empty_values:
            return []
        try:
            found = json.loads(value) if isinstance(value, str) else value
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, list) or len(found) > MOST or not all(isinstance(name, str) for name in found):
            raise not_a(_("a list of names of blocks (JSON)"), value)
        return found


class Blocks(Kind):
    """The labels of the blocks where they are read, their names where they are written."""

    name = "blocks"
    macro = "textarea"
    operators: ClassVar[frozenset[str]] = frozenset()
    examples = ("[]",)

    def form_field(self, field: Field) -> forms.Field:
        return BlocksField(required=False, label=str(field.label), help_text=str(field.help))

    def paths(self, field: Field) -> tuple[str, ...]:
        return field.path, "resource"

    def cell(self, field: Field, row: Row, reader: Any) -> str:
        return said(
            self.value(field, row), [registry[row["resource"]]] if row.get("resource") in registry else registry
        )

    def say(self, value: Any, reader: Any) -> str:
        return said(value, registry)

    def export(self, field: Field, row: Row) -> Any:
        return json.dumps(self.value(field, row) or [], ensure_ascii=False)

    json = export

    def initial(self, field: Field, value: Any) -> Any:
        return json.dumps(value or [], ensure_ascii=False, indent=1)


def said(names: Iterable[str] | None, resources: Iterable[Resource]) -> str:
    """The labels of the blocks that are shown, then of those that are not."""
    labels = {block.name: str(block.label) for resource in resources for block in blocks_of(resource)}
    shown = [labels.get(name, name) for name in names or () if not name.startswith("-")]
    left_out = [labels.get(name[1:], name[1:]) for name in names or () if name.startswith("-")]
    hidden = _("not shown: %(blocks)s") % {"blocks": ", ".join(left_out)} if left_out else ""
    return "; ".join(filter(None, [", ".join(shown), hidden]))
