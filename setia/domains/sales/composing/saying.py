"""Compositions in words: why each module is in, and which conditions contradict each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from setia.domains.sales.composing.problem import FULL, Composition, Problem, Rule
from setia.kit.operations import Words

LABELS: Mapping[str, Words] = {
    "best": gettext_lazy("Serves best"),
    "cheapest": gettext_lazy("Costs less, serves nearly as much"),
    "standard": gettext_lazy("Closer to the standard"),
    "complete": gettext_lazy("Serves more needs"),
    "other": gettext_lazy("Another way"),
}


def reason_of(problem: Problem, composition: Composition, module: int) -> str:
    """Which needs it serves and with which weight, or which module asks for it."""
    words = [_serving(problem, module, wish) for wish, by in composition.served.items() if by == module]
    modules = problem.by_id
    for rule in problem.rules:
        if rule.other == module != rule.module and rule.module in composition.quantities and rule.kind != "excludes":
            text = (
                _("required by %(module)s") if rule.kind == "requires" else _("carries %(module)s")
            ) % {"module": modules[rule.module].name}  # fmt: skip
            if text not in words:
                words.append(text)
    if module in problem.required:
        words.append(_("asked for by hand"))
    return capfirst("; ".join(words or [_("completes the offer")]))


def _serving(problem: Problem, module: int, wish: int) -> str:
    need = next(one for one in problem.wishes if one.id == wish)
    fit = problem.by_id[module].fits[wish]
    return _("serves “%(need)s” (weight %(weight)s) with %(fit)s of %(full)s") % {
        "need": need.words, "weight": need.weight, "fit": fit, "full": FULL,
    }  # fmt: skip


def explained(problem: Problem, conflicts: Sequence[str]) -> str:
    """Why there is no composition, and what to do."""
    if not conflicts:
        if not problem.modules:
            return _("No module on sale serves these needs. Say in the catalog which needs a product serves.")
        return _("No module fits these needs within the conditions. Raise the budget, or add lines by hand.")
    reasons = ". ".join(capfirst(_condition(problem, name)) for name in conflicts)
    return _("These conditions contradict each other: %(reasons)s. Change one of them.") % {"reasons": reasons}


def _condition(problem: Problem, name: str) -> str:
    kind, *numbers = name.split()
    names = [_name(problem, int(number)) for number in numbers]
    if kind == "budget":
        return _("the budget is not exceeded")
    if kind == "floor":
        return _("the margin does not fall below its floor")
    if kind == "required":
        least = problem.required[int(numbers[0])]
        limit = problem.by_id[int(numbers[0])].at_most if int(numbers[0]) in problem.by_id else None
        if limit is not None and limit < least:
            return _("%(least)s × %(module)s is asked for, but at most %(limit)s may be in an offer") % {
                "least": least, "module": names[0], "limit": limit,
            }  # fmt: skip
        return _("%(module)s must be in it") % {"module": names[0]}
    if kind == "forbidden":
        return _("%(module)s must not be in it") % {"module": names[0]}
    if kind == "uses":
        return _("what uses %(module)s does not need more than it can carry") % {"module": names[0]}
    words = _("%(module)s requires %(other)s") if kind == "requires" else _("%(module)s excludes %(other)s")
    return words % {"module": names[0], "other": names[1]}


def _name(problem: Problem, module: int) -> str:
    found = problem.by_id.get(module)
    return found.name if found else _("a module that is not on sale")


def broken(problem: Problem, rule: Rule, missing: int) -> str:
    """A rule that the lines of an offer do not keep, in words that say what to do."""
    names = {"module": _name(problem, rule.module), "other": _name(problem, rule.other), "number": missing}
    if rule.kind == "requires":
        return ngettext(
            "%(module)s requires %(other)s: %(number)s is missing.",
            "%(module)s requires %(other)s: %(number)s are missing.", missing,
        ) % names  # fmt: skip
    if rule.kind == "excludes":
        return _("%(module)s and %(other)s do not go together.") % names
    return _("%(other)s cannot carry this much: %(number)s too many. Add one more, or take something out.") % names
