"""Charts as Vega-Lite specifications: plain dictionaries, built in one place, drawn by a browser or a child process."""

from setia.kit.charts.building import KINDS, Chart, Mark, spec_of
from setia.kit.charts.colours import ON_PAPER, ON_SCREEN, Colours

__all__ = ["KINDS", "ON_PAPER", "ON_SCREEN", "Chart", "Colours", "Mark", "spec_of"]
