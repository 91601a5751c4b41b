"""Values that are kept beside the records of a noun: in rows of another table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Model, Q, QuerySet

if TYPE_CHECKING:
    from setia.foundation.access import Access


@dataclass(frozen=True)
class Aside:
    """A table with at most one row for each record.

    `rows` are those that count for a reader, `record` is the reference of such a row to its record.
    """

    model: type[Model]
    rows: Callable[[Access], QuerySet[Any]]
    record: str

    @property
    def key(self) -> str:
        """The column with the number of the record."""
        return f"{self.record}_id"

    def written(self, access: Access, path: str) -> QuerySet[Any]:
        """The rows in which something stands in that column."""
        return self.rows(access).filter(**{f"{path}__isnull": False}).order_by()

    def asked(self, access: Access, at: str = "pk") -> Callable[[Q], Q]:
        """What is asked of a row, as a question about its record, or about whose path `at` leads to that."""
        rows = self.rows(access).order_by()
        return lambda condition: Q((f"{at}__in", rows.filter(condition).values(self.key)))

    def among(self, rows: QuerySet[Any], ids: Iterable[int]) -> QuerySet[Any]:
        """Those of the rows that belong to these records."""
        return rows.filter(**{f"{self.record}__among": set(ids)})
