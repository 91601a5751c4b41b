"""Search (package index; completed by its owner)."""
from setia.foundation.search.folding import fold
from setia.foundation.search.index import put, remove
from setia.foundation.search.keys import Document

__all__ = ["Document", "fold", "put", "remove"]
