"""Which rules there are between modules."""

from __future__ import annotations

from collections.abc import Iterable

from setia.domains.catalog.rules.checks import Rule
from setia.domains.catalog.rules.model import Rule as Kept
from setia.domains.catalog.rules.model import RuleKind
from setia.foundation import bulk

__all__ = ["Rule", "rules_among"]

NAMES = ("id", "kind", "product_id", "other_id", "quantity")


def rules_among(product_ids: Iterable[int]) -> list[Rule]:
    """The rules in use of these products, whatever the other one is, and those by which others exclude them.

    In the order of product, kind and other. Two questions, however many products.
    """
    ids = set(product_ids)
    rows = Kept.objects.active()
    found = {id_: Rule(*values) for id_, *values in bulk.found(rows, "product_id", ids, *NAMES)}
    excluding = rows.filter(kind=RuleKind.EXCLUDES)
    found |= {id_: Rule(*values) for id_, *values in bulk.found(excluding, "other_id", ids, *NAMES)}
    return sorted(found.values(), key=lambda rule: (rule.product_id, rule.kind, rule.other_id))
