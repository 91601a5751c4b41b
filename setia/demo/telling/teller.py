"""Who tells, and what of the firm stands in Setia already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from setia.demo.days import Span
from setia.demo.firm.assortment import Article
from setia.demo.firm.colleagues import COLLEAGUES
from setia.demo.firm.enquiries import BECAUSE
from setia.demo.people.party import Party
from setia.demo.plot.deeds import Deal, Deed
from setia.domains.sales.reasons.model import Reason
from setia.domains.sales.stages.model import Stage
from setia.foundation.access import Access, Actor, system
from setia.foundation.staff.models import Staff
from setia.foundation.staff.rights import access_of
from setia.kit import verbs
from setia.kit.changes import Change
from setia.kit.operations import Outcome, find_operation, perform
from setia.kit.resources import registry
from setia.kit.writing import write

CUSTOMER_NUMBER = "C-{:05}"


@dataclass
class Teller:
    """Acts as the colleagues, each with their own rights, at the moment of the story."""

    span: Span
    staff: dict[str, int] = field(default_factory=dict)
    products: dict[str, int] = field(default_factory=dict)
    stages: dict[str, int] = field(default_factory=dict)
    lost_because: dict[str, int] = field(default_factory=dict)
    won_because: list[int] = field(default_factory=list)
    purposes: dict[str, int] = field(default_factory=dict)
    modules: dict[str, int] = field(default_factory=dict)
    categories: dict[str, int] = field(default_factory=dict)
    taxes: dict[str, int] = field(default_factory=dict)
    need_kinds: dict[int, int] = field(default_factory=dict)
    rights: dict[str, Access] = field(default_factory=dict)
    parties: int = 0

    def actor(self, key: str, at: datetime) -> Actor:
        """The colleague; Setia itself for the empty key."""
        if not key:
            return system("demo", at)
        person = COLLEAGUES[key]
        if key not in self.rights:
            self.rights[key] = access_of(Staff.objects.get(pk=self.staff[key]))
        return Actor(
            self.staff[key], person.name, self.rights[key], "demo", at, person.zone, person.language
        )  # fmt: skip

    def write(self, slug: str, changes: Iterable[Change], by: Actor, fact: str = "") -> list[Change]:
        """Many records in the one way records are written."""
        found = list(changes)
        write(registry[slug], found, by, fact=fact)
        return found

    def create(self, slug: str, by: Actor, **values: Any) -> int:
        return verbs.create(registry[slug], _raw(values), by).ids[0]

    def change(self, slug: str, id_: int, by: Actor, **values: Any) -> None:
        verbs.change(registry[slug], [id_], _raw(values), by)

    def do(self, slug: str, verb: str, ids: list[int], by: Actor, **values: Any) -> Outcome:
        """A verb, as its button does it."""
        resource = registry[slug]
        return perform(find_operation(resource, verb), ids, _raw(values), by, resource=resource)

    def next_number(self) -> str:
        self.parties += 1
        return CUSTOMER_NUMBER.format(self.parties)

    def product(self, article: Article) -> int:
        return self.products[article.reference]

    def know_stages(self) -> None:
        """Stages by their names, which differ between the two pipelines."""
        self.stages = dict(Stage.objects.values_list("name", "id"))
        self.lost_because = dict(Reason.objects.filter(outcome="lost").values_list("name", "id"))
        self.won_because = list(Reason.objects.filter(outcome="won").order_by("id").values_list("id", flat=True))

    def why(self, stage: str, deal: Deal, words: str) -> int | None:
        """The reason on the list: of those lost what was said, of those won by turns."""
        if stage in ("Won", "Signed"):
            return self.won_because[deal.quantity % len(self.won_because)]
        return self.lost_because.get(BECAUSE.get(words, ""))

    def share(self, day: date) -> float:
        return self.span.share(day)


def row_of(party: Party, owner: int, number: str) -> dict[str, Any]:
    """The party as its columns have it."""
    names = ("name", "country", "language", "city", "first_name", "last_name", "sector", "currency", "email",
             "phone", "website", "about")  # fmt: skip
    return {
        **{name: getattr(party, name) for name in names},
        **{f"is_{role}": role in party.roles for role in ("customer", "prospect", "vendor", "partner")},
        "kind": "company" if party.is_company else "person",
        "employees": party.employees or None,
        "revenue": party.revenue or None,
        "founded_in": party.founded_in or None,
        "owner_id": owner,
        "reference": number,
    }


def _raw(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as a form or a program sends them: as text."""
    return {name: value if isinstance(value, (bool, str)) else str(value) for name, value in values.items()}


def said(deed: Deed) -> dict[str, Any]:
    """What was filled in when it was noted; those who were there by their numbers."""
    there = ",".join(str(person.id) for person in deed.values.get("person", ()) if person.id)
    return {name: value for name, value in (deed.values | {"person": there}).items() if value}
