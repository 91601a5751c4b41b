"""Scores in words, in the reader's language: their reasons, and between what they lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from setia.domains.insight.scores.model import Score
from setia.foundation import bulk
from setia.foundation.formats import Reader, reader_for

NAMES = (
    "as_of", "staying", "staying_low", "staying_high", "purchases", "purchases_low", "purchases_high", "times_low",
    "times_high", "worth", "worth_low", "worth_high", "first_on", "last_on", "again", "usual", "orders_year",
    "margins_year", "margin_year", "minutes_year", "cost_year", "profit_year", "currency", "silence", "why_staying",
    "why_worth",
)  # fmt: skip
Values = Mapping[str, Any]


def fill(rows: list[dict[str, Any]]) -> None:
    """The words of a page of scores, with one question."""
    found = bulk.found(Score.objects.all(), "pk", [row["id"] for row in rows], "pk", *NAMES)
    known = {pk: dict(zip(NAMES, values, strict=True)) for pk, *values in found}
    read = reader_for(get_language() or "en")
    for row in rows:
        values = known.get(row["id"])
        row |= said(values, read) if values else dict.fromkeys(SAID, "")


SAID = ("staying_words", "purchases_words", "worth_words", "reasons", "worth_reasons", "profit_reasons")


def said(values: Values, read: Reader) -> dict[str, str]:
    return {
        "staying_words": staying_words(values, read),
        "purchases_words": purchases_words(values, read),
        "worth_words": worth_words(values, read),
        "reasons": why_staying(values, read),
        "worth_reasons": why_worth(values, read),
        "profit_reasons": why_profit(values, read),
    }


def staying_words(values: Values, read: Reader) -> str:
    if values["staying"] is None:
        return too_little(values["silence"])
    words = _("%(value)s still a customer (%(low)s to %(high)s)")
    return words % _ends(values, "staying", lambda percent: read.percent(percent / 100))


def purchases_words(values: Values, read: Reader) -> str:
    if values["purchases"] is None:
        return ""
    words = _("%(value)s purchases in the next 12 months (%(low)s to %(high)s)")
    said = words % _ends(values, "purchases", lambda number: read.number(number, 1))
    if values["times_high"] is None:
        return said
    times = _("Of 10 such customers 8 buy %(low)s to %(high)s times.")
    ends = {"low": read.number(values["times_low"]), "high": read.number(values["times_high"])}
    return f"{said}. {times % ends}"


def worth_words(values: Values, read: Reader) -> str:
    if values["worth"] is None:
        return ""
    words = _("%(value)s in the next 12 months (%(low)s to %(high)s)")
    return words % _ends(values, "worth", lambda minor: _money(minor, values, read))


def _ends(values: Values, name: str, say: Callable[[Any], str]) -> dict[str, str]:
    return {"value": say(values[name]), "low": say(values[f"{name}_low"]), "high": say(values[f"{name}_high"])}


def _money(minor: int, values: Values, read: Reader) -> str:
    return read.minor(minor, values["currency"], decimals=False)


def too_little(reason: str) -> str:
    """Why nothing is said of a customer."""
    match reason:
        case "":
            return ""
        case "contract":
            return _("Buys by contract only: look at the contracts.")
        case "customers" | "purchases":
            return _("Too little to say: there are too few customers.")
        case "repeat buyers" | "valued customers":
            return _("Too little to say: too few customers bought again.")
        case "alike":
            return _("Too little to say: all customers have the same history.")
    return _("Too little to say.")


def why_staying(values: Values, read: Reader) -> str:
    """ "The usual customer: 61%. Last bought 12 days ago: +20. Bought again on 5 days: +4. …" """
    told = values["why_staying"]
    if not told:
        return ""
    base, *parts = told
    named = zip(_what_is_known(values, read), (_points(part, read) for part in parts), strict=True)
    usual = _("The usual customer: %(chance)s.") % {"chance": read.percent(base / 100)}
    return _in_order(usual, list(named), parts)


def why_worth(values: Values, read: Reader) -> str:
    told = values["why_worth"]
    if not told:
        return _("Too little to say what they will be worth.") if values["why_staying"] else ""
    base, *parts = told
    value = _("Buys again for %(value)s each time") % {"value": _money(values["usual"] or 0, values, read)}
    if values["usual"] is None:
        value = _("Nothing is known yet of the value of later purchases")
    what = [*_what_is_known(values, read), value]
    named = zip(what, (_signed(_money(abs(part), values, read), part) for part in parts), strict=True)
    usual = _("The usual customer: %(worth)s.") % {"worth": _money(base, values, read)}
    return _in_order(usual, list(named), parts)


def _in_order(usual: str, named: list[tuple[str, str]], parts: list[int]) -> str:
    """What counts most comes first; what counts nothing is left out."""
    heavy = sorted((place for place, part in enumerate(parts) if part), key=lambda place: -abs(parts[place]))
    said = (_("%(what)s: %(part)s.") % {"what": named[place][0], "part": named[place][1]} for place in heavy)
    return " ".join([usual, *said])


def _what_is_known(values: Values, read: Reader) -> list[str]:
    since, age = ((values["as_of"] - values[name]).days for name in ("last_on", "first_on"))
    again = values["again"] or 0
    return [
        ngettext("Last bought %(days)s day ago", "Last bought %(days)s days ago", since) % {"days": read.number(since)},
        ngettext("Bought again on %(days)s day", "Bought again on %(days)s days", again) % {"days": read.number(again)}
        if again
        else _("Has not bought again"),
        ngettext("First bought %(days)s day ago", "First bought %(days)s days ago", age) % {"days": read.number(age)},
    ]


def _points(part: int, read: Reader) -> str:
    words = ngettext("%(points)s point", "%(points)s points", abs(part)) % {"points": read.number(abs(part))}
    return _signed(words, part)


def _signed(words: str, part: int) -> str:
    return f"+{words}" if part > 0 else f"\N{MINUS SIGN}{words}"


def why_profit(values: Values, read: Reader) -> str:
    if not values["orders_year"]:
        return _("No order in the last 12 months.")
    margins, orders = read.number(values["margins_year"]), read.number(values["orders_year"])
    said = []
    if values["profit_year"] is not None:
        profit = _money(values["profit_year"], values, read)
        said.append(_("%(profit)s profit in the last 12 months.") % {"profit": profit})
    said += [_("The margin is known of %(margins)s of %(orders)s orders.") % {"margins": margins, "orders": orders}]
    minutes = read.number(values["minutes_year"])
    if not values["minutes_year"]:
        said.append(_("Nobody wrote down time spent with them."))
    elif values["cost_year"] is None:
        said.append(_("%(minutes)s minutes of work do not count: nobody said what an hour costs.")
                    % {"minutes": minutes})  # fmt: skip
    else:
        cost = _money(values["cost_year"], values, read)
        said.append(_("%(minutes)s minutes of work cost %(cost)s.") % {"minutes": minutes, "cost": cost})
    return " ".join(said)
