"""Search: records found by the beginnings of their words, misspelt ones too, the same on both databases.

One B-tree of folded keys answers everything; docs/decisions/search.md says why and how fast.
"""

from setia.foundation.search.finding import find, find_anywhere
from setia.foundation.search.folding import fold
from setia.foundation.search.index import put, remove
from setia.foundation.search.keys import Document
from setia.foundation.search.ranking import Hit
from setia.foundation.search.spelling import forget_unused_words

__all__ = ["Document", "Hit", "find", "find_anywhere", "fold", "forget_unused_words", "put", "remove"]
