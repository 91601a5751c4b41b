"""How much: a percent or an amount of money, whichever the kind of decision wants."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from setia.domains.authority import kinds
from setia.foundation.company import our_company
from setia.foundation.formats import reader_for
from setia.kit.changes import Change


def settle_value(change: Change, *, is_open: bool = False) -> None:
    """Let the percent, or the amount with its currency, be there as the decision wants, and nothing else.

    `is_open`: there may be neither, which means without limit.
    """
    after, decision = change.after, kinds.find(change.after["decision"])
    if decision is None:
        change.refuse("decision", _("There is no such kind of decision."))
        return
    wanted, other = ("percent", "amount") if decision.unit == "percent" else ("amount", "percent")
    if after[other] is not None:
        words = _("“%(decision)s” is limited in percent.") if wanted == "percent" else _(
            "“%(decision)s” is limited by an amount of money.")  # fmt: skip
        change.refuse(other, words % {"decision": decision.label})
    if after[wanted] is None and not is_open:
        change.refuse(wanted, _("Say how much."))
    after["currency"] = (after["currency"] or our_company().currency) if wanted == "amount" else ""


def value_of(values: Mapping[str, Any]) -> Decimal:
    """As one number: percents, or minor units of the currency."""
    found = (values.get(name) for name in ("percent", "secret_percent", "amount"))
    return next((Decimal(value) for value in found if value is not None), Decimal(0))


def in_words(values: Mapping[str, Any]) -> str:
    """The value as the firm writes it, for titles that everybody reads."""
    company = our_company()
    with override(company.language):
        read = reader_for(company.language, company.zone)
        if values["percent"] is not None:
            return read.percent(Decimal(values["percent"]) / 100, digits=_places(values["percent"]))
        if values["amount"] is not None:
            return read.minor(values["amount"], values["currency"])
        return _("without limit")


def called(values: Mapping[str, Any]) -> str:
    """What a limit or an approval is called: "Discount: 12 %"."""
    return f"{label_of(values['decision'])}: {in_words(values)}"


def label_of(name: str) -> str:
    """The kind of decision as the firm writes it."""
    decision = kinds.find(name)
    with override(our_company().language):
        return str(decision.label) if decision else name


def _places(percent: Decimal) -> int:
    exact = Decimal(percent).normalize().as_tuple().exponent
    return max(0, -exact) if isinstance(exact, int) else 0
