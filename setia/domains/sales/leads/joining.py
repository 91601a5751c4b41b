"""Whose enquiry it is: a party that we know, or one that is made of what came in."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from setia.domains.parties.contact_points.model import ContactKind, ContactPoint
from setia.domains.parties.contact_points.reading import key_of
from setia.domains.parties.parties.model import Party, PartyKind
from setia.domains.sales.leads.model import Lead
from setia.foundation.access import Actor
from setia.foundation.errors import Refusal
from setia.foundation.search import fold
from setia.kit import lookalikes, verbs
from setia.kit.lookalikes import Lookalike
from setia.kit.resources import registry

PARTIES, PEOPLE, COMPANIES = "parties", "people", "companies"


def known_party(lead: Lead, by: Actor) -> Party | None:
    """Who they are for certain: as somebody has said, or whoever alone is reached by this very address or number."""
    if lead.party_id:
        return Party.objects.get(pk=lead.party_id)
    visible = registry[PARTIES].rows(by.access).filter(archived_at__isnull=True)
    for kind, value in ((ContactKind.EMAIL, lead.email), (ContactKind.PHONE, lead.phone)):
        if not value:
            continue
        points = ContactPoint.objects.filter(kind=kind, key=key_of(kind, value), ended_on=None, archived_at=None)
        found = list(visible.filter(pk__in=points.values("party"))[:2])
        if len(found) == 1:
            return found[0]
    return None


def perhaps(lead: Lead, by: Actor) -> list[Lookalike]:
    """Parties that they may be, by name and whatever else was said."""
    values = {
        "name": lead.person or lead.company, "email": lead.email, "phone": lead.phone, "country": lead.country,
        "kind": "person" if lead.person else "company",
    }  # fmt: skip
    return list(lookalikes.like(registry[PARTIES], values, by))


def party_for(lead: Lead, by: Actor) -> Party:
    """The party, joined or made, with the company it works for and by what it is reached."""
    party = known_party(lead, by)
    if party is None and not (lead.person or lead.company or lead.email):
        raise Refusal(_("Say who asked: the person, the company, or which party it is."), field="party")
    company = _company(lead, party, by)
    if party is None:
        if company is not None and not lead.person:
            party = company
            _reach(party, lead, by)
        else:
            party = _make(
                PEOPLE, {**_reached(lead), "name": lead.person or lead.email, **_works_for(company)}, lead, by
            )
        return party
    _reach(party, lead, by)
    if company is not None and company.pk != party.pk:
        _employ(party, company, by)
    return party


def _works_for(company: Party | None) -> dict[str, Any]:
    return {"employer": company.pk} if company else {}


def _company(lead: Lead, party: Party | None, by: Actor) -> Party | None:
    """The one company of this name that may be seen, or a new one."""
    if not lead.company or (party is not None and party.kind == PartyKind.COMPANY):
        return None
    rows = registry[COMPANIES].rows(by.access).filter(archived_at__isnull=True, sort_name=fold(lead.company)[:200])
    found = list(rows.order_by("pk")[:2])
    if len(found) == 1:
        return found[0]
    return _make(COMPANIES, {"name": lead.company, "sector": lead.sector}, lead, by)


def _make(slug: str, values: dict[str, Any], lead: Lead, by: Actor) -> Party:
    values = {**values, "country": lead.country, "is_prospect": "yes", "owner": lead.owner_id}
    if slug == PEOPLE:
        values["language"] = lead.language
    return Party.objects.get(pk=verbs.create(registry[slug], _allowed(slug, values, by), by).ids[0])


def _reached(lead: Lead) -> dict[str, Any]:
    return {"email": lead.email, "phone": lead.phone}


def _allowed(slug: str, values: dict[str, Any], by: Actor) -> dict[str, Any]:
    """Values as a form sends them, without what is empty or not theirs to write."""
    writable = registry[slug].writable(by.access)
    return {name: str(value) for name, value in values.items() if value not in (None, "") and name in writable}


def _reach(party: Party, lead: Lead, by: Actor) -> None:
    """What we did not know yet is added; nothing is taken away."""
    lines = [f"{kind}: {value}" for kind, value in _reached(lead).items() if value]
    values = _allowed(PARTIES, {"reached_by": "\n".join(lines)}, by) if lines else {}
    if values and by.access.may("change", "parties.party"):
        verbs.change(registry[PARTIES], [party.pk], values, by)


def _employ(party: Party, company: Party, by: Actor) -> None:
    """Somebody whose employer is known keeps it."""
    row: dict[str, Any] = {"id": party.pk}
    field = registry[PEOPLE].fields["employer"]
    if field.compute:
        field.compute([row])
    if not row.get(field.path) and by.access.may("change", "parties.party"):
        verbs.change(registry[PEOPLE], [party.pk], {"employer": str(company.pk)}, by)
