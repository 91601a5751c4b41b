"""Who works in the firm: invented people, in three teams of sales and an office."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

HOST = "fevetirta.example"
PASSWORD = "espresso-and-water"  # noqa: S105  (printed by the command; only this demonstration has it)


@dataclass(frozen=True)
class Colleague:
    """`hired` and `left` are shares of the story; who is there from the beginning was hired at 0."""

    key: str
    name: str
    position: str
    team: str
    role: str
    language: str
    zone: str
    hired: float = 0.0
    left: float = inf
    skill: float = 0.0
    """How much likelier than others they are to win a deal."""

    signs_in: bool = False

    @property
    def email(self) -> str:
        return f"{self.key}@{HOST}"

    @property
    def sells(self) -> bool:
        return self.position == SELLS


SELLS = "Sales representative"
REPRESENTATIVE, LEAD, MANAGER, READER = "Sales representative", "Team lead", "Manager", "Read only"
FRANCE, INDONESIA, ABROAD = "France", "Indonesia", "International"
PARIS, JAKARTA, LONDON = "Europe/Paris", "Asia/Jakarta", "Europe/London"

ADMINISTRATOR, DESK, ACCOUNTS, TECHNICIAN, CONTROLLER = "alix", "ines", "tom", "wayan", "grace"

COLLEAGUES = {
    person.key: person
    for person in (
        Colleague(ADMINISTRATOR, "Alix Fontvieille", "Managing director", "", "", "en", PARIS, signs_in=True),
        Colleague(DESK, "Inès Morvandel", "Order desk", "", MANAGER, "fr", PARIS),
        Colleague(ACCOUNTS, "Tom Wickmoor", "Accounts", "", MANAGER, "en", LONDON),
        Colleague(TECHNICIAN, "Wayan Suryanata", "Technician", "", READER, "id", JAKARTA),
        Colleague(CONTROLLER, "Grace Oakeshott", "Controller", "", READER, "en", LONDON, hired=0.08, signs_in=True),
        Colleague(
            "mathilde", "Mathilde Garandeau", "Head of sales France", FRANCE, MANAGER, "fr", PARIS, signs_in=True
        ),
        Colleague("etienne", "Étienne Vaugrenard", SELLS, FRANCE, REPRESENTATIVE, "fr", PARIS, skill=0.08),
        Colleague("solene", "Solène Kerbrat", SELLS, FRANCE, REPRESENTATIVE, "fr", PARIS, skill=0.02),
        Colleague("hugo", "Hugo Poitevineau", SELLS, FRANCE, REPRESENTATIVE, "fr", PARIS, hired=0.3, skill=-0.06),
        Colleague("ratna", "Ratna Widodari", "Head of sales Indonesia", INDONESIA, LEAD, "id", JAKARTA),
        Colleague(
            "bagas", "Bagas Pamungkas", SELLS, INDONESIA, REPRESENTATIVE, "id", JAKARTA, skill=0.05, signs_in=True
        ),
        Colleague("dewi", "Dewi Maheswari", SELLS, INDONESIA, REPRESENTATIVE, "id", JAKARTA, hired=0.15),
        Colleague("yoga", "Yoga Pradipta", SELLS, INDONESIA, REPRESENTATIVE, "id", JAKARTA, hired=0.5, skill=-0.04),
        Colleague("eleanor", "Eleanor Merriweather", "Head of sales International", ABROAD, LEAD, "en", LONDON),
        Colleague("callum", "Callum Redfern", SELLS, ABROAD, REPRESENTATIVE, "en", LONDON, left=0.62, skill=-0.03),
        Colleague("imogen", "Imogen Penhallow", SELLS, ABROAD, REPRESENTATIVE, "en", LONDON, hired=0.25, skill=0.06),
        Colleague("priya", "Priya Sandhar", SELLS, ABROAD, REPRESENTATIVE, "en", LONDON, hired=0.58),
    )
}

SUCCESSORS = {"callum": "priya"}
"""Who takes over from whom."""

TEAMS = {FRANCE: ("Lyon", "mathilde"), INDONESIA: ("Jakarta", "ratna"), ABROAD: ("Bristol", "eleanor")}
"""Office and lead of each team."""

TEAM_OF = {"FR": FRANCE, "ID": INDONESIA, "GB": ABROAD, "IE": ABROAD, "US": ABROAD}
"""The team that looks after each country."""


def sellers(country: str, share: float) -> list[Colleague]:
    """Who sells to a country when so much of the story is over."""
    team = TEAM_OF[country]
    return [c for c in COLLEAGUES.values() if c.team == team and c.sells and c.hired <= share < c.left]


def in_charge(key: str, share: float) -> Colleague:
    """The colleague, or whoever took over."""
    while COLLEAGUES[key].left <= share:
        key = SUCCESSORS[key]
    return COLLEAGUES[key]
