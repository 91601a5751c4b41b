"""Index of the tables of the kit, for Django."""

from setia.kit.arranging import PageLayout
from setia.kit.exchange.runs.mappings import ImportMapping
from setia.kit.exchange.runs.model import ImportRun
from setia.kit.feeds.model import CalendarFeed
from setia.kit.saved_views import SavedView

__all__ = ["CalendarFeed", "ImportMapping", "ImportRun", "PageLayout", "SavedView"]
