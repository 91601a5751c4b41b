"""Which needs were met although nobody had promised it: what we can do and do not say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.needs.needs.model import NeedStatus
from setia.domains.promises.promises.model import Promise
from setia.domains.promises.reporting.counting import a_year_ago, where
from setia.domains.promises.reporting.rates import ENOUGH, wilson
from setia.foundation.access import Actor
from setia.kit.kinds import Day, Field, Reference, Text, Whole
from setia.kit.kinds.references import STAFF
from setia.kit.kinds.shares import Share
from setia.kit.reports import Column, Report, Row, Table
from setia.kit.resources import registry

LISTED = 300
"""So many needs are opened one by one; of more, all that were met."""

COLUMNS = (
    Column("owner_id", gettext_lazy("Looks after them"), Reference(STAFF)),
    Column("met", gettext_lazy("Needs met"), Whole()),
    Column("unsaid", gettext_lazy("Never promised"), Whole()),
    Column("rate", gettext_lazy("Rate"), Share(), between=("low", "high")),
    Column("low", gettext_lazy("At least"), Share()),
    Column("high", gettext_lazy("At most"), Share()),
    Column("waiting", gettext_lazy("Open, and nothing promised"), Whole()),
    Column("says", gettext_lazy("Says"), Text()),
)


def make(values: Mapping[str, Any], by: Actor) -> Table:
    needs = registry["needs"].rows(by.access).filter(archived_at__isnull=True)
    if values["since"]:
        needs = needs.filter(stated_on__gte=values["since"])
    said = Promise.objects.active().filter(need=OuterRef("pk"))
    found = (
        needs.order_by("pk").annotate(is_said=Exists(said)).values_list("pk", "party__owner_id", "status", "is_said")
    )
    met: dict[int | None, int] = defaultdict(int)
    unsaid: dict[int | None, list[int]] = defaultdict(list)
    waiting: dict[int | None, int] = defaultdict(int)
    for pk, owner, status, is_said in found.iterator(chunk_size=5_000):
        if status == NeedStatus.MET:
            met[owner] += 1
            if not is_said:
                unsaid[owner].append(pk)
        elif status == NeedStatus.OPEN and not is_said:
            waiting[owner] += 1
    people = sorted({*met, *waiting}, key=lambda owner: (-len(unsaid[owner]), -waiting[owner], owner or 0))
    rows = [_row(owner, met[owner], unsaid[owner], waiting[owner], values) for owner in people]
    return Table(COLUMNS, rows, [
        _("A need counts as promised when a promise names it as the need that it serves."),
        _("What was met without having been promised can be promised, and sold, to others who need it."),
    ])  # fmt: skip


def _row(owner: int | None, met: int, unsaid: list[int], waiting: int, values: Mapping[str, Any]) -> Row:
    cells: dict[str, Any] = {
        "owner_id": owner, "met": met, "unsaid": len(unsaid), "waiting": waiting, "rate": None, "low": None,
        "high": None, "says": "",
    }  # fmt: skip
    if met < ENOUGH:
        cells["says"] = _("too few to say")
    else:
        cells["rate"] = len(unsaid) / met
        cells["low"], cells["high"] = wilson(len(unsaid), met)
    whose = "party.owner is empty" if owner is None else f"party.owner = {owner}"
    since = f"stated_on >= {values['since'].isoformat()}" if values["since"] else ""
    if 0 < len(unsaid) <= LISTED:
        return Row(cells, "needs", f"id in ({', '.join(map(str, unsaid))})")
    return Row(cells, "needs", where(whose, 'status = "met"' if met else 'status = "open"', since))


REPORT = Report(
    "under-selling",
    gettext_lazy("Under-selling"),
    gettext_lazy("Which needs were met although nobody had promised it?"),
    "needs.need",
    make,
    icon="trending-up",
    asks=(Field("since", gettext_lazy("Needs stated since"), Day(), "since", default=a_year_ago),),
    reads={"needs.need": ("name", "status", "party", "stated_on"), "promises.promise": ("need",),
           "parties.party": ("owner",)},
    place=42,
)  # fmt: skip
