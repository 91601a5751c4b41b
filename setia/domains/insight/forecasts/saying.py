"""Why a forecast is what it is, or why there is too little to say, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from setia.domains.insight.forecasts.model import Demand, Method, Pattern, Unit
from setia.foundation import bulk
from setia.foundation.formats import Reader, reader_for

NAMES = ("unit", "pattern", "method", "refused", "figures", "error", "naive_error")


def fill(rows: list[dict[str, Any]]) -> None:
    """The words of a page of series, with one question."""
    found = bulk.found(Demand.objects.all(), "pk", [row["id"] for row in rows], "pk", *NAMES)
    known = {pk: dict(zip(NAMES, values, strict=True)) for pk, *values in found}
    read = reader_for(get_language() or "en")
    for row in rows:
        values = known.get(row["id"])
        row["why"] = " ".join(reasons(values, read)) if values else ""


def reasons(values: Mapping[str, Any], read: Reader) -> list[str]:
    """Sentences, the one that matters most first."""
    figures = values["figures"]
    if values["refused"]:
        return [refused(values["refused"], values["unit"], figures, read)]
    return [_pattern(values, read), _chosen(values, read), *_further(values, read)]


def refused(reason: str, unit: str, figures: Mapping[str, Any], read: Reader) -> str:
    there, needed = read.number(figures.get("there", 0)), read.number(figures.get("needed", 0))
    words = {
        ("sales", Unit.WEEK): _("Too little to say: weeks with a sale: %(there)s, needed: %(needed)s."),
        ("sales", Unit.MONTH): _("Too little to say: months with a sale: %(there)s, needed: %(needed)s."),
        ("periods", Unit.WEEK): _("Too little to say: weeks since the first sale: %(there)s, needed: %(needed)s."),
        ("periods", Unit.MONTH): _("Too little to say: months since the first sale: %(there)s, needed: %(needed)s."),
    }
    found = words.get((reason, Unit(unit)))
    return found % {"there": there, "needed": needed} if found else _("Too little to say.")


def _pattern(values: Mapping[str, Any], read: Reader) -> str:
    figures = values["figures"]
    words = _("Demand comes %(pattern)s: on average in one of %(gap)s periods, the quantities vary by %(variation)s.")
    return words % {
        "pattern": str(Pattern(values["pattern"]).label).lower(), "gap": read.number(figures["gap"], 1),
        "variation": read.percent(figures["variation"]),
    }  # fmt: skip


def _chosen(values: Mapping[str, Any], read: Reader) -> str:
    method = str(Method(values["method"]).label)
    if values["error"] is None or values["naive_error"] is None:
        return _("Too short to try methods on its past: the average of what was sold.")
    if values["method"] == Method.NAIVE:
        words = _("Of %(tried)s methods tried on its past none missed less than “as in the period before” (%(error)s).")
        return words % {"tried": _tried(values, read), "error": read.number(values["error"], 2)}
    words = _("Of %(tried)s methods tried on its past “%(method)s” missed least: %(error)s, “as in the period before”"
              " %(naive)s.")  # fmt: skip
    return words % {
        "tried": _tried(values, read), "method": method, "error": read.number(values["error"], 2),
        "naive": read.number(values["naive_error"], 2),
    }  # fmt: skip


def _tried(values: Mapping[str, Any], read: Reader) -> str:
    return read.number(len(values["figures"].get("scores", ())))


def _further(values: Mapping[str, Any], read: Reader) -> list[str]:
    figures, found = values["figures"], []
    if figures.get("of"):
        words = _("In the past %(held)s of %(of)s intervals held what came true; 80 of 100 should.")
        found.append(words % {"held": read.number(figures["held"]), "of": read.number(figures["of"])})
    if figures.get("outliers"):
        words = _("Periods in which far more than usual was sold: %(count)s; they count as much as is still usual.")
        found.append(words % {"count": read.number(figures["outliers"])})
    if figures.get("returned"):
        words = _("%(count)s came back beyond the sales of its period and counts as no demand.")
        found.append(words % {"count": read.number(figures["returned"])})
    return found
