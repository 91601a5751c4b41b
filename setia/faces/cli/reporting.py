"""`setia report`: the answer of a report as a table, as JSON or as a file."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.utils.translation import gettext as _

from setia.faces.cli.acting import actor, add_by
from setia.faces.cli.commands import command
from setia.faces.cli.exits import DONE
from setia.faces.cli.printing import as_json, table
from setia.faces.cli.records import free_values
from setia.foundation.errors import Malformed
from setia.foundation.formats import reader_for
from setia.kit import reports
from setia.kit.reports.files import TYPES, file_of


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", nargs="?", help="leave out to see which there are")
    parser.add_argument("--to", default="", metavar="FILE", help="write a file: .csv or .xlsx")
    parser.add_argument("--json", action="store_true")
    add_by(parser)


@command("report", "Show a report: setia report NAME --parameter value", _arguments, free_arguments=True)
def report(arguments: Namespace) -> int:
    by = actor(arguments)
    if not arguments.name:
        known = [[one.name, str(one.label), str(one.about)] for one in reports.open_to(by)]
        as_json([line[0] for line in known]) if arguments.json else table(["name", "report", "about"], known)
        return DONE
    found = reports.report_for(arguments.name, by)
    answer = reports.answered(found, reports.asked(found, free_values(arguments.rest), by), by)
    if arguments.to:
        ending = Path(arguments.to).suffix[1:].lower()
        if ending not in TYPES:
            raise Malformed(_("Write a file that ends in .csv or .xlsx."), field="to")
        Path(arguments.to).write_bytes(file_of(found, answer, ending, by))
        return DONE
    read = reader_for(by.language, by.zone)
    fields = [reports.as_field(column) for column in answer.columns]
    if arguments.json:
        as_json([{**{f.name: f.kind.json(f, row.values) for f in fields}, **_start(row)} for row in answer.rows])
        return DONE
    cells = [[f.kind.cell(f, row.values, read) for f in fields] for row in answer.rows]
    table([str(f.label) for f in fields], cells, [f.kind.align == "end" for f in fields])
    for note in answer.notes:
        print(note)
    return DONE


def _start(row: reports.Row) -> dict[str, object]:
    """What may be begun because of it: `setia do create RESOURCE` takes these values."""
    return {"start": {"resource": row.start.resource, "values": dict(row.start.values)}} if row.start else {}
