"""`setia dashboard`: what a dashboard shows, as tables, as JSON, as PDF or as a workbook."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from django.utils.translation import gettext as _

from setia.faces.cli.acting import actor, add_by
from setia.faces.cli.commands import command
from setia.faces.cli.exits import DONE
from setia.faces.cli.printing import as_json, table
from setia.foundation.errors import Malformed
from setia.kit.dashboards import dashboards, show_all
from setia.kit.dashboards.papers import FORMS, taken


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("key", metavar="KEY", nargs="?", help="its number or name; leave out to see which there are")
    parser.add_argument("--to", default="", metavar="FILE", help="write a file: .pdf or .xlsx")
    parser.add_argument("--json", action="store_true")
    add_by(parser)


@command("dashboard", "Show a dashboard: setia dashboard KEY", _arguments)
def dashboard(arguments: Namespace) -> int:
    by = actor(arguments)
    if not arguments.key:
        known = [[one.key, one.label, one.about] for one in dashboards().shown_to(by)]
        as_json([line[0] for line in known]) if arguments.json else table(["key", "dashboard", "about"], known)
        return DONE
    found = dashboards().one(arguments.key, by)
    if arguments.to:
        ending = Path(arguments.to).suffix[1:].lower()
        if ending not in FORMS:
            raise Malformed(_("Write a file that ends in .pdf or .xlsx."), field="to")
        Path(arguments.to).write_bytes(taken(found, ending, by))
        return DONE
    shown, hidden = show_all(found.tiles, by)
    if arguments.json:
        as_json([
            {"title": one.title, "numbers": [number.cell.value for number in one.numbers],
             "rows": [[cell.words if cell.value is None else cell.value for cell in row] for row in one.grid.rows]
             if one.grid else []}
            for one in shown
        ])  # fmt: skip
        return DONE
    for one in shown:
        print(f"\n{one.title}")
        for number in one.numbers:
            before = f"  ({_('before: %(value)s') % {'value': number.before}})" if number.before else ""
            print(f"  {number.cell.words or '–'}{before}  {number.doubt}".rstrip())
        if one.grid:
            numeric = [any(row[at].is_number for row in one.grid.rows) for at in range(len(one.grid.columns))]
            table(list(one.grid.columns), [[cell.words for cell in row] for row in one.grid.rows], numeric)
        for words in filter(None, [one.refused, *one.notes]):
            print(f"  {words}")
    if hidden:
        print(_("Tiles that ask about something you may not see: %(count)d") % {"count": hidden})
    return DONE
