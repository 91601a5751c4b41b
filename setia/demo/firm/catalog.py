"""How the firm orders what it sells: categories, taxes, kinds of needs, and where prices differ."""

from __future__ import annotations

from typing import Any

CATEGORIES: dict[str, str] = {
    "Machines": "", "For the home": "Machines", "For offices": "Machines", "For bars": "Machines",
    "Grinders": "Machines", "Water": "", "Filters": "Water", "Cartridges": "Water", "Coffee": "", "Care": "",
    "Services": "", "Modules": "", "Installing": "Modules", "Machines on rent": "Modules", "Water service": "Modules",
    "Care plans": "Modules", "Help": "Modules", "Coffee service": "Modules", "Training": "Modules",
    "Billing": "Modules",
}  # fmt: skip
"""Each with the one it stands below, which comes first."""

CATEGORY_OF = {
    "BR-0": "Grinders", "BR-1": "For the home", "BR-2": "For the home", "BR-4": "For offices", "BR-5": "For offices",
    "BR-8": "For bars", "BR-9": "For bars", "SO-01": "Filters", "SO-05": "Filters", "SO-2": "Filters",
    "SO-5": "Filters", "SO-011": "Cartridges", "SO-051": "Cartridges", "SO-201": "Cartridges", "KO": "Coffee",
    "CA": "Care", "SV": "Services",
}  # fmt: skip
"""By the beginning of the number; the longest one counts."""

USUAL, REDUCED = "VAT 20 %", "VAT 5.5 %"
TAXES: dict[str, dict[str, Any]] = {
    USUAL: {"percent": "20", "is_usual": "yes"},
    REDUCED: {"percent": "5.5"},
    "Outside of the EU": {"percent": "0"},
}
HOUR = "38"
"""What an hour of our own people costs, in euros."""

NEED_KINDS = {
    "Speed at peak hours": "Many cups in a short time.",
    "The same taste everywhere": "In every branch and on every day.",
    "Looks after itself": "Cleaning, descaling and refilling without anybody thinking of it.",
    "Clear costs": "One bill, known in advance.",
    "Help within a day": "Nobody waits for a repair.",
    "Less waste": "Of cups, capsules and bottles.",
    "Good water": "Soft, clear and without chlorine.",
    "People who know how": "Whoever stands at the machine makes good coffee.",
    "No stock to keep": "Beans and cartridges come by themselves.",
    "Little money at the beginning": "Rent rather than buy.",
}
"""The first ones in the order of what customers say (`words`, section "needs")."""


def category_of(reference: str) -> str:
    fitting = [start for start in CATEGORY_OF if reference.startswith(start)]
    return CATEGORY_OF[max(fitting, key=len)]


def segment_of(price: float) -> str:
    return "premium" if price >= 4_000 else "middle" if price >= 500 else "entry"


PRICE_LISTS: dict[str, dict[str, Any]] = {
    "Volume": {"priority": "10"},
    "Partners": {"priority": "30", "for_whom": "condition", "where": "is_partner = yes"},
    "Gold customers": {"priority": "20", "for_whom": "condition", "where": 'own_level = "gold"'},
    "Indonesia": {"priority": "15", "currency": "IDR", "for_whom": "condition", "where": 'country = "ID"'},
}
PRICE_RULES: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("Volume", "Coffee", {"minimum_quantity": "20", "percent_off": "4"}),
    ("Volume", "Coffee", {"minimum_quantity": "60", "percent_off": "8"}),
    ("Volume", "Machines", {"minimum_quantity": "3", "percent_off": "5"}),
    ("Partners", "", {"percent_off": "12.5"}),
    ("Partners", "Machines", {"above_cost": "35"}),
    ("Gold customers", "Modules", {"percent_off": "6"}),
    ("Gold customers", "KO-002", {"percent_off": "10"}),
    ("Indonesia", "KO-001", {"amount": "389000"}),
    ("Indonesia", "SV-400", {"amount": "450000"}),
)
"""List, what it is for (the number of a product, a category, or everything), and how."""

OWN_LIST = ("Coffee", "9")
"""What the best customer gets off, agreed with them alone."""

WORTH_ONE_EURO = {"USD": 1.09, "IDR": 17_400.0, "GBP": 0.86}
