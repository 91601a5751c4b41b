"""Names as a large customer file has them: some very common, most rare."""

from __future__ import annotations

from random import Random

from setia.demo.people import english, french, indonesian

BEGIN = (
    "Al", "Ber", "Bran", "Cal", "Dar", "Del", "Er", "Fal", "Gar", "Gren", "Hal", "Har", "Is", "Jar", "Kel", "Kor",
    "Lan", "Lor", "Mal", "Mar", "Mon", "Nor", "Ol", "Par", "Per", "Quin", "Ral", "Ros", "Sal", "Ser", "Tal", "Tor",
    "Ul", "Val", "Ver", "Wal", "Wil", "Yar", "Zan", "Zel",
)  # fmt: skip
MIDDLE = ("a", "an", "ar", "e", "el", "en", "er", "i", "il", "in", "o", "ol", "on", "or", "u", "ul", "un", "ur")
END = (
    "berg", "court", "dale", "dano", "dier", "ford", "gard", "hart", "kamp", "land", "let", "lier", "man", "mont",
    "nadi", "nov", "quist", "rand", "rin", "rose", "sen", "son", "stad", "stein", "tan", "ton", "vald", "vari", "ville",
    "wati", "wick", "win", "worth", "yanto",
)  # fmt: skip
FIRST = english.WOMEN + english.MEN + french.WOMEN + french.MEN + indonesian.WOMEN + indonesian.MEN
FAMILIES = english.FAMILIES + french.FAMILIES
CITIES = tuple({**english.CITIES, **french.CITIES, **indonesian.CITIES})
COUNTRIES = ("FR", "ID", "DE", "GB", "US", "NL", "BE", "ES")
TRADES = ("Logistics", "Bakery", "Software", "Clinic", "Hotel", "Motors", "Farms", "Press", "Foods", "Energy", "Studio")
FORMS = ("GmbH", "SARL", "PT", "Ltd", "Inc.", "& Sons", "Group", "SA")


def family(chance: Random) -> str:
    """Every third family has one of a hundred names, the rest is called by one of 30,000."""
    if chance.random() < 0.33:
        return FAMILIES[int(len(FAMILIES) * chance.random() ** 2)]
    return chance.choice(BEGIN) + chance.choice(MIDDLE) + chance.choice(END)


def first(chance: Random) -> str:
    return FIRST[int(len(FIRST) * chance.random() ** 1.5)]


def firm(chance: Random) -> str:
    return f"{family(chance)} {chance.choice(TRADES)} {chance.choice(FORMS)}"
