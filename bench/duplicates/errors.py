"""Parties as somebody else would have typed them: the errors by which duplicates come about, with a fixed seed."""

from __future__ import annotations

import string
from collections.abc import Callable
from random import Random
from typing import Any

from bench.company import names
from setia.domains.duplicates.linkage.nicknames import full_names

Row = dict[str, Any]
FORMS = ("", " GmbH", " SARL", " SA", " Inc.", " LLC", " Ltd", " AG")


def slip(text: str, chance: Random) -> str:
    """One letter left out, doubled, exchanged with its neighbour or another one."""
    if len(text) < 3:
        return text
    at = chance.randrange(1, len(text) - 1)
    return chance.choice([
        text[:at] + text[at + 1 :],
        text[:at] + text[at] + text[at:],
        text[:at] + text[at + 1] + text[at] + text[at + 2 :],
        text[:at] + chance.choice(string.ascii_lowercase) + text[at + 1 :],
    ])  # fmt: skip


def misspelt(row: Row, chance: Random) -> None:
    name = "name" if row["kind"] == "company" else chance.choice(("first_name", "last_name"))
    row[name] = slip(row[name], chance)


def transposed(row: Row, chance: Random) -> None:
    row["first_name"], row["last_name"] = row["last_name"], row["first_name"]


def familiar(row: Row, chance: Random) -> None:
    """A nickname where there is one, otherwise the initial."""
    first = row["first_name"].lower()
    forms = [form for form, of in full_names().items() if form != first and of & full_names().get(first, frozenset())]
    row["first_name"] = chance.choice(sorted(forms)).title() if forms else f"{first[:1].upper()}."


def moved(row: Row, chance: Random) -> None:
    row["city"] = chance.choice(names.CITIES)


def other_phone(row: Row, chance: Random) -> None:
    row["phone"] = f"+337{chance.randrange(10**8):08d}"


def other_email(row: Row, chance: Random) -> None:
    row["email"] = f"{chance.choice('abcdefgh')}{chance.randrange(10**6)}@home.example"


def email_slip(row: Row, chance: Random) -> None:
    mailbox, at, rest = row["email"].partition("@")
    row["email"] = f"{slip(mailbox, chance)}{at}{rest}"


def forgotten(row: Row, chance: Random) -> None:
    row[chance.choice(("email", "phone", "city"))] = ""


def other_form(row: Row, chance: Random) -> None:
    row["name"] = row["name"].rpartition(" ")[0] + chance.choice(FORMS)


Error = Callable[[Row, Random], None]
OF_PERSONS: tuple[Error, ...] = (
    misspelt, misspelt, transposed, familiar, moved, other_phone, other_email, email_slip, forgotten,
)  # fmt: skip
OF_COMPANIES: tuple[Error, ...] = (misspelt, other_form, other_form, moved, other_phone, email_slip, forgotten)


def retyped(row: Row, chance: Random) -> Row:
    """The same party with one to three errors; a number of its own, as every record has."""
    again = {**row, "reference": None}
    for error in chance.sample(OF_COMPANIES if row["kind"] == "company" else OF_PERSONS, chance.choice((1, 2, 2, 3))):
        error(again, chance)
    return again
