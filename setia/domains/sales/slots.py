"""What sales shows on the page of a party."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from setia.kit import slots
from setia.kit.resources import Figure, Panel

slots.add(
    "parties.party",
    Figure(
        _("Open"), "opportunities", "party", "amount", 'status = "open"', _("Value of the opportunities that are open")
    ),
    Figure(_("Won"), "opportunities", "party", "amount", 'status = "won"', _("Value of the opportunities won so far")),
    Figure(
        _("Ordered"), "orders", "party", "total", 'status in ("confirmed", "delivered")',
        _("Total of the orders that were confirmed"),
    ),
    Panel(
        _("Opportunities"), "opportunities", "party", ("name", "stage", "amount", "expected_on", "owner"), "-updated_at"
    ),
    Panel(_("Orders"), "orders", "party", ("name", "ordered_on", "quantity", "total", "status"), "-ordered_on"),
    Panel(_("Payments"), "payments", "party", ("paid_on", "order", "amount", "method"), "-paid_on"),
)  # fmt: skip
