"""Reason and rank of actions in words, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from setia.domains.insight.actions.model import Action
from setia.foundation import bulk
from setia.foundation.formats import Reader, reader_for
from setia.kit import advice

NAMES = ("kind", "figures", "value", "currency", "chance", "effort")


def fill(rows: list[dict[str, Any]]) -> None:
    """The words of a page of actions, with one question."""
    found = bulk.found(Action.objects.all(), "pk", [row["id"] for row in rows], "pk", *NAMES)
    known = {pk: dict(zip(NAMES, values, strict=True)) for pk, *values in found}
    read = reader_for(get_language() or "en")
    for row in rows:
        values = known.get(row["id"])
        row["reason"] = reason_of(values, read) if values else ""
        row["why"] = why_of(values, read) if values else ""


def reason_of(values: dict[str, Any], read: Reader) -> str:
    kind = advice.kinds().get(values["kind"])
    return str(kind.words(values["figures"].get("reason", {}), read)) if kind else ""


def why_of(values: dict[str, Any], read: Reader) -> str:
    """ "Worth €1,200 if it works; the chance that you do it and it works is 35%. 7 of 20 such actions …" """
    kind, learnt = advice.kinds().get(values["kind"]), values["figures"].get("learnt", {})
    parts = [
        _("The chance that it is done and works is %(chance)s.") % {"chance": read.percent(values["chance"] / 100)}
    ]
    if values["value"] is not None:
        worth = read.minor(values["value"], values["currency"], decimals=False)
        parts.insert(0, _("Worth %(value)s if it works.") % {"value": worth})
    else:
        parts.insert(0, _("Ranked by what the customer usually orders."))
    if learnt.get("tried") and kind:
        parts.append(_("%(worked)s of %(tried)s such actions %(outcome)s.") % {
            "worked": read.number(learnt["worked"]), "tried": read.number(learnt["tried"]), "outcome": kind.outcome,
        })  # fmt: skip
    else:
        parts.append(_("It is not known yet how often such actions work."))
    if learnt.get("given"):
        parts.append(_("%(taken)s of %(given)s were taken up.") % {
            "taken": read.number(learnt["taken"]), "given": read.number(learnt["given"]),
        })  # fmt: skip
    return " ".join(parts)
