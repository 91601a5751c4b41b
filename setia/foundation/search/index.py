"""Filing records under their keys, and taking them out again.

Everything happens in the caller's transaction: what is rolled back there is rolled back here. The
caller holds the records, so that nobody else files them at the same moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import itemgetter

from django.db import transaction

from setia.foundation import bulk
from setia.foundation.search.keys import Document, keys_of
from setia.foundation.search.model import SearchKey, SearchRecord, code_of
from setia.foundation.search.rows import Table, portions
from setia.foundation.search.spelling import learn

_KEYS = Table("search_key", {"noun_code": "int", "key": "text", "record_id": "bigint"})
_RECORDS = Table("search_record", {"noun_code": "int", "record_id": "bigint", "keys": "text"})
_BEFORE = "\n "

Keys = Mapping[int, list[str]]


def put(noun: str, documents: Iterable[Document], *, new: bool) -> None:
    """File the documents; `new` promises that none of these records has been filed before."""
    code = code_of(noun)
    wanted: Keys = {document.record_id: keys_of(document) for document in documents}
    with transaction.atomic(savepoint=False):
        if not new:
            filed = _filed(code, wanted)
            wanted = {number: keys for number, keys in wanted.items() if keys != filed.get(number, [])}
            _take_out(code, {number: filed[number] for number in wanted if number in filed})
        _file(code, {number: keys for number, keys in wanted.items() if keys})
        # After the keys, so that `forget_unused_words` never overlooks a word that is being filed.
        learn({key.partition(" ")[0] for keys in wanted.values() for key in keys})


def remove(noun: str, ids: Iterable[int]) -> None:
    """Nobody finds these records any more. Their words stay known until `forget_unused_words`."""
    code = code_of(noun)
    with transaction.atomic(savepoint=False):
        for some in portions(ids):
            _take_out(code, _filed(code, some))


def keys_in(keys: str) -> list[str]:
    """The keys of a record as they are kept together: each begins like a word inside a name, with a space."""
    return keys.split(_BEFORE)[1:]


def _filed(code: int, ids: Iterable[int]) -> dict[int, list[str]]:
    rows = SearchRecord.objects.filter(noun_code=code)
    return {number: keys_in(keys) for number, keys in bulk.found(rows, "record_id", ids, "record_id", "keys")}


def _take_out(code: int, filed: Keys) -> None:
    _KEYS.take_out(sorted((code, key, number) for number, keys in filed.items() for key in keys), by=3)
    _RECORDS.take_out([(code, number) for number in sorted(filed)], by=2)


def _file(code: int, wanted: Keys) -> None:
    """In the order of the keys: then those pages of the tree that are being filled stay in memory."""
    rows = [(code, key, number) for number, keys in wanted.items() for key in keys]
    rows.sort(key=itemgetter(1))
    bulk.insert(SearchKey, list(_KEYS.columns), rows)
    together = [(code, number, _BEFORE.join(["", *wanted[number]])) for number in sorted(wanted)]
    bulk.insert(SearchRecord, list(_RECORDS.columns), together)
