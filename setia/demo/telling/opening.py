"""The first day: the firm, its people and what it sells are put into Setia. And how more of both come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from setia.demo.firm.assortment import ASSORTMENT, BRANDS, Article
from setia.demo.firm.catalog import REDUCED, USUAL, category_of, segment_of
from setia.demo.firm.colleagues import ADMINISTRATOR, COLLEAGUES, PASSWORD, READER, REPRESENTATIVE, TEAMS, Colleague
from setia.demo.firm.prices import OURS, list_price, minor
from setia.demo.firm.purposes import PURPOSES
from setia.demo.plot.deals import CONTRACTS
from setia.demo.telling.selling.catalog import order_catalog
from setia.demo.telling.teller import Teller
from setia.domains.catalog.brands.model import Brand
from setia.foundation import money
from setia.foundation.company import our_company
from setia.foundation.staff.models import Role, Team

NAME = "Fève & Tirta"
STAGES = (("Due", "open", 40), ("Offered", "open", 70), ("Signed", "won", 100), ("Declined", "lost", 0))


def open_firm(teller: Teller, at: datetime) -> None:
    company = our_company()
    everybody = [person for person in COLLEAGUES.values() if not person.hired]
    setia = teller.actor("", at)
    values = {"name": NAME, "country": "FR", "currency": OURS, "language": "en", "zone": "Europe/Paris"}
    teller.change("company", company.pk, setia, **values)
    hire(teller, COLLEAGUES[ADMINISTRATOR], at, "")
    by = teller.actor(ADMINISTRATOR, at)
    teams = {name: teller.create("teams", by, name=name, office=office) for name, (office, _lead) in TEAMS.items()}
    for person in everybody:
        if person.key != ADMINISTRATOR:
            hire(teller, person, at)
    for name, (_office, lead) in TEAMS.items():
        teller.change("teams", teams[name], by, lead=teller.staff[lead])
    reading = role_named(READER)
    teller.do("roles", "allow", [reading], by, noun="catalog.product", sight="all", hidden="cost")
    blocks = '["panel:tasks.party", "panel:opportunities.party", "panel:orders.party", "-panel:relations.other"]'
    teller.create("page-layouts", by, resource="companies", role=role_named(REPRESENTATIVE), blocks=blocks)
    open_pipeline(teller, at)
    for name, values in PURPOSES.items():
        teller.purposes[name] = teller.create("contact-purposes", by, name=name, **values)
    for name, about in BRANDS.items():
        teller.create("brands", by, name=name, about=about)
    order_catalog(teller, at)
    for article in ASSORTMENT.values():
        if article.is_sold(0):
            launch(teller, article, at)


def open_pipeline(teller: Teller, at: datetime) -> None:
    """A second pipeline, for what is renewed every year."""
    by = teller.actor(ADMINISTRATOR, at)
    pipeline = teller.create("pipelines", by, name=CONTRACTS, about="Yearly contracts that are due again.")
    for position, (name, status, chance) in enumerate(STAGES, 1):
        teller.create("stages", by, pipeline=pipeline, name=name, status=status, position=position, probability=chance)
    teller.know_stages()


def hire(teller: Teller, person: Colleague, at: datetime, by_whom: str = ADMINISTRATOR) -> None:
    """An account with its role; those who show the firm around get a password."""
    by = teller.actor(by_whom, at)
    values = {"name": person.name, "email": person.email, "title": person.position, "language": person.language,
              "zone": person.zone, "is_admin": "no" if person.role else "yes"}  # fmt: skip
    if person.team:
        values["team"] = str(Team.objects.get(name=person.team).pk)
    id_ = teller.staff[person.key] = teller.create("staff", by, **values)
    if person.role:
        teller.do("staff", "grant_role", [id_], by, role=role_named(person.role))
    if person.signs_in:
        teller.do("staff", "set_password", [id_], by, password=PASSWORD)


def role_named(name: str) -> int:
    found: int = Role.objects.get(name=name).pk
    return found


def launch(teller: Teller, article: Article, at: datetime) -> None:
    """The article goes on sale, in euros."""
    price = list_price(article, at.date(), teller.span)
    values: dict[str, Any] = {
        "name": article.name, "reference": article.reference, "unit": article.unit, "currency": OURS,
        "kind": "service" if article.is_service else "goods", "description": article.about,
        "list_price": money.decimal(price, OURS), "cost": money.decimal(minor(article.cost, OURS), OURS),
        "category": teller.categories[category_of(article.reference)], "segment": segment_of(article.price),
        "tax": teller.taxes[REDUCED if article.reference.startswith("KO") else USUAL],
    }  # fmt: skip
    if article.reference.startswith(("BR", "SO-2", "SO-5")):
        values["warranty_months"] = 24
    if article.brand:
        values["brand"] = Brand.objects.get(name=article.brand).pk
    by = teller.actor(ADMINISTRATOR, at)
    teller.products[article.reference] = teller.create("products", by, **values)
