"""The tiles of a dashboard as a value: read and written as a list, said by their titles."""

from __future__ import annotations

import json
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _

from setia.foundation.errors import Refusal
from setia.kit.dashboards import SORTS, read_all, write
from setia.kit.kinds import Field, Kind
from setia.kit.kinds.kind import Row, not_a, refused


class TilesField(forms.Field):
    def to_python(self, value: Any) -> list[dict[str, Any]]:
        if value in self.empty_values:
            return []
        try:
            found = json.loads(value) if isinstance(value, str) else value
        except (ValueError, RecursionError):
            raise not_a(_("a list of tiles (JSON)"), value) from None
        try:
            return [write(tile) for tile in read_all(found)]
        except Refusal as refusal:
            raise refused(refusal.message) from None


class Tiles(Kind):
    """What is no tile is refused in words; whether its fields are there is asked when it is shown."""

    name = "tiles"
    macro = "textarea"
    operators: ClassVar[frozenset[str]] = frozenset()
    examples = ("[]", '[{"kind": "figure", "resource": "parties"}]')

    def form_field(self, field: Field) -> forms.Field:
        return TilesField(required=False, label=str(field.label), help_text=str(field.help))

    def cell(self, field: Field, row: Row, reader: Any) -> str:
        return self.say(self.value(field, row), reader)

    def say(self, value: Any, reader: Any) -> str:
        return ", ".join(said(tile) for tile in value or () if isinstance(tile, dict))

    def export(self, field: Field, row: Row) -> Any:
        return json.dumps(self.value(field, row) or [], ensure_ascii=False)

    json = export

    def initial(self, field: Field, value: Any) -> Any:
        return json.dumps(value or [], ensure_ascii=False, indent=1)


def said(tile: dict[str, Any]) -> str:
    return str(tile.get("title") or SORTS.get(str(tile.get("kind")), ""))
