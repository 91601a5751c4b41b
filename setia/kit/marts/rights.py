"""Who may ask a mart, and for which columns.

Only whoever may see every record of the noun, and only for columns whose fields they may know: an answer is made of
many rows at once, so that it could not be narrowed to some of them without being wrong.
"""

from __future__ import annotations

from setia.foundation.access import Actor
from setia.kit.marts.declaring import Mart, MartColumn
from setia.kit.marts.own import columns_of
from setia.kit.resources import registry


def may_ask(mart: Mart, by: Actor) -> bool:
    """Whether this person sees every record of its noun."""
    resource = registry.of_noun(mart.noun)
    return by.access.may("see", resource.governing) and not by.access.narrows(resource.model)


def columns_for(mart: Mart, by: Actor) -> list[MartColumn]:
    """The columns that this person may know; none where the mart is not theirs."""
    return [column for column in columns_of(mart) if _may_know(mart, column, by)] if may_ask(mart, by) else []


def _may_know(mart: Mart, column: MartColumn, by: Actor) -> bool:
    reads = {mart.noun: [column.field]} if column.field else {}
    for noun, names in [*reads.items(), *column.reads.items()]:
        resource = registry.of_noun(noun)
        if not by.access.may("see", resource.governing) or by.access.narrows(resource.model):
            return False
        if set(names) - {"id"} - resource.readable(by.access).keys():
            return False
    return True
