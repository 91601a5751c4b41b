"""Up to how much somebody may pay back alone, and asking whoever may beyond it."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.authority.approvals.asking import ask
from setia.domains.authority.approvals.model import Approval, State
from setia.domains.authority.kinds import Decision, declare
from setia.domains.authority.limits.asking import limit_of
from setia.domains.sales.refunds.model import Refund, RefundStatus
from setia.domains.sales.refunds.reasons import REASONS
from setia.foundation import ledger
from setia.foundation.access import Actor, system
from setia.foundation.errors import Refusal
from setia.foundation.formats import reader_for
from setia.foundation.ledger import Entry, reaction
from setia.kit.resources import registry
from setia.kit.writing import change_of, write

NOUN = "sales.refund"
ledger.declare("refund.paid", gettext_lazy("paid back"), "banknote")
ledger.declare("refund.refused", gettext_lazy("refused"), "x")


def mark_of(amount: int, currency: str) -> str:
    return f"{amount} {currency}"


def mark_now(where: str) -> str | None:
    """The mark of the refund with this address; None once nobody need decide on it any more."""
    rows = Refund.objects.active().filter(pk=int(where.partition(":")[2]), status=RefundStatus.WAITING)
    found = rows.values_list("amount", "currency").first()
    return None if found is None else mark_of(*found)


REFUND = declare(
    Decision(
        "refund", gettext_lazy("Refund"), "amount",
        gettext_lazy("Up to how much of what a customer paid may be paid back."), mark_now,
    )
)  # fmt: skip


def is_within(amount: int, currency: str, by: Actor) -> bool:
    limit = limit_of(by, REFUND.name, currency)
    return limit is None or Decimal(amount) <= limit


def ask_for(refund: Refund, by: Actor) -> None:
    read = reader_for(by.language, by.zone)
    order = refund.order
    figures = [
        (str(words), read.minor(amount, refund.currency))
        for words, amount in (
            (_("Order total"), order.total), (_("Total after returns"), order.due), (_("Paid"), order.paid),
            (_("To be paid back"), refund.amount),
        )
    ] + [(str(_("Reason")), REASONS.label_of(refund.reason))]  # fmt: skip
    ask(REFUND.name, f"{NOUN}:{refund.pk}", refund.amount, figures, refund.why,
        mark_of(refund.amount, refund.currency), by=by, party_id=refund.party_id, currency=refund.currency)  # fmt: skip


@reaction("approval.approved", "approval.refused", "approval.withdrawn")
def follow_the_decision(entry: Entry) -> None:
    """An approved refund is paid, if so much is still there to be paid back; any other is refused."""
    approval = Approval.objects.filter(pk=entry.record_id, about__startswith=f"{NOUN}:").first()
    if approval is None or approval.status == State.WAITING:
        return
    rows = Refund.objects.active().select_for_update(of=("self",)).filter(status=RefundStatus.WAITING)
    refund = rows.filter(pk=int(approval.about.partition(":")[2])).first()
    if refund is None or mark_of(refund.amount, refund.currency) != approval.mark:
        return
    resource, by = registry.of_noun(NOUN), system("job", entry.recorded_at)
    if approval.status == State.APPROVED:
        paid = change_of(refund)
        paid.after.update(status=RefundStatus.PAID.value, refunded_on=by.today)
        try:
            write(resource, [paid], by, fact="refund.paid")
            return
        except Refusal:
            pass
    refused = change_of(refund)
    refused.after["status"] = RefundStatus.REFUSED.value
    write(resource, [refused], by, fact="refund.refused")
