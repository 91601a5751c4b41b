"""What the firm wants to know besides what Setia asks: a field of every kind, a formula, two roll-ups.

The fax number is of nobody's use any more; hardly anybody gave one.
"""

from __future__ import annotations

from typing import Any

PARTY, ORDER, PRODUCT = "parties.party", "sales.order", "catalog.product"
ABOUT_COFFEE, ABOUT_MONEY = "About coffee", "About money"

OWN_FIELDS: tuple[dict[str, Any], ...] = (
    {"noun": PARTY, "kind": "choice", "label": "Level", "section": ABOUT_MONEY, "listed": "Bronze\nSilver\nGold",
     "is_column": "yes", "is_searched": "yes"},
    {"noun": PARTY, "kind": "amount", "label": "Credit limit", "section": ABOUT_MONEY, "currency": "EUR", "least": "0"},
    {"noun": PARTY, "kind": "text", "label": "Customs number", "section": ABOUT_MONEY, "pattern": "AA999999",
     "help": "Two letters and six digits, as on the customs papers."},
    {"noun": PARTY, "kind": "email", "label": "Address for invoices", "section": ABOUT_MONEY, "is_personal": "yes",
     "purpose": "To send invoices where they are paid.", "basis": "contract"},
    {"noun": PARTY, "kind": "whole", "label": "Cups a day", "section": ABOUT_COFFEE, "least": "0", "most": "20000",
     "is_searched": "yes"},
    {"noun": PARTY, "kind": "number", "label": "Water hardness", "section": ABOUT_COFFEE, "places": "1", "least": "0",
     "help": "In German degrees; above 8 a softener is needed."},
    {"noun": PARTY, "kind": "formula", "label": "Kilograms a year", "section": ABOUT_COFFEE,
     "expression": "own_cups_a_day * 365 * 0.008", "places": "0", "help": "At eight grams a cup."},
    {"noun": PARTY, "kind": "choices", "label": "Interested in", "section": ABOUT_COFFEE,
     "listed": "Espresso machines\nGrinders\nWater filters\nTraining"},
    {"noun": PARTY, "kind": "flag", "label": "Has a barista", "section": ABOUT_COFFEE},
    {"noun": PARTY, "kind": "reference", "label": "Favourite product", "section": ABOUT_COFFEE, "refers_to": PRODUCT},
    {"noun": PARTY, "kind": "staff", "label": "Tasted with", "section": ABOUT_COFFEE},
    {"noun": PARTY, "kind": "moment", "label": "Next tasting", "section": ABOUT_COFFEE},
    {"noun": PARTY, "kind": "link", "label": "Menu", "section": ABOUT_COFFEE},
    {"noun": PARTY, "kind": "phone", "label": "Fax number", "is_personal": "yes", "basis": "legitimate_interests",
     "purpose": "To confirm orders by fax.", "months": "24"},
    {"noun": PARTY, "kind": "roll_up", "label": "Orders so far", "section": ABOUT_MONEY, "link": "sales.order:party",
     "measure": "count"},
    {"noun": PARTY, "kind": "roll_up", "label": "Last order", "section": ABOUT_MONEY, "link": "sales.order:party",
     "measure": "max", "measured": "ordered_on"},
    {"noun": ORDER, "kind": "day", "label": "Wanted by", "section": "Delivery", "is_searched": "yes"},
    {"noun": ORDER, "kind": "long_text", "label": "How to get in", "section": "Delivery"},
)  # fmt: skip

LEVELS = ("bronze", "bronze", "silver", "gold")
INTERESTS = ("espresso_machines, training", "grinders", "water_filters, grinders", "training")
WAYS_IN = (
    "Ring at the back door; the lift fits a pallet.",
    "Before 10 o'clock only.\nAfter that the street is closed to lorries.",
)
FAXES = 3
"""So few parties ever gave one."""

OWN_CHOICES: tuple[dict[str, str], ...] = (
    {"list": "sector", "label": "Coffee roasters"},
    {"list": "payment_method", "label": "Direct debit"},
    {"list": "outcome", "label": "Wants a tasting"},
)
"""What the firm adds to the lists that Setia brings."""
