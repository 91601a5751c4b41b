"""How likely contracts are to go on, in lists, files and the API."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from setia.domains.insight.renewals.model import Method, Renewal
from setia.foundation import bulk
from setia.foundation.access import Access
from setia.foundation.formats import reader_for
from setia.kit.kinds import Amount, Currency, Field, LongText, Percent
from setia.kit.resources import Group, Resource, registry, resource

CONTRACT = "sales.contract"


def reasons(rows: list[dict[str, Any]]) -> None:
    """The words of a page of renewals, with one question."""
    names = ("method", "renewed", "months", "learnt_from", "ended")
    found = bulk.found(Renewal.objects.all(), "pk", [row["id"] for row in rows], "pk", *names)
    known = {pk: values for pk, *values in found}
    for row in rows:
        row["reasons"] = _words(*known[row["id"]]) if row["id"] in known else ""


def _words(method: str, renewed: int, months: int, contracts: int, ended: int) -> str:
    if not method:
        return _("Too little to say: too few contracts have come to an end.")
    read = reader_for(get_language() or "en")
    learnt = _("Learnt from %(contracts)s contracts, of which %(ended)s were ended.") % {
        "contracts": read.number(contracts), "ended": read.number(ended),
    }  # fmt: skip
    if method == Method.RENEWALS:
        words = ngettext("Renewed %(times)s time so far.", "Renewed %(times)s times so far.", renewed)
        return f"{words % {'times': read.number(renewed)}} {learnt}"
    words = _("Runs for %(months)s months; the chance that it still runs in a year.")
    return f"{words % {'months': read.number(months)}} {learnt}"


@resource
class Renewals(Resource):
    model = Renewal
    slug = "renewals"
    label = gettext_lazy("Renewal")
    plural = gettext_lazy("Renewals")
    icon = "calendar-heart"
    title = "contract__name"
    quotes = {"contract__name": ("contract",)}
    columns = ("contract", "party", "chance", "chance_low", "chance_high", "ends_on", "value", "reasons")
    form = (
        Group(gettext_lazy("Will it renew?"), ("contract", "party", "chance", "chance_low", "chance_high", "method",
                                               "reasons", "as_of")),
        Group(gettext_lazy("The contract"), ("renewed", "months", "ends_on", "value")),
        Group(gettext_lazy("Learnt from"), ("learnt_from", "ended")),
    )  # fmt: skip
    kinds = {
        **dict.fromkeys(("chance", "chance_low", "chance_high"), Percent()), "value": Amount(least=None),
        "currency": Currency(),
    }  # fmt: skip
    extra_fields = (
        Field("reasons", gettext_lazy("Reasons"), LongText(), "reasons", editable=False, filterable=False,
              compute=reasons),
    )  # fmt: skip
    read_only = tuple(f.name for f in Renewal._meta.concrete_fields if f.name not in ("id", "version", "archived_at"))
    sortable = ("chance", "ends_on")
    sort = "ends_on"
    story = "party_id"
    impersonal = ("as_of", "ends_on", "reasons")
    creatable = archivable = importable = False
    rail = ("sales", 29)

    def hides(self, name: str, access: Access) -> bool:
        """What a term comes to is for whoever may know what contracts come to."""
        contracts = registry.of_noun(CONTRACT)
        if name == "value" and contracts.hides("monthly", access):
            return True
        if name in ("chance", "chance_low", "chance_high", "ended", "reasons") and contracts.hides("status", access):
            return True
        if name == self.title and contracts.hides("name", access):
            return True
        return super().hides(name, access)
