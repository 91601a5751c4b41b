"""`setia refresh` and `setia ask`: the marts brought up to date, and asked."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.utils.translation import gettext as _

from setia.faces.cli.acting import actor, add_by
from setia.faces.cli.chores import Line
from setia.faces.cli.commands import command
from setia.faces.cli.exits import DONE
from setia.faces.cli.printing import as_json, table
from setia.foundation.errors import Malformed
from setia.kit.marts import warehouse
from setia.kit.reports.files import TYPES
from setia.kit.reports.of_marts import answer_file


def _refresh_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--full", action="store_true", help="read everything again, not only what is new")
    parser.add_argument(
        "--engine",
        default="",
        metavar="ADDRESS",
        help="reduce with Spark: spark://…, local[2], or sc://… (Spark Connect)",
    )
    add_by(parser)


@command("refresh", "Bring the marts of the warehouse up to date with what is new.", _refresh_arguments)
def refresh(arguments: Namespace) -> int:
    line = Line()
    words = warehouse().refresh(actor(arguments), line, full=arguments.full, engine=arguments.engine)
    line.end()
    print(words)
    return DONE


def _ask_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("sql", metavar="SQL", help="one SELECT about the marts")
    parser.add_argument("--to", default="", metavar="FILE", help="write a file: .csv or .xlsx")
    parser.add_argument("--json", action="store_true")
    add_by(parser)


@command("ask", "Ask the warehouse in SQL, within limits of time and memory.", _ask_arguments)
def ask(arguments: Namespace) -> int:
    by = actor(arguments)
    ending = Path(arguments.to).suffix[1:].lower()
    if arguments.to and ending not in TYPES:
        raise Malformed(_("Write a file that ends in .csv or .xlsx."), field="to")
    answer = warehouse().ask(arguments.sql, by)
    if arguments.to:
        Path(arguments.to).write_bytes(answer_file(answer, ending, by))
    elif arguments.json:
        as_json([dict(zip(answer.columns, row, strict=True)) for row in answer.rows])
    else:
        cells = [["" if value is None else str(value) for value in row] for row in answer.rows]
        table(answer.columns, cells, [kind in ("whole", "number") for kind in answer.types])
    return DONE
