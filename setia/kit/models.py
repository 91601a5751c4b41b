"""Index of the tables of the kit, for Django."""

from setia.kit.arranging import PageLayout
from setia.kit.exchange.runs.mappings import ImportMapping
from setia.kit.exchange.runs.model import ImportRun
from setia.kit.feeds.model import CalendarFeed
from setia.kit.marts.touching import Touched
from setia.kit.measures.keeping import KeptFigure
from setia.kit.saved_views import SavedView
from setia.kit.shaping.model import ListedChoice, OwnChoice, OwnField
from setia.kit.uses import Use

__all__ = [
    "CalendarFeed", "ImportMapping", "ImportRun", "KeptFigure", "ListedChoice", "OwnChoice", "OwnField", "PageLayout",
    "SavedView", "Touched", "Use",
]  # fmt: skip
