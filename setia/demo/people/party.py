"""A person or a firm of the story, before and after it stands in Setia."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Role = Literal["customer", "prospect", "vendor", "partner"]


@dataclass(eq=False, slots=True)
class Party:
    """`need` is what it buys (bar, office, water, home), `weight` how much compared with others of its kind.

    `id` is known once it stands in Setia. `came` is the day we got to know it, `owner` the key of the
    colleague who looked after it then.
    """

    name: str
    country: str
    language: str
    city: str
    first_name: str = ""
    last_name: str = ""
    is_company: bool = False
    greeting: str = ""
    need: str = ""
    sector: str = ""
    employees: int = 0
    revenue: int = 0
    founded_in: int = 0
    currency: str = ""
    email: str = ""
    phone: str = ""
    website: str = ""
    about: str = ""
    weight: float = 1.0
    roles: frozenset[Role] = frozenset()
    came: date = date.min
    owner: str = ""
    employer: Party | None = None
    title: str = ""
    parent: Party | None = None
    housemate: Party | None = None
    referred_by: Party | None = None
    contacts: list[Party] = field(default_factory=list)
    id: int = 0

    @property
    def resource(self) -> str:
        return "companies" if self.is_company else "people"
