"""What this process knows of the fields that people added, and when it looks again.

The word `Company.shape` changes with every definition. It comes along with the company, which every request reads
anyway, and which a process that lives longer reads once a second: a definition is in force everywhere at once,
and where nobody has added a field nothing is asked at all.
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from setia.foundation.company import ONLY, Company, changed_company, our_company
from setia.kit.shaping.kinds import Listed
from setia.kit.shaping.model import ListedChoice, OwnChoice, OwnField

WORD = 6
"""Bytes of chance in the word: two states are never called the same."""


@dataclass(frozen=True)
class Shape:
    """All definitions in force, by noun, in their order, and the lists of choices by field."""

    token: str
    fields: dict[str, list[OwnField]] = field(default_factory=dict)
    choices: dict[int, Listed] = field(default_factory=dict)
    lists: dict[str, Listed] = field(default_factory=dict)
    """The lists that Setia brings, as the firm has them."""

    def of(self, noun: str) -> Sequence[OwnField]:
        return self.fields.get(noun, ())


class _Memory:
    shape = Shape("")


def token() -> str:
    """The word for the state of all definitions; "" as long as there are none."""
    return our_company().shape


def shape() -> Shape:
    """The definitions in force."""
    word = token()
    if _Memory.shape.token != word:
        _Memory.shape = _read(word) if word else Shape("")
    return _Memory.shape


def changed_shape() -> None:
    """Definitions were changed in this transaction: every process reads them again after it."""
    Company.objects.filter(pk=our_company().pk or ONLY).update(shape=secrets.token_hex(WORD))
    transaction.on_commit(changed_company)


def _read(word: str) -> Shape:
    fields: dict[str, list[OwnField]] = defaultdict(list)
    for each in OwnField.objects.active().order_by("noun", "position", "id"):
        fields[each.noun].append(each)
    choices: dict[int, list[tuple[str, str, bool]]] = defaultdict(list)
    for one in OwnChoice.objects.order_by("field_id", "position", "id"):
        choices[one.field_id].append((one.code, one.label, one.archived_at is not None))
    lists: dict[str, list[tuple[str, str, bool]]] = defaultdict(list)
    for each_ in ListedChoice.objects.order_by("list", "position", "id"):
        lists[each_.list].append((each_.code, each_.label, each_.archived_at is not None))
    return Shape(
        word,
        dict(fields),
        {id_: tuple(listed) for id_, listed in choices.items()},
        {name: tuple(listed) for name, listed in lists.items()},
    )
