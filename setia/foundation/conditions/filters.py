"""What a field offers to be filtered by; given by the kit, used by the compiler."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from setia.foundation.conditions.tree import Scalar

Nature = Literal["plain", "date", "moment", "person"]


class FilterKind(Protocol):
    """How the values of a kind of field are compared.

    `nature` says which words a value may be: "date" and "moment" know relative dates (`-30d`, `this
    month`), "person" knows `me`, and "plain" knows none.
    """

    @property
    def operators(self) -> frozenset[str]: ...

    @property
    def nature(self) -> Nature: ...

    def read(self, raw: Scalar, operator: str) -> Any:
        """The value to compare with. Refuses, in words, what the kind cannot read.

        A frozenset means "any of these" (for `=`, `!=`, `in`, `not in`). A "moment" kind returns an aware
        datetime, or a date for that whole day in the reader's zone. Relative words never arrive here.
        """


@dataclass(frozen=True, slots=True)
class Filter:
    """One field that conditions may look at.

    `path` is a Django look-up path over to-one relations only. A to-many relation is reached through
    `subquery`, which turns a condition on the related rows into one on ours; `path` then begins there.
    `nullable` says whether the path can be NULL (a nullable column, or a nullable relation on the way),
    `blanks` are the values that mean "nothing written" besides NULL, such as the empty text.
    `folded_path` leads to the same text folded by `setia.foundation.search.folding.fold`, NULL where
    `path` is; `=`, `in`, `contains` and `starts with` then disregard case and accents.
    """

    path: str
    kind: FilterKind
    nullable: bool = True
    blanks: tuple[Any, ...] = ()
    folded_path: str | None = None
    subquery: Callable[[Q], Q] | None = None


def any_related(rows: QuerySet[Model], link: str) -> Callable[[Q], Q]:
    """A `subquery`: some related row, which points to ours by `link`, fits. EXISTS, never a join."""

    def exists(condition: Q) -> Q:
        return Q(Exists(rows.filter(condition, **{link: OuterRef("pk")})))

    return exists
