"""What becomes of an offer when somebody has decided on it."""

from __future__ import annotations

from setia.domains.authority.approvals.model import Approval, State
from setia.domains.sales.offers.model import Offer, OfferStatus
from setia.foundation.access import system
from setia.foundation.ledger import Entry, reaction
from setia.kit.resources import registry
from setia.kit.writing import change_of, write


@reaction("approval.approved", "approval.refused", "approval.withdrawn")
def follow_the_decision(entry: Entry) -> None:
    """Approved once everything that was asked about the offer as it is now is; a draft again where one was refused."""
    approval = Approval.objects.filter(pk=entry.record_id, about__startswith="sales.offer:").first()
    if approval is None:
        return
    offer = Offer.objects.select_for_update(of=("self",)).filter(pk=int(approval.about.partition(":")[2])).first()
    if offer is None or offer.status != OfferStatus.WAITING or offer.mark != approval.mark:
        return
    asked = Approval.objects.active().filter(about=approval.about, mark=approval.mark)
    states = dict(asked.order_by("id").values_list("decision", "status"))
    change = change_of(offer)
    if all(state == State.APPROVED for state in states.values()):
        change.after["status"] = OfferStatus.APPROVED.value
        write(registry["offers"], [change], system("job", entry.recorded_at), fact="offer.approved")
    elif State.WAITING not in states.values() or approval.status != State.APPROVED:
        change.after["status"] = OfferStatus.DRAFT.value
        write(registry["offers"], [change], system("job", entry.recorded_at))
