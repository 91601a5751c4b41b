"""What a plan rests on, or why there is none, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from setia.domains.insight.launches.model import Launch, Standing
from setia.foundation import bulk
from setia.foundation.formats import Reader, reader_for

BEGUN = 10
"""Percent of all who may ever buy: before so many have, the month in which most do is no more than a guess."""


def fill(rows: list[dict[str, Any]]) -> None:
    """The words of a page of launches, with one question."""
    found = bulk.found(Launch.objects.all(), "pk", [row["id"] for row in rows], "pk", "status", "plan", "currency")
    known = {pk: rest for pk, *rest in found}
    read = reader_for(get_language() or "en")
    for row in rows:
        row["why"] = " ".join(sentences(*known[row["id"]], read)) if row["id"] in known else ""


def sentences(status: str, plan: Mapping[str, Any], currency: str, read: Reader) -> list[str]:
    if status == Standing.WAITING:
        return [_("It is being planned; that takes some seconds once the marts are there.")]
    left_out = [
        _left_out(name, reason, there, needed, read) for name, reason, there, needed in plan.get("left_out", ())
    ]
    other = [_("It was made from other inputs than these: plan again.")] if status == Standing.OUTDATED else []
    if plan.get("refused"):
        return [*other, _refused(*plan["refused"], read), *left_out]
    reasons = [_reason(name, figures, currency, read) for name, figures in plan.get("reasons", ())]
    return [*other, *reasons, *left_out]


def _reason(name: str, figures: Mapping[str, Any], currency: str, read: Reader) -> str:
    if name == "need":
        words = _("Of %(market)s who could be reached, %(having)s of %(asked)s asked have the need.")
        return words % {key: read.number(figures[key]) for key in ("market", "having", "asked")}
    if name == "analogue":
        words = _("%(name)s: %(share)s of its buyers within %(months)s months, most in month %(peak)s.")
        if figures["share"] < BEGUN:
            words = _("%(name)s: only its beginning was seen, %(months)s months; when most will buy is not in sight.")
        return words % {
            "name": figures["name"], "share": read.percent(figures["share"] / 100),
            "months": read.number(figures["periods"]), "peak": read.number(max(1, round(figures["peak"] + 0.5))),
        }  # fmt: skip
    if name == "tests":
        words = _("%(bought)s of %(shown)s bought in tests at prices from %(lowest)s to %(highest)s.")
        ends = {end: read.minor(round(figures[end]), currency) for end in ("lowest", "highest")}
        return words % {"bought": read.number(figures["bought"]), "shown": read.number(figures["shown"]), **ends}
    return _("What had been expected of them is not known, so how far such figures come true is taken as wide.")


def _refused(reason: str, there: int, needed: int, read: Reader) -> str:
    words = {
        "market": _("Too little to plan: say how many could be reached."),
        "need": _("Too little to plan: how many were asked for the need, and how many of them have it?"),
        "analogues": _("Too little to plan: none of the products like it was sold for long enough."),
        "tests": _("Too little to plan: shown in price tests to %(there)s, needed: %(needed)s."),
        "prices": _("Too little to plan: the planned price is more than a tenth away from those tested."),
    }
    found = words.get(reason, _("Too little to plan."))
    return found % {"there": read.number(there), "needed": read.number(needed)} if "%" in found else found


def _left_out(name: str, reason: str, there: int, needed: int, read: Reader) -> str:
    words = {
        "periods": _("%(name)s is left out: months since its first sale: %(there)s, needed: %(needed)s."),
        "buyers": _("%(name)s is left out: buyers: %(there)s, needed: %(needed)s, in three months or more."),
    }
    found = words.get(reason, _("%(name)s is left out: it says too little."))
    return found % {"name": name, "there": read.number(there), "needed": read.number(needed)}
