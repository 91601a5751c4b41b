"""The commands of `setia`, each declared beside the function that does it.

Upper floors add their own in a module `commands` of their app, found when Setia starts.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from dataclasses import dataclass

Arguments = Callable[[ArgumentParser], None]
Run = Callable[[Namespace], int]


@dataclass(frozen=True)
class Command:
    """A command: what it is called, what it is for, its arguments, and what it does.

    `run` returns the exit code. A command that `prepares` finds its tables made and up to date.
    """

    name: str
    purpose: str
    arguments: Arguments
    run: Run
    prepares: bool = True
    free_arguments: bool = False


commands: dict[str, Command] = {}


def command(
    name: str,
    purpose: str,
    arguments: Arguments = lambda parser: None,
    *,
    prepares: bool = True,
    free_arguments: bool = False,
) -> Callable[[Run], Run]:
    def declare(run: Run) -> Run:
        commands[name] = Command(name, purpose, arguments, run, prepares, free_arguments)
        return run

    return declare
