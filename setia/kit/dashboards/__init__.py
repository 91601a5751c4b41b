"""Dashboards: tiles that show figures, charts, tables and reports, each with the rights of whoever reads it.

A domain keeps them (`insight` does), every face asks here.
"""

from setia.kit.dashboards.keeping import Dashboard, Dashboards, are_kept, dashboards, keep
from setia.kit.dashboards.showing import show, show_all, warm
from setia.kit.dashboards.shown import Cell, Grid, Number, Shown
from setia.kit.dashboards.tiles import SORTS, WIDTHS, Tile, read, read_all, write

__all__ = [
    "SORTS", "WIDTHS", "Cell", "Dashboard", "Dashboards", "Grid", "Number", "Shown", "Tile", "are_kept", "dashboards",
    "keep", "read", "read_all", "show", "show_all", "warm", "write",
]  # fmt: skip
