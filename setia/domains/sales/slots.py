"""What sales shows on the page of a party, and on everybody's start page."""

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

slots.add_today(
    slots.Today(
        _("Your open opportunities"), "opportunities", 'owner = me and status = "open"', "amount",
        ("name", "party", "stage", "expected_on", "amount"), "expected_on",
        reason=_("What you pursue now, the soonest to close first."),
    ),
    slots.Today(
        _("Overdue"), "opportunities", 'owner = me and status = "open" and expected_on < today', "amount",
        reason=_("Your open opportunities that should have closed by now."),
    ),
    slots.Today(
        _("Won this month"), "opportunities", 'owner = me and status = "won" and closed_on = this month',
        "amount",
        reason=_("Your opportunities won since the first of the month."),
    ),
    slots.Today(
        _("Your orders in preparation"), "orders", 'owner = me and status = "draft"', "total",
        ("name", "party", "ordered_on", "total"), "-ordered_on",
        reason=_("Orders of yours that are not confirmed yet."),
    ),
    slots.Today(
        _("All open opportunities"), "opportunities", 'status = "open"', "amount",
        ("name", "party", "owner", "expected_on", "amount"), "-amount",
        reason=_("What everybody whose work you see pursues now, the largest first."), wide=True,
    ),
    slots.Today(
        _("Ordered this month"), "orders",
        'status in ("confirmed", "delivered") and ordered_on = this month', "total",
        ("name", "party", "ordered_on", "total"), "-ordered_on",
        reason=_("Confirmed and delivered orders of everybody whose work you see."), wide=True,
    ),
)  # fmt: skip
