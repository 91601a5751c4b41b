"""A limit on money binds amounts in other currencies, by the rate of the day."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from setia.domains.authority.approvals import deciders as deciding
from setia.domains.authority.limits import asking
from setia.domains.authority.limits.asking import deciders, limit_of
from setia.foundation.errors import Forbidden, Invalid, NotFound
from setia.foundation.staff.models import Role
from tests.acting import SETIA, change, do, listed, make
from tests.cast import Cast, grants, role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists are asked on the day of the tests as well."""
    for room in (asking, deciding):
        monkeypatch.setattr(room, "company_today", lambda: SETIA.today)


def limited(name: str, amount: str, currency: str) -> Any:
    return make("limits", role=Role.objects.get(name=name).pk, decision="exception", amount=amount, currency=currency)


def rated(currency: str, rate: str, days: int = 0) -> Any:
    """Worth so many dollars, which are the currency of the company, so many days ago."""
    day = SETIA.today - timedelta(days=days)
    return make("exchange-rates", currency=currency, rate=rate, quoted_on=day.isoformat())


def asked(cast: Cast, amount: str, currency: str, by: str = "ada") -> Any:
    return make("approvals", cast.acting(by), decision="exception", amount=amount, currency=currency, why="A mishap")


def test_a_limit_is_converted_by_the_latest_rate_and_rounded_down(cast: Cast) -> None:
    limited("Sells", "200", "EUR")
    rated("EUR", "1.05", days=9)
    rated("EUR", "1.09999", days=2)
    rated("JPY", "0.0067", days=1)
    ada = cast.acting("ada")
    assert limit_of(ada, "exception", "USD") == 21_999
    assert limit_of(ada, "exception", "JPY") == 32_835
    assert limit_of(ada, "exception", "EUR") == 20_000
    assert limit_of(ada, "exception", "IDR") == 0


def test_a_rate_that_is_older_than_a_month_allows_nothing(cast: Cast) -> None:
    limited("Sells", "200", "EUR")
    limited("Decides", "900", "EUR")
    rated("EUR", "1.10", days=32)
    assert limit_of(cast.acting("ada"), "exception", "USD") == 0
    assert deciders("exception", Decimal(100), "USD", but=None) == [cast.root.pk]
    waiting = asked(cast, "1", "USD")
    assert listed("approvals", cast.acting("fay")) == []
    with pytest.raises(NotFound):
        do("approve", waiting, cast.acting("fay"))
    do("approve", waiting, cast.acting("root"))


def test_the_limit_of_a_role_in_the_currency_itself_stands_before_one_that_is_converted(cast: Cast) -> None:
    limited("Sells", "1000", "EUR")
    limited("Sells", "50", "USD")
    rated("EUR", "1.10")
    assert limit_of(cast.acting("ada"), "exception", "USD") == 5_000
    cast.ada.roles.add(Role.objects.get(name="Decides"))
    limited("Decides", "80", "EUR")
    assert limit_of(cast.acting("ada"), "exception", "USD") == 8_800


def test_whose_limit_reaches_in_another_currency_is_asked_sees_it_and_decides(cast: Cast) -> None:
    limited("Manages", "100", "EUR")
    limited("Decides", "300", "EUR")
    rated("EUR", "1.10")
    small, large = asked(cast, "110", "USD"), asked(cast, "110.01", "USD")
    columns = ["decider", "amount"]
    seen = {row["id"]: row["decider__name"] for row in listed("approvals", cast.acting("fay"), columns=columns)}
    assert seen == {small.pk: "Dev Manager", large.pk: "Fay Far"}
    assert deciders("exception", Decimal(11_001), "USD", but=None) == [cast.fay.pk]  # type: ignore[attr-defined]
    with pytest.raises((Forbidden, NotFound)):
        do("approve", large, cast.acting("dev"))
    do("approve", small, cast.acting("dev"))
    do("approve", large, cast.acting("fay"))


def test_nobody_gives_a_limit_that_goes_further_than_their_own_in_another_currency(cast: Cast) -> None:
    cast.dev.roles.add(role("Keeps roles", grants(["staff.role"], "all", ["*"])))
    limited("Manages", "100", "EUR")
    new, dev = make("roles", name="New"), cast.acting("dev")
    with pytest.raises(Invalid, match="further than your own"):
        make("limits", dev, role=new.pk, decision="exception", amount="1", currency="USD")
    rated("EUR", "1.10")
    with pytest.raises(Invalid, match="further than your own"):
        make("limits", dev, role=new.pk, decision="exception", amount="110.01", currency="USD")
    assert make("limits", dev, role=new.pk, decision="exception", amount="110", currency="USD").amount == 11_000


def test_another_rate_moves_what_somebody_is_asked_at_once(cast: Cast) -> None:
    limited("Decides", "300", "EUR")
    rated("EUR", "1.10", days=1)
    waiting, fay = asked(cast, "320", "USD"), cast.acting("fay")
    assert [row["id"] for row in listed("approvals", fay)] == [waiting.pk]
    today = rated("EUR", "1.05")
    assert listed("approvals", cast.acting("fay")) == []
    change(today, rate="1.08")
    assert [row["id"] for row in listed("approvals", cast.acting("fay"))] == [waiting.pk]
