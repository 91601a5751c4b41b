"""What a contract promises becomes promises when it starts."""

from __future__ import annotations

from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from setia.domains.promises.promises.making import Promised, Term, promise_all
from setia.domains.sales.contracts.model import Contract
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.formats import reader_for
from setia.foundation.records import address


def promise_terms(contract: Contract, by: Actor) -> None:
    """Response time and price guarantee, in the words of the company's language."""
    company = our_company()
    whole = {
        "party_id": contract.party_id, "owner_id": contract.owner_id, "promised_by_id": contract.owner_id,
        "about": address(contract), "source": "contract", "made_on": by.today,
    }  # fmt: skip
    made = []
    with translation.override(company.language):
        read = reader_for(company.language, company.zone)
        if contract.answer_hours:
            term = Term(_("Answer"), "<=", Decimal(contract.answer_hours), "hours")
            words = _("Answer within %(hours)d hours") % {"hours": contract.answer_hours}
            made.append(Promised(**whole, name=words, term=term))
        if contract.price_until and contract.price_until >= by.today:
            words = _("Prices stay as they are until %(day)s") % {"day": read.date(contract.price_until)}
            made.append(Promised(**whole, name=words, due_on=contract.price_until))
    if made:
        promise_all(made, by=by)
