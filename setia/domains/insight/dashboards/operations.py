"""Putting a dashboard together: tiles are added, changed, moved, made wider and taken away, each step undone alone."""

from __future__ import annotations

import json
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.insight.dashboards.model import Dashboard
from setia.foundation.access import Actor
from setia.foundation.citing import cited
from setia.foundation.errors import Malformed, Refusal
from setia.kit.dashboards import WIDTHS, Tile, read, read_all, show, write
from setia.kit.dashboards.tiles import MOST_TILES, free_name
from setia.kit.kinds import Choice, LongText
from setia.kit.operations import operation


def widths() -> list[tuple[str, str]]:
    return [(name, str(label)) for name, label in WIDTHS.items()]


@operation(
    records="dashboard.tile_put",
    label=gettext_lazy("Put a tile"),
    told=gettext_lazy("tile changed"),
    icon="layout-grid",
    bulk=False,
    choices={"tile": LongText()},
    labels={"tile": gettext_lazy("Tile"), "replaces": gettext_lazy("In the place of")},
)
def put_tile_dashboard(dashboard: Dashboard, *, tile: str, replaces: str = "", by: Actor) -> None:
    """Add a tile, written as JSON, or put it in the place of the one whose name is given.

    What it asks for is tried first, so that no tile is kept that would show nothing.
    """
    try:
        wanted = read(json.loads(tile))
    except (ValueError, RecursionError):
        raise Malformed(_("The tile is no JSON."), field="tile") from None
    show(wanted, by)
    tiles = read_all(dashboard.tiles)
    if replaces:
        at = _place(tiles, replaces)
        tiles[at] = replace(wanted, id=tiles[at].id)
    else:
        if len(tiles) >= MOST_TILES:
            raise Refusal(_("A dashboard has %(most)d tiles at most. Take one away first.") % {"most": MOST_TILES})
        tiles.append(replace(wanted, id=free_name(tiles)))
    _keep(dashboard, tiles)


@operation(
    records="dashboard.tile_moved",
    label=gettext_lazy("Move a tile"),
    told=gettext_lazy("tile moved"),
    icon="move",
    bulk=False,
    labels={"tile": gettext_lazy("Tile"), "to": gettext_lazy("To place")},
)
def move_tile_dashboard(dashboard: Dashboard, *, tile: str, to: int, by: Actor) -> None:
    """Put a tile into another place; the first one is 1."""
    tiles = read_all(dashboard.tiles)
    moved = tiles.pop(_place(tiles, tile))
    if not 1 <= to <= len(tiles) + 1:
        raise Refusal(_("There are the places 1 to %(last)d.") % {"last": len(tiles) + 1}, field="to")
    tiles.insert(to - 1, moved)
    _keep(dashboard, tiles)


@operation(
    records="dashboard.tile_sized",
    label=gettext_lazy("Resize a tile"),
    told=gettext_lazy("tile resized"),
    icon="ruler",
    bulk=False,
    choices={"width": Choice(widths)},
    labels={"tile": gettext_lazy("Tile"), "width": gettext_lazy("Width")},
)
def resize_tile_dashboard(dashboard: Dashboard, *, tile: str, width: str, by: Actor) -> None:
    """Make a tile wider or narrower."""
    tiles = read_all(dashboard.tiles)
    at = _place(tiles, tile)
    tiles[at] = replace(tiles[at], width=width)
    _keep(dashboard, tiles)


@operation(
    records="dashboard.tile_removed",
    label=gettext_lazy("Remove a tile"),
    told=gettext_lazy("tile removed"),
    icon="trash-2",
    bulk=False,
    labels={"tile": gettext_lazy("Tile")},
)
def remove_tile_dashboard(dashboard: Dashboard, *, tile: str, by: Actor) -> None:
    """Take a tile away. What it showed stays where it is."""
    tiles = read_all(dashboard.tiles)
    tiles.pop(_place(tiles, tile))
    _keep(dashboard, tiles)


def _place(tiles: list[Tile], name: str) -> int:
    for at, tile in enumerate(tiles):
        if tile.id == name:
            return at
    raise Refusal(_("This dashboard has no tile “%(name)s” any more.") % {"name": cited(name)}, field="tile")


def _keep(dashboard: Dashboard, tiles: list[Tile]) -> None:
    dashboard.tiles = [write(tile) for tile in tiles]
