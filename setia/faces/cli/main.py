"""The command `setia`: everything a person can do in a page, from a terminal or a script."""

from __future__ import annotations

import json
import os
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "setia.config.settings")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code; a refusal becomes one sentence on standard error."""
    import django
    from django.db import OperationalError

    from setia.foundation.env import Misconfigured

    try:
        django.setup()
    except Misconfigured as wrong:
        print(f"setia: {wrong}", file=sys.stderr)
        return 2
    from django.utils import translation

    from setia.faces.cli.exits import INTERRUPTED, REFUSED, code_of
    from setia.foundation.errors import Refusal

    wants_json = "--json" in (argv if argv is not None else sys.argv)
    try:
        with translation.override(translation.get_language() or "en"):
            return run(parse(argv))
    except Refusal as refusal:
        complain(refusal, wants_json)
        return code_of(refusal)
    except KeyboardInterrupt:
        print("\nsetia: interrupted; what was done so far is kept.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return REFUSED
    except OperationalError as trouble:
        print(f"setia: the database does not answer: {str(trouble).strip()}", file=sys.stderr)
        return REFUSED


def parse(argv: Sequence[str] | None) -> Namespace:
    """The command and its arguments; argparse ends with code 2 when they make no sense."""
    from setia.faces.cli import doctor, files, people, records, running  # noqa: F401  (they declare commands)
    from setia.faces.cli.commands import commands

    top = ArgumentParser(prog="setia", description="Setia, a customer relationship management system.")
    top.add_argument("--version", action="version", version=f"setia {version()}")
    each = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for found in sorted(commands.values(), key=lambda c: c.name):
        parser = each.add_parser(found.name, help=found.purpose, description=found.purpose)
        found.arguments(parser)
    arguments, rest = top.parse_known_args(argv)
    if rest and not commands[arguments.command].free_arguments:
        top.error(f"unrecognized arguments: {' '.join(rest)}")
    arguments.rest = rest
    return arguments


def run(arguments: Namespace) -> int:
    from setia.faces.cli.commands import commands
    from setia.faces.cli.preparing import prepare

    found = commands[arguments.command]
    if found.prepares:
        prepare()
    return found.run(arguments)


def complain(refusal: Exception, wants_json: bool) -> None:
    """The refusal on standard error: a sentence per field, or one JSON document."""
    errors: dict[str, list[str]] = getattr(refusal, "errors", {})
    if wants_json:
        told = {"error": getattr(refusal, "code", "refused"), "message": str(refusal), "errors": errors}
        print(json.dumps(told, ensure_ascii=False), file=sys.stderr)
        return
    for name, messages in errors.items():
        for message in messages:
            print(f"setia: {name}: {message}" if name else f"setia: {message}", file=sys.stderr)


def version() -> str:
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as installed

    try:
        return installed("setia")
    except PackageNotFoundError:
        return "0.1.0"


if __name__ == "__main__":
    sys.exit(main())
