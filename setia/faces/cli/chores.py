"""Long work that the domains offer: `setia duplicates sweep`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from setia.faces.cli.acting import actor, add_by
from setia.faces.cli.commands import Arguments, command
from setia.faces.cli.exits import DONE
from setia.faces.cli.printing import Progress
from setia.foundation.errors import Forbidden
from setia.kit.chores import Chore, chores


def declare_all() -> None:
    """A command for every room that has such work. Called when all domains have said what they have."""
    for room in chores():
        command(room, ", ".join(one.purpose for one in chores()[room].values()), _arguments(room))(_run)


def _arguments(room: str) -> Arguments:
    def arguments(parser: ArgumentParser) -> None:
        each = parser.add_subparsers(dest="chore", required=True, metavar="WHAT")
        for one in chores()[room].values():
            own = each.add_parser(one.name, help=one.purpose, description=one.purpose)
            for option, purpose in one.options.items():
                own.add_argument(f"--{option}", action="store_true", help=purpose)
            add_by(own)

    return arguments


def _run(arguments: Namespace) -> int:
    found: Chore = chores()[arguments.command][arguments.chore]
    by = actor(arguments)
    if not by.access.is_admin:
        raise Forbidden
    line = Line()
    words = found.run(by, line, **{option: getattr(arguments, option) for option in found.options})
    line.end()
    print(words)
    return DONE


class Line:
    """One line for each thing that is being done."""

    def __init__(self) -> None:
        self.line: Progress | None = None

    def __call__(self, done: int, total: int, note: str) -> None:
        if self.line is None or self.line.label != note:
            self.end()
            self.line = Progress(note)
        self.line(done, total)

    def end(self) -> None:
        if self.line:
            self.line.end()
