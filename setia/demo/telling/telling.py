"""The deeds of a stretch of time told to Setia, so that nothing is told before what it needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from setia.demo.plot.deeds import Deed
from setia.demo.telling import batches, singly
from setia.demo.telling.teller import Teller

# In this order the verbs of a stretch are told: parties before their deals, deals before their orders.
TOGETHER: dict[str, batches.Tell] = {
    "party": batches.parties,
    "relation": batches.relations,
    "point": batches.points,
    "deal": batches.deals,
    "customer": batches.customers,
    "stage": batches.stages,
    "note": batches.notes,
    "order": batches.orders,
    "confirm": batches.statuses,
    "deliver": batches.statuses,
    "cancel": batches.statuses,
    "pay": batches.payments,
}
SINGLY: dict[str, singly.TellOne] = {
    "note": singly.note,
    "stage": singly.stage,
    "reopen": singly.reopen,
    "customer": singly.customer,
    "confirm": singly.confirm,
    "deliver": singly.deliver,
    "cancel": singly.cancel,
    "pay": singly.pay,
    "assign": singly.assign,
    "change": singly.change,
    "archive": singly.archive,
    "restore": singly.restore,
    "errand": singly.errand,
    "keep": singly.keep,
}
SAME_AS = {"reopen": "stage"}
"""What is told together with other verbs, because it happens to the same records in between."""

SELDOM = ("assign", "change", "errand", "keep", "archive", "restore")
REPEATS = frozenset({"note", "pay", "relation", "point"})
"""Verbs that do not change the record itself, so that many about one record can be told together."""


def tell_together(deeds: Sequence[Deed], teller: Teller) -> None:
    """A stretch of time in as few batches as possible, written down when it was over."""
    if not deeds:
        return
    at = deeds[-1].at
    by_verb: dict[str, list[Deed]] = defaultdict(list)
    for deed in deeds:
        by_verb[SAME_AS.get(deed.verb, deed.verb)].append(deed)
    for verb, tell in TOGETHER.items():
        for group in rounds(by_verb.get(verb, ())):
            tell(group, teller, teller.actor(group[0].by, at))
    for deed in deeds:
        if deed.verb in SELDOM:
            SINGLY[deed.verb](deed, teller, teller.actor(deed.by, deed.at))


def rounds(deeds: Iterable[Deed]) -> Iterable[list[Deed]]:
    """Deeds of one colleague each, every record at most once in a round; earlier rounds come first."""
    turns: dict[tuple[int, str], list[Deed]] = {}
    seen: dict[int, int] = defaultdict(int)
    for deed in deeds:
        turn = 0
        if deed.verb not in REPEATS:
            turn = seen[id(deed.what)]
            seen[id(deed.what)] += 1
        turns.setdefault((turn, deed.by), []).append(deed)
    return [turns[key] for key in sorted(turns)]


def tell_singly(deeds: Sequence[Deed], teller: Teller) -> None:
    """One deed after the other, each at its moment, by the verb that people use."""
    for deed in deeds:
        by = teller.actor(deed.by, deed.at)
        if deed.verb in SINGLY:
            SINGLY[deed.verb](deed, teller, by)
        else:
            TOGETHER[deed.verb]([deed], teller, by)
