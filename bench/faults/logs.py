"""Tracebacks in the logs, and which of them a killed database explains."""

from __future__ import annotations

import re
from collections.abc import Iterator

BLOCK = re.compile(r"Traceback \(most recent call last\):\n(?:[ \t].*\n|\n|During handling.*\n|The above.*\n)*(\S.*)")
LOST = re.compile(
    r"psycopg\.|psycopg_pool\.|django\.db\.utils\.(OperationalError|InterfaceError)|server closed the connection"
    r"|terminating connection|connection (is|was|already)|consuming input failed"
    r"|couldn't get a connection|Connection refused"
)


def tracebacks(text: str) -> Iterator[str]:
    """The last line of every traceback, which names the error."""
    for block in BLOCK.finditer(text):
        yield block.group(1)


def unexplained(text: str, loses_database: bool) -> list[str]:
    """Errors that nobody's death explains."""
    return [line for line in tracebacks(text) if not (loses_database and LOST.search(line))]
