"""Which rows are about records that are already there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.foundation.own_values import spread
from setia.foundation.search import fold
from setia.kit.exchange.plans.plan import ADDRESS, text_keys
from setia.kit.exchange.records.finding import (
    by_column,
    by_folded_title,
    id_of_address,
    visible_rows,
)
from setia.kit.exchange.records.table import BLANK, Table
from setia.kit.kinds import Field
from setia.kit.resources import Resource
from setia.kit.seeing import name_of


class Touched:
    """The records that earlier rows were about: one bit each, so that memory stays small."""

    def __init__(self) -> None:
        self._bits = bytearray()

    def add(self, id_: int) -> bool:
        """Remember a record; False when it was remembered before."""
        place, bit = id_ >> 3, 1 << (id_ & 7)
        if place >= len(self._bits):
            self._bits.extend(bytes(place - len(self._bits) + 4096))
        if self._bits[place] & bit:
            return False
        self._bits[place] |= bit
        return True


class Keys:
    """Finds the records of rows by their import keys.

    Keys are tried in the order in which the resource names them. A later key counts only for a
    record whose earlier keys are empty: the same name under another number is somebody else.
    """

    def __init__(self, resource: Resource, mapped: Iterable[str], only: str = "") -> None:
        names = set(mapped) & {only} if only else set(mapped)
        self.resource = resource
        self.has_address = ADDRESS in names
        self.together = bool(resource.import_together) and not only and resource.import_together[-1] in names
        self.identities: dict[int, Mapping[str, Any]] = {}
        self.keys = [key for key in text_keys(resource) if key.name in names]

    @property
    def exist(self) -> bool:
        return self.has_address or bool(self.keys) or self.together

    def signature(self, table: Table, row: int) -> tuple[str, str] | None:
        """The first key that the row gives, comparable with those of other rows."""
        for key in self.keys:
            value = table.values[key.name][row]
            if value not in (BLANK, "", None):
                return key.name, fold(str(value)) if key.name == self.resource.title else str(value)
        return ("", repr(tuple(self.identities[row].values()))) if row in self.identities else None

    def match(self, table: Table, good: Sequence[int], by: Actor) -> dict[int, dict[str, Any]]:
        """By row, the record it is about, as it is now; rows without one are about new records."""
        ids = self._by_address(table, good)
        for at, key in enumerate(self.keys):
            open_ = [row for row in good if row not in ids and table.values[key.name][row] not in (BLANK, "", None)]
            found = self._by_key(table, key, open_, by)
            ids.update(self._not_another(table, found, self.keys[:at]))
        if self.together:
            ids.update(self._by_identity(table, [row for row in good if row not in ids], by))
        return self._read(table, ids, by)

    def _by_address(self, table: Table, good: Sequence[int]) -> dict[int, int]:
        if not self.has_address:
            return {}
        ids: dict[int, int] = {}
        for row in good:
            if text := table.texts[ADDRESS][row].strip():
                id_ = id_of_address(self.resource.noun, text)
                if id_ is None:
                    table.refuse(row, ADDRESS, _("“%(text)s” is no address of a record.") % {"text": text[:60]})
                else:
                    ids[row] = id_
        return ids

    def _by_identity(self, table: Table, rows: Sequence[int], by: Actor) -> dict[int, int]:
        """By several values together; what is put away is no record that a row could be about."""
        said = [
            {name: values[row] for name, values in table.values.items() if values[row] is not BLANK} for row in rows
        ]
        found = zip(rows, self.resource.identify(said), strict=True)
        self.identities = {row: identity for row, identity in found if identity}
        if not self.identities:
            return {}
        columns = list(next(iter(self.identities.values())))
        kept = visible_rows(self.resource, by).filter(archived_at__isnull=True)
        firsts = {identity[columns[0]] for identity in self.identities.values()}
        known: dict[tuple[Any, ...], list[int]] = defaultdict(list)
        for id_, *values in bulk.found(kept, columns[0], firsts, "pk", *columns):
            known[tuple(values)].append(id_)
        ids: dict[int, int] = {}
        for row, identity in self.identities.items():
            hits = known.get(tuple(identity.values()), [])
            if len(hits) == 1:
                ids[row] = hits[0]
            elif hits:
                table.refuse(row, "", _("Several records are like this one. Give the address of the record."))
        return ids

    def _by_key(self, table: Table, key: Field, rows: Sequence[int], by: Actor) -> dict[int, int]:
        """Unique keys are looked up among all records, as the database would refuse them; names only among
        those that this person may see: what else is called so is not to be learnt from a file."""
        values = {row: str(table.values[key.name][row]) for row in rows}
        if not values:
            return {}
        distinct = {value: value for value in values.values()}
        if self._is_unique(key):
            hits = by_column(key.path, self.resource.model._default_manager.all(), distinct)
        else:
            seen = visible_rows(self.resource, by)
            hits = by_column(key.path, seen, distinct)
            if key.name == self.resource.title and (left := distinct.keys() - hits.keys()):
                hits |= by_folded_title(self.resource, seen, left)
        found: dict[int, int] = {}
        for row, value in values.items():
            records = hits.get(value, [])
            active = [id_ for id_, archived in records if not archived] or [id_ for id_, _archived in records]
            if len(active) == 1:
                found[row] = active[0]
            elif active:
                words = _("%(count)d records have this %(field)s, so it is not clear which one is meant.")
                table.refuse(row, str(key.label), words % {"count": len(active), "field": key.label})
        return found

    def _is_unique(self, key: Field) -> bool:
        return bool(self.resource.model._meta.get_field(key.path).unique)  # type: ignore[union-attr]

    def _not_another(self, table: Table, found: dict[int, int], earlier: Sequence[Field]) -> dict[int, int]:
        asked = [key for key in earlier if any(table.values[key.name][row] not in (BLANK, "", None) for row in found)]
        if not asked or not found:
            return found
        paths = [key.path for key in asked]
        rows = bulk.found(self.resource.model._default_manager.all(), "pk", found.values(), "pk", *paths)
        kept = {id_: values for id_, *values in rows}
        return {
            row: id_
            for row, id_ in found.items()
            if not any(
                has and table.values[key.name][row] not in (BLANK, "", None)
                for key, has in zip(asked, kept.get(id_, ()), strict=False)
            )
        }

    def _read(self, table: Table, ids: dict[int, int], by: Actor) -> dict[int, dict[str, Any]]:
        rows = visible_rows(self.resource, by).order_by().select_for_update()
        names = self.resource.column_names
        records = {
            values[0]: spread(dict(zip(names, values[1:], strict=True)), self.resource.own.stored)
            for values in bulk.found(rows, "pk", ids.values(), "pk", *names)
        }
        for row, id_ in ids.items():
            record = records.get(id_)
            if record is None:
                table.refuse(row, "", _("A record with this key exists already, but you may not change it here."))
            elif record["archived_at"] is not None:
                words = _("“%(title)s” is archived. Restore it first.")
                table.refuse(row, "", words % {"title": name_of(self.resource, record, by.access)})
        return {row: records[id_] for row, id_ in ids.items() if row not in table.faults}
