"""Who is connected with whom, as far as the reader may know."""

from __future__ import annotations

from typing import Any

import pytest

from setia.kit import networks
from setia.kit.networks import around
from setia.kit.resources import registry
from tests.acting import SETIA, make
from tests.cast import assemble

pytestmark = pytest.mark.django_db
PEOPLE, PARTIES = registry["people"], registry["parties"]


def related(one: Any, other: Any, kind: str = "partner_of", **more: Any) -> Any:
    return make("relations", party=one.pk, other=other.pk, kind=kind, **more)


@pytest.fixture
def family() -> dict[str, Any]:
    made = {name: make("companies", name=name) for name in ("Acme", "Bolt", "Crate", "Dyno", "Echo")}
    related(made["Acme"], made["Bolt"], "supplies")
    related(made["Crate"], made["Bolt"])
    related(made["Crate"], made["Dyno"])
    related(made["Acme"], made["Echo"], started_on="2020-01-01", ended_on="2021-01-01")
    return made


def names(found: networks.Neighbourhood) -> set[str]:
    return set(found.titles.values())


def test_two_steps_around_are_shown_with_their_links(family: dict[str, Any]) -> None:
    found = around(PARTIES, family["Acme"].pk, SETIA)
    assert names(found) == {"Acme", "Bolt", "Crate"}
    assert {(found.titles[li.start], li.words, found.titles[li.end]) for li in found.links} == {
        ("Acme", "supplies", "Bolt"), ("Crate", "is a partner of", "Bolt"),
    }  # fmt: skip
    assert names(around(PARTIES, family["Bolt"].pk, SETIA)) == {"Acme", "Bolt", "Crate", "Dyno"}


def test_nobody_sees_a_relation_with_somebody_they_may_not_see(family: dict[str, Any]) -> None:
    cast = assemble(["parties.party"])
    mine = make("companies", cast.acting("ada"), name="Mine")
    related(mine, family["Acme"])
    found = around(PARTIES, mine.pk, cast.acting("ada"))
    assert (names(found), found.links) == ({"Mine"}, [])


def test_a_crowd_is_cut_to_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networks, "MOST", 4)
    hub = make("companies", name="Hub")
    for number in range(6):
        related(hub, make("companies", name=f"Spoke {number}"))
    found = around(PARTIES, hub.pk, SETIA)
    assert (len(found.titles), found.is_cut) == (4, True)
