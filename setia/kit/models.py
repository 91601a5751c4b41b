"""Index of the tables of the kit, for Django."""

from setia.kit.saved_views import SavedView

__all__ = ["SavedView"]
