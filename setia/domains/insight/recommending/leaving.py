"""Which customers leave more often than others: told to managers, with what could be tried."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.insight.plays.comparing.shares import wilson
from setia.domains.parties.parties.resource import SECTORS
from setia.foundation.access import Actor
from setia.foundation.formats import reader_for
from setia.kit import findings
from setia.kit.findings import Finding, Source
from setia.kit.resources import registry

LEAST = 10
"""Of fewer customers nothing is said."""

GONE = 50
"""Percent: who is still a customer with less than that has more likely left than not."""


def leaving(by: Actor) -> Iterator[Finding]:
    """Sectors of whose customers more have probably left than of all, beyond chance (Wilson's interval, 95 %)."""
    rows = registry.of_noun("insight.score").rows(by.access)
    rows = rows.filter(archived_at__isnull=True, staying__isnull=False).order_by()
    counted = {"all": Count("pk"), "gone": Count("pk", Q(staying__lt=GONE))}
    whole = rows.aggregate(**counted)
    if not whole["all"]:
        return
    usual, read = whole["gone"] / whole["all"], reader_for(by.language, by.zone)
    for one in rows.exclude(party__sector="").values("party__sector").annotate(**counted).order_by("party__sector"):
        sector, of, gone = one["party__sector"], one["all"], one["gone"]
        if of < LEAST or wilson(gone, of)[0] <= usual:
            continue
        label = SECTORS.label_of(sector)
        told = {"sector": label, "gone": read.number(gone), "all": read.number(of), "usual": read.percent(usual)}
        words = _("Customers are leaving: %(sector)s. %(gone)s of %(all)s have probably left for good, usually"
                  " %(usual)s.") % told  # fmt: skip
        theirs = f'sector = "{sector}"'
        yield Finding(
            words, gone / of - usual, "scores", f'party.sector = "{sector}" and staying < {GONE}', f"sector={sector}",
            {
                "template": "segment_lost", "name": _("Win back: %(sector)s") % told,
                "where": f"is_customer = yes and {theirs} and staying < {GONE}",
                "reason": _("More customers of this kind are leaving than usual: %(sector)s.") % told,
            },
        )  # fmt: skip


findings.add(
    Source(
        "leaving", gettext_lazy("Who is leaving"), leaving,
        {"insight.score": ("party", "staying"), "parties.party": ("sector",)},
    )
)  # fmt: skip
