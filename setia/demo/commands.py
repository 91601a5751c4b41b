"""`setia demo`: a filled demonstration company, served at once."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from setia.demo.firm.colleagues import COLLEAGUES, PASSWORD, Colleague
from setia.demo.state import Size, is_empty, is_filled
from setia.faces.cli import serving, upgrading
from setia.faces.cli.commands import command
from setia.faces.cli.exits import DONE, INTERRUPTED
from setia.faces.cli.preparing import pending, prepare
from setia.faces.cli.printing import Progress as Line
from setia.faces.cli.running import gather_static_files
from setia.foundation.errors import Refusal
from setia.foundation.keeping import holds_data, marks
from setia.kit.kinds.choices import LANGUAGE_NAMES

HOST = "127.0.0.1"
OWN_FOLDER = "data/demo"
UNDER_WAY = "demo-is-being-filled"
"""A file with this name says that filling began; it is gone when filling has ended."""


def between(least: float, most: float, number: type[int] | type[float]) -> Callable[[str], float]:
    def read(text: str) -> float:
        try:
            value = number(text)
        except ValueError:
            value = least - 1
        if not least <= value <= most:
            raise ArgumentTypeError(f"{text!r} is not between {least} and {most}")
        return value

    return read


def _arguments(parser: ArgumentParser) -> None:
    usual = Size()
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    parser.add_argument("--fill-only", action="store_true", help="fill, and do not serve")
    sizes = parser.add_argument_group("when the demonstration is filled for the first time")
    sizes.add_argument(
        "--parties", type=between(20, 200_000, int), default=usual.parties, help="people and companies (2000)"
    )
    sizes.add_argument("--years", type=between(0.5, 10, float), default=usual.years, help="years of history (2.5)")
    sizes.add_argument("--seed", type=int, default=usual.seed, help="another number tells another story (7)")


@command("demo", "Fill a demonstration company and serve it.", _arguments, prepares=False)
def demo(arguments: Namespace) -> int:
    if not os.environ.get("SETIA_DATA_DIR"):
        start_in_own_folder()
    if not arguments.fill_only:
        serving.refuse_taken(HOST, arguments.port)
    bring_up_to_date()
    with marks.at_work():
        prepare()
        try:
            fill_once(Size(arguments.parties, arguments.years, arguments.seed))
        except KeyboardInterrupt:
            say("\n" + _("Interrupted; nothing of the demonstration was kept."))
            return INTERRUPTED
        if arguments.fill_only:
            return DONE
        gather_static_files()
        return serving.serve(HOST, arguments.port, settings.WORKERS, announce)


def bring_up_to_date() -> None:
    """A demonstration of an earlier version is upgraded without being asked; nobody's living depends on it."""
    if pending() and holds_data():
        with marks.alone():
            upgrading.upgrade(lambda: nullcontext(Line(_("Backup"))))


def start_in_own_folder() -> None:
    """Begin again with a data folder of its own, so that a demonstration never mixes with real data."""
    os.environ["SETIA_DATA_DIR"] = OWN_FOLDER
    os.execv(sys.executable, [sys.executable, "-m", "setia", *sys.argv[1:]])  # noqa: S606


def fill_once(size: Size) -> None:
    """Fill what is empty; leave alone what is filled; refuse to mix with anything else."""
    mark: Path = settings.DATA_DIR / UNDER_WAY
    if is_filled():
        mark.unlink(missing_ok=True)
        say(_("The demonstration is filled already."))
        return
    if not is_empty():
        text = _("There are records in %(folder)s that are no demonstration. Name another folder: SETIA_DATA_DIR=…")
        raise Refusal(text % {"folder": settings.DATA_DIR})
    if mark.exists():
        say(_("Filling was interrupted the last time and left nothing behind; it begins anew."))
    mark.touch()
    text = _("Filling a demonstration company: %(parties)s people and companies, %(years)s years.")
    say(text % {"parties": f"{size.parties:,}", "years": f"{size.years:g}"})
    # Every process knows this command, and only this one needs the story: it takes eight megabytes.
    import_module("setia.demo.filling").fill(size, datetime.now(UTC), chapter)
    mark.unlink()


def chapter(title: str) -> Callable[[int, int], None]:
    """A line for each quarter of the story, counting where somebody looks on."""
    line = Line(title)

    def tell(done: int, total: int) -> None:
        line(done, total)
        if done < total:
            return
        if line.shown:
            line.end()
        else:
            say(f"{title}: {total:,}")

    return tell


def announce(address: str) -> None:
    """Where it is, and how to get in."""
    languages = dict(LANGUAGE_NAMES)
    accounts = [person for person in COLLEAGUES.values() if person.signs_in]
    width = max(len(person.email) for person in accounts)
    print(f"\n{address}")
    print(_("Sign in as one of these; the password is %(password)s") % {"password": PASSWORD})
    for person in accounts:
        print(f"  {person.email:{width}}  {person.name}, {role_of(person)}, {languages[person.language]}")
    print(_("Ctrl-C ends it; what you change is kept in %(folder)s.") % {"folder": settings.DATA_DIR}, flush=True)


def role_of(person: Colleague) -> str:
    return person.role or _("Administrator")


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)
