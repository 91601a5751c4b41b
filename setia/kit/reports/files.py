"""The answer of a report as a file, which the ledger remembers like every other export."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from setia.foundation import ledger
from setia.foundation.access import Actor
from setia.foundation.formats import reader_for
from setia.kit.exchange.exports import MADE
from setia.kit.exchange.exports.columns import ExportColumn, column_for
from setia.kit.exchange.exports.sheaves import Sheaf
from setia.kit.exchange.exports.workbook import Workbook
from setia.kit.kinds import Amount, Field, Text
from setia.kit.reports.asking import as_field
from setia.kit.reports.declaring import Report, Table

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def file_of(report: Report, table: Table, ending: str, by: Actor) -> bytes:
    """The whole answer: words and formats of the reader in the headings, exact values in the cells."""
    columns, sheaf = _columns(table, by), _sheaf(table)
    body = _csv(columns, sheaf) if ending == "csv" else _xlsx(report, columns, sheaf, by)
    data = {"count": len(table.rows), "format": ending, "resource": report.name, "columns": [c.name for c in columns]}
    with transaction.atomic():
        ledger.record([ledger.Fact(MADE, report.noun, 0, title=str(report.label), data=data)], by)
    return body


def file_name(report: Report, ending: str, by: Actor) -> str:
    return f"{report.name}-{by.today.isoformat()}.{ending}"


def _columns(table: Table, by: Actor) -> list[ExportColumn]:
    read = reader_for(by.language, by.zone)
    fields = [as_field(column) for column in table.columns]
    if any(isinstance(field.kind, Amount) for field in fields) and all(f.name != "currency" for f in fields):
        fields.append(Field("currency", _("Currency"), Text(3), "currency"))
    return [column_for(field, read, labels=True) for field in fields]


def _sheaf(table: Table) -> Sheaf:
    """The rows as columns of values, with every path that a column reads."""
    if not table.rows:
        return Sheaf((), [])
    paths: dict[str, None] = {}
    for column in table.columns:
        paths |= dict.fromkeys(column.kind.paths(as_field(column)))
    paths.setdefault("currency")
    return Sheaf(tuple(paths), [tuple(_plain(row.values, path) for path in paths) for row in table.rows])


def _plain(values: Any, path: str) -> Any:
    value = values.get(path)
    return "" if value is None and path == "currency" else value


def _csv(columns: list[ExportColumn], sheaf: Sheaf) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.header for column in columns])
    if sheaf.length:
        writer.writerows(zip(*(column.texts(sheaf) for column in columns), strict=True))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _xlsx(report: Report, columns: list[ExportColumn], sheaf: Sheaf, by: Actor) -> bytes:
    with tempfile.TemporaryDirectory(prefix="setia-report-") as folder:
        path = Path(folder) / "report.xlsx"
        workbook = Workbook(path, str(report.label), columns, by.at)
        if sheaf.length:
            workbook.add(sheaf)
        workbook.close()
        return path.read_bytes()
