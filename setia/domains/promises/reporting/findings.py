"""What promises tell managers: what is promised where, and tends to break."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.promises.promises.model import Direction
from setia.domains.promises.promises.sources import SOURCES
from setia.domains.promises.reporting.counting import a_year_ago, counted, where, within
from setia.domains.promises.reporting.kept import PERS
from setia.domains.promises.reporting.rates import ENOUGH, wilson
from setia.foundation.access import Actor
from setia.foundation.formats import reader_for
from setia.kit import findings
from setia.kit.findings import Finding
from setia.kit.findings import Source as FindingSource
from setia.kit.seeing import titles

APART = [PERS["source"], PERS["product"]]


def tending_to_break(by: Actor) -> Iterator[Finding]:
    """Promises of one source about one product of which more are broken than usual, beyond chance."""
    since = a_year_ago(by)
    groups = counted([per.path for per in APART], Direction.OURS, since, None, by)
    ended, broken = sum(group.ended for group in groups), sum(group.broken for group in groups)
    if not broken:
        return
    usual, read = broken / ended, reader_for(by.language, by.zone)
    products = titles("catalog.product", {group.by[1] for group in groups if group.by[1]}, by.access)
    for group in groups:
        if group.ended < ENOUGH or wilson(group.broken, group.ended)[0] <= usual:
            continue
        source, product = group.by
        told = {
            "source": SOURCES.label_of(source), "product": products.get(product, ""),
            "broken": read.number(group.broken),
            "ended": read.number(group.ended), "usual": read.percent(usual),
        }  # fmt: skip
        words = _("What is promised here tends to break: %(source)s. %(broken)s of %(ended)s were broken, usually"
                  " %(usual)s. Promise less, or see to it that it can be kept.")  # fmt: skip
        if product:
            words = _("What is promised here tends to break: %(source)s, “%(product)s”. %(broken)s of %(ended)s were"
                      " broken, usually %(usual)s. Promise less, or see to it that it can be kept.")  # fmt: skip
        apart = (per.where(value) for per, value in zip(APART, group.by, strict=True))
        opens = where('direction = "ours"', 'status in ("kept", "broken")', *apart, within({"since": since}))
        reason = _("More of what was promised here was broken than usual: %(where)s.")
        place = ", ".join(filter(None, (told["source"], product)))
        tried = {"template": "let_down", "reason": (reason % {"where": place})[:500]}
        about = f"source={source} product={product or ''}"
        yield Finding(words % told, group.broken / group.ended - usual, "promises", opens, about, tried)


findings.add(
    FindingSource(
        "breaking_promises", gettext_lazy("Promises that break"), tending_to_break,
        {"promises.promise": ("status", "made_on", "direction", "source", "product")},
    )
)  # fmt: skip
