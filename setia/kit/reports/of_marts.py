"""An answer of the marts as a table that every face can show, and as a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from setia.foundation import ledger
from setia.foundation.access import Actor
from setia.kit.exchange.exports import MADE
from setia.kit.kinds import Day, Figured, Kind, Text
from setia.kit.marts.declaring import Mart
from setia.kit.marts.keeping import Answer, open_to
from setia.kit.reports.declaring import Column, Report, Row, Table
from setia.kit.reports.files import file_of

KINDS: Mapping[str, Kind] = {"number": Figured(4), "day": Day()}
READ: Mapping[str, Callable[[str], Any]] = {"day": date.fromisoformat, "moment": lambda text: as_words(text)}


def as_words(moment: str) -> str:
    """A moment as it is written: the day alone where it is the beginning of one."""
    read = datetime.fromisoformat(moment)
    return read.isoformat(" ", "seconds").removesuffix(" 00:00:00")


def table_of(answer: Answer) -> Table:
    """Whole numbers as they are written: nobody knows which of them are numbers of records."""
    kinds = [KINDS.get(kind, Text()) for kind in answer.types]
    names = [f"c{at}" for at in range(len(kinds))]
    columns = [Column(name, words, kind) for name, words, kind in zip(names, answer.columns, kinds, strict=True)]
    read = [READ.get(kind) or (_whole if kind in ("whole", "flag") else _same) for kind in answer.types]
    rows = [
        Row({name: None if value is None else of(value) for name, of, value in zip(names, read, row, strict=True)})
        for row in answer.rows
    ]
    return Table(columns, rows)


def _whole(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _same(value: Any) -> Any:
    return value


def answer_file(answer: Answer, ending: str, by: Actor) -> bytes:
    """The ledger remembers it like every other export."""
    noun = next(mart.noun for mart in open_to(by))
    return file_of(Report("marts", _("Answer from the warehouse"), "", noun, _never), table_of(answer), ending, by)


def _never(values: Mapping[str, Any], by: Actor) -> Table:
    raise NotImplementedError


def tell_downloaded(mart: Mart, rows: int, by: Actor) -> None:
    """Call when somebody takes all of a mart along."""
    data = {"count": rows, "format": "parquet", "resource": mart.name, "columns": []}
    with transaction.atomic():
        ledger.record([ledger.Fact(MADE, mart.noun, 0, title=str(mart.about)[:200], data=data)], by)
