"""Where the marts are, for whoever reckons with all of them in a process of its own.

A job hands the description on; the process opens the files and gets arrays (`opened`):

    with reading.described() as told:                    # in the job; the files stay as long as this
        worked_out("setia.domains.insight.…", asdict(told))

    marts = Opened(json.load(sys.stdin))                  # in the process of its own
    bought = marts.arrays("SELECT party_id, day, value FROM purchases WHERE day <= ... ORDER BY party_id, day, id")
    bought["value"]                                       # numpy.ndarray of int64, masked where something is missing
    marts.as_of                                           # the day of the refresh: nothing later may be used
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from setia.domains.insight.warehouse import store
from setia.domains.insight.warehouse.selecting import TYPES
from setia.kit.marts import columns_of, marts


@dataclass(frozen=True)
class Described:
    """Where the files of the marts are: small and JSON-able, to be handed to a process of its own."""

    as_of: str
    position: int
    files: dict[str, list[str]]
    types: dict[str, dict[str, str]]


@contextmanager
def described() -> Iterator[Described | None]:
    """The marts in use, which stay as they are until this ends. None before the first refresh."""
    with store.reading() as found:
        if found is None:
            yield None
            return
        known = {name: mart for name, mart in marts().items() if name in found.marts}
        yield Described(
            found.as_of, found.position, {name: found.files(name) for name in known},
            {name: {c.name: TYPES[c.type] for c in columns_of(mart) if found.marts[name].has(c)}
             for name, mart in known.items()},
        )  # fmt: skip
