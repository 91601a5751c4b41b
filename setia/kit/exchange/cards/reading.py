"""What one card says, as the cells of a row, and what of it has no place in one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from setia.foundation.contact_points import parse_country
from setia.foundation.errors import Refusal
from setia.kit.exchange.cards import columns as c
from setia.kit.exchange.cards.lines import LONGEST_LINE, RawCard, of_words
from setia.kit.exchange.cards.properties import Property, property_of
from setia.kit.exchange.cards.ways import Way, in_parts, written_ways
from setia.kit.kinds.choices import LANGUAGES

NUMBER, LANGUAGE = "X-SETIA-NUMBER", "X-SETIA-LANGUAGE"
SILENT = of_words("""
    VERSION PRODID REV UID SORT-STRING MAILER CLASS PROFILE NAME SOURCE CLIENTPIDMAP X-ABLABEL X-ABADR X-ABSHOWAS
    X-ABUID X-APPLE-OMIT-YEAR
""")
"""What says nothing about anybody, or was understood together with something else."""

GROUPS = ("group", "org.group")
FEWEST_DIGITS = 6
LABEL = re.compile(r"_\$!<(.*)>!\$_")
DAY = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:[T ].*)?")
NO_YEAR = "1604"
"""The year that Apple writes for birthdays without one."""

WHERE = {"cell": "mobile", "mobile": "mobile", "iphone": "mobile", "home": "home", "work": "work", "business": "work",
         "domicile": "home", "maison": "home", "bureau": "work", "travail": "work", "rumah": "home", "kantor": "work",
         "car": "mobile",
         "billing": "billing", "delivery": "delivery", "other": "other"}  # fmt: skip


@dataclass(slots=True)
class Read:
    """The row of a card: cells by column. `left` are properties without a place, `noted` those put into the note."""

    cells: dict[str, str] = field(default_factory=dict)
    left: Counter[str] = field(default_factory=Counter)
    noted: int = 0
    is_group: bool = False


def read_card(card: RawCard, usual: str) -> Read:
    return _Reading(card, usual).row()


class _Reading:
    def __init__(self, card: RawCard, usual: str) -> None:
        self.read, self.notes, self.ways = Read(), [], []  # type: tuple[Read, list[str], list[Way]]
        self.all: dict[str, list[Property]] = {}
        self.is_old = card.is_old
        for line in card.lines:
            if len(line) > LONGEST_LINE:
                found = None
                self.read.left[line[:30].partition(b":")[0].partition(b";")[0].decode("ascii", "replace").upper()] += 1
            else:
                found = property_of(line, is_old=card.is_old, usual=usual)
            if found and (found.value or found.is_binary):
                self.all.setdefault(found.name, []).append(found)
        self.labels = {p.group: _label(p.text) for p in self.all.get("X-ABLABEL", ()) if p.group}

    def row(self) -> Read:
        kind = self.first("KIND") or self.first("X-ADDRESSBOOKSERVER-KIND")
        if kind.lower() in GROUPS:
            self.read.is_group = True
            return self.read
        self._name(kind.lower())
        self._places()
        for name in ("EMAIL", "TEL", "URL", "IMPP"):
            self._reach(name)
        self._about()
        self._sort()
        return self.read

    def first(self, name: str) -> str:
        """The text of the first property of a name, which is then done with."""
        found = self.all.pop(name, [])
        return min(found, key=lambda p: p.preference).text if found else ""

    def put(self, column: str, text: str) -> None:
        if text:
            self.read.cells[column] = text

    # Who ----------------------------------------------------------------------------------------------

    def _name(self, kind: str) -> None:
        parts = [*(self.all.pop("N", None) or [Property("N", "")])[0].parts(), "", "", ""]
        family, given, further = parts[0], parts[1], parts[2]
        shown, firm = self.first("FN"), [part for part in _parts(self.all.pop("ORG", [])) if part]
        is_firm = kind == "org" or self.first("X-ABSHOWAS").upper() == "COMPANY"
        is_firm = is_firm or bool(firm) and not (family or given) and shown in ("", firm[0])
        if is_firm and kind not in ("individual", "person"):
            self.put(c.KIND, c.COMPANY)
            self.put(c.NAME, shown or next(iter(firm), "") or f"{given} {family}".strip())
            return
        self.put(c.KIND, c.PERSON)
        first, last = " ".join(filter(None, (given, further))), family
        is_whole_name = self.is_old and " " in (first or last)  # old telephones put all of it into one part
        if first and last or (first or last) and shown in ("", first, last) and not is_whole_name:
            self.put(c.FIRST, first)
            self.put(c.LAST, last)
        else:
            self.put(c.NAME, shown or first or last)
        self.put(c.EMPLOYER, next(iter(firm), ""))
        self.put(c.DEPARTMENT, ", ".join(firm[1:]))

    # Where --------------------------------------------------------------------------------------------

    def _places(self) -> None:
        """The first place gives town and country; what more is known of one is an address of its own, in its parts.

        What the parts cannot hold (a country that is none, a text that is too long) is kept as one text.
        """
        places = sorted(self.all.pop("ADR", []), key=lambda p: p.preference)
        labels = self.all.pop("LABEL", [])
        for place in places or labels:
            parts = place.parts() if place.name == "ADR" else ["", "", place.text]
            box, more, street, town, region, code, land = (*parts, *[""] * 7)[:7]
            country = _country(land)
            if country or not land:
                self._first_town(town, country)
            rest = [box, more, street, f"{code} {town}".strip(), region, land]
            if any((box, more, street, code, region)) or land and not country:
                line = ", ".join(" ".join(part.split()) for part in rest if part)
                known = (", ".join(filter(None, (box, more, street))), code, town, region, country)
                told = in_parts(known) if place.name == "ADR" and (country or not land) else ""
                self.ways.append(Way("address", told or line, self._where(place)))

    def _first_town(self, town: str, country: str) -> None:
        if c.CITY not in self.read.cells and c.COUNTRY not in self.read.cells:
            self.put(c.CITY, town)
            self.put(c.COUNTRY, country)

    def _where(self, found: Property) -> str:
        words = {*found.types, *self.labels.get(found.group, "").lower().split()}
        return next((place for word, place in WHERE.items() if word in words), "")

    # How to reach them ----------------------------------------------------------------------------------

    def _reach(self, name: str) -> None:
        kind, column, usable = _REACHED[name]
        for found in sorted(self.all.pop(name, []), key=lambda p: p.preference):
            text = " ".join(found.text.split())
            text = text[len(kind.scheme) :] if text.lower().startswith(kind.scheme) and kind.scheme else text
            text = text.replace(";ext=", " ext. ") if name == "TEL" else text
            if not text:
                continue
            if not usable(text) or name == "TEL" and "fax" in found.types:
                words = "Fax" if "fax" in found.types else name
                self.notes.append(f"{words}: {text}")
                self.read.noted += 1
                continue
            where = self._where(found)
            if column and column not in self.read.cells:
                self.put(column, text)
                if not where:
                    continue
            self.ways.append(Way(kind.name, text, where))

    # Everything else --------------------------------------------------------------------------------------

    def _about(self) -> None:
        cells = self.read.cells
        for column, names in _TEXTS.items():
            self.put(column, next(filter(None, map(self.first, names)), ""))
        language = (self.first("LANG") or self.first(LANGUAGE) or self.first("LANGUAGE"))[:2].lower()
        self.put(c.LANGUAGE, language if language in LANGUAGES else "")
        self.put(c.CATEGORIES, ", ".join(part for part in _parts(self.all.pop("CATEGORIES", []), ",") if part))
        self._birthday()
        self.notes[:0] = [p.text for p in self.all.pop("NOTE", [])]
        self.put(c.NOTE, "\n\n".join(filter(None, self.notes)))
        if not cells.get(c.EMAIL) and (whole := f"{cells.get(c.FIRST, '')} {cells.get(c.LAST, '')}".strip()):
            self.put(c.NAME, whole)  # known by it when the card comes again; an e-mail address says it better
        if not any(cells.get(name) for name in (c.NAME, c.FIRST, c.LAST)):
            self.put(c.NAME, cells.get(c.EMPLOYER) or cells.get(c.EMAIL) or cells.get(c.PHONE) or "")
        self.put(c.FURTHER, written_ways(self.ways))

    def _birthday(self) -> None:
        """A whole date has a column; what is less is kept in words."""
        found = self.all.pop("BDAY", [])
        text = found[0].text if found else ""
        day = DAY.fullmatch(text)
        if day and day[1] != found[0].parameters.get("X-APPLE-OMIT-YEAR", NO_YEAR):
            self.put(c.BIRTHDAY, f"{day[1]}-{day[2]}-{day[3]}")
        elif text:
            self.notes.append(f"BDAY: {f'--{day[2]}-{day[3]}' if day else text}")
            self.read.noted += 1

    def _sort(self) -> None:
        """What is left has no place."""
        for name, some in self.all.items():
            if name not in SILENT:
                self.read.left[name] += len(some)


def _parts(found: Iterable[Property], separator: str = ";") -> list[str]:
    return [part for each in found for part in each.parts(separator)]


def _label(text: str) -> str:
    known = LABEL.fullmatch(text)
    return known[1] if known else text


def _country(text: str) -> str:
    """The code of a country, where its name is certain."""
    if not text:
        return ""
    try:
        code, is_certain = parse_country(text)
    except Refusal:
        return ""
    return code if is_certain else ""


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    scheme: str = ""


def _is_address(text: str) -> bool:
    before, at, after = text.partition("@")
    return bool(before and at and after) and " " not in text and "@" not in after


def _is_number(text: str) -> bool:
    return sum(map(str.isdigit, text)) >= FEWEST_DIGITS and not any(sign in text for sign in "*#")


def _is_anything(_text: str) -> bool:
    return True


_REACHED: dict[str, tuple[_Kind, str, Callable[[str], bool]]] = {
    "EMAIL": (_Kind("email", "mailto:"), c.EMAIL, _is_address),
    "TEL": (_Kind("phone", "tel:"), c.PHONE, _is_number),
    "URL": (_Kind("website"), c.WEBSITE, lambda text: " " not in text and "." in text),
    "IMPP": (_Kind("messenger"), "", _is_anything),
}
_TEXTS = {
    c.NUMBER: (NUMBER,),
    c.TITLE: ("TITLE", "ROLE"),
    c.NICKNAME: ("NICKNAME",),
}
