"""What a price does, and what is advised, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from setia.domains.insight.pricing.model import Move, PriceResponse
from setia.foundation import bulk
from setia.foundation.formats import Reader, reader_for

NAMES = ("name", "effect", "effect_low", "effect_high", "weight", "months", "lowest", "highest", "price", "currency",
         "move", "advised", "chance", "gain", "gain_low", "gain_high", "refused", "figures", "sector")  # fmt: skip


def fill_response(rows: list[dict[str, Any]]) -> None:
    _fill(rows, "says", says)


def fill_advice(rows: list[dict[str, Any]]) -> None:
    _fill(rows, "advice", advised)


def _fill(rows: list[dict[str, Any]], name: str, words: Callable[[Mapping[str, Any], Reader], str]) -> None:
    found = bulk.found(PriceResponse.objects.all(), "pk", [row["id"] for row in rows], "pk", *NAMES)
    known = {pk: dict(zip(NAMES, values, strict=True)) for pk, *values in found}
    read = reader_for(get_language() or "en")
    for row in rows:
        values = known.get(row["id"])
        row[name] = words(values, read) if values else ""


def says(values: Mapping[str, Any], read: Reader) -> str:
    """ "At 10 % more, between 3 % and 12 % fewer are sold." """
    if values["refused"] or values["effect"] is None:
        return refused(values, read)
    low, high = (float(values[name]) / 100 for name in ("effect_low", "effect_high"))
    ends = {"least": read.percent(abs(high), 1), "most": read.percent(abs(low), 1)}
    if high <= 0:
        words = _("At %(change)s more, between %(least)s and %(most)s fewer are sold.")
    elif low >= 0:
        words = _("At %(change)s more, between %(most)s and %(least)s more are sold.")
    else:
        words = _("At %(change)s more, between %(most)s fewer and %(least)s more are sold.")
    seen = _("Prices went from %(lowest)s to %(highest)s over a time of %(months)s months; %(weight)s of this is from"
             " the product itself, the rest from all together.")  # fmt: skip
    return " ".join((
        words % {"change": read.percent(0.1), **ends},
        seen % {
            "lowest": read.minor(values["lowest"], values["currency"]),
            "highest": read.minor(values["highest"], values["currency"]), "months": read.number(values["months"]),
            "weight": read.percent(values["weight"] / 100),
        },
    ))  # fmt: skip


def refused(values: Mapping[str, Any], read: Reader) -> str:
    figures = values["figures"]
    if values["refused"] == "prices":
        return _("Too little to say: the price never changed by more than %(share)s.") % {"share": read.percent(0.02)}
    if values["refused"] == "periods":
        words = _("Too little to say: months with a known price: %(there)s, needed: %(needed)s, with a sale in every"
                  " second of them.")  # fmt: skip
        return words % {"there": read.number(figures.get("there", 0)), "needed": read.number(figures.get("needed", 0))}
    return _("Too little to say.")


def advised(values: Mapping[str, Any], read: Reader) -> str:
    if not values["move"]:
        return "" if values["refused"] or values["sector"] else _("What a unit costs is not known: nothing is advised.")
    if values["figures"].get("below_cost"):
        return _("Each unit is sold below what it costs: raise the price.")
    if values["move"] == Move.KEEP:
        return _("Keep the price: that the margin earned would grow is %(chance)s likely, too little to move it.") % {
            "chance": read.percent(values["chance"] / 100)
        }  # fmt: skip
    words = (
        _("Raise the price to %(price)s: the margin earned then changes by %(gain)s (between %(low)s and %(high)s);"
          " that it grows is %(chance)s likely.")
        if values["move"] == Move.RAISE
        else _("Lower the price to %(price)s: the margin earned then changes by %(gain)s (between %(low)s and"
               " %(high)s); that it grows is %(chance)s likely.")
    )  # fmt: skip
    return words % {
        "price": read.minor(values["advised"], values["currency"]), "chance": read.percent(values["chance"] / 100),
        **{name: read.percent(float(values[of]) / 100, 1)
           for name, of in (("gain", "gain"), ("low", "gain_low"), ("high", "gain_high"))},
    }  # fmt: skip
