"""The chance of an opportunity in words: what speaks for it and what against, in points that add up."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from setia.domains.sales.opportunities.model import Opportunity
from setia.foundation import bulk
from setia.foundation.formats import reader_for

SPEAKS = {
    "base": gettext_lazy("Usual with us"),
    "stage": gettext_lazy("The stage it has reached"),
    "stage_days": gettext_lazy("%(value)s days in this stage"),
    "age": gettext_lazy("Open for %(value)s days"),
    "amount": gettext_lazy("Value, compared with what is usual"),
    "product": gettext_lazy("The product"),
    "owner": gettext_lazy("Who pursues it"),
    "sector": gettext_lazy("The customer's kind of business"),
    "source": gettext_lazy("Where it came from"),
    "wins": gettext_lazy("Bought %(value)s times before"),
    "losses": gettext_lazy("Did not buy %(value)s times before"),
    "people": gettext_lazy("People we know who have a say: %(value)s"),
    "employees": gettext_lazy("Size of the customer"),
}
TOLD_BY = ("chance", "stage", "amount", "product", "owner", "party", "opened_on", "source")
"""What the reasons give away."""


def fill(rows: list[dict[str, Any]]) -> None:
    """For a page of opportunities; nothing where no chance is known."""
    learnt: Any = Opportunity._meta.get_field("learnt").related_model
    found = bulk.found(
        learnt._default_manager.all(), "pk", [row["id"] for row in rows], "pk", "score", "reasons", "as_of"
    )
    known = {pk: values for pk, *values in found}
    read = reader_for(get_language() or "en")
    for row in rows:
        score, reasons, as_of = known.get(row["id"], (0, (), None))
        lines = [_line(*reason) for reason in reasons]
        if lines:
            told = _("Together %(points)s points; 0 points are a chance of 50 %%. As of %(day)s.")
            lines.append(told % {"points": f"{score:+d}", "day": read.date(as_of)})
        row["chance_why"] = "\n".join(lines)


def _line(name: str, value: str, points: int) -> str:
    words = SPEAKS.get(name)
    return f"{points:+d}  {words % {'value': value} if words else name}"
