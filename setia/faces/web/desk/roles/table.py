"""The rights of a role as a table of nouns, and the same table read back from a form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from setia.faces.web.desk.order import place_of
from setia.foundation.access import FIELD_MODES, SIGHTS, Access, FieldMode, Grant, Sight
from setia.kit.operations import operations_of
from setia.kit.resources import Resource, registry

EVERYTHING = "*"


@dataclass(frozen=True, slots=True)
class Line:
    """What can be granted on one noun and on its parts, and what the role grants."""

    noun: str
    label: str
    icon: str
    parts: str
    verbs: list[tuple[str, str]]
    fields: list[tuple[str, str]]
    grant: Grant = field(default_factory=Grant)
    own: Grant = field(default_factory=Grant)
    """What the reader has, and so may hand out."""

    @property
    def limited(self) -> int:
        return sum(mode != "edit" for mode in self.grant.fields.values())

    def has(self, verb: str) -> bool:
        return EVERYTHING in self.grant.verbs or verb in self.grant.verbs

    def may_give(self, verb: str) -> bool:
        return EVERYTHING in self.own.verbs or verb in self.own.verbs

    def mode(self, name: str) -> str:
        return self.grant.fields.get(name, "edit")

    def modes(self, name: str) -> list[tuple[str, str]]:
        """As open as the reader may hand out, or as the role has it already."""
        most = widest(FIELD_MODES, self.own.fields.get(name, "edit"), self.mode(name))
        return [(mode, words) for mode, words in mode_words() if FIELD_MODES.index(mode) <= most]

    def sights(self) -> list[tuple[str, str]]:
        """As far as the reader sees, and what the role has already."""
        most = widest(SIGHTS, self.own.sight, self.grant.sight)
        return [(sight, words) for sight, words in sight_words() if SIGHTS.index(sight) <= most]


def widest(order: Sequence[str], *held: str) -> int:
    """The place of the most generous; what a form made up counts for nothing."""
    return max((order.index(one) for one in held if one in order), default=0)


def sight_words() -> list[tuple[Sight, str]]:
    return [
        ("none", _("nothing")),
        ("own", _("their own")),
        ("team", _("their team's")),
        ("all", _("all")),
    ]


def mode_words() -> list[tuple[FieldMode, str]]:
    return [("edit", _("may change it")), ("read", _("may read it")), ("hidden", _("does not see it"))]


def generic_words() -> dict[str, str]:
    return {"create": _("Create"), "change": _("Change"), "archive": _("Archive"), "restore": _("Restore")}


def lines(grants: Mapping[str, Any], access: Access) -> list[Line]:
    """All nouns that rights are granted on, in the order of the navigation."""
    wholes = [r for r in registry.nouns().values() if r.governing == r.noun]
    return [
        _line(whole, Grant.from_json(grants.get(whole.noun, {})), access.grant(whole.noun))
        for whole in sorted(wholes, key=place_of)
    ]


def _line(whole: Resource, grant: Grant, own: Grant) -> Line:
    parts = [r for r in registry if r.governing == whole.noun and r.noun != whole.noun]
    verbs = {verb: words for verb, words in generic_words().items() if _is_offered(verb, [whole, *parts])}
    fields: dict[str, str] = {}
    for resource in [whole, *(r for r in registry if r.noun == whole.noun), *parts]:
        prefix = f"{resource.label}: " if resource in parts else ""
        for name, operation in operations_of(resource).items():
            if operation.answers:
                continue
            verbs.setdefault(name, f"{prefix}{operation.label}")
        for name, known in resource.fields.items():
            fields.setdefault(name, f"{prefix}{known.label}")
    names = ", ".join(str(part.plural) for part in parts)
    return Line(whole.noun, str(whole.plural), whole.icon, names, list(verbs.items()), list(fields.items()), grant, own)


def _is_offered(verb: str, resources: list[Resource]) -> bool:
    if verb == "create":
        return any(r.creatable for r in resources)
    return verb == "change" or any(r.archivable for r in resources)


def read(posted: QueryDict, grants: Mapping[str, Any]) -> dict[str, Any]:
    """The grants as the form says them; nouns the form does not speak of keep what they have."""
    found = dict(grants)
    for line in lines(grants, Access(is_admin=True)):
        sight = posted.get(f"sight:{line.noun}")
        if sight == "none":
            found.pop(line.noun, None)
        elif sight is not None:
            found[line.noun] = _read_line(posted, line, sight)
    return found


def _read_line(posted: QueryDict, line: Line, sight: str) -> dict[str, Any]:
    ticked = posted.getlist(f"verb:{line.noun}")
    modes = {name: posted.get(f"field:{line.noun}:{name}", line.mode(name)) for name, _label in line.fields}
    # What is kept of fields that were archived holds again when they come back.
    modes |= {name: mode for name, mode in line.grant.fields.items() if name not in modes}
    return {
        "sight": sight,
        "verbs": [EVERYTHING] if EVERYTHING in ticked else sorted(set(ticked)),
        "fields": {name: mode for name, mode in modes.items() if mode != "edit"},
    }
