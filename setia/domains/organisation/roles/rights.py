"""The rights of a role: what it grants on each kind of record, and whether that can be."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.foundation.access import FIELD_MODES, SIGHTS, Access, Grant
from setia.kit.kinds import Field, Kind
from setia.kit.kinds.kind import Row, not_a
from setia.kit.operations import operations
from setia.kit.resources import registry
from setia.kit.shaping.model import OwnField
from setia.kit.verbs import GENERIC

SIGHT_WORDS = (
    ("none", gettext_lazy("nothing")),
    ("own", gettext_lazy("own records")),
    ("team", gettext_lazy("the team's records")),
    ("all", gettext_lazy("all records")),
)


def nouns() -> list[tuple[str, str]]:
    """Kinds of records that rights are granted on; parts follow their whole."""
    return sorted({(r.noun, str(r.plural)) for r in registry.nouns().values() if r.governing == r.noun})


def verbs_of(noun: str) -> set[str]:
    """Everything that can be granted on a kind of record and on its parts."""
    parts = [r.noun for r in registry if r.governing == noun]
    return {
        "*",
        *GENERIC,
        *(name for part in parts for name, verb in operations.get(part, {}).items() if not verb.answers),
    }


def faults_in(grants: Mapping[str, Any]) -> Iterator[str]:
    known = dict(nouns())
    for noun, grant in grants.items():
        if noun not in known:
            yield _("There is no kind of record called “%(noun)s”.") % {"noun": str(noun)[:60]}
        elif not isinstance(grant, Mapping) or not grant.keys() <= {"sight", "verbs", "fields"}:
            yield _("%(noun)s: write sight, verbs and fields.") % {"noun": noun}
        else:
            yield from _faults_of_one(noun, grant)


def _faults_of_one(noun: str, grant: Mapping[str, Any]) -> Iterator[str]:
    if grant.get("sight", "none") not in SIGHTS:
        yield _("%(noun)s: sight is one of %(possible)s.") % {"noun": noun, "possible": ", ".join(SIGHTS)}
    verbs = grant.get("verbs", [])
    if not isinstance(verbs, list) or (unknown := [v for v in verbs if v not in verbs_of(noun)]):
        shown = ", ".join(map(str, unknown))[:100] if isinstance(verbs, list) else str(verbs)[:100]
        yield _("%(noun)s: there are no such verbs: %(verbs)s.") % {"noun": noun, "verbs": shown}
    fields = grant.get("fields", {})
    nouns_ = {r.noun for r in registry if r.governing == noun}
    known = {name for r in registry if r.governing == noun for name in r.fields}
    if isinstance(fields, Mapping) and any(str(name).startswith("own_") for name in fields.keys() - known):
        known |= set(OwnField.objects.filter(noun__in=nouns_).values_list("name", flat=True))
    if not isinstance(fields, Mapping) or not fields.keys() <= known or not set(fields.values()) <= {*FIELD_MODES}:
        yield _("%(noun)s: fields are names with hidden, read or edit.") % {"noun": noun}


def wider_than_own(grants: Mapping[str, Any], access: Access) -> bool:
    """Whether somebody would hand out rights that they do not have themselves."""
    if access.is_admin:
        return False
    return any(not Grant.from_json(data).is_within(access.grant(noun)) for noun, data in grants.items())


class RightsField(forms.Field):
    def to_python(self, value: Any) -> dict[str, Any]:
        if value in self.empty_values:
            return {}
        try:
            found = json.loads(value) if isinstance(value, str) else value
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise not_a(_("an object of rights (JSON)"), value)
        return found


class Rights(Kind):
    """Rights in words where they are read, as JSON where they are written."""

    name = "rights"
    macro = "textarea"
    operators: ClassVar[frozenset[str]] = frozenset()

    def form_field(self, field: Field) -> forms.Field:
        return RightsField(required=False, label=str(field.label), help_text=str(field.help))

    def say(self, value: Any, reader: Any) -> str:
        words, names = dict(SIGHT_WORDS), dict(nouns())
        return "; ".join(
            _("%(noun)s: %(sight)s") % {"noun": names.get(noun, noun), "sight": words.get(grant.get("sight"), "–")}
            for noun, grant in (value or {}).items()
        )

    def export(self, field: Field, row: Row) -> Any:
        return json.dumps(self.value(field, row) or {}, ensure_ascii=False)

    json = export

    def initial(self, field: Field, value: Any) -> Any:
        return json.dumps(value or {}, ensure_ascii=False, indent=1)
