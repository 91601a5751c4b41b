"""What the firm sells: espresso machines, water filters, coffee, and the work around them."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

BRANDS = {
    "Brumelle": "Espresso machines and grinders, built in Lyon.",
    "Sourcelle": "Water filters, fountains and softeners.",
    "Kopinara": "Coffee of small farms on Java, Sumatra and Flores, roasted to order.",
}


@dataclass(frozen=True)
class Article:
    """Price and cost in euros, before the yearly rise. `launched` and the pauses are shares of the story."""

    reference: str
    name: str
    brand: str
    price: float
    cost: float
    unit: str = "piece"
    is_service: bool = False
    launched: float = 0.0
    pause: tuple[float, float] = (inf, inf)
    """From when to when it is not sold: discontinued at the first, sold again at the second."""

    about: str = ""

    def is_sold(self, share: float) -> bool:
        return self.launched <= share and not self.pause[0] <= share < self.pause[1]


ASSORTMENT = {
    article.reference: article
    for article in (
        Article("BR-100", "Brumelle Solo", "Brumelle", 349, 208, about="For one or two people; warm in four minutes."),
        Article("BR-200", "Brumelle Duo", "Brumelle", 690, 405, about="Two boilers, for those who like milk."),
        Article("BR-400", "Brumelle Office 4", "Brumelle", 1890, 1160, pause=(0.56, inf)),
        Article(
            "BR-500", "Brumelle Office 5", "Brumelle", 2090, 1220, launched=0.5, about="Up to a hundred cups a day."
        ),
        Article("BR-800", "Brumelle Bar 2", "Brumelle", 4950, 3080, about="Two groups, for cafés and hotels."),
        Article("BR-900", "Brumelle Bar 3", "Brumelle", 7400, 4650, about="Three groups, for busy mornings."),
        Article(
            "BR-950", "Brumelle Station", "Brumelle", 9800, 6350, about="Self-service for canteens and receptions."
        ),
        Article("BR-050", "Brumelle grinder M", "Brumelle", 890, 525),
        Article("BR-060", "Brumelle grinder L", "Brumelle", 1490, 870),
        Article("SO-010", "Sourcelle Jug", "Sourcelle", 39, 17),
        Article("SO-050", "Sourcelle Tap", "Sourcelle", 129, 62),
        Article("SO-200", "Sourcelle Fountain", "Sourcelle", 1450, 880, about="Still, cool and sparkling."),
        Article("SO-500", "Sourcelle Softener 500", "Sourcelle", 3200, 1960),
        Article("SO-011", "Jug cartridges", "Sourcelle", 32, 12.5, "pack of 6"),
        Article("SO-051", "Tap cartridge", "Sourcelle", 45, 18.5),
        Article("SO-201", "Fountain cartridge", "Sourcelle", 89, 37),
        Article("KO-001", "Kopinara Lembah blend", "Kopinara", 24, 13, "kg"),
        Article("KO-002", "Kopinara Gunung single origin", "Kopinara", 31, 18, "kg"),
        Article("KO-003", "Kopinara decaffeinated", "Kopinara", 27, 15, "kg", pause=(0.34, 0.43)),
        Article("CA-100", "Cleaning tablets", "", 19, 6, "box of 100"),
        Article("CA-200", "Descaler", "", 14, 4.8, "litre"),
        Article("SV-100", "Installation", "", 240, 140, "visit", True),
        Article(
            "SV-200", "Maintenance contract", "", 480, 260, "year", True, about="One visit a year, parts included."
        ),
        Article("SV-300", "Maintenance contract plus", "", 960, 540, "year", True, about="Help within a working day."),
        Article("SV-400", "Repair", "", 85, 46, "hour", True),
        Article("SV-500", "Water analysis", "", 120, 55, "visit", True),
        Article(
            "SV-600", "Barista workshop", "", 590, 310, "half day", True, launched=0.2, about="Up to eight people."
        ),
    )
}

RISE = 0.03
"""Every January, prices go up by so much."""

WANTED = {
    "bar": {"BR-800": 5.0, "BR-900": 2.0, "BR-060": 2.0, "SO-500": 1.5},
    "office": {"BR-400": 5.0, "BR-500": 6.0, "BR-950": 1.2, "SO-200": 2.5},
    "water": {"SO-200": 4.0, "SO-500": 2.0, "BR-400": 1.0, "BR-500": 1.5},
    "home": {"BR-100": 4.0, "BR-200": 2.0, "SO-010": 3.0, "SO-050": 2.5, "BR-050": 0.7},
}
"""What a first purchase is about, by what a customer needs."""

SUPPLIES = {
    "bar": {"KO-001": 6.0, "KO-002": 2.5, "CA-100": 2.0, "KO-003": 0.7, "SV-400": 0.5},
    "office": {"KO-001": 5.0, "KO-003": 1.0, "CA-100": 1.5, "CA-200": 1.0, "SO-201": 0.8, "SV-400": 0.3},
    "water": {"SO-201": 5.0, "SV-500": 0.6, "CA-200": 1.0, "KO-001": 0.8},
    "home": {"KO-001": 2.5, "KO-002": 2.5, "SO-011": 2.0, "SO-051": 1.0, "CA-200": 0.8, "CA-100": 0.6},
}
"""What is bought again and again."""

LOST_REASONS = {
    "Price": 5.0, "Chose a competitor": 4.0, "No budget this year": 3.0, "No answer any more": 3.0,
    "Project postponed": 2.0, "Delivery too late": 1.0, "A function was missing": 1.0,
}  # fmt: skip
CANCELLED = ("Ordered twice by mistake", "The customer moves", "Could not be delivered in time")


def sold(among: dict[str, float], share: float) -> dict[str, float]:
    """What of these is on sale when so much of the story is over."""
    return {reference: weight for reference, weight in among.items() if ASSORTMENT[reference].is_sold(share)}
