"""A column of references: what its texts mean, and what is done about those that mean nothing yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext as _

from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.foundation.search import fold
from setia.kit.changes import Change
from setia.kit.exchange.plans.plan import ColumnPlan, Plan
from setia.kit.exchange.records.finding import find
from setia.kit.exchange.records.nearest import offers, taken_for
from setia.kit.kinds import ReadingContext, Reference
from setia.kit.resources import Resource, registry
from setia.kit.writing import settled, write_settled

MOST_KNOWN = 100_000
REFERENCE = "reference"
ON_THE_WAY = "on_the_way"
"""Marks in the ledger what a row only named: a row of its own may still come."""


class References:
    """What the texts of one column mean, remembered from batch to batch.

    `readings` tells which unknown texts were taken for which title.
    """

    def __init__(self, plan: Plan, column: ColumnPlan) -> None:
        field = plan.field_of(column)
        assert isinstance(field.kind, Reference)  # noqa: S101
        self.column, self.label, self.target = column, str(field.label), plan.target
        self.resource: Resource = registry.of_noun(field.kind.noun)
        self.to_same_noun = field.kind.noun == plan.target.noun
        self.policy = column.when_unknown
        self.readings: dict[str, str] = {}
        self.forget()

    def forget(self) -> None:
        self.ids: dict[str, int] = {text.strip(): id_ for text, id_ in self.column.accepted.items()}
        self.faults: dict[str, str] = {}

    def look_up(self, texts: Iterable[str], by: Actor) -> set[str]:
        """Learn what the texts mean; the unknown ones are returned."""
        if len(self.ids) > MOST_KNOWN:
            self.forget()
        wanted = {text for text in texts if text not in self.ids and text not in self.faults}
        if not wanted:
            return set()
        found = find(self.resource, wanted, by)
        self.ids.update(found.ids)
        for text, count in found.ambiguous.items():
            self.faults[text] = _("%(count)d records are called “%(text)s”. Give the number instead.") % {
                "count": count, "text": text[:80],
            }  # fmt: skip
        return wanted - found.ids.keys() - found.ambiguous.keys()

    def settle_unknown(self, unknown: set[str], by: Actor) -> None:
        """Deal with what nobody knows as the plan says: take the nearest, make it, or refuse."""
        if self.policy == "nearest":
            unknown = self._take_nearest(unknown, by)
        elif self.policy == "create":
            unknown = self._create(unknown, by)
        for text in unknown:
            self.faults.setdefault(text, self.words(text))

    def words(self, text: str) -> str:
        return _("There is no %(noun)s “%(text)s”.") % {"noun": self.label.lower(), "text": text[:80]}

    def _take_nearest(self, unknown: set[str], by: Actor) -> set[str]:
        for text, found in offers(self.resource, unknown, by).items():
            if taken := taken_for(found):
                self.ids[text] = taken.id
                self.readings[text] = taken.title
        return unknown - self.ids.keys()

    def may_create(self, by: Actor) -> bool:
        return self.resource.creatable and by.access.may("create", self.resource.governing)

    def _create(self, unknown: set[str], by: Actor) -> set[str]:
        """Make what is missing, all at once, by the path on which everything is written."""
        if not self.may_create(by):
            return unknown
        alike: dict[str, list[str]] = defaultdict(list)
        for text in sorted(unknown, key=lambda text: (len(text), text)):
            alike[fold(text) or text].append(text)
        changes = [self._missing(texts[0]) for texts in alike.values()]
        settled(self.resource, [change for change in changes if not change.errors], by)
        try:
            good = [change for change in changes if not change.errors]
            write_settled(self.resource, good, by, data={ON_THE_WAY: True})
        except Refusal as refusal:
            self.faults.update((text, f"{self.words(text)} {refusal.message}") for text in unknown)
            return unknown
        for texts, change in zip(alike.values(), changes, strict=True):
            words = " ".join(word for words in change.errors.values() for word in words)
            for text in texts:
                if words:
                    self.faults[text] = f"{self.words(text)} {words}"
                else:
                    self.ids[text] = change.id
        return set()

    def _missing(self, text: str) -> Change:
        """A text without letters is a number; the domain finds a name for it ("Customer 17")."""
        is_number = REFERENCE in self.resource.fields and not any(map(str.isalpha, text))
        field = self.resource.field(REFERENCE if is_number else self.resource.title)
        read = field.kind.parse_column([text], field, ReadingContext())
        change = Change(after={field.path: read.values[0]})
        self.target.introduce(self.column.field, change)
        for words in read.errors.values():
            change.refuse(field.name, words)
        return change
