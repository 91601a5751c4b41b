"""Asking for a decision, and deciding."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from setia.domains.authority.approvals.asking import approved, ask, waiting
from setia.domains.authority.approvals.model import Approval
from setia.domains.authority.conftest import marks
from setia.foundation import conditions
from setia.foundation.errors import Forbidden, Invalid, Refusal
from setia.kit.notices import notices
from setia.kit.resources import registry
from setia.kit.seeing import one_visible
from setia.kit.undoing import undo
from tests.acting import change, do, facts, listed, make
from tests.cast import Cast

pytestmark = pytest.mark.django_db

FIGURES = [("Margin", "12 %"), ("Total", "€1,000.00")]


@pytest.fixture
def bo(cast: Cast) -> Any:
    return make("people", name="Bo Andersen", owner=cast.ada.pk)


@pytest.fixture
def asked(cast: Cast, bo: Any) -> Approval:
    about = f"parties.party:{bo.pk}"
    marks[about] = "first"
    return ask("rebate", about, Decimal(20), FIGURES, "They buy every year", "first", by=cast.acting("ada"))


def told(cast: Cast, name: str) -> list[str]:
    return [notice.words for notice in notices().page(cast.acting(name), 0, 20)]


def waits_for(cast: Cast, name: str) -> list[int]:
    where = conditions.parse('status = "waiting" and decider = me')
    return [row["id"] for row in listed("approvals", cast.acting(name), where=where)]


def test_whoever_may_decide_is_told_and_sees_the_figures_but_not_the_customer(cast: Cast, asked: Approval) -> None:
    fay = cast.acting("fay")
    assert told(cast, "fay") == ["Ada Seller asks for your decision"]
    assert told(cast, "dev") == []
    row = listed("approvals", fay, columns=("name", "about", "party", "figures", "why"))[0]
    assert (row["name"], row["why"], row["about__title"], row["party__name"]) == (
        "Rebate: 20%", "They buy every year", None, None,
    )  # fmt: skip
    assert row["figures"] == [["Margin", "12 %"], ["Total", "€1,000.00"]]


def test_who_may_not_decide_and_did_not_ask_sees_nothing(cast: Cast, asked: Approval) -> None:
    with pytest.raises(Refusal):
        one_visible(registry["approvals"], asked.pk, cast.acting("gil").access)


def test_it_is_approved_once_and_the_other_is_told_who_and_when(cast: Cast, asked: Approval) -> None:
    do("approve", asked, cast.acting("fay"), words="For this year")
    assert approved("rebate", asked.about, "first") == asked
    assert approved("rebate", asked.about, "second") is None
    with pytest.raises(Refusal, match=r"Fay Far approved it already \(.*2026.*\)"):
        do("refuse", asked, cast.acting("root"), words="No")
    assert told(cast, "ada") == ["Fay Far approved what you asked for"]
    assert told(cast, "fay") == []
    assert facts(asked) == ["approval.asked", "approval.approved"]


def test_it_stands_on_the_start_page_of_those_who_may_decide_only(cast: Cast, asked: Approval) -> None:
    assert waits_for(cast, "fay") == waits_for(cast, "root") == [asked.pk]
    assert waits_for(cast, "ada") == waits_for(cast, "dev") == []
    do("refuse", asked, cast.acting("fay"), words="10 % would do")
    assert waits_for(cast, "fay") == []


def test_nobody_decides_beyond_their_limit_or_for_themselves(cast: Cast, asked: Approval, bo: Any) -> None:
    change(bo, owner=cast.dev.pk)
    cast.ada.roles.set(cast.fay.roles.all())  # type: ignore[attr-defined]
    with pytest.raises(Forbidden, match="for themselves"):
        do("approve", asked, cast.acting("ada"))
    with pytest.raises(Forbidden, match="further than you may decide"):
        do("approve", asked, cast.acting("dev"))
    with pytest.raises(Forbidden, match="Only whoever asked"):
        do("withdraw", asked, cast.acting("fay"))
    do("withdraw", asked, cast.acting("ada"))
    assert asked.status == "withdrawn"


def test_nobody_asks_in_the_name_of_somebody_else(cast: Cast, asked: Approval) -> None:
    for by in ("ada", "fay"):
        with pytest.raises(Invalid, match="in their own name"):
            change(asked, cast.acting(by), owner=cast.gil.pk)


def test_whoever_has_no_limit_may_decide_and_document_it(cast: Cast) -> None:
    own = make("approvals", cast.acting("root"), decision="exception", amount="900", why="A gift after the flood")
    do("approve", own, cast.acting("root"), words="So be it")
    assert (own.status, own.decided_by, own.words) == ("approved", cast.root, "So be it")


def test_what_was_changed_since_is_not_decided_on(cast: Cast, asked: Approval) -> None:
    marks[asked.about] = "second"
    with pytest.raises(Refusal, match="was changed after it was asked"):
        do("approve", asked, cast.acting("fay"))
    anew = ask("rebate", asked.about, Decimal(12), FIGURES, "", "second", by=cast.acting("ada"))
    asked.refresh_from_db()
    assert (asked.status, anew.status) == ("withdrawn", "waiting")
    assert waiting("rebate", asked.about, "second") == anew
    assert ask("rebate", asked.about, Decimal(12), FIGURES, "", "second", by=cast.acting("ada")) == anew


def test_what_was_decided_is_not_changed_any_more_but_a_decision_can_be_undone(cast: Cast, asked: Approval) -> None:
    act = do("approve", asked, cast.acting("fay")).act
    with pytest.raises(Invalid, match="decided already"):
        change(asked, percent="50")
    undo(act, cast.acting("fay"))
    asked.refresh_from_db()
    assert (asked.status, asked.decided_by, waits_for(cast, "fay")) == ("waiting", None, [asked.pk])


def test_it_is_told_in_the_story_of_the_party_it_is_about(cast: Cast, asked: Approval, bo: Any) -> None:
    assert asked.party == bo
    deal = make("opportunities", name="Big", party=bo.pk, owner=cast.ada.pk)
    by_hand = make("approvals", decision="exception", amount="10", about=f"sales.opportunity:{deal.pk}")
    assert by_hand.party == bo
    with pytest.raises(Invalid, match="may not see it"):
        make("approvals", cast.acting("gil"), decision="exception", amount="10", about=f"parties.party:{bo.pk}")


def test_an_approval_needs_a_value_in_the_measure_of_its_decision(cast: Cast) -> None:
    for values in ({}, {"percent": "5"}, {"amount": "-5"}, {"amount": "5", "decision": "fly"}):
        with pytest.raises(Invalid):
            make("approvals", **{"decision": "exception", **values})
    with pytest.raises(LookupError):
        ask("fly", "", 5, by=cast.acting("ada"))
