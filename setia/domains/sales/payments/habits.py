"""By what a customer pays in most cases is what they prefer, unless they say otherwise."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count

from setia.domains.parties.preferences.deriving import Derived, derives, most_used
from setia.domains.parties.preferences.model import PreferenceKind
from setia.domains.sales.payments.model import Payment


@derives(PreferenceKind.PAYMENT, "order.paid", "payment.created", "payment.changed", "payment.archived")
def method_they_pay_by(parties: Iterable[int]) -> dict[int, Derived]:
    """The method of most of their payments."""
    rows = Payment.objects.filter(party_id__among=set(parties), archived_at__isnull=True)
    return most_used(
        rows.values("party_id", "method").annotate(count=Count("*")).values_list("party_id", "method", "count")
    )
