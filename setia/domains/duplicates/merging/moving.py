"""Everything that belongs to one party goes over to another, in batches, each row with its fact."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models

from setia.domains.duplicates.merging.links import Link, links, resource_of, staying
from setia.domains.parties.consents.model import Consent, ConsentStatus
from setia.domains.parties.contact_points.copies import COPIED
from setia.domains.parties.contact_points.primary import by_place, current_points
from setia.domains.parties.relations.model import MUTUAL, Relation
from setia.domains.parties.relations.queries import current_relations
from setia.foundation.access import Actor
from setia.kit.kinds import AnyRecord
from setia.kit.resources import Resource, registry
from setia.kit.shaping.kinds import OwnReference
from setia.kit.writing import changes_of, relocate

BATCH = 2_000
PARTY = "parties.party"
Unlisted = dict[str, list[Any]]
"""Rows of tables that are no nouns: table and column to the numbers of the rows."""


def move_everything(goes: int, stays: int, names: dict[int, str], by: Actor, data: dict[str, Any]) -> Unlisted:
    """`names` are those of both parties afterwards. Returns what no ledger entry can tell of."""
    unlisted: Unlisted = {}
    _let_withdrawals_win(goes, stays, by, data)
    double = _doubles(goes, stays)
    for table, link in links():
        resource = resource_of(table)
        for ids in _batches(table, link, goes):
            kept = staying(table, link, ids, stays)
            if table is Relation:
                kept |= ids & double
            if resource is None:
                table._default_manager.filter(pk__in=ids - kept).update(**{link.attname: stays})
                unlisted.setdefault(f"{table._meta.label}.{link.attname}", []).extend(sorted(ids - kept))
                continue
            _move(resource, link, ids - kept, stays, by, data)
            _put_away(resource, kept, by, data)
    _readdress(goes, stays, by, data)
    _move_own_references(goes, stays, by, data)
    _rename_relations(stays, names, by, data)
    return unlisted


def _move_own_references(goes: int, stays: int, by: Actor, data: dict[str, Any]) -> None:
    """Fields that people added lead to the party that stays; in the two parties themselves they are chosen."""
    for resource in registry.nouns().values():
        for field in resource.own.fields.values():
            if not isinstance(field.kind, OwnReference) or field.kind.noun != PARTY:
                continue
            rows = resource.model._default_manager.filter(archived_at__isnull=True, **{field.path: goes})
            if resource.noun == PARTY:
                rows = rows.exclude(pk__in=(goes, stays))
            ids = list(rows.order_by("pk").values_list("pk", flat=True))
            for start in range(0, len(ids), BATCH):
                changes = changes_of(resource, ids[start : start + BATCH])
                for change in changes:
                    change.after[field.path] = stays
                relocate(resource, changes, by, data=data, told=False)


def _let_withdrawals_win(goes: int, stays: int, by: Actor, data: dict[str, Any]) -> None:
    """Who withdrew a consent as one of the two has withdrawn it as both: the other consent gives way."""
    withdrawn = Consent.objects.active().filter(party=goes, status=ConsentStatus.WITHDRAWN)
    about = set(withdrawn.values_list("purpose_id", "channel"))
    others = Consent.objects.active().filter(party=stays).exclude(status=ConsentStatus.WITHDRAWN)
    rows = others.values_list("pk", "purpose_id", "channel") if about else ()
    _put_away(registry.of_noun("parties.consent"), {pk for pk, *what in rows if tuple(what) in about}, by, data)


def _readdress(goes: int, stays: int, by: Actor, data: dict[str, Any]) -> None:
    """What leads to the party by its address, such as tasks about it and files at it, leads to the other one."""
    old, new = (f"parties.party:{party}" for party in (goes, stays))
    for resource in registry.nouns().values():
        for name, field in resource.fields.items():
            if not isinstance(field.kind, AnyRecord):
                continue
            while ids := list(
                resource.rows().filter(**{field.path: old}).order_by("pk").values_list("pk", flat=True)[:BATCH]
            ):
                changes = changes_of(resource, ids)
                for change in changes:
                    change.after[field.path] = new
                    if parts := resource.addresses.get(name):
                        change.after |= dict(zip(parts, ("parties.party", stays), strict=True))
                relocate(resource, changes, by, data=data, told=False)


def _batches(table: type[models.Model], link: Link, goes: int) -> Iterator[set[int]]:
    last = 0
    while True:
        rows = table._default_manager.filter(**{link.attname: goes}, pk__gt=last).order_by("pk")
        ids = list(rows.values_list("pk", flat=True)[:BATCH])
        if not ids:
            return
        yield set(ids)
        last = ids[-1]


def _move(resource: Resource, link: Link, ids: set[int], stays: int, by: Actor, data: dict[str, Any]) -> None:
    changes = changes_of(resource, ids)
    for change in changes:
        change.after[link.attname] = stays
    relocate(resource, changes, by, data=data, told=False)


def _put_away(resource: Resource, ids: set[int], by: Actor, data: dict[str, Any]) -> None:
    """What cannot be moved stays where it is, in the archive."""
    if "archived_at" not in resource.column_names:
        return
    changes = [change for change in changes_of(resource, ids) if change.after["archived_at"] is None]
    for change in changes:
        change.after["archived_at"] = by.at
        if "is_primary" in change.after:
            # An address in the archive is nobody's first one, as its own room would have it.
            change.after["is_primary"] = False
    relocate(resource, changes, by, fact=f"{resource.fact}.archived", data=data, told=False)


def _doubles(goes: int, stays: int) -> set[int]:
    """Relations that the party that stays has already, also those that hold both ways."""

    def meant(relation: Relation, party: int) -> tuple[Any, ...]:
        ends = [stays if end == party else end for end in (relation.party_id, relation.other_id)]
        return (relation.kind, *(sorted(ends) if relation.kind in MUTUAL else ends))

    ends = models.Q(party=stays) | models.Q(other=stays)
    known = {meant(relation, stays) for relation in current_relations().filter(ends)}
    ends = models.Q(party=goes) | models.Q(other=goes)
    return {relation.pk for relation in current_relations().filter(ends) if meant(relation, goes) in known}


def _rename_relations(stays: int, names: dict[int, str], by: Actor, data: dict[str, Any]) -> None:
    """Relations are called after their two parties."""
    relations = registry.of_noun("parties.relation")
    ends = models.Q(party=stays) | models.Q(other=stays)
    rows = Relation.objects.filter(ends).values_list("pk", "party_id", "other_id", "party__name", "other__name")
    wanted = {pk: f"{names.get(one, first)} → {names.get(two, second)}" for pk, one, two, first, second in rows}
    changes = changes_of(relations, wanted)
    for change in changes:
        change.after["name"] = wanted[change.id]
    relocate(relations, changes, by, data=data, told=False)


def agree_on_primary(party: dict[str, Any], by: Actor, data: dict[str, Any]) -> None:
    """Of each kind of contact points the party that stays has one primary one: that of its own columns."""
    points = registry.of_noun("parties.contactpoint")
    wanted: dict[int, bool] = {}
    for (_party, kind), some in by_place(current_points([party["id"]])).items():
        chosen = [point for point in some if kind in COPIED and point.value == party[COPIED[kind]]]
        primary = (chosen or [point for point in some if point.is_primary] or some)[0]
        wanted |= {point.id: point is primary for point in some if point.is_primary is not (point is primary)}
    changes = changes_of(points, wanted)
    for change in changes:
        change.after["is_primary"] = wanted[change.id]
    relocate(points, changes, by, data=data, told=False)
