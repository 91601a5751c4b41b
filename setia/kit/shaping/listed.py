"""Lists of choices that Setia brings and a firm may change: what is kept in records is a code, whatever it is called.

Only lists whose codes nothing but people acts upon are declared here. A choice that Setia brings and nobody renamed is
shown in the language of its reader; one that was put away can be read, and kept, but not chosen anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.utils.translation import override

from setia.foundation.search import fold
from setia.kit.kinds.choices import LANGUAGES, Choice, Choices
from setia.kit.shaping.shape import shape

Words = Any


@dataclass(frozen=True)
class BuiltIn:
    """`choices` are code and label as Setia brings them; no code is longer than `longest`."""

    name: str
    label: Words
    choices: tuple[tuple[str, Words], ...]
    longest: int

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(code for code, _label in self.choices)


_lists: dict[str, BuiltIn] = {}


def extensible(name: str, label: Words, choices: Choices, longest: int) -> ListedChoice:
    """Declare a list that firms may change; the kind of all fields that hold one of it."""
    if name in _lists:
        raise LookupError(f"the list {name} is declared already")
    _lists[name] = BuiltIn(name, label, tuple(choices), longest)
    return ListedChoice(name)


def lists() -> Mapping[str, BuiltIn]:
    return _lists


class ListedChoice(Choice):
    """One of a list that the firm may have changed."""

    keeps_archived = True

    def __init__(self, name: str, colours: dict[str, str] | None = None) -> None:
        self.list = name
        super().__init__(self._in_use, colours)

    def coloured(self, colours: dict[str, str]) -> ListedChoice:
        """The same list with colours for the codes that Setia brings."""
        return ListedChoice(self.list, colours)

    @property
    def built_in(self) -> list[tuple[str, str]]:
        return [(code, str(label)) for code, label in _lists[self.list].choices]

    def _in_use(self) -> Choices:
        return [(code, label) for code, label, archived in _standing(self.list) if not archived]

    def label_of(self, code: Any) -> str:
        return next((str(label) for one, label, _archived in _standing(self.list) if one == str(code)), str(code))

    def names(self) -> dict[str, str]:
        """Files may go on to call by its old name what was renamed."""
        known, in_use = super().names(), {code for code, _label in self._in_use()}
        for code in _lists[self.list].codes:
            for called in _called(self.list, code) if code in in_use else ():
                known.setdefault(fold(called), code)
        return known

    def read(self, raw: Any, operator: str) -> Any:
        """What was put away is asked about too, by code or label."""
        text = str(raw).strip()
        known = {fold(str(label)): code for code, label, _archived in _standing(self.list)}
        return text if text in known.values() else known.get(fold(text)) or super().read(raw, operator)


def _standing(name: str) -> list[tuple[str, Words, bool]]:
    """Code, label and whether it was put away: as the firm has it, then what a later version of Setia brought."""
    built_in = dict(_lists[name].choices)
    kept = shape().lists.get(name, ())
    found = [
        (code, built_in[code] if code in built_in and label in _called(name, code) else label, archived)
        for code, label, archived in kept
    ]
    there = {code for code, _label, _archived in found}
    return [*found, *((code, label, False) for code, label in built_in.items() if code not in there)]


@cache
def _called(name: str, code: str) -> frozenset[str]:
    """What Setia calls it, in all languages."""
    label, found = dict(_lists[name].choices)[code], set()
    for language in LANGUAGES:
        with override(language):
            found.add(str(label))
    return frozenset(found)


def make_choices(model: type[Any], now: Any) -> None:
    """A row for every choice that Setia brings and that has none yet; in English, which stands for all languages."""
    there = set(model.objects.values_list("list", "code"))
    with override("en"):
        made = [
            model(list=each.name, code=code, label=str(label), position=at * 10, created_at=now, updated_at=now)
            for each in _lists.values()
            for at, (code, label) in enumerate(each.choices, 1)
            if (each.name, code) not in there
        ]
    model.objects.bulk_create(made)
