"""Finding records as somebody types: names by any word, codes by their start, misspelt words too.

Why it is built so, and what it measures, is told in `docs/decisions/search.md`.
"""

from setia.foundation.search.finding import find, find_anywhere, judged, ranked
from setia.foundation.search.folding import fold
from setia.foundation.search.index import put, remove
from setia.foundation.search.keys import Document
from setia.foundation.search.ranking import Hit
from setia.foundation.search.spelling import forget_unused_words

__all__ = [
    "Document", "Hit", "find", "find_anywhere", "fold", "forget_unused_words", "judged", "put", "ranked", "remove",
]  # fmt: skip
