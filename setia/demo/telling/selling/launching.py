"""What will be sold: a launch is planned before the product is there, and demand is forecast as the story goes on."""

from __future__ import annotations

from datetime import datetime

from setia.demo.firm.assortment import ASSORTMENT
from setia.demo.firm.colleagues import COLLEAGUES, MANAGER
from setia.demo.telling.teller import Teller
from setia.domains.insight.forecasts.keeping import forecast
from setia.domains.insight.launches.keeping import follow_launches, plan_launches
from setia.domains.insight.launches.model import Launch, Standing
from setia.domains.insight.pricing.keeping import respond
from setia.domains.insight.selling.source import from_tables
from setia.foundation.access import system

NEW = ASSORTMENT["BR-500"]
SERVES = {0: "Two groups: two people draw coffee at once.", 2: "It rinses itself at night."}
"""By kind of need, in the order of `catalog.NEED_KINDS`, how it serves it."""
LIKE_IT = ("KO-001", "BR-400", "CA-100")
TESTS = ((1990, 40, 14), (2090, 40, 11), (2290, 40, 6))
"""Price, shown to, bought by."""

MANAGING = next(one.key for one in COLLEAGUES.values() if one.role == MANAGER)


def have_an_idea(teller: Teller, at: datetime) -> None:
    """A machine for larger offices, planned from what others sold and from three price tests."""
    by = teller.actor(MANAGING, at)
    launch = teller.create(
        "launches", by, name=NEW.name, about="A machine for offices that outgrow the Office 4.", market=600, asked=45,
        having=18, price=2090, starts_on=teller.span.day(NEW.launched).isoformat(), months=18,
    )  # fmt: skip
    for kind, how in SERVES.items():
        teller.create("launch-needs", by, launch=launch, need_kind=teller.need_kinds[kind], about=how)
    for reference in LIKE_IT:
        teller.create("launch-analogues", by, launch=launch, product=teller.products[reference])
    for price, shown, bought in TESTS:
        teller.create("price-tests", by, launch=launch, price=price, shown=shown, bought=bought,
                      tested_on=at.date().isoformat())  # fmt: skip
    _plan(teller, launch, at)


def put_on_sale(teller: Teller, at: datetime) -> None:
    """The idea has become a product."""
    launch = Launch.objects.get(name=NEW.name)
    teller.change("launches", launch.pk, teller.actor(MANAGING, at), product=teller.product(NEW))


def look_again(teller: Teller, at: datetime) -> None:
    """Forecasts of which some come true before the story ends; and where too little was known to plan, more is now."""
    forecast(from_tables(at.date()), system("job", at))
    launch = Launch.objects.get(name=NEW.name)
    if launch.status == Standing.REFUSED:
        _plan(teller, launch.pk, at)


def _plan(teller: Teller, launch: int, at: datetime) -> None:
    teller.do("launches", "plan", [launch], teller.actor(MANAGING, at))
    plan_launches([launch], from_tables(at.date()), system("job", at))


def look_at_all(teller: Teller, at: datetime) -> None:
    """What the nights do: forecasts, prices, and what came of the launch."""
    forecast(from_tables(at.date()), system("job", at))
    respond(from_tables(at.date()), system("job", at))
    follow_launches(from_tables(at.date()), system("job", at))
