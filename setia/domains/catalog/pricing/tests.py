"""What things cost, and how that comes about."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from setia.domains.catalog.price_rules.model import PriceRule
from setia.domains.catalog.pricing.prices import one_price, price_of
from setia.domains.catalog.products.model import Product
from setia.domains.organisation.exchange_rates.converting import half_up
from setia.domains.organisation.exchange_rates.model import ExchangeRate
from setia.foundation.errors import Invalid, Refusal
from setia.kit import verbs
from setia.kit.resources import registry
from tests.acting import SETIA, change, make
from tests.cast import NOW
from tests.shaping import define

pytestmark = pytest.mark.django_db
DAY = NOW.date()


@pytest.fixture
def machine() -> Any:
    return make("products", name="Brumelle Duo", list_price="690", cost="405")


@pytest.fixture
def bo() -> Any:
    return make("people", name="Bo Andersen", country="FR")


def priced(product: Any, *, to: Any = None, quantity: str = "1", currency: str = "USD", on: date = DAY) -> Any:
    return one_price(
        product.pk, party_id=to.pk if to else None, quantity=Decimal(quantity), currency=currency, on=on, by=SETIA
    )


def told(price: Any) -> list[tuple[str, int]]:
    return [(step.words, step.amount) for step in price.steps]


def rule(price_list: Any, **values: Any) -> Any:
    return make("price-rules", price_list=price_list.pk, **values)


def rated(currency: str, rate: str, units: str = "1") -> None:
    make("exchange-rates", currency=currency, rate=rate, units=units, quoted_on=DAY.isoformat())


def test_without_price_lists_the_list_price_counts(machine: Any, bo: Any) -> None:
    price = priced(machine, to=bo)
    assert (price.amount, price.currency, told(price)) == (69_000, "USD", [("List price", 69_000)])


def test_a_price_of_a_period_stands_before_the_usual_one_and_a_later_one_ends_it(machine: Any) -> None:
    first = make("product-prices", product=machine.pk, amount="700", starts_on="2026-01-01")
    make("product-prices", product=machine.pk, amount="720", starts_on="2026-03-03")
    first.refresh_from_db()
    assert first.ends_on == date(2026, 3, 2)
    assert told(priced(machine)) == [("List price since Jan 1, 2026", 70_000)]
    assert priced(machine, on=date(2026, 3, 3)).amount == 72_000
    assert priced(machine, on=date(2025, 12, 31)).amount == 69_000
    with pytest.raises(Invalid, match="already has a price"):
        make("product-prices", product=machine.pk, amount="710", starts_on="2026-02-01", ends_on="2026-02-10")
    with pytest.raises(Invalid, match="cannot end before"):
        make("product-prices", product=machine.pk, amount="1", currency="EUR", starts_on="2026-02-01",
             ends_on="2026-01-01")  # fmt: skip


def test_a_price_in_a_currency_of_its_own_is_not_converted_and_others_say_the_rate_and_its_day(machine: Any) -> None:
    rated("EUR", "1.0832")
    make("product-prices", product=machine.pk, amount="79000", currency="JPY")
    assert told(priced(machine, currency="JPY")) == [("List price", 79_000)]
    assert told(priced(machine, currency="EUR")) == [
        ("List price: $690.00 at 1 USD = 0.923191 EUR of Mar 2, 2026", 63_700)
    ]


def test_where_a_rate_or_a_price_is_missing_there_is_none_and_it_says_what_to_do(machine: Any) -> None:
    price = priced(machine, currency="EUR")
    assert (price.amount, price.steps) == (None, ())
    assert "no exchange rate of EUR for Mar 2, 2026" in price.missing
    assert "Give it a list price" in priced(make("products", name="Cable")).missing
    assert price_of([10**9], party_id=None, quantities={}, currency="USD", on=DAY, by=SETIA)[0].amount is None
    with pytest.raises(Refusal, match="above zero"):
        priced(machine, quantity="-1")


def test_the_list_of_highest_priority_that_says_anything_decides(machine: Any, bo: Any) -> None:
    everybody = make("price-lists", name="Spring", priority="10")
    rule(everybody, percent_off="10")
    french = make("price-lists", name="France", priority="20", for_whom="condition", where='country = "FR"')
    rule(french, percent_off="12.5", product=machine.pk)
    other = make("products", name="Other", list_price="100")
    assert told(priced(machine, to=bo)) == [("List price", 69_000), ("Price list “France”: 12.5% off", 60_375)]
    assert priced(other, to=bo).amount == 9_000
    assert priced(machine).amount == 62_100
    own = make("price-lists", name="Bo", priority="20", for_whom="party", party=bo.pk)
    rule(own, amount="599.99")
    assert told(priced(machine, to=bo))[-1] == ("Price list “Bo”", 59_999)
    change(own, ends_on="2026-03-01")
    assert priced(machine, to=bo).amount == 60_375


def test_in_a_list_the_nearest_line_counts_and_of_these_the_highest_volume_reached(machine: Any) -> None:
    top = make("categories", name="Machines")
    small = make("categories", name="Small ones", parent=top.pk)
    change(machine, category=small.pk)
    partners = make("price-lists", name="Partners")
    rule(partners, percent_off="1")
    rule(partners, percent_off="2", category=top.pk)
    assert priced(machine).amount == 67_620
    rule(partners, percent_off="3", category=small.pk)
    rule(partners, percent_off="50", category=top.pk, minimum_quantity="100")
    assert priced(machine, quantity="1000").amount == 66_930
    rule(partners, percent_off="4", product=machine.pk, minimum_quantity="10")
    rule(partners, percent_off="5", product=machine.pk, minimum_quantity="20")
    assert told(priced(machine, quantity="10.5"))[-1] == ("Price list “Partners”, from 10 on: 4% off", 66_240)
    assert priced(machine, quantity="20").amount == 65_550
    assert priced(machine, quantity="9.999").amount == 66_930


def test_a_price_may_be_made_of_the_cost_at_that_quantity(machine: Any) -> None:
    cost_plus = make("price-lists", name="Cost plus")
    rule(cost_plus, above_cost="33.333")
    assert told(priced(machine))[-1] == ("Price list “Cost plus”: 33.333% above cost", 54_000)
    change(machine, cost="")
    price = priced(machine)
    assert price.amount is None
    assert "cost, which is not known" in price.missing


def test_a_list_in_another_currency_is_converted_and_says_so(machine: Any) -> None:
    rated("KWD", "3.25")
    gulf = make("price-lists", name="Gulf", currency="KWD")
    rule(gulf, amount="199.125", currency="KWD")
    assert priced(machine, currency="KWD").amount == 199_125
    words, amount = told(priced(machine))[-1]
    assert (words, amount) == ("Price list “Gulf”: KWD\u00a0199.125 at 1 KWD = 3.25 USD of Mar 2, 2026", 64_716)
    with pytest.raises(Invalid, match="list is in KWD"):
        rule(gulf, amount="1", currency="EUR", product=machine.pk)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "one of the three"),
        ({"amount": "1", "percent_off": "5"}, "one of the three"),
        ({"percent_off": "100.001"}, "at most 100"),
        ({"percent_off": "0"}, "at most 100"),
        ({"above_cost": "1001"}, "from 0 to 1000"),
        ({"amount": "-1"}, "below zero"),
        ({"percent_off": "5", "minimum_quantity": "-1"}, "greater than or equal"),
        ({"percent_off": "5", "starts_on": "2026-02-02", "ends_on": "2026-02-01"}, "cannot end before"),
    ],
)
def test_nonsense_in_a_price_list_is_refused(values: dict[str, str], words: str) -> None:
    with pytest.raises(Invalid, match=words):
        rule(make("price-lists", name="Spring"), **values)


def test_a_list_does_not_say_two_things_of_the_same_at_the_same_time(machine: Any) -> None:
    spring = make("price-lists", name="Spring")
    rule(spring, percent_off="5", product=machine.pk, ends_on="2026-03-31")
    with pytest.raises(Invalid, match="already says this"):
        rule(spring, percent_off="6", product=machine.pk, ends_on="2026-05-31")
    rule(spring, percent_off="6", product=machine.pk, starts_on="2026-04-01")
    assert (priced(machine).amount, priced(machine, on=date(2026, 4, 1)).amount) == (65_550, 64_860)


def test_whoever_names_a_party_or_writes_a_condition_means_it(bo: Any) -> None:
    assert make("price-lists", name="Bo", party=bo.pk).for_whom == "party"
    french = make("price-lists", name="France", where='country = "FR"')
    assert french.for_whom == "condition"
    with pytest.raises(Invalid, match="Only a list for whoever"):
        change(french, for_whom="everybody")
    change(french, for_whom="everybody", where="")
    assert french.for_whom == "everybody"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"for_whom": "party"}, "for which party"),
        ({"for_whom": "condition"}, "Write the condition"),
        ({"for_whom": "condition", "where": "nonsense ="}, ""),
        ({"for_whom": "condition", "where": 'no_such_field = "x"'}, "no_such_field"),
        ({"for_whom": "condition", "where": "owner = me"}, "cannot speak of"),
        ({"party": "bo", "where": "is_partner = yes"}, "Only a list for whoever"),
        ({"currency": "XYZ"}, "XYZ"),
    ],
)
def test_a_list_is_for_somebody_that_can_be_found(bo: Any, values: dict[str, Any], words: str) -> None:
    values = values | ({"party": bo.pk} if "party" in values else {})
    with pytest.raises(Invalid, match=words or None):
        make("price-lists", name="Spring", **values)


def test_a_field_that_a_price_list_asks_about_does_not_go_unnoticed(bo: Any, machine: Any) -> None:
    field = define("text", label="Tier")
    gold = make("price-lists", name="Gold", for_whom="condition", where='own_tier = "gold"')
    rule(gold, percent_off="10")
    assert priced(machine, to=bo).amount == 69_000
    change(bo, own_tier="gold")
    assert priced(machine, to=bo).amount == 62_100
    with pytest.raises(Invalid, match="Price list “Gold”. Change that first"):
        verbs.archive(registry["own-fields"], [field.pk], SETIA)
    verbs.archive(registry["price-lists"], [gold.pk], SETIA)
    verbs.archive(registry["own-fields"], [field.pk], SETIA)
    assert priced(machine, to=bo).amount == 69_000


def test_two_hundred_prices_cost_as_many_questions_as_one(bo: Any) -> None:
    rated("EUR", "1.25")
    ids = [make("products", name=f"Module {n}", list_price="10", cost="5").pk for n in range(20)]
    for name, whom in (("All", {}), ("French", {"for_whom": "condition", "where": 'country = "FR"'})):
        price_list = make("price-lists", name=name, **whom)
        rule(price_list, above_cost="50", minimum_quantity="2")

    def asked(some: list[int]) -> int:
        with CaptureQueriesContext(connection) as queries:
            found = price_of(
                some, party_id=bo.pk, quantities=dict.fromkeys(some, Decimal(2)), currency="EUR", on=DAY, by=SETIA
            )
        assert {price.amount for price in found} == {600}
        return len(queries)

    assert asked(ids[:1]) == asked(ids)


AMOUNTS = st.integers(0, 10**9)
PERCENTS = st.decimals("0.001", "100", places=3)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(AMOUNTS, PERCENTS, st.decimals("0.0001", "9999", places=4), st.sampled_from(["USD", "JPY", "KWD", "CLP"]))
def test_a_price_is_whole_units_and_never_more_than_its_rounding_off(
    machine: Any, listed: int, percent: Decimal, rate: Decimal, currency: str
) -> None:

    Product.objects.filter(pk=machine.pk).update(list_price=listed)
    if not PriceRule.objects.exists():
        rule(make("price-lists", name="Any"), percent_off="1")
    PriceRule.objects.update(percent_off=percent)
    if currency != "USD":
        ExchangeRate.objects.filter(currency=currency).delete()
        rated(currency, f"{rate:f}")
    price = priced(machine, currency=currency)
    first, last = price.steps
    assert type(price.amount) is int
    assert last.amount == price.amount
    assert price.amount == half_up(Fraction(first.amount) * (100 - Fraction(percent)) / 100)
    assert 0 <= price.amount <= first.amount


def test_a_rate_of_long_ago_does_not_count(machine: Any) -> None:
    make("exchange-rates", currency="EUR", rate="1.1", quoted_on=(DAY - timedelta(days=32)).isoformat())
    assert priced(machine, currency="EUR").amount is None
