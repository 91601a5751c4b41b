"""Filing records under their keys, and taking them out again.

Everything happens in the caller's transaction: what is rolled back there is rolled back here.
The caller holds the records, so that nobody else files them at the same moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import itemgetter

from django.db import transaction

from setia.foundation.search.keys import Document, keys_of
from setia.foundation.search.model import code_of
from setia.foundation.search.rows import Table, marks, parts, select
from setia.foundation.search.spelling import learn

KEYS = Table("search_key", {"noun_code": "int", "key": "text", "record_id": "bigint"})
RECORDS = Table("search_record", {"noun_code": "int", "record_id": "bigint", "keys": "text"})
BETWEEN = "\n "
AT_ONCE = 2_000

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
        for some in parts(ids, AT_ONCE):
            _take_out(code, _filed(code, some))


def _filed(code: int, ids: Iterable[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for some in parts(ids, AT_ONCE):
        sql = f"SELECT record_id, keys FROM search_record WHERE noun_code = %s AND record_id IN ({marks(some)})"
        found |= {number: keys.split(BETWEEN)[1:] for number, keys in select(sql, [code, *some])}
    return found


def _take_out(code: int, filed: Keys) -> None:
    KEYS.take_out(sorted((code, key, number) for number, keys in filed.items() for key in keys))
    RECORDS.take_out([(code, number) for number in sorted(filed)])


def _file(code: int, wanted: Keys) -> None:
    rows = [(code, key, number) for number, keys in wanted.items() for key in keys]
    rows.sort(key=itemgetter(1))
    KEYS.add(rows)
    RECORDS.add([(code, number, BETWEEN.join(["", *wanted[number]])) for number in sorted(wanted)])
