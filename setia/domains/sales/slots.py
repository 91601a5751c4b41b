"""What sales shows on the page of a party, of its own records, on everybody's start page, and in the calendar."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from setia.kit import slots
from setia.kit.resources import Figure, Panel
from setia.kit.slots import Dated, Today

DEALS, ORDERS = "opportunities", "orders"
CONFIRMED = 'status in ("confirmed", "delivered")'

slots.add(
    "parties.party",
    Figure(_("Open"), DEALS, "party", "amount", 'status = "open"', _("Value of the opportunities that are open")),
    Figure(_("Won"), DEALS, "party", "amount", 'status = "won"', _("Value of the opportunities won so far")),
    Figure(_("Ordered"), ORDERS, "party", "total", CONFIRMED, _("Total of the orders that were confirmed")),
    Panel(_("Opportunities"), DEALS, "party", ("name", "stage", "amount", "expected_on", "owner"), "-updated_at"),
    Panel(_("Orders"), ORDERS, "party", ("name", "ordered_on", "quantity", "total", "status"), "-ordered_on"),
    Panel(_("Payments"), "payments", "party", ("paid_on", "order", "amount", "method"), "-paid_on"),
)

slots.add("sales.opportunity", Panel(_("Tasks"), "tasks", "about", ("name", "due_on", "status", "owner"), "-status"))
slots.add("sales.order", Panel(_("Tasks"), "tasks", "about", ("name", "due_on", "status", "owner"), "-status"))

slots.add_dated(Dated(DEALS, "expected_on", 'status = "open"'))

slots.add_today(
    Today(
        _("My open deals"), DEALS, 'owner = me and status = "open"', "amount",
        ("name", "party", "stage", "expected_on", "amount"), "expected_on",
        reason=_("Value of your opportunities that are open, the soonest to close first"),
    ),
    Today(
        _("Won this month"), DEALS, 'owner = me and status = "won" and closed_on = this month', "amount",
        reason=_("Value of the opportunities you won since the first of the month"),
    ),
    Today(
        _("Open deals of everybody"), DEALS, 'status = "open"', "amount",
        ("name", "party", "owner", "expected_on", "amount"), "-amount",
        wide=True, reason=_("Value of all opportunities that are open, the largest first"),
    ),
    Today(
        _("Won by everybody this month"), DEALS, 'status = "won" and closed_on = this month', "amount",
        wide=True, reason=_("Value of all opportunities won since the first of the month"),
    ),
    Today(
        _("Expected by now"), DEALS, 'owner = me and status = "open" and expected_on <= today',
        columns=("name", "party", "amount", "expected_on"), sort="expected_on",
        reason=_("Open deals that should have been decided"),
    ),
    Today(
        _("Without a next step"), DEALS, 'owner = me and status = "open" and next_step is empty',
        columns=("name", "party", "stage", "amount"), sort="-amount",
        reason=_("Open deals of which nobody has said what to do next"),
    ),
)  # fmt: skip
