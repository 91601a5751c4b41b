"""What behaviour shows, worked out again for every party about which something new stands in the ledger.

The ledger is read from where the last round ended, so that single changes and imports of a million lines
are followed by the same few reads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction

from setia.domains.parties.parties.model import Party
from setia.domains.parties.preferences.model import Basis, Preference, PreferenceKind
from setia.foundation import bulk, ledger
from setia.foundation.access import Actor, system
from setia.foundation.jobs import every, task
from setia.kit.changes import Change
from setia.kit.resources import registry
from setia.kit.writing import changes_of, write

BATCH = 2_000
MINUTES = 2


@dataclass(frozen=True, slots=True)
class Derived:
    """What a derivation found for a party: the value, and in words (English, short) what it follows from."""

    value: str
    evidence: str


Derivation = Callable[[Iterable[int]], dict[int, Derived]]
"""From parties to what is derived for those of them that show enough."""


@dataclass(frozen=True, slots=True)
class Rule:
    kind: PreferenceKind
    facts: frozenset[str]
    derive: Derivation


_rules: list[Rule] = []


def derives(kind: PreferenceKind, *facts: str) -> Callable[[Derivation], Derivation]:
    """Derive preferences of a kind anew whenever one of these facts is told in a party's story."""

    def declare(function: Derivation) -> Derivation:
        _rules.append(Rule(kind, frozenset(facts), function))
        return function

    return declare


@every(minutes=MINUTES)
@task(own_transactions=True)
def derive_preferences() -> None:
    """Go on from where the last round ended until nothing is new."""
    until = ledger.complete_until()
    while until is not None and derive_next(until):
        pass


def derive_next(until: int, size: int = BATCH) -> bool:
    """One batch of entries in one transaction; False when there was nothing new."""
    with transaction.atomic():
        entries = ledger.following("preferences", until, size, "kind", "story_id")
        by = system()
        for rule in _rules:
            parties = _open({story for _pk, kind, story in entries if story and kind in rule.facts})
            if parties:
                keep(rule.kind, rule.derive(parties), parties, by)
        return bool(entries)


def _open(parties: set[int]) -> set[int]:
    """Without those whose processing is restricted, and those who were erased: of them nothing is derived."""
    closed = Party.objects.exclude(restricted_on=None, erased_at=None)
    return parties - {pk for (pk,) in bulk.found(closed, "pk", parties, "pk")}


def keep(kind: PreferenceKind, found: dict[int, Derived], parties: Iterable[int], by: Actor) -> None:
    """Write what was derived for these parties; what no longer follows is archived."""
    resource = registry["preferences"]
    rows = Preference.objects.filter(kind=kind, basis=Basis.DERIVED, archived_at__isnull=True)
    there: dict[int, int] = dict(bulk.found(rows, "party_id", parties, "party_id", "id"))
    changes = changes_of(resource, there.values())
    for change in changes:
        derived = found.get(change.after["party_id"])
        if derived is None:
            change.after["archived_at"] = by.at
        else:
            change.after.update(value=derived.value, evidence=derived.evidence)
    changes += [_new(kind, party, derived) for party, derived in found.items() if party not in there]
    write(resource, changes, by)


def _new(kind: PreferenceKind, party: int, derived: Derived) -> Change:
    return Change(after={
        "party_id": party, "kind": kind.value, "value": derived.value, "basis": Basis.DERIVED.value,
        "evidence": derived.evidence,
    })  # fmt: skip


def most_used(counts: Iterable[tuple[int, str, int]], *, least: int = 3, share: float = 0.6) -> dict[int, Derived]:
    """Of (party, value, how often), what a party uses in most cases: at least `least` times and in that share."""
    of_party: dict[int, dict[str, int]] = defaultdict(dict)
    for party, value, count in counts:
        of_party[party][value] = of_party[party].get(value, 0) + count
    return dict(_clear_favourites(of_party, least, share))


def _clear_favourites(of_party: dict[int, dict[str, int]], least: int, share: float) -> Iterator[tuple[int, Derived]]:
    for party, counts in of_party.items():
        value, count = max(counts.items(), key=lambda each: (each[1], each[0]))
        total = sum(counts.values())
        if count >= least and count >= share * total:
            yield party, Derived(value, f"{count}/{total}")
