"""The commands together: parse, prepare, run, and say no in one sentence."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from django.db import OperationalError
from django.utils import translation

from setia.faces.cli import advising, doctor, files, keeping, people, reckoning, records, reporting, running, seeing
from setia.faces.cli.commands import commands
from setia.faces.cli.exits import INTERRUPTED, REFUSED, code_of
from setia.faces.cli.preparing import prepare
from setia.foundation.errors import Refusal
from setia.foundation.keeping import marks, version

OWN = (advising, doctor, files, keeping, people, reckoning, records, reporting, running, seeing)
"""The modules that declare this face's own commands."""


class Unavailable(Refusal):
    code = "unavailable"


def run_program(argv: Sequence[str]) -> int:
    """Run a command and return its exit code; a refusal becomes one sentence on standard error."""
    try:
        with translation.override(translation.get_language() or "en"):
            arguments = parse(argv)
            found = commands[arguments.command]
            if not found.prepares:
                return found.run(arguments)
            with marks.at_work():
                prepare()
                return found.run(arguments)
    except Refusal as refusal:
        complain(refusal, "--json" in argv)
        return code_of(refusal)
    except KeyboardInterrupt:
        print("\nsetia: interrupted; what was done so far is kept.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except OperationalError as trouble:
        complain(Unavailable(f"the database does not answer: {str(trouble).strip()}"), "--json" in argv)
        return REFUSED


def parse(argv: Sequence[str]) -> Namespace:
    """The command and its arguments; argparse ends with code 2 when they make no sense."""
    top = ArgumentParser(prog="setia", description="Setia, a customer relationship management system.")
    top.add_argument("--version", action="version", version=f"setia {version()}")
    each = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for found in sorted(commands.values(), key=lambda c: c.name):
        parser = each.add_parser(found.name, help=found.purpose, description=found.purpose)
        found.arguments(parser)
    arguments, rest = top.parse_known_args(_joined(argv))
    if rest and not commands[arguments.command].free_arguments:
        top.error(f"unrecognized arguments: {' '.join(rest)}")
    arguments.rest = rest
    return arguments


def _joined(argv: Sequence[str]) -> list[str]:
    """`--sort -name` as `--sort=-name`, which argparse would take for two options."""
    words: list[str] = []
    for word in argv:
        if words and words[-1] == "--sort" and word[:1] == "-" != word[1:2]:
            words[-1] += f"={word}"
        else:
            words.append(word)
    return words


def complain(refusal: Refusal, wants_json: bool) -> None:
    """The refusal on standard error: a sentence per field, or one JSON document."""
    if wants_json:
        told = {"error": refusal.code, "message": refusal.message, "errors": refusal.errors}
        print(json.dumps(told, ensure_ascii=False), file=sys.stderr)
        return
    for name, messages in refusal.errors.items():
        for message in messages:
            print(f"setia: {name}: {message}" if name else f"setia: {message}", file=sys.stderr)
