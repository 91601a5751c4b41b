"""Rows of marts that change or go without the ledger telling of it: they are remembered until they were read again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from django.db import models

from setia.foundation import bulk
from setia.kit.marts.declaring import Follow, Mart, marts
from setia.kit.resources import registry


class Touched(models.Model):
    """The rows of a mart from the number `first` to the number `last`."""

    id = models.BigAutoField(primary_key=True)
    mart = models.CharField(max_length=60)
    first = models.BigIntegerField()
    last = models.BigIntegerField()

    class Meta:
        app_label = "kit"

    def __str__(self) -> str:
        return f"{self.mart} {self.first}-{self.last}"


def touched(model: type[models.Model], numbers: Callable[[], Collection[int]]) -> None:
    """Say, in the transaction and before it happens, that these rows of a table change or go untold.

    `numbers` is only asked where a mart is made of the table.
    """
    watching = [mart for mart in marts().values() if not mart.is_reduced and _watches(mart, model)]
    ids = numbers() if watching else ()
    if not ids:
        return
    rows = {mart.name: _rows_of(mart, model, ids) for mart in watching}
    Touched.objects.bulk_create(
        [Touched(mart=name, first=a, last=b) for name, some in rows.items() for a, b in spans(some)], batch_size=500
    )


def _watches(mart: Mart, model: type[models.Model]) -> bool:
    return mart.table is model or any(registry.of_noun(follow.noun).model is model for follow in mart.follows)


def _rows_of(mart: Mart, model: type[models.Model], ids: Collection[int]) -> set[int]:
    found = set(ids) if mart.table is model else set()
    for follow in mart.follows:
        if registry.of_noun(follow.noun).model is model:
            found.update(rows_following(mart, follow, ids))
    return found


def rows_following(mart: Mart, follow: Follow, ids: Collection[int]) -> set[int]:
    """The rows of the mart that are read again because of these records of the noun that it follows."""
    if follow.over:
        table, path, wanted = registry.of_noun(follow.noun).model, "pk", follow.over
    else:
        table, path, wanted = mart.table, follow.by, "pk"
    rows = bulk.found(table._base_manager.order_by(), path, ids, wanted)
    return {number for (number,) in rows if number is not None}


def spans(numbers: Collection[int]) -> Iterator[tuple[int, int]]:
    """Numbers that follow each other, as their first and last."""
    first = last = None
    for number in sorted(numbers):
        if last is not None and number == last + 1:
            last = number
            continue
        if first is not None and last is not None:
            yield first, last
        first = last = number
    if first is not None and last is not None:
        yield first, last
