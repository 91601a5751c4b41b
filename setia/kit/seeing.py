"""What a reader may know of the records that others refer to: the one place where a number becomes a name.

A title is known to whoever may see the record and the field that names it. Elsewhere a reference stays a
bare number: it can be kept and compared, but it leads nowhere and says nothing. What was decided, and
why, is told in `docs/decisions/access.md`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from setia.foundation import prepared
from setia.foundation.access import Access
from setia.foundation.chosen import Chosen
from setia.foundation.errors import NotFound
from setia.kit.kinds import AnyRecord, Field, Reference
from setia.kit.kinds.references import STAFF
from setia.kit.resources import Resource, registry


def one_visible(resource: Resource, pk: int, access: Access) -> Any:
    """The record with this number, or NotFound when it does not exist or may not be seen."""
    record = Chosen(resource.rows, [access.narrowing(resource.model)], (resource.slug, "one")).one(pk)
    if record is None:
        raise NotFound()
    return record


def visible(resource: Resource, ids: Collection[int], names: Sequence[str], access: Access) -> Iterable[Sequence[Any]]:
    """The values `names` of those of the records that may be seen, in no certain order; one query at most."""
    if narrowing := access.narrowing(resource.model):
        return resource.rows().filter(narrowing, pk__in=set(ids)).values_list(*names) if ids else ()
    return prepared.among((resource.slug, "visible"), resource.rows, "pk", list(ids), names)


def may_name(resource: Resource, access: Access, title: str = "") -> bool:
    """Whether this person may know what any record of the noun is called."""
    return access.may("see", resource.governing) and not resource.hides(title or resource.title, access)


def name_of(resource: Resource, row: Any, access: Access) -> str:
    """What a record is called, from an instance or a mapping; its number where the name is hidden."""
    pk = row["id"] if isinstance(row, Mapping) else row.pk
    hidden = resource.hides(resource.title, access) or unnamed(resource, [pk], access)
    return ("" if hidden else resource.title_of(row)) or f"#{pk}"


def unnamed(resource: Resource, ids: Iterable[int], access: Access) -> set[int]:
    """Those of the records that are called after others, of which one may not be seen.

    No query for nouns with names of their own, or where all that is quoted may be seen.
    """
    quoted = [resource.fields[name] for name in resource.quotes.get(resource.title, ())]
    doubtful = [f for f in quoted if not _knows_all(f.kind.noun, f.kind.title, access)]  # type: ignore[attr-defined]
    if not doubtful:
        return set()
    rows = list(resource.rows().filter(pk__in=set(ids)).values("id", *(f.path for f in doubtful)))
    found: set[int] = set()
    for field in doubtful:
        kind: Any = field.kind
        hidden = unseen(kind.noun, {row[field.path] for row in rows} - {None}, access, kind.title)
        found |= {row["id"] for row in rows if row[field.path] in hidden}
    return found


def titles(noun: str, ids: Iterable[int], access: Access) -> dict[int, str]:
    """The words that name these records, of those that may be known; two queries at most."""
    resource, wanted, oneself = registry.of_noun(noun), set(ids), _oneself(noun, access)
    if not may_name(resource, access):
        wanted &= oneself
    elif not access.narrows(resource.model):
        oneself = set()
    names = ("pk", resource.title)
    found = [*visible(resource, wanted - oneself, names, access)]
    found += prepared.among((resource.slug, "visible"), resource.rows, "pk", list(wanted & oneself), names)
    hidden = unnamed(resource, wanted, access)
    return {pk: str(title or "") for pk, title in found if pk not in hidden}


def there(addresses: Iterable[str], access: Access) -> set[str]:
    """Those of the addresses at which there is a record that this person may see; one query for each noun."""
    return {
        f"{noun}:{pk}"
        for noun, ids in _by_noun(addresses).items()
        if access.may("see", registry.of_noun(noun).governing)
        for (pk,) in visible(registry.of_noun(noun), ids, ("pk",), access)
    }


def titles_at(addresses: Iterable[str], access: Access) -> dict[str, str]:
    """The words that name the records at these addresses, of those that may be known."""
    return {
        f"{noun}:{pk}": title or f"#{pk}"
        for noun, ids in _by_noun(addresses).items()
        for pk, title in titles(noun, ids, access).items()
    }


def _by_noun(addresses: Iterable[str]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    for address in addresses:
        noun, _colon, number = address.partition(":")
        if noun in registry.nouns():
            found[noun].add(int(number))
    return found


def name_addresses(columns: Mapping[str, Field], rows: list[dict[str, Any]], access: Access) -> None:
    """Put the titles of the records beside their addresses; None for those that may not be known."""
    for field in columns.values():
        if isinstance(field.kind, AnyRecord) and rows:
            known = titles_at({row[field.path] for row in rows} - {"", None}, access)
            for row in rows:
                row[field.kind.title_path(field)] = known.get(row[field.path])
        elif isinstance(field.kind, Reference) and field.kind.is_loose and rows:
            named = titles(field.kind.noun, {row[field.path] for row in rows} - {None}, access)
            for row in rows:
                row[field.kind.title_path(field)] = named.get(row[field.path] or 0)


def unseen(noun: str, ids: Iterable[int], access: Access, title: str = "") -> set[int]:
    """Those of the records that may not be named. One query, none where all or none may be seen."""
    resource = registry.of_noun(noun)
    wanted = set(ids) - _oneself(noun, access)
    if not may_name(resource, access, title):
        return wanted
    if not wanted or not access.narrows(resource.model):
        return set()
    return wanted - set(resource.rows(access).filter(pk__in=wanted).values_list("pk", flat=True))


def _knows_all(noun: str, title: str, access: Access) -> bool:
    resource = registry.of_noun(noun)
    return may_name(resource, access, title) and not access.narrows(resource.model)


def _oneself(noun: str, access: Access) -> set[int]:
    """Everybody knows their own name."""
    return {access.staff_id} if noun == STAFF and access.staff_id else set()


def quoted_paths(resource: Resource, columns: Iterable[str]) -> list[str]:
    """What has to be selected to judge whether the columns, and the title, may be shown."""
    quoted = {name for shown in (resource.title, *columns) for name in resource.quotes.get(shown, ())}
    return [resource.fields[name].path for name in sorted(quoted)]


def hides_titles(resource: Resource, columns: Mapping[str, Field], access: Access) -> bool:
    """Whether `hide_titles` could take anything out of rows with these columns."""
    if access.is_admin:
        return False
    shown = [f for f in columns.values() if isinstance(f.kind, Reference)]
    shown += [resource.fields[n] for name in (resource.title, *columns) for n in resource.quotes.get(name, ())]
    return not all(_knows_all(f.kind.noun, f.kind.title, access) for f in shown)  # type: ignore[attr-defined]


def hide_titles(resource: Resource, columns: Mapping[str, Field], rows: list[dict[str, Any]], access: Access) -> None:
    """Take out of a page of rows the titles that this person may not know; one query for each noun at most.

    What is taken out becomes None, while a reference to nothing has no number either.
    """
    if access.is_admin or not rows:
        return
    quoting = [name for name in (resource.title, *columns) if name in resource.quotes]
    quoted = {name: resource.fields[name] for shown in quoting for name in resource.quotes[shown]}
    alike: dict[tuple[str, str], list[Field]] = defaultdict(list)
    for field in {**columns, **quoted}.values():
        if isinstance(field.kind, Reference) and not field.many:
            alike[field.kind.noun, field.kind.title].append(field)
    for (noun, title), some in alike.items():
        if _knows_all(noun, title, access):
            continue
        ids = {row[field.path] for field in some for row in rows} - {None, ""}
        if hidden := unseen(noun, ids, access, title):
            for field in some:
                taken = [field.kind.title_path(field)] if field.name in columns else []  # type: ignore[attr-defined]
                taken += [resource.fields[n].path for n in quoting if field.name in resource.quotes[n]]
                for row in rows:
                    if row[field.path] in hidden:
                        row.update(dict.fromkeys(taken))
