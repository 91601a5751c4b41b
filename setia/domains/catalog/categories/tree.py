"""Categories stand below one another, and never below themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from setia.domains.catalog.categories.model import Category
from setia.foundation.access import Actor
from setia.kit.changes import Change
from setia.kit.resources import registry
from setia.kit.writing import changes_of, write

BETWEEN = " / "
DEEPEST = 8
LONGEST = 1000

Parents = Mapping[int, int | None]


def known_categories() -> dict[int, tuple[str, int | None]]:
    """Name and parent of each; there are hundreds at most."""
    return {id_: (name, parent) for id_, name, parent in Category.objects.values_list("pk", "name", "parent_id")}


def parents_of() -> dict[int, int | None]:
    return {id_: parent for id_, (_name, parent) in known_categories().items()}


def above(category: int | None, parents: Parents) -> list[int]:
    """The category and those it stands below, the nearest first. A ring ends where it would begin again."""
    found: list[int] = []
    while category is not None and category not in found:
        found.append(category)
        category = parents.get(category)
    return found


def settle_paths(changes: Sequence[Change]) -> None:
    """A category is called after those above it; one that would stand below itself is refused."""
    known = known_categories()
    for change in changes:
        if change.id:
            known[change.id] = (change.after["name"], change.after["parent_id"])
    parents = {id_: parent for id_, (_name, parent) in known.items()}
    for change in changes:
        line = above(change.after["parent_id"], parents)
        if change.id and change.id in line:
            ring = [change.id, *line[: line.index(change.id) + 1]]
            names = " → ".join(known[id_][0] for id_ in ring)
            change.refuse("parent", _("A category cannot stand below itself: %(ring)s.") % {"ring": names})
        elif len(line) >= DEEPEST:
            change.refuse("parent", _("Categories stand at most %(deepest)d deep.") % {"deepest": DEEPEST})
        change.after["path"] = BETWEEN.join(
            [*(known[id_][0] for id_ in reversed(line) if id_ in known), change.after["name"]]
        )[:LONGEST]


def write_paths(changes: Sequence[Change], by: Actor) -> None:
    """What stands below a category that was renamed or moved is called after it as well."""
    moved = {change.id for change in changes if change.before and change.changed("path")}
    if not moved:
        return
    below = [id_ for id_ in children_of(moved) if id_ not in {change.id for change in changes}]
    wanted = changes_of(registry.of_noun("catalog.category"), below)
    settle_paths(wanted)
    write(registry.of_noun("catalog.category"), [change for change in wanted if change.dirty()], by)


def children_of(categories: Iterable[int]) -> list[int]:
    parts: dict[int | None, list[int]] = defaultdict(list)
    for id_, (_name, parent) in known_categories().items():
        parts[parent].append(id_)
    return [id_ for category in categories for id_ in parts[category]]
