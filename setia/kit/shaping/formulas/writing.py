"""From the tree of a formula to SQL, with the type of what comes out; both databases answer the same."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from setia.foundation.errors import Refusal
from setia.kit.shaping.formulas.calls import CALLS
from setia.kit.shaping.formulas.parsing import Call, Name, Node, Number, Text, Truth
from setia.kit.shaping.formulas.values import FLAG, MOMENT, NUMBER, TEXT, Formula, Leaf, quoted, truth

LONGEST = 20_000
"""Characters of SQL, with all formulas that it uses."""


def compiled(tree: Node, leaves: Mapping[str, Leaf]) -> Formula:
    """The formula over these fields. Refuses, in words, what cannot be worked out."""
    formula = _node(tree, leaves)
    if formula.type == MOMENT:
        raise Refusal(_("A formula gives a number, an amount, a text, a day, or yes or no; write day(…)."))
    if len(formula.sql(lambda column: f'"T"."{column}"', True)) > LONGEST:
        raise Refusal(_("The formula is too long, together with the formulas it uses."))
    return formula


def _node(node: Node, leaves: Mapping[str, Leaf]) -> Formula:
    match node:
        case Number(value):
            return Formula(NUMBER, lambda _at, pg: format(value, "f") + ("::numeric" if pg else ""))
        case Text(text):
            return Formula(TEXT, lambda _at, _pg: quoted(text))
        case Truth(holds):
            return Formula(FLAG, lambda _at, pg: truth(holds, pg))
        case Name(name):
            if name not in leaves:
                raise Refusal(_("A formula cannot use “%(field)s”.") % {"field": name[:60]})
            return Formula(leaves[name].type, leaves[name].sql)
        case Call(name, parts):
            if name not in CALLS:
                some = ", ".join(sorted(word for word in CALLS if word.isalpha() and word not in ("and", "or", "not")))
                words = _("There is no function “%(name)s”. Possible: %(some)s.")
                raise Refusal(words % {"name": name[:40], "some": some})
            return CALLS[name](name, [_node(part, leaves) for part in parts])
