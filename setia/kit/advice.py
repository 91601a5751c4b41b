"""What to do next: kinds of advice that domains contribute, and what rules it out. A domain ranks and assigns it,
faces ask here.

    advice.add(Advice("stalled_deal", _("Take up a stalled deal"), "sales.opportunity", stalled, words, ...))
    advice.add_veto(Veto("open_complaint", _("They have a complaint that is not settled"), complaining))

A domain that knows what a customer is worth says so with `add_worth`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from django.db.models import QuerySet
from django.utils.functional import Promise

from setia.foundation.access import Access, Actor
from setia.foundation.formats import Reader
from setia.kit import findings

Words = str | Promise
Figures = Mapping[str, Any]

CONTRACT, UNASKED = "contract", "unasked"
"""For what somebody is contacted: what they bought or asked for, or what nobody asked us for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Candidates are asked for on a day of our company, of all parties or of these; amounts in `currency`."""

    at: datetime
    today: date
    currency: str
    parties: frozenset[int] | None = None

    def of(self, rows: QuerySet[Any], path: str = "party_id") -> QuerySet[Any]:
        """The rows that belong to the parties asked about."""
        return rows if self.parties is None else rows.filter(**{f"{path}__in": sorted(self.parties)})


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that could be done for a party, about the record at `address`.

    `value` is what it is worth if it works, in minor units of the currency asked for, and follows from that record
    or from others that whoever sees it sees as well; None counts what the party is usually worth, which is told to
    nobody. `figures` are what the reason is told with: numbers, days as text, names of products; never of people.
    `expires_on` is the last day on which it makes sense. `inputs` begin the dialog of the verb. `minutes` are what it
    takes where that is not what it usually takes. `part` is how much of what the party is usually worth hangs on it.
    """

    party_id: int
    address: str
    owner_id: int | None
    value: int | None
    expires_on: date
    figures: Figures = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    minutes: int | None = None
    part: float = 1.0


@dataclass(frozen=True, slots=True)
class When:
    """One of these facts, at the record that the advice is about, or anywhere in the story of the party."""

    facts: tuple[str, ...]
    anywhere: bool = False


@dataclass(frozen=True)
class Advice:
    """A kind of action. `noun` is what its candidates are about, `words` tells the reason to a reader.

    `does` is the verb that does it: a noun and its verb, "create" to make a record. It is a verb of the record, of the
    party, or makes a record for the party. `minutes` is what it usually takes. With a `channel` it contacts the party,
    for `purpose`. It is `done` when one of these facts has happened, and it `worked` when one of those follows within
    so many `days`; `outcome` says that in words ("led to an order"). `reads` are the fields, by noun, that reason and
    value give away: whoever may not know all of them sees no such action. Some of what `is_planned` is given before
    what is worth more: somebody has decided that it is to be done.
    """

    name: str
    label: Words
    noun: str
    find: Callable[[Asked], Iterable[Candidate]]
    words: Callable[[Figures, Reader], str]
    does: tuple[str, str]
    minutes: int
    done: When
    worked: When
    days: int
    outcome: Words
    reads: Mapping[str, tuple[str, ...]]
    channel: str = ""
    purpose: str = CONTRACT
    icon: str = "lightbulb"
    is_planned: bool = False


@dataclass(frozen=True)
class Veto:
    """Parties for whom something is not to be done now, and why. `only` tells which kinds it rules out."""

    name: str
    why: Words
    find: Callable[[Asked], Iterable[int]]
    only: Callable[[Advice], bool] = lambda _advice: True


Worth = Callable[[Asked], Mapping[int, int]]
"""What parties are usually worth, in minor units of the currency asked for; those of whom nothing is known are left
out."""

_kinds: dict[str, Advice] = {}
_vetoes: dict[str, Veto] = {}
_worths: list[Worth] = []


def add(*some: Advice) -> None:
    for one in some:
        if one.name in _kinds or len(one.name) > 30:
            raise LookupError(f"{one.name} is advised already, or too long")
        _kinds[one.name] = one


def add_veto(*some: Veto) -> None:
    for one in some:
        if one.name in _vetoes:
            raise LookupError(f"{one.name} is a veto already")
        _vetoes[one.name] = one


def add_worth(worth: Worth) -> None:
    """Who says it later knows better: what was said before counts for the parties that are left out."""
    _worths.append(worth)


def kinds() -> Mapping[str, Advice]:
    return _kinds


def vetoes_of(kind: Advice) -> Iterator[Veto]:
    return (veto for veto in _vetoes.values() if veto.only(kind))


def vetoes() -> Mapping[str, Veto]:
    return _vetoes


def worth_of(asked: Asked) -> dict[int, int]:
    found: dict[int, int] = {}
    for worth in _worths:
        found |= worth(asked)
    return found


def may_know(kind: Advice, access: Access) -> bool:
    """Whether this person may know everything that reason and value of such an action give away."""
    return findings.may_know(kind.reads, access)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing to do next, as its reader may know it.

    `resource`, `record_id`, `verb` and `inputs` lead to what does it; `record_id` 0 makes a record. `verbs` are those
    of the action itself that this person may use. `value` is in minor units of `currency`, None where it is not told.
    """

    id: int
    label: str
    icon: str
    about: str
    about_title: str
    party_id: int
    party_title: str
    reason: str
    why: str
    value: int | None
    currency: str
    minutes: int
    expires_on: date
    resource: str
    record_id: int
    verb: str
    inputs: Mapping[str, str]
    verbs: tuple[str, ...]


class Adviser(Protocol):
    slug: str
    """The noun of actions."""

    def next_for(self, by: Actor) -> list[Suggestion]:
        """What the acting person should do next, the best first."""

    def at(self, party_id: int, by: Actor) -> list[Suggestion]:
        """What should be done next for a party, by whomever, as far as the reader may know."""

    def advise(self, by: Actor) -> str:
        """Look for what can be done, here and now, and say what came of it."""


_keepers: list[Adviser] = []


def keep(adviser: Adviser) -> None:
    """Say who ranks and assigns; there is one."""
    if _keepers:
        raise LookupError("there is an adviser already")
    _keepers.append(adviser)


def adviser() -> Adviser | None:
    return _keepers[0] if _keepers else None
