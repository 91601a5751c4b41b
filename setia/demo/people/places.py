"""Countries and how one is reached there: numbers of ranges that are never given to anybody.

France: ARCEP, decision 2012-0856 (numbers for films). Great Britain: Ofcom's numbers for drama. Ireland:
ComReg's 020 91x. United States: 555-0100 to 555-0199. Indonesia has no such range: numbers there begin,
behind the code, with 0000, which no exchange does.
"""

from __future__ import annotations

from setia.demo.chance import Chance

COUNTRIES = {"FR": 42.0, "ID": 33.0, "GB": 14.0, "US": 7.0, "IE": 4.0}
LANGUAGES = {"FR": "fr", "ID": "id", "GB": "en", "US": "en", "IE": "en"}
ZONES = {
    "FR": "Europe/Paris",
    "ID": "Asia/Jakarta",
    "GB": "Europe/London",
    "US": "America/New_York",
    "IE": "Europe/Dublin",
}

# Where the part before the free figures depends on the city; "" stands for the others. # is a free figure.
LANDLINES = {
    "FR": {
        "Paris": "+3319900####", "Nantes": "+3326191####", "Rennes": "+3326191####", "Lille": "+3335301####",
        "Strasbourg": "+3335301####", "Dijon": "+3335301####", "Bordeaux": "+3353649####", "Toulouse": "+3353649####",
        "": "+3346571####",
    },
    "ID": {
        "Jakarta": "+62210000####", "Tangerang": "+62210000####", "Bandung": "+62220000####",
        "Surabaya": "+62310000####", "Yogyakarta": "+62274000###", "Denpasar": "+62361000###",
        "Medan": "+62610000####", "": "+62240000####",
    },
    "GB": {
        "London": "+442079460###", "Bristol": "+441174960###", "Manchester": "+441614960###", "Leeds": "+441134960###",
        "Edinburgh": "+441314960###", "Cardiff": "+442920180###", "": "+441632960###",
    },
    "IE": {"": "+3532091#####"},
    "US": {
        "Boston": "+161755501##", "Portland": "+150355501##", "Denver": "+130355501##", "Seattle": "+120655501##",
        "Austin": "+151255501##", "Chicago": "+131255501##", "": "+180055501##",
    },
}  # fmt: skip
MOBILES = {
    "FR": ("+3363998####",), "ID": ("+628120000####", "+628130000####", "+628570000####"), "GB": ("+447700900###",),
    "IE": ("+3532091#####",), "US": (),
}  # fmt: skip
STREETS = {
    "fr": ("{n} rue des Roseaux", "{n} avenue du Vieux Moulin", "{n} quai des Brumes", "{n} place aux Grains"),
    "id": ("Jl. Kebun Raya No. {n}", "Jl. Lembah Hijau {n}", "Jl. Merbabu Dalam No. {n}", "Ruko Sentosa Blok {n}"),
    "en": ("{n} Millrace Lane", "{n} Foundry Row", "{n} Orchard Terrace", "{n} Ropewalk"),
}
TRIES = 20


class Numbers:
    """Hands out telephone numbers, none of them twice; when a range is used up there is no number."""

    def __init__(self, chance: Chance) -> None:
        self.chance = chance
        self.given: set[str] = set()

    def landline(self, country: str, city: str) -> str:
        lines = LANDLINES[country]
        return self._one(lines.get(city, lines[""]))

    def mobile(self, country: str, city: str) -> str:
        patterns = MOBILES[country]
        return self._one(self.chance.choice(patterns)) if patterns else self.landline(country, city)

    def _one(self, pattern: str) -> str:
        for _try in range(TRIES):
            number = "".join(str(self.chance.randrange(10)) if c == "#" else c for c in pattern)
            if number not in self.given:
                self.given.add(number)
                return number
        return ""
