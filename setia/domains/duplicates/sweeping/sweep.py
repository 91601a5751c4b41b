"""A sweep: the first time everybody is compared with everybody, later whoever was changed since with the rest."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from setia.domains.duplicates.linkage.blocking import SORTS
from setia.domains.duplicates.linkage.sweeping import Crowd, Likely
from setia.domains.duplicates.matching.model import Matching
from setia.domains.duplicates.matching.rules import known_weights, our_rules
from setia.domains.duplicates.pairs.model import Pair, PairStatus
from setia.domains.duplicates.sweeping.candidates import likely_ones
from setia.domains.duplicates.sweeping.keeping import keep, set_aside
from setia.domains.duplicates.sweeping.reading import all_profiles, profiles
from setia.domains.parties.parties.model import Party
from setia.foundation import ledger
from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.foundation.jobs import hold_lease
from setia.foundation.ledger import Entry
from setia.kit.operations import find_operation, perform
from setia.kit.resources import registry
from setia.kit.writing import changes_of, write

FEW = 2_000
"""So many changed parties are looked up one by one; more are cheaper in one pass over all."""

TOLD_EVERY = 20_000
Tell = Callable[[int, int, str], None]


@dataclass(slots=True)
class Swept:
    """How many parties were looked at, how many pairs are open because of it, and what became of them."""

    parties: int = 0
    found: int = 0
    merged: int = 0
    set_aside: int = 0
    seconds: float = 0.0
    whole: bool = False


def sweep(by: Actor, tell: Tell | None = None, *, whole: bool = False) -> Swept:
    """Find duplicates, keep them as pairs, and merge those that the owner's rules leave to Setia."""
    began, rules = time.monotonic(), our_rules()
    tell = tell or (lambda done, total, note: None)
    # Whoever still writes an older entry is looked at by the next sweep.
    until = ledger.complete_until()
    position = rules.position if until is None else until
    whole = whole or not rules.position
    changed = set() if whole else changed_since(rules.position)
    least = float(rules.propose_above) / 100
    done = Swept(whole=whole)
    if whole or len(changed) > FEW:
        found = _all(rules, done, least, None if whole else changed, tell)
        rules = our_rules()
    else:
        found = _few(rules, changed, least, by, tell)
        done.parties = len(changed)
    weights = known_weights(rules)
    opened = keep(found, by)
    done.found = len(opened)
    done.set_aside = set_aside(None if whole else changed, weights, least, by)
    done.merged = merge_certain(rules, by, tell)
    done.seconds = time.monotonic() - began
    _remember(rules, done, position, by)
    return done


def changed_since(position: int) -> set[int]:
    """Parties of which the ledger tells something that may concern what is compared."""
    entries = Entry.objects.filter(pk__gt=position)
    own = entries.filter(noun="parties.party").values_list("record_id", flat=True)
    points = entries.filter(noun="parties.contactpoint", story_id__isnull=False).values_list("story_id", flat=True)
    return {id_ for id_ in (*own.iterator(), *points.iterator()) if id_}


def _all(rules: Matching, done: Swept, least: float, only: set[int] | None, tell: Tell) -> list[Likely]:
    crowd, total = Crowd(), Party.objects.filter(archived_at__isnull=True).count()
    for id_, profile in all_profiles():
        crowd.add(id_, profile)
        if len(crowd.ids) % TOLD_EVERY == 0:
            tell(len(crowd.ids), total, _("Reading"))
    done.parties = len(crowd.ids) if only is None else len(only)
    if only is None or not rules.weights:
        tell(0, len(SORTS), _("Estimating"))
        _learn({kind: weights.to_json() for kind, weights in crowd.estimated().items()})
    return crowd.likely(
        known_weights(our_rules()), least, only=only, tell=lambda _sort, at, sorts: tell(at, sorts, _("Comparing"))
    )


def _learn(weights: dict[str, object]) -> None:
    """No fact: what was estimated is derived from the parties, and estimated again by the next whole sweep."""
    with transaction.atomic():
        hold_lease()
        Matching.objects.filter(pk=our_rules().pk).update(weights=weights)


def _few(rules: Matching, changed: set[int], least: float, by: Actor, tell: Tell) -> list[Likely]:
    weights, found = known_weights(rules), {}
    for number, (id_, profile) in enumerate(profiles(changed).items()):
        for likely in likely_ones(profile, weights, least, by.access, but=id_):
            found[likely.one, likely.other] = likely
        tell(number + 1, len(changed), _("Comparing"))
    return sorted(found.values(), key=lambda likely: -likely.score)


def merge_certain(rules: Matching, by: Actor, tell: Tell) -> int:
    """Merge the open pairs above the owner's threshold, each by an act of its own; what is refused stays open."""
    if rules.merge_above is None:
        return 0
    verb, merged = find_operation(registry["duplicates"], "merge"), 0
    open_ = Pair.objects.active().filter(status=PairStatus.OPEN, score__gte=rules.merge_above).order_by("-score", "id")
    some = list(open_.values_list("pk", flat=True))
    for number, pk in enumerate(some):
        try:
            with transaction.atomic():
                hold_lease()
                perform(verb, [pk], {}, by)
            merged += 1
        except Refusal:
            pass  # one of them was merged with somebody else just now, or may not be: a person decides
        tell(number + 1, len(some), _("Merging"))
    return merged


def _remember(rules: Matching, done: Swept, position: int, by: Actor) -> None:
    with transaction.atomic():
        hold_lease()
        (change,) = changes_of(registry["duplicate-rules"], [rules.pk])
        change.after |= {
            "swept_at": by.at, "parties": done.parties, "found": done.found, "seconds": round(done.seconds),
            "position": position,
        }  # fmt: skip
        write(registry["duplicate-rules"], [change], by)
