"""The rights of a role as a table of nouns, and the same table read back from a form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from setia.foundation.access import FIELD_MODES, SIGHTS, Access, Grant
from setia.kit.operations import operations_of
from setia.kit.resources import Resource, registry
from setia.kit.verbs import GENERIC

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

    def sights(self) -> list[tuple[str, str]]:
        """As far as the reader sees, and what the role has already."""
        most = max(SIGHTS.index(self.own.sight), SIGHTS.index(self.grant.sight))
        return [(sight, words) for sight, words in sight_words() if SIGHTS.index(sight) <= most]  # type: ignore[arg-type]


def sight_words() -> list[tuple[str, str]]:
    return [
        ("none", _("nothing")),
        ("own", _("their own")),
        ("team", _("their team's")),
        ("all", _("all")),
    ]


def mode_words() -> list[tuple[str, str]]:
    return [("edit", _("may change it")), ("read", _("may read it")), ("hidden", _("does not see it"))]


def generic_words() -> dict[str, str]:
    return {"create": _("Create"), "change": _("Change"), "archive": _("Archive"), "restore": _("Restore")}


def lines(grants: Mapping[str, Any], access: Access) -> list[Line]:
    """All nouns that rights are granted on, in the order of the navigation."""
    wholes = [r for r in registry.nouns().values() if r.governing == r.noun]
    return [
        _line(whole, Grant.from_json(grants.get(whole.noun, {})), access.grant(whole.noun))
        for whole in sorted(wholes, key=_place)
    ]


def _place(resource: Resource) -> tuple[int, int, str]:
    sections = ("customers", "sales", "catalog", "settings")
    rails = [r.rail for r in registry if r.noun == resource.noun and r.rail]
    section, place = min(((sections.index(s), n) for s, n in rails if s in sections), default=(len(sections), 0))
    return section, place, resource.slug


def _line(whole: Resource, grant: Grant, own: Grant) -> Line:
    parts = [r for r in registry if r.governing == whole.noun and r.noun != whole.noun]
    verbs = {verb: words for verb, words in generic_words().items() if _is_offered(verb, [whole, *parts])}
    fields: dict[str, str] = {}
    for resource in [whole, *(r for r in registry if r.noun == whole.noun), *parts]:
        prefix = f"{resource.label}: " if resource in parts else ""
        for name, operation in operations_of(resource).items():
            verbs.setdefault(name, f"{prefix}{operation.label}")
        for name, known in resource.fields.items():
            fields.setdefault(name, f"{prefix}{known.label}")
    names = ", ".join(str(part.plural) for part in parts)
    return Line(
        whole.noun, str(whole.plural), whole.icon, names, list(verbs.items()), list(fields.items()), grant, own
    )


def _is_offered(verb: str, resources: list[Resource]) -> bool:
    if verb == "create":
        return any(r.creatable for r in resources)
    return verb == "change" or any(r.archivable for r in resources)


def read(posted: QueryDict, grants: Mapping[str, Any]) -> dict[str, Any]:
    """The grants as the form says them; nouns the form does not speak of keep theirs."""
    return {**grants, **dict(_read_lines(posted, grants))} and {
        noun: grant for noun, grant in {**grants, **dict(_read_lines(posted, grants))}.items() if grant is not None
    }


def _read_lines(posted: QueryDict, grants: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for line in lines(grants, Access(is_admin=True)):
        sight = posted.get(f"sight:{line.noun}")
        if sight is None:
            continue
        if sight == "none":
            yield line.noun, None
            continue
        modes = {name: posted.get(f"field:{line.noun}:{name}", line.mode(name)) for name, _label in line.fields}
        yield line.noun, {
            "sight": sight,
            "verbs": _verbs(posted.getlist(f"verb:{line.noun}")),
            "fields": {name: mode for name, mode in modes.items() if mode != "edit"},
        }


def _verbs(ticked: list[str]) -> list[str]:
    return [EVERYTHING] if EVERYTHING in ticked else sorted(set(ticked))


KNOWN_MODES = frozenset(FIELD_MODES)
ALL_GENERIC = GENERIC
