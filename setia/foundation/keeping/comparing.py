"""Whether a database holds exactly the rows of a backup, whichever database either comes from.

Each row is brought into one form (the names of a JSON value in order, numbers written in one way) and
hashed; the sum of the hashes of a table does not depend on the order of its rows.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from decimal import Decimal
from hashlib import blake2b

from django.db import connection
from django.utils.translation import gettext as _

from setia.foundation.errors import Refusal
from setia.foundation.keeping.backing_up import Progress
from setia.foundation.keeping.columns import Column, Table
from setia.foundation.keeping.loading import values
from setia.foundation.keeping.snapshot import as_seen_by
from setia.foundation.keeping.unpacking import Archive

MODULUS = 1 << 64


def compare(archive: Archive, progress: Progress) -> None:
    """Refuse when the open transaction sees anything else than the rows of the backup."""
    done, total = 0, archive.manifest.rows
    with as_seen_by(connection) as seen:
        for kept in archive.manifest.tables:
            ours, theirs = fingerprint(kept.table, seen.pieces(kept.table)), fingerprint(kept.table, archive.rows(kept))
            if ours != theirs:
                words = _("The rows of %(table)s did not arrive as they were. Nothing was changed.")
                raise Refusal(words % {"table": kept.table.name})
            done += kept.rows
            progress(done, total)


def fingerprint(table: Table, pieces: Iterable[bytes]) -> tuple[int, int]:
    """The number of rows and the sum of their hashes."""
    forms = [(at, form) for at, column in enumerate(table.columns) if (form := form_of(column))]
    rows, total = 0, 0
    for piece in pieces:
        for texts in values(piece):
            for at, form in forms:
                texts[at] = form(texts[at])
            line = "\0".join("\1" if text is None else text for text in texts)
            total += int.from_bytes(blake2b(line.encode(), digest_size=8).digest(), "big")
            rows += 1
    return rows, total % MODULUS


def form_of(column: Column) -> Callable[[str | None], str | None] | None:
    """What makes the texts of two databases for the same value equal; None where they are."""
    forms: dict[str, Callable[[str], str]] = {"json": _json, "number": lambda text: repr(float(text))}
    form = forms.get(column.kind)
    return None if form is None else lambda text: None if text is None else form(text)


def _json(text: str) -> str:
    return json.dumps(json.loads(text, parse_float=_exact), sort_keys=True)


def _exact(text: str) -> int | str:
    """PostgreSQL writes 1e5 as 100000 and 1e-7 as 0.0000001."""
    number = Decimal(text)
    return int(number) if number == number.to_integral_value() else format(number.normalize(), "f")
