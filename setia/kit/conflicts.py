"""Two people, one record: a comparison of mine, theirs and what was before.

The ledger knows every change since the version somebody read, so nothing needs to be locked while
they type.
"""

from __future__ import annotations

from typing import Any

from setia.foundation.errors import Clash, Conflict
from setia.foundation.ledger import Entry
from setia.kit.changes import Change
from setia.kit.resources import Resource
from setia.kit.writing import plain, unplain


def changed_since(resource: Resource, record_id: int, version: int) -> dict[str, Any]:
    """The value each since-changed column had at `version`, by attribute name."""
    entries = (
        Entry.objects.filter(noun=resource.noun, record_id=record_id, version__gt=version)
        .order_by("id")
        .values_list("data", flat=True)
    )
    earlier: dict[str, Any] = {}
    for data in entries:
        for name, (before, _after) in data.get("changes", {}).items():
            earlier.setdefault(name, before)
    return earlier


def reconcile(resource: Resource, wanted: Change, version: int) -> None:
    """Keep of `wanted` only what its author really changed, or raise `Conflict`.

    A form sends every field. Those equal to what was read at `version` were not touched by its
    author, so the newer value of somebody else stands.
    """
    if wanted.before is None or version >= wanted.version:
        return
    names = {f.path: f for f in resource.fields.values() if f.path}
    clashes = []
    for name, then in changed_since(resource, wanted.id, version).items():
        mine, theirs = wanted.after.get(name), wanted.before.get(name)
        if plain(mine) == then or mine == theirs:
            wanted.after[name] = theirs
        elif name in names:
            field = names[name]
            earlier = unplain(resource, name, then)
            clashes.append(Clash(field.name, str(field.label), earlier, theirs, mine))
    if clashes:
        raise Conflict(clashes, wanted.version)
