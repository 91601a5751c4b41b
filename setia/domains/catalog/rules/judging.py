"""Which rules between modules make sense; the others are refused in words that name the ring."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from setia.domains.catalog.products.model import Product
from setia.domains.catalog.products.naming import names_of
from setia.domains.catalog.rules.checks import EXCLUDES, REQUIRES, USES, Rule
from setia.domains.catalog.rules.model import Rule as Kept
from setia.domains.catalog.rules.rings import Way, all_required, contradiction, growing_ring, required_by, said
from setia.foundation import bulk
from setia.kit.changes import Change

NAMES = ("id", "kind", "product_id", "other_id", "quantity")


def refuse_senseless(changes: Sequence[Change]) -> None:
    names = names_of(change.after[field] for change in changes for field in ("product_id", "other_id"))
    used = {change.after["other_id"] for change in changes if change.after["kind"] == USES} - {None}
    capacities = dict(bulk.found(Product.objects.all(), "pk", used, "pk", "capacity"))
    for change in changes:
        _refuse_alone(change, names)
        if change.after["kind"] == USES and capacities.get(change.after["other_id"], 1) is None:
            words = _("“%(module)s” brings no capacity. Say first, in that product, how much one unit of it takes.")
            change.refuse("other", words % {"module": names.get(change.after["other_id"], "")})
    current = [change for change in changes if change.after["archived_at"] is None and not change.errors]
    if not current:
        return
    kept, twice = _kept_rules({change.id for change in changes if change.id}), set[tuple[Any, ...]]()
    for change in current:
        key = _key(change.after)
        if key in kept or key in twice:
            change.refuse("other", _("This rule is already there."))
        twice.add(key)
    rules = [*kept.values(), *(_rule(change.after) for change in current)]
    _refuse_impossible([change for change in current if not change.errors], rules)


def _refuse_alone(change: Change, names: Mapping[int, str]) -> None:
    after = change.after
    if after["product_id"] == after["other_id"]:
        words = {
            REQUIRES: _("“%(module)s” cannot require itself."),
            EXCLUDES: _("“%(module)s” cannot exclude itself."),
        }.get(after["kind"], _("“%(module)s” cannot use its own capacity."))
        change.refuse("other", words % {"module": names.get(after["product_id"], "")})
    if after["quantity"] is None or after["quantity"] <= 0:
        change.refuse("quantity", _("Give a quantity above zero."))


def _refuse_impossible(changes: Iterable[Change], rules: Sequence[Rule]) -> None:
    """Only modules that the change leads to can have become impossible, and only by it."""
    requirements = required_by(rules)
    for change in changes:
        start, other = change.after["product_id"], change.after["other_id"]
        if change.after["kind"] == REQUIRES and (ring := growing_ring(start, requirements)):
            words = _("No quantity would ever be enough: %(ring)s.")
            change.refuse("other", words % {"ring": said(ring, names_of(ring))})
        elif found := _contradicted(start, other, change.after["kind"], rules):
            change.refuse("other", _unsaleable(*found))


def _contradicted(start: int, other: int, kind: str, rules: Sequence[Rule]) -> tuple[Way, Way] | None:
    """A new requirement concerns its module and all that require that one; an exclusion whoever requires either."""
    if kind == USES:
        return None
    ends = {start} if kind == REQUIRES else {start, other}
    requiring = required_by([Rule(REQUIRES, r.other_id, r.product_id) for r in rules if r.kind == REQUIRES])
    concerned = {id_ for end in ends for id_ in all_required(end, requiring)}
    for module in sorted(concerned):
        if found := contradiction(module, rules):
            return found
    return None


def _unsaleable(one: Way, two: Way) -> str:
    names = names_of({*one, *two})
    if 1 in (len(one), len(two)):
        way = max(one, two, key=len)
        words = _("“%(module)s” could never be sold: it excludes what it requires (%(way)s).")
        return words % {"module": said(way[:1], names), "way": said(way, names)}
    words = _("“%(module)s” could never be sold: it requires modules that exclude each other (%(one)s, %(two)s).")
    return words % {"module": said(one[:1], names), "one": said(one, names), "two": said(two, names)}


def _kept_rules(without: set[int]) -> dict[tuple[Any, ...], Rule]:
    """All rules in use but these; there are some hundreds."""
    rows = Kept.objects.active().exclude(pk__in=without) if without else Kept.objects.active()
    rules = (Rule(*values) for _id, *values in rows.values_list(*NAMES))
    return {_pair(rule.kind, rule.product_id, rule.other_id): rule for rule in rules}


def _rule(after: Mapping[str, Any]) -> Rule:
    return Rule(after["kind"], after["product_id"], after["other_id"], Decimal(after["quantity"]))


def _key(after: Mapping[str, Any]) -> tuple[Any, ...]:
    return _pair(after["kind"], after["product_id"], after["other_id"])


def _pair(kind: str, product: int, other: int) -> tuple[Any, ...]:
    """Exclusion is the same seen from either side."""
    return (kind, min(product, other), max(product, other)) if kind == EXCLUDES else (kind, product, other)
