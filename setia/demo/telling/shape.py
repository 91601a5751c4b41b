"""The firm adds fields of its own, and fills some of them in."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from setia.demo.firm.colleagues import ADMINISTRATOR
from setia.demo.firm.own_fields import FAXES, INTERESTS, LEVELS, OWN_CHOICES, OWN_FIELDS, WAYS_IN
from setia.demo.telling.teller import Teller
from setia.domains.parties.parties.model import Party
from setia.domains.sales.orders.model import Order
from setia.foundation.company import read_ahead

MOST = 60


def add_fields(teller: Teller, at: datetime) -> None:
    by = teller.actor(ADMINISTRATOR, at)
    for values in OWN_FIELDS:
        teller.create("own-fields", by, **values)
        read_ahead()
    for values in OWN_CHOICES:
        teller.create("list-choices", by, **values)
    read_ahead()


def fill_in(teller: Teller, at: datetime) -> None:
    """What colleagues have found out about customers and orders by then."""
    by = teller.actor(ADMINISTRATOR, at)
    customers = Party.objects.active().filter(is_customer=True, kind="company").order_by("id")
    for number, party in enumerate(customers.values_list("id", flat=True)[:MOST]):
        teller.change("companies", party, by, **_known(teller, number, at))
    for number, order in enumerate(
        Order.objects.active().order_by("-ordered_on", "-id").values_list("id", flat=True)[:MOST]
    ):
        wanted = {"own_wanted_by": (at + timedelta(days=3 + number % 20)).date()}
        way_in = {"own_how_to_get_in": WAYS_IN[number % 2]} if number % 5 == 0 else {}
        teller.change("orders", order, by, **wanted, **way_in)


def _known(teller: Teller, number: int, at: datetime) -> dict[str, Any]:
    known: dict[str, Any] = {
        "own_level": LEVELS[number % 4],
        "own_cups_a_day": 40 + number * 37 % 400,
        "own_water_hardness": f"{4 + number * 7 % 160 / 10:.1f}",
        "own_interested_in": INTERESTS[number % 4],
        "own_has_a_barista": number % 3 == 0,
    }
    if number % 2:
        known["own_credit_limit"] = 1_000 * (1 + number % 9)
    if number % 4 == 0:
        products = sorted(teller.products.values())
        known["own_favourite_product"] = products[number % len(products)]
        known["own_tasted_with"] = teller.staff[ADMINISTRATOR]
        known["own_next_tasting"] = (at + timedelta(days=7 + number)).strftime("%Y-%m-%dT14:30:00Z")
    if number % 6 == 0:
        known["own_customs_number"] = f"FV{100_000 + number * 811}"
        known["own_menu"] = f"https://menu-{number}.example"
        known["own_address_for_invoices"] = f"invoices@customer-{number}.example"
    if number < FAXES:
        known["own_fax_number"] = f"+3314268{5300 + number}"
    return known
