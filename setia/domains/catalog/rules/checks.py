"""Whether modules can stand together: what is chosen, what the customer owns, and the rules between them.

Nothing here asks the database; offers and their composer use it as it stands.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from django.utils.translation import gettext as _

REQUIRES, EXCLUDES, USES = "requires", "excludes", "uses"
NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class Rule:
    """One unit of the product requires `quantity` of the other, or uses so much of its capacity, or excludes it."""

    kind: str
    product_id: int
    other_id: int
    quantity: Decimal = Decimal(1)


class Module(Protocol):
    """What is asked of a product."""

    name: str
    capacity: Decimal | None
    at_most: Decimal | None


@dataclass(frozen=True, slots=True)
class Violation:
    """What is wrong, in words; at which product, and by which rule (None: by what the product says of itself)."""

    words: str
    product_id: int
    rule: Rule | None = None


Amounts = Mapping[int, Decimal]


def violations(
    chosen: Amounts, owned: Amounts, rules: Iterable[Rule], products: Mapping[int, Module]
) -> list[Violation]:
    """What speaks against an offer of these quantities to somebody who owns those.

    What is required may be in the offer or owned already. Capacity that owned modules use is taken; what they lack
    today is no fault of the offer. `at_most` counts within the offer only. The order is that of products and rules.
    """
    wanted = {id_: quantity for id_, quantity in chosen.items() if quantity}
    ordered = sorted(set(rules), key=lambda rule: (rule.product_id, rule.kind, rule.other_id, rule.quantity))
    found = list(_by_themselves(wanted, products))
    found += _missing(wanted, owned, ordered, products)
    found += _excluded(wanted, owned, ordered, products)
    return found + list(_overused(wanted, owned, ordered, products))


def free_capacity(other: Decimal | None, owned: Amounts, other_id: int, rules: Iterable[Rule]) -> Decimal:
    """What owned units of a module can still take, before any is offered; never below nothing."""
    brought = owned.get(other_id, NONE) * (other or NONE)
    used = sum((owned.get(rule.product_id, NONE) * rule.quantity for rule in rules if rule.other_id == other_id), NONE)
    return max(brought - used, NONE)


def _name(products: Mapping[int, Module], id_: int) -> str:
    return products[id_].name if id_ in products else _("no. %(number)s") % {"number": id_}


def _by_themselves(wanted: Amounts, products: Mapping[int, Module]) -> Iterator[Violation]:
    for id_, quantity in sorted(wanted.items()):
        most = products[id_].at_most if id_ in products else None
        if quantity < 0:
            yield Violation(_("“%(module)s”: give a quantity above zero.") % {"module": _name(products, id_)}, id_)
        elif most is not None and quantity > most:
            words = _("An offer holds at most %(most)s of “%(module)s”, not %(quantity)s.")
            said = {"most": _plain(most), "module": _name(products, id_), "quantity": _plain(quantity)}
            yield Violation(words % said, id_)


def _missing(
    wanted: Amounts, owned: Amounts, rules: Sequence[Rule], products: Mapping[int, Module]
) -> Iterator[Violation]:
    for rule in rules:
        if rule.kind != REQUIRES or wanted.get(rule.product_id, NONE) <= 0:
            continue
        needed = wanted[rule.product_id] * rule.quantity
        there = max(wanted.get(rule.other_id, NONE), NONE) + owned.get(rule.other_id, NONE)
        if there < needed:
            words = _("“%(module)s” requires %(needed)s of “%(other)s”; there are %(there)s.")
            said = _two(rule, products) | {"needed": _plain(needed), "there": _plain(there)}
            yield Violation(words % said, rule.product_id, rule)


def _excluded(
    wanted: Amounts, owned: Amounts, rules: Sequence[Rule], products: Mapping[int, Module]
) -> Iterator[Violation]:
    for rule in rules:
        ends = (rule.product_id, rule.other_id)
        in_offer = [wanted.get(id_, NONE) > 0 for id_ in ends]
        has = [owned.get(id_, NONE) > 0 for id_ in ends]
        if rule.kind != EXCLUDES or not any(in_offer):
            continue
        if all(in_offer):
            yield Violation(_("“%(module)s” and “%(other)s” exclude each other.") % _two(rule, products), ends[0], rule)
        elif (in_offer[0] and has[1]) or (in_offer[1] and has[0]):
            new, old = ends if in_offer[0] else ends[::-1]
            words = _("“%(module)s” cannot stand beside “%(other)s”, which the customer has.")
            yield Violation(words % {"module": _name(products, new), "other": _name(products, old)}, new, rule)


def _overused(
    wanted: Amounts, owned: Amounts, rules: Sequence[Rule], products: Mapping[int, Module]
) -> Iterator[Violation]:
    users: dict[int, list[Rule]] = defaultdict(list)
    for rule in rules:
        if rule.kind == USES:
            users[rule.other_id].append(rule)
    for other, using in sorted(users.items()):
        used = sum((max(wanted.get(rule.product_id, NONE), NONE) * rule.quantity for rule in using), NONE)
        capacity = products[other].capacity if other in products else None
        brought = max(wanted.get(other, NONE), NONE) * (capacity or NONE)
        free = free_capacity(capacity, owned, other, using) + brought
        if used > free:
            words = _("%(used)s of the capacity of “%(other)s” are used, %(free)s are free: add more of it.")
            said = {"used": _plain(used), "other": _name(products, other), "free": _plain(free)}
            first = next(rule for rule in using if wanted.get(rule.product_id, NONE) > 0)
            yield Violation(words % said, first.product_id, first)


def _two(rule: Rule, products: Mapping[int, Module]) -> dict[str, str]:
    return {"module": _name(products, rule.product_id), "other": _name(products, rule.other_id)}


def _plain(quantity: Decimal) -> str:
    return f"{Decimal(quantity).normalize():f}"
