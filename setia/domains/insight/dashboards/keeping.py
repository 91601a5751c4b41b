"""The dashboards of one person: what they made, what is meant for them, and what came with Setia."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from setia.domains.insight.dashboards.model import Dashboard as Kept
from setia.domains.insight.dashboards.ready_made import READY, Ready
from setia.domains.insight.dashboards.resource import is_kept_by
from setia.foundation.access import Actor
from setia.foundation.errors import NotFound
from setia.foundation.staff.models import Role
from setia.kit import dashboards, verbs
from setia.kit.dashboards import Dashboard, read_all, write
from setia.kit.dashboards.keeping import NOUN
from setia.kit.resources import registry
from setia.kit.seeing import name_of, one_visible

MOST = 50


class Keeper:
    """The dashboards as `kit.dashboards` wants them."""

    def shown_to(self, by: Actor) -> list[Dashboard]:
        """One's own and those for one's roles first, then what came with Setia, then what is for everybody."""
        roles = set(Role.objects.filter(holders=by.staff_id, archived_at__isnull=True).values_list("pk", "name"))
        kept = list(self._meant_for(by, [pk for pk, _name in roles]))
        replaced = {row.origin for row in kept if row.is_shared}
        names = {name for _pk, name in roles}
        ready = [one for one in READY.values() if one.name not in replaced and _is_for(one, by)]
        mine = [one for one in ready if names & set(one.roles)]
        own = [row for row in kept if not row.for_everybody]
        everybody = [row for row in kept if row.for_everybody]
        return [
            *(_of_record(row, by) for row in own),
            *map(_of_ready, mine),
            *(_of_record(row, by) for row in everybody),
            *(_of_ready(one) for one in ready if one not in mine),
        ]

    def _meant_for(self, by: Actor, roles: list[int]) -> Iterable[Kept]:
        if not by.access.may("see", NOUN):
            return []
        rows = Kept.objects.active()
        mine = rows.filter(owner=by.staff_id) if by.staff_id else rows.none()
        shared = rows.filter(for_everybody=True) | rows.filter(role__in=roles)
        return (mine | shared).distinct().order_by("name", "id")[:MOST]

    def one(self, key: str, by: Actor) -> Dashboard:
        if not key.isdigit():
            ready = READY.get(key)
            if ready is None or not _is_for(ready, by):
                raise NotFound()
            return _of_ready(ready)
        if not key.isascii() or len(key) > 18:
            raise NotFound()
        row = one_visible(registry.of_noun(NOUN), int(key), by.access)
        if row.archived_at:
            raise NotFound(_("This dashboard was archived."))
        return _of_record(row, by)

    def copied(self, key: str, by: Actor) -> int:
        found = self.one(key, by)
        values = {"name": found.label[:80], "about": found.about[:300], "tiles": [write(tile) for tile in found.tiles]}
        made: int = verbs.create(registry.of_noun(NOUN), values, by).ids[0]
        if not found.record:
            # Which one it was made of follows from nothing that people may say, so no form asks for it.
            Kept.objects.filter(pk=made).update(origin=found.key)
        return made


def _is_for(ready: Ready, by: Actor) -> bool:
    """Whether the person may see any of the records that it is about."""
    nouns = {tile["resource"] for tile in ready.tiles if tile.get("resource") in registry}
    return any(by.access.may("see", registry[slug].governing) for slug in nouns)


def _of_ready(ready: Ready) -> Dashboard:
    return Dashboard(ready.name, str(ready.label), str(ready.about), read_all(list(ready.tiles)))


def _of_record(row: Kept, by: Actor) -> Dashboard:
    resource = registry.of_noun(NOUN)
    hidden = {name for name in ("about", "tiles") if resource.hides(name, by.access)}
    may = by.access.may("put_tile", NOUN) and is_kept_by(row.owner_id, by) and not hidden
    tiles = [] if "tiles" in hidden else read_all(row.tiles)
    about = "" if "about" in hidden else row.about
    return Dashboard(str(row.pk), name_of(resource, row, by.access), about, tiles, row.pk, row.version, may)


dashboards.keep(Keeper())
