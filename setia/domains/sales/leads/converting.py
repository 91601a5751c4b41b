"""A lead becomes an opportunity, with everything that was kept about it; all in one act, so that it can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from setia.domains.parties.parties.model import Party
from setia.domains.sales.leads.joining import known_party, party_for, perhaps
from setia.domains.sales.leads.model import Lead, LeadStatus
from setia.domains.sales.pipelines.model import Pipeline
from setia.foundation import money
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.records import address
from setia.kit import verbs
from setia.kit.forgetting.belonging import ways_to
from setia.kit.previews import Line
from setia.kit.resources import registry
from setia.kit.seeing import titles
from setia.kit.writing import changes_of, write

ANSWERS, DEALS = "lead-answers", "opportunities"


def convert(
    lead: Lead,
    by: Actor,
    *,
    party: Party | None,
    pipeline: Pipeline | None,
    amount: int | None,
    step: str,
    step_on: date | None,
) -> None:
    """The lead is locked by whoever calls, so that it is converted once. `by` has the act under way."""
    lead.party = party or lead.party
    lead.party = party_for(lead, by)
    values: dict[str, Any] = {
        "name": lead.name, "party": lead.party_id, "product": lead.product_id, "source": lead.source_id,
        "owner": lead.owner_id, "pipeline": pipeline.pk if pipeline else None, "next_step": step,
        "next_step_on": step_on,
    }  # fmt: skip
    if amount is not None:
        values["amount"] = money.decimal(amount, our_company().currency)
    deals = registry[DEALS]
    writable = deals.writable(by.access)
    given = {name: str(value) for name, value in values.items() if value not in (None, "") and name in writable}
    lead.opportunity_id = verbs.create(deals, given, by).ids[0]
    _take_along(lead, by)
    lead.status, lead.converted_on = LeadStatus.CONVERTED.value, by.today


def _take_along(lead: Lead, by: Actor) -> None:
    """Answers stay with the lead and are shown at the opportunity; tasks, files and whatever else was kept at the
    lead go over to it."""
    answers = registry[ANSWERS]
    mine = answers.model._default_manager.filter(lead=lead.pk)
    changes = changes_of(answers, mine.values_list("pk", flat=True))
    for change in changes:
        change.after["opportunity_id"] = lead.opportunity_id
    write(answers, changes, by)
    here, there = address(lead), f"{deals_noun()}:{lead.opportunity_id}"
    for way in ways_to(Lead):
        if not way.by_address or way.resource is None:
            continue
        kept = changes_of(way.resource, way.numbers("sales.lead", [lead.pk]))
        for change in kept:
            change.after[way.path] = there if change.after[way.path] == here else change.after[way.path]
            if "party_id" in change.after and change.after["party_id"] is None:
                change.after["party_id"] = lead.party_id
        write(way.resource, kept, by)


def deals_noun() -> str:
    return registry[DEALS].noun


def preview(lead: Lead, by: Actor) -> Sequence[Line]:
    """Who it will be, and who else it might be."""
    found = known_party(lead, by)
    if found is not None:
        name = titles("parties.party", [found.pk], by.access).get(found.pk) or f"#{found.pk}"
        where = f"id = {found.pk}"
        return [Line(_("It joins a party that we know: %(name)s") % {"name": name}, None, "parties", where)]
    lines = [Line(_("A new party is made of what came in."))]
    for one in perhaps(lead, by):
        words = _("It may be %(name)s (%(why)s). Choose it if it is.") % {"name": one.title, "why": one.why}
        lines.append(Line(words, None, "parties", f"id = {one.id}", is_warning=True))
    return lines
