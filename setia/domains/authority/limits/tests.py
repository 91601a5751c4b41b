"""How far people may decide by themselves."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from setia.domains.authority.limits.asking import deciders, limit_of
from setia.domains.authority.limits.model import Limit
from setia.foundation.access import system
from setia.foundation.errors import Forbidden, Invalid
from setia.foundation.staff.models import Role
from setia.kit import verbs
from setia.kit.resources import registry
from tests.acting import change, facts, make
from tests.cast import Cast, grants, role

pytestmark = pytest.mark.django_db


def of(name: str) -> Any:
    return Limit.objects.get(role__name=name, decision="rebate")


def test_the_most_generous_role_counts_and_no_role_means_nothing(cast: Cast) -> None:
    assert limit_of(cast.acting("ada"), "rebate") == Decimal(5)
    cast.ada.roles.add(Role.objects.get(name="Manages"))
    assert limit_of(cast.acting("ada"), "rebate") == Decimal(15)
    assert limit_of(cast.acting("eve"), "rebate") == 0
    assert limit_of(cast.acting("root"), "rebate") is None
    assert limit_of(system(), "rebate") is None


def test_a_limit_of_an_archived_role_and_an_archived_limit_say_nothing(cast: Cast) -> None:
    verbs.archive(registry["limits"], [of("Sells").pk], cast.acting("root"))
    assert limit_of(cast.acting("ada"), "rebate") == 0
    assert limit_of(cast.acting("fay"), "rebate") == 30
    verbs.archive(registry["roles"], [Role.objects.get(name="Decides").pk], cast.acting("root"))
    assert limit_of(cast.acting("fay"), "rebate") == 0


def test_a_limit_in_one_currency_says_nothing_about_another_without_a_rate(cast: Cast) -> None:
    limit = make("limits", role=Role.objects.get(name="Sells").pk, decision="exception", amount="200", currency="EUR")
    assert (limit.name, limit.amount) == ("Exception at our cost: €200.00", 20_000)
    assert limit_of(cast.acting("ada"), "exception", "EUR") == 20_000
    assert limit_of(cast.acting("ada"), "exception") == 0
    change(limit, is_open="yes", amount="")
    assert limit_of(cast.acting("ada"), "exception") is None


@pytest.mark.parametrize(
    "values",
    [{}, {"amount": "5"}, {"percent": "5", "is_open": "yes"}, {"percent": "-1"}, {"percent": "5", "decision": "fly"}],
)
def test_a_limit_says_how_far_in_the_measure_of_its_decision(cast: Cast, values: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        make("limits", role=make("roles", name="New").pk, **{"decision": "rebate", **values})


def test_only_whoever_manages_roles_sets_limits_and_none_beyond_their_own(cast: Cast) -> None:
    new = make("roles", name="New")
    with pytest.raises(Forbidden):
        make("limits", cast.acting("dev"), role=new.pk, decision="rebate", percent="10")
    cast.dev.roles.add(role("Keeps roles", grants(["staff.role"], "all", ["*"])))
    limit = make("limits", cast.acting("dev"), role=new.pk, decision="rebate", percent="10")
    with pytest.raises(Invalid, match="further than your own"):
        change(limit, cast.acting("dev"), percent="16")
    with pytest.raises(Invalid, match="further than your own"):
        change(of("Decides"), cast.acting("dev"), percent="1")
    assert facts(limit) == ["limit.created"]


def test_those_who_may_decide_are_found_without_whoever_asks(cast: Cast) -> None:
    assert deciders("rebate", Decimal(10), "", but=cast.dev.pk) == [cast.fay.pk]  # type: ignore[attr-defined]
    assert deciders("rebate", Decimal(31), "", but=cast.dev.pk) == [cast.root.pk]
