"""Offers: sums to the cent, authority, versions, sending once."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from setia.domains.authority.approvals.model import Approval
from setia.domains.sales.offers.departing import Departure
from setia.domains.sales.offers.line import OfferLine
from setia.domains.sales.offers.model import Offer
from setia.domains.sales.offers.sums import Figures, amount_of, discount_of, floor_of, sums_of
from setia.foundation.errors import Invalid, Refusal
from setia.foundation.jobs import run_until_empty
from setia.foundation.money import decimal, minor
from setia.kit.undoing import undo
from tests.acting import SETIA, change, do, make
from tests.cast import Cast

pytestmark = pytest.mark.django_db

lines_of_figures = st.lists(
    st.builds(
        Figures,
        st.decimals("0.001", "9999", places=3),
        st.integers(0, 10**10),
        st.decimals(0, 100, places=2),
        st.none() | st.integers(0, 10**10),
        st.none() | st.integers(0, 10**10),
        st.sampled_from([Decimal(0), Decimal("5.5"), Decimal(11), Decimal(20)]),
        st.booleans(),
    ),
    max_size=12,
)


@given(lines_of_figures, st.decimals(0, 99, places=2), st.sampled_from(["EUR", "JPY", "KWD", "IDR"]))
def test_totals_add_up_to_the_smallest_coin_in_every_currency(
    lines: list[Figures], floor: Decimal, currency: str
) -> None:
    sums = sums_of(replace(line, floor=floor) for line in lines)
    counted = [line for line in lines if line.counts]
    assert sums.net == sum(amount_of(line.quantity, line.unit_price, line.discount) for line in counted)
    assert sum(sums.bases.values()) == sums.net
    assert sums.net + sum(sums.taxes.values()) == sums.gross
    assert sums.listed - sums.discount == sums.net
    for rate, tax in sums.taxes.items():
        assert abs(Fraction(tax) - Fraction(sums.bases[rate]) * Fraction(rate) / 100) <= Fraction(1, 2)
    if sums.net < 10**15:
        assert minor(decimal(sums.net, currency), currency) == sums.net
    assert sums.floor >= sums.cost


@given(st.integers(0, 10**12), st.decimals(0, 98, places=2))
def test_a_floor_leaves_its_share_of_the_price_and_no_coin_more_than_needed(cost: int, percent: Decimal) -> None:
    floor = floor_of(cost, percent)
    assert Fraction(floor - cost) * 100 >= Fraction(percent) * floor
    assert not cost or Fraction(floor - 1 - cost) * 100 < Fraction(percent) * (floor - 1)


def test_a_lower_price_and_a_discount_count_together() -> None:
    line = Figures(Decimal(1), 9_000, Decimal(10), 10_000)
    assert discount_of(line) == 19
    assert discount_of(Figures(Decimal(1), 12_000, Decimal(0), 10_000)) == 0
    assert discount_of(Figures(Decimal(1), 100, Decimal(5))) == 5


def test_departure_weighs_what_makes_work() -> None:
    departure = Departure(unusual=1, free=1, exceptions=1, prices=2, discounts=3)
    assert departure.points == 3 + 2 + 2 + 2 + 3
    assert departure.cost(Decimal("0.5"), 4_000) == 24_000
    assert departure.cost(Decimal("0.5"), None) is None


@pytest.fixture
def bo() -> Any:
    return make("people", name="Bo Andersen", email="bo@bo.example", language="fr")


@pytest.fixture
def offer(bo: Any, fountain: Any) -> Any:
    offer = make("offers", party=bo.pk, subject="Water for the office")
    make("offer-lines", offer=offer.pk, product=fountain.pk, quantity="2")
    offer.refresh_from_db()
    return offer


def only_line(offer: Any) -> OfferLine:
    return OfferLine.objects.get(offer=offer)


def test_an_offer_is_numbered_valid_for_a_month_and_in_the_customers_language(offer: Any, bo: Any) -> None:
    assert (offer.name, offer.status, offer.language, str(offer.valid_until)) == (
        "2026-0001",
        "draft",
        "fr",
        "2026-04-01",
    )
    assert make("offers", party=bo.pk).name == "2026-0002"


def test_a_line_keeps_how_its_price_came_about_its_cost_and_its_tax(offer: Any) -> None:
    line = only_line(offer)
    assert (line.list_price, line.unit_price, line.cost, line.tax_percent) == (145_000, 145_000, 88_000, 20)
    assert line.steps[0][1] == 145_000
    assert (offer.net, offer.tax, offer.gross, offer.margin) == (290_000, 58_000, 348_000, 114_000)
    assert offer.floor == 2 * 103_530 - 1
    change(line, quantity="1", unit_price="1400", discount="10")
    offer.refresh_from_db()
    assert (offer.listed, offer.net, offer.departure) == (145_000, 126_000, 2)


def test_an_optional_line_does_not_count_before_it_is_chosen(offer: Any) -> None:
    do("write", offer, description="Delivery on Sunday", unit_price="80")
    line = OfferLine.objects.get(offer=offer, product=None)
    offer.refresh_from_db()
    assert offer.net == 298_000
    do("make_optional", line)
    offer.refresh_from_db()
    assert (offer.net, offer.departure) == (290_000, 0)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"quantity": "-1"}, "below|above zero|greater"), ({"quantity": "0"}, "above zero"),
        ({"discount": "101"}, "at most 100"), ({"unit_price": "-5"}, "below zero"),
        ({"quantity": "99999999", "unit_price": "9999999999999"}, "too large"),
    ],
)  # fmt: skip
def test_nonsense_in_a_line_is_refused_in_words(offer: Any, values: dict[str, str], words: str) -> None:
    with pytest.raises(Invalid, match=words):
        change(only_line(offer), **values)


def test_an_offer_in_yen_has_no_cents(bo: Any) -> None:
    offer = make("offers", party=bo.pk, currency="JPY")
    make("offer-lines", offer=offer.pk, description="Set-up", unit_price="333", quantity="1.5", discount="10")
    offer.refresh_from_db()
    assert (offer.net, offer.gross) == (450, 450)
    with pytest.raises(Invalid):
        make("offer-lines", offer=offer.pk, description="Set-up", unit_price="100.50")


def test_lines_trade_places(offer: Any) -> None:
    do("write", offer, description="Second", unit_price="1")
    first, second = OfferLine.objects.filter(offer=offer).order_by("position")
    do("move_up", second)
    assert list(OfferLine.objects.filter(offer=offer).order_by("position").values_list("pk", flat=True)) == [
        second.pk, first.pk,
    ]  # fmt: skip
    with pytest.raises(Refusal, match="stands there already"):
        do("move_up", second)


def test_a_new_version_keeps_what_was_agreed_and_the_old_draft_is_replaced(offer: Any) -> None:
    change(only_line(offer), discount="5")
    done = do("new_version", offer)
    second = Offer.objects.get(pk=done.answer["id"])
    assert (second.name, second.first_id, second.net) == ("2026-0001-2", offer.pk, 275_500)
    assert offer.status == "replaced"
    with pytest.raises(Refusal, match="newer version"):
        do("new_version", offer)
    do("new_version", second)
    assert list(Offer.objects.order_by("edition").values_list("edition", flat=True)) == [1, 2, 3]


@pytest.fixture
def own_address(settings: Any, tmp_path: Any) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://crm.example"]
    settings.DATA_DIR = tmp_path


def test_a_discount_within_ones_authority_goes_out_and_beyond_it_waits(
    cast: Cast, hers: Any, own_address: None
) -> None:
    ada = cast.acting("ada")
    do("revise", only_line(hers), ada, discount="12")
    hers.refresh_from_db()
    with pytest.raises(Refusal, match="beyond your authority .Discount."):
        do("send", hers, ada)
    do("ask", hers, ada, why="They buy every year")
    assert hers.status == "waiting"
    asked = Approval.objects.get()
    assert (asked.percent, asked.owner_id, asked.mark) == (12, cast.ada.pk, hers.mark)
    assert ["Net", "$1,276.00"] in asked.figures
    with pytest.raises(Refusal):
        do("send", hers, ada)
    do("approve", asked, cast.acting("dev"))
    do("send", hers, ada)
    assert hers.status == "sent"


def test_what_is_changed_after_it_was_approved_is_asked_anew(cast: Cast, hers: Any, own_address: None) -> None:
    ada = cast.acting("ada")
    do("revise", only_line(hers), ada, discount="12")
    hers.refresh_from_db()
    do("ask", hers, ada)
    do("approve", Approval.objects.get(), cast.acting("dev"))
    do("revise", only_line(hers), ada, discount="13")
    hers.refresh_from_db()
    assert hers.status == "draft"
    with pytest.raises(Refusal, match="not approved as it is now"):
        do("send", hers, ada)
    do("ask", hers, ada)
    with pytest.raises(Refusal, match="approved it already"):
        do("approve", Approval.objects.order_by("id").first(), cast.acting("root"))
    do("approve", Approval.objects.order_by("-id").first(), cast.acting("dev"))
    do("send", hers, ada)


@pytest.mark.django_db(transaction=True)
def test_an_offer_is_approved_when_whoever_may_has_approved(cast: Cast, hers: Any) -> None:
    do("revise", only_line(hers), cast.acting("ada"), unit_price="900")
    hers.refresh_from_db()
    do("ask", hers, cast.acting("ada"))
    first, second = Approval.objects.order_by("id")
    do("approve", first, cast.acting("dev"))
    run_until_empty()
    hers.refresh_from_db()
    assert hers.status == "waiting"
    do("approve", second, cast.acting("dev"))
    run_until_empty()
    hers.refresh_from_db()
    assert hers.status == "approved"


def test_what_the_customer_has_is_not_changed_but_by_a_new_version(cast: Cast, hers: Any, own_address: None) -> None:
    ada = cast.acting("ada")
    do("send", hers, ada)
    for wrong in (lambda: change(only_line(hers), ada, quantity="3"), lambda: change(hers, ada, terms="Others")):
        with pytest.raises(Invalid, match="new version"):
            wrong()
    second = Offer.objects.get(pk=do("new_version", hers, ada).answer["id"])
    hers.refresh_from_db()
    assert hers.status == "sent"
    do("send", second, ada)
    hers.refresh_from_db()
    assert (hers.status, second.status) == ("replaced", "sent")


def test_taking_a_change_back_brings_the_sums_back(offer: Any) -> None:
    done = change(only_line(offer), quantity="5")
    undo(done.act, SETIA)
    offer.refresh_from_db()
    assert offer.net == 290_000
