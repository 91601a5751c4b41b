"""What sales shows on the page of a party, of its own records, on everybody's start page, and in the calendar."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from setia.domains.sales.advising import agreements, buying, deals, findings, knowing, modules, trying
from setia.domains.sales.advising import offering as fitting
from setia.domains.sales.offer_answers.answering import Answers
from setia.domains.sales.offer_composer import page as composer
from setia.domains.sales.offer_composer import versions_page
from setia.domains.sales.offer_papers import offering
from setia.domains.sales.orders.warning import overpaid
from setia.kit import proposals, slots
from setia.kit.resources import Figure, Panel
from setia.kit.slots import Dated, Today

DEALS, ORDERS, OFFERS, CONTRACTS = "opportunities", "orders", "offers", "contracts"
MINE = 'owner = me and status = "open"'
PAGES = (composer, versions_page, offering)
"""Loaded so that they are offered."""
ADVISED = (deals, buying, agreements, fitting, findings, knowing, modules, trying)
"""Loaded so that they are advised, or tried."""
CONFIRMED = 'status in ("confirmed", "partly", "delivered")'
RUNNING = 'status in ("running", "noticed")'

slots.add(
    "parties.party",
    Figure(_("Open"), DEALS, "party", "amount", 'status = "open"', _("Value of the opportunities that are open")),
    Figure(_("Won"), DEALS, "party", "amount", 'status = "won"', _("Value of the opportunities won so far")),
    Figure(
        _("Ordered"),
        ORDERS,
        "party",
        "due",
        CONFIRMED,
        _("Total of the orders that were confirmed, less what came back"),
    ),
    Figure(_("Paid"), ORDERS, "party", "paid", "paid != 0", _("What they paid, less what was paid back")),
    Figure(
        _("To be paid"),
        ORDERS,
        "party",
        "open",
        "open != 0",
        _("What they still have to pay; below zero where they paid too much"),
    ),
    Figure(
        _("A month"), CONTRACTS, "party", "monthly", RUNNING, _("What a month of their contracts comes to, without tax")
    ),
    Panel(_("Leads"), "leads", "party", ("name", "source", "status", "received_on", "owner"), "-received_on"),
    Panel(_("Takes part in"), "participants", "party", ("opportunity", "part", "attitude", "note")),
    Panel(_("Opportunities"), DEALS, "party", ("name", "stage", "amount", "expected_on", "owner"), "-updated_at"),
    Panel(_("Orders"), ORDERS, "party", ("name", "ordered_on", "quantity", "total", "status"), "-ordered_on"),
    Panel(_("Payments"), "payments", "party", ("name", "paid_on", "order", "amount", "method"), "-paid_on"),
    Panel(_("Instalments"), "instalments", "party", ("name", "due_on", "amount", "open"), "due_on"),
    Panel(_("Contracts"), CONTRACTS, "party", ("name", "status", "monthly", "ends_on", "notice_on"), "name"),
    Panel(_("Goods returns"), "goods-returns", "party", ("name", "returned_on", "quantity", "reason"), "-returned_on"),
    Panel(_("Refunds"), "refunds", "party", ("name", "refunded_on", "amount", "status"), "-refunded_on"),
)

slots.add("sales.lead", Panel(_("Tasks"), "tasks", "about", ("name", "due_on", "status", "owner"), "-status"))
slots.add(
    "sales.order",
    Panel(_("Shipments"), "shipments", "order", ("name", "quantity", "shipped_on", "reference"), "-shipped_on", 20),
    Panel(_("Instalments"), "instalments", "order", ("name", "due_on", "amount", "open"), "due_on", 24),
    Panel(
        _("Goods returns"),
        "goods-returns",
        "order",
        ("name", "returned_on", "quantity", "reason", "amount"),
        "-returned_on",
    ),
    Panel(_("Refunds"), "refunds", "order", ("name", "refunded_on", "amount", "reason", "status"), "-refunded_on"),
)
slots.add(
    "sales.contract",
    Panel(_("Promises"), "promises", "about", ("name", "due_on", "status", "owner"), "due_on"),
    Panel(_("Tasks"), "tasks", "about", ("name", "due_on", "status", "owner"), "-status"),
)
slots.add(
    "catalog.product",
    Panel(
        _("Ordered"),
        "order-lines",
        "product",
        ("order", "quantity", "unit_price", "amount", "delivered", "returned"),
        "-id",
    ),
    Panel(_("In contracts"), "contract-lines", "product", ("contract", "quantity", "amount", "until_on"), "-id"),
)
for part in ("product", "category", "brand"):
    slots.add(f"catalog.{part}", Panel(_("Margin floors"), "margin-floors", part, ("percent", "why"), "name"))
slots.add_warning("sales.order", overpaid)

slots.add("sales.opportunity", Panel(_("Tasks"), "tasks", "about", ("name", "due_on", "status", "owner"), "-status"))
slots.add("sales.order", Panel(_("Tasks"), "tasks", "about", ("name", "due_on", "status", "owner"), "-status"))

slots.add_dated(
    Dated(CONTRACTS, "notice_on", 'status = "running" and renews = yes'),
    Dated(CONTRACTS, "ends_on", 'status in ("running", "noticed", "paused")'),
)
PROMISED = ("name", "due_on", "status", "owner")
slots.add("sales.opportunity", Panel(_("Promises"), "promises", "about", PROMISED, "due_on"))
slots.add("sales.order", Panel(_("Promises"), "promises", "about", PROMISED, "due_on"))

slots.add_dated(
    Dated(DEALS, "expected_on", 'status = "open"'),
    Dated(DEALS, "next_step_on", 'status = "open"'),
)

proposals.keep(Answers())

OFFER_COLUMNS = ("name", "subject", "status", "net", "valid_until")
slots.add("parties.party", Panel(_("Offers"), OFFERS, "party", OFFER_COLUMNS, "-name"))
slots.add("sales.opportunity", Panel(_("Offers"), OFFERS, "opportunity", OFFER_COLUMNS, "-name"))
slots.add_dated(Dated(OFFERS, "valid_until", 'status = "sent"'))

slots.add_today(
    Today(
        _("Instalments overdue"), "instalments", "open > 0 and due_on < today", "open",
        ("name", "party", "due_on", "open"), "due_on",
        reason=_("They should have been paid before today"),
    ),
    Today(
        _("Contracts that renew soon"), CONTRACTS,
        'owner = me and status = "running" and renews = yes and notice_on <= +30d',
        columns=("name", "party", "notice_on", "monthly"), sort="notice_on",
        reason=_("Within 30 days notice can still be given; after that they run for another term"),
    ),
    Today(
        _("Offers that lapse soon"), OFFERS, 'owner = me and status = "sent" and valid_until = next 7 days',
        columns=("name", "party", "net", "valid_until"), sort="valid_until",
        reason=_("Sent, not answered, and over within a week"),
    ),
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
        _("Next steps that are due"), DEALS, f"{MINE} and next_step_on <= today",
        columns=("name", "party", "next_step", "next_step_on", "amount"), sort="next_step_on",
        reason=_("What you wanted to do next about your open deals, by today"),
    ),
    Today(
        _("Without a next step"), DEALS, f"{MINE} and next_step is empty",
        columns=("name", "party", "stage", "amount"), sort="-amount",
        reason=_("Open deals of which nobody has said what to do next"),
    ),
    Today(
        _("Stalled"), DEALS, f"{MINE} and stalls_on <= today",
        columns=("name", "party", "stage", "stalls_on", "amount"), sort="stalls_on",
        reason=_("Your open deals that have been in their stage for longer than is usual there"),
    ),
    Today(
        _("Leads to look after"), "leads", 'owner = me and status in ("new", "working", "qualified")',
        columns=("name", "source", "score", "received_on"), sort="-received_on",
        reason=_("Enquiries of yours of which it is not decided what becomes of them"),
    ),
    Today(
        _("Leads nobody looks after"), "leads", 'status = "new" and owner is empty',
        columns=("name", "source", "received_on"), sort="-received_on", wide=True,
        reason=_("New enquiries that belong to nobody yet"),
    ),
)  # fmt: skip
