"""Personal fields in the language of whoever reads: what they are called, and what they are declared to be for.

The rows keep both in the company's language, for the order of lists and for search.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from setia.kit.kinds import Field, Text
from setia.kit.resources import registry

if TYPE_CHECKING:
    from setia.foundation.formats import Reader

PLACE = ("noun", "field")


def name_of(row: Mapping[str, Any]) -> str:
    """As the declaration says it now; as it was kept when there is none any more."""
    noun, field = _declared(row)
    return f"{registry.of_noun(noun).plural}: {field.label}" if field else str(row["name"])


def purpose_of(row: Mapping[str, Any]) -> str:
    """The company's own words, or those of the declaration."""
    _noun, field = _declared(row)
    return str(row["purpose"] if row["is_own"] or field is None or field.personal is None else field.personal.purpose)


def _declared(row: Mapping[str, Any]) -> tuple[str, Field | None]:
    noun = row["noun"]
    return noun, registry.of_noun(noun).fields.get(row["field"]) if noun in registry.nouns() else None


class FieldName(Text):
    def paths(self, field: Field) -> tuple[str, ...]:
        return field.path, *PLACE

    def cell(self, field: Field, row: Mapping[str, Any], reader: Reader) -> str:
        return name_of(row)


class Purpose(Text):
    def paths(self, field: Field) -> tuple[str, ...]:
        return field.path, *PLACE, "is_own"

    def cell(self, field: Field, row: Mapping[str, Any], reader: Reader) -> str:
        # The history shows the words that stood there, with nothing beside them.
        return purpose_of(row) if "is_own" in row else str(row.get(field.path) or "")
