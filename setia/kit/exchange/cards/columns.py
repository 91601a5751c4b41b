"""What a card says about somebody, as columns of a table; domains declare which of their fields these are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

KIND, NAME, FIRST, LAST, EMPLOYER = "kind", "name", "first_name", "last_name", "employer"
EMAIL, PHONE, WEBSITE, FURTHER = "email", "phone", "website", "further"
CITY, COUNTRY, LANGUAGE, NOTE, NUMBER = "city", "country", "language", "note", "number"
BIRTHDAY, TITLE, DEPARTMENT, NICKNAME, CATEGORIES = "birthday", "job title", "department", "nickname", "categories"
COLUMNS = (
    NUMBER, KIND, NAME, FIRST, LAST, EMPLOYER, TITLE, DEPARTMENT, EMAIL, PHONE, WEBSITE, CITY, COUNTRY, LANGUAGE,
    FURTHER, BIRTHDAY, NICKNAME, CATEGORIES, NOTE,
)  # fmt: skip
PERSON, COMPANY = "person", "company"


@dataclass(frozen=True, slots=True)
class Carried:
    """A resource whose records cards can carry: its field for each column of a card."""

    resource: str
    fields: Mapping[str, str]

    def header(self, column: str) -> str:
        return self.fields.get(column, column)


_carried: dict[str, Carried] = {}


def carry(resource: str, fields: Mapping[str, str]) -> None:
    """Let the records of a resource travel as cards. The first one declared is what cards are read as."""
    _carried[resource] = Carried(resource, fields)


def carried() -> Mapping[str, Carried]:
    return _carried
