"""What is advised to whom, and what must not be."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from setia.domains.insight.actions.advising import Round, advise
from setia.domains.insight.actions.following import catch_up
from setia.domains.insight.actions.gathering import gather
from setia.domains.insight.actions.model import Action
from setia.domains.insight.suggesting import Adviser
from setia.domains.parties.parties.model import Party
from setia.domains.sales.opportunities.model import Opportunity
from setia.foundation.access import system
from setia.foundation.company import Company, changed_company
from setia.foundation.errors import NotFound, Refusal
from setia.foundation.staff.models import Role, Staff
from setia.kit import advice
from setia.kit.advice import Asked, Veto
from setia.kit.resources import registry
from tests.acting import SETIA, do, make, make_many
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)


def deal(party: Any, owner: Any, amount: int = 1000, name: str = "Machines", **values: Any) -> Opportunity:
    made: Opportunity = make(
        "opportunities", name=name, party=party.pk, owner=owner.pk, amount=amount, currency="EUR", **values
    )
    return made


def customers(count: int, owner: Any) -> list[Any]:
    rows = [{"name": f"Customer {n:04}", "kind": "company", "owner_id": owner.pk} for n in range(count)]
    return make_many("parties", rows)


def given(at: datetime = NOW) -> list[Action]:
    advise(at)
    return list(Action.objects.filter(status="open").order_by("owner_id", "rank"))


def follow() -> None:
    catch_up(system("job", NOW))


def state(action: Action) -> tuple[str, str]:
    action.refresh_from_db()
    return action.status, action.outcome


def test_a_deal_without_a_next_step_is_given_to_whoever_pursues_it(cast: Cast, bo: Any) -> None:
    made = deal(bo, cast.ada)
    (action,) = given()
    assert (action.kind, action.owner_id, action.party_id) == ("deal_without_step", cast.ada.pk, bo.pk)
    assert action.about == f"sales.opportunity:{made.pk}"
    assert action.value == 50_000  # half of all deals, as none was decided yet, of 1,000 euros
    (told,) = Adviser().next_for(cast.acting("ada"))
    assert told.reason == "Nobody has said what is to be done next. A deal of €1,000."
    assert (told.resource, told.record_id, told.verb) == ("opportunities", made.pk, "plan")


def test_the_most_valuable_comes_first_and_nobody_gets_more_than_a_handful(cast: Cast) -> None:
    for number, party in enumerate(customers(8, cast.ada)):
        deal(party, cast.ada, 1000 * (number + 1))
    actions = given()
    assert [action.value for action in actions] == [400_000, 350_000, 300_000, 250_000, 200_000]
    assert [action.rank for action in actions] == [1, 2, 3, 4, 5]
    assert len(given(NOW + timedelta(hours=2))) == 5
    do("finish", actions[0])
    assert len(given(NOW + timedelta(hours=3))) == 4, "a handful a day, not at a time"
    assert len(given(LATER)) == 5


def test_a_firm_says_how_much_is_a_handful(cast: Cast) -> None:
    Company.objects.update(actions_a_day=2)
    changed_company()
    for party in customers(4, cast.ada):
        deal(party, cast.ada)
    assert len(given()) == 2


def test_a_customer_is_asked_about_one_thing_a_day(cast: Cast, bo: Any) -> None:
    deal(bo, cast.ada, 1000)
    deal(bo, cast.gil, 2000, "More machines")
    (action,) = given()
    assert action.owner_id == cast.gil.pk


def test_the_same_firm_gives_the_same_list(cast: Cast) -> None:
    for party in customers(9, cast.ada):
        deal(party, cast.ada)
    first = [(one.about, one.rank) for one in given()]
    Action.objects.all().delete()
    assert [(one.about, one.rank) for one in given()] == first


def test_two_rounds_give_nothing_twice(cast: Cast, bo: Any) -> None:
    deal(bo, cast.ada)
    assert advise(NOW) == Round(1, 1, 0, 0)
    assert advise(NOW) == Round(1, 0, 0, 0)


def test_what_belongs_to_somebody_who_left_is_given_to_a_colleague_who_sees_it(cast: Cast, bo: Any) -> None:
    deal(bo, cast.ada)
    (first,) = given()
    Staff.objects.filter(pk=cast.ada.pk).update(is_active=False)
    (second,) = given(LATER)
    assert (state(first)[0], second.owner_id) == ("gone", cast.dev.pk), "Dev leads their team"


def test_a_customer_who_is_archived_restricted_or_erased_is_left_alone(cast: Cast) -> None:
    some = customers(3, cast.ada)
    for party in some:
        deal(party, cast.ada)
    assert len(given()) == 3
    Party.objects.filter(pk=some[0].pk).update(archived_at=NOW)
    Party.objects.filter(pk=some[1].pk).update(restricted_on=NOW.date())
    Party.objects.filter(pk=some[2].pk).update(erased_at=NOW)
    advise(NOW)
    assert dict(Action.objects.values_list("party_id", "status")) == {
        some[0].pk: "gone", some[1].pk: "gone", some[2].pk: "open",
    }, "nothing is written about who was erased: their actions go with them"  # fmt: skip
    assert Adviser().next_for(cast.acting("ada")) == []


def test_actions_follow_a_customer_who_is_merged(cast: Cast, bo: Any) -> None:
    twin = make("people", name="Bo Anderson", owner=cast.ada.pk)
    deal(twin, cast.ada)
    (action,) = given()
    do("merge", bo, other=twin.pk)
    action.refresh_from_db()
    assert action.party_id == bo.pk
    assert len(given(LATER)) == 1


def test_a_veto_of_any_domain_rules_out(cast: Cast, bo: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    deal(bo, cast.ada)
    (action,) = given()
    veto = Veto("complaint", "They complain", lambda asked: asked.parties or ())
    monkeypatch.setitem(advice._vetoes, "complaint", veto)
    advise(NOW)
    assert state(action)[0] == "gone"


def offered(cast: Cast, bo: Any) -> None:
    product = make("products", name="Grinder", list_price="500", currency="EUR")
    kind = make("need-kinds", name="Fresh coffee")
    make("servings", product=product.pk, need_kind=kind.pk, fit=9)
    make("needs", party=bo.pk, name="Coffee that tastes", kind=kind.pk)


def test_what_nobody_asked_for_needs_consent_and_no_broken_promise(cast: Cast, bo: Any) -> None:
    offered(cast, bo)
    assert given() == []
    news = make("contact-purposes", name="News", basis="consent", wording="News of us")
    agreed = make("consents", party=bo.pk, purpose=news.pk, channel="email")
    assert [one.kind for one in given()] == ["never_offered"]
    make("promises", name="Installed", party=bo.pk, owner=cast.gil.pk, due_on="2026-03-01", made_on="2026-02-20")
    assert [one.kind for one in given()] == ["promise_due"], "first make good for what was promised"
    do("keep", registry["promises"].model.objects.get(), evidence="Signed")
    do("withdraw", agreed)
    advise(NOW)
    assert not Action.objects.filter(kind="never_offered", status="open").exists()


def test_nobody_is_called_in_quiet_hours(cast: Cast, bo: Any) -> None:
    make("promises", name="Call back", party=bo.pk, owner=cast.ada.pk, due_on="2026-02-26", made_on="2026-02-20")
    do("break", registry["promises"].model.objects.get(), evidence="Forgotten", on="2026-03-01")
    hours = make("preferences", party=bo.pk, kind="channel", value="phone", from_hour=14, to_hour=18)
    (action,) = given()
    assert action.kind == "promise_broken"
    assert Adviser().next_for(cast.acting("ada")) == [], "it is half past nine"
    assert len(Adviser().next_for(cast.acting("ada", at=NOW.replace(hour=15)))) == 1
    with pytest.raises(Refusal, match="at this hour"):
        do("do", action)
    registry["preferences"].model.objects.filter(pk=hours.pk).update(from_hour=20, to_hour=22)
    advise(NOW)
    assert state(action)[0] == "gone", "no hour of our working day is left"


def test_three_hundred_customers_cost_as_many_questions_as_three(cast: Cast) -> None:
    def asked(count: int) -> int:
        parties = customers(count, cast.ada)
        make_many("opportunities", [
            {"name": f"Deal {party.pk}", "party_id": party.pk, "owner_id": cast.ada.pk, "amount": 5, "currency": "EUR"}
            for party in parties
        ])  # fmt: skip
        with CaptureQueriesContext(connection) as captured:
            gather(Asked(NOW, NOW.date(), "EUR"))
        return len(captured)

    assert asked(3) == asked(297)


def test_whoever_may_not_know_what_it_tells_sees_no_such_action(cast: Cast, bo: Any) -> None:
    deal(bo, cast.ada, 54_321)
    (action,) = given()
    role = Role.objects.get(name="Sells")
    role.grants["sales.opportunity"]["fields"] = {"amount": "hidden"}
    role.save()
    ada = cast.acting("ada")
    assert Adviser().next_for(ada) == []
    assert not registry["actions"].rows(ada.access).exists()
    with pytest.raises(NotFound):
        do("finish", action, ada)
    advise(LATER)
    assert Action.objects.get(status="open").owner_id != cast.ada.pk or state(action)[0] == "open"


def test_nobody_sees_actions_about_records_that_they_do_not_see(cast: Cast, bo: Any) -> None:
    deal(bo, cast.ada)
    given()
    for name, seen in (("ada", 1), ("gil", 0), ("dev", 1), ("eve", 0), ("root", 1)):
        by = cast.acting(name)
        assert registry["actions"].rows(by.access).count() == seen, name
        assert len(Adviser().at(bo.pk, by)) == seen, name


def ordered(bo: Any, owner: Any, *days: str) -> None:
    for number, day in enumerate(days):
        make("orders", reference=f"{bo.pk}-{number}-{owner.pk}", party=bo.pk, ordered_on=day, currency="EUR",
             owner=owner.pk)  # fmt: skip
    registry["orders"].model.objects.filter(party=bo).update(net=12_000, status="confirmed")


def test_an_overdue_order_is_found_by_the_customers_own_rhythm(cast: Cast, bo: Any) -> None:
    ordered(bo, cast.ada, "2025-10-01", "2025-11-01", "2025-12-01", "2026-01-01")
    (action,) = given()
    assert (action.kind, action.owner_id, action.value) == ("overdue_reorder", cast.ada.pk, 12_000)
    (told,) = Adviser().next_for(cast.acting("ada"))
    assert told.reason == "Usually orders every 31 days, for €120; the last order was on Jan 1, 2026."


def test_the_rhythm_rests_on_orders_that_whoever_sees_it_sees(cast: Cast, bo: Any) -> None:
    ordered(bo, cast.gil, "2025-09-01", "2025-10-01", "2025-11-01", "2025-12-01")
    ordered(bo, cast.ada, "2026-01-01")
    assert given() == [], "one order of Ada's is no rhythm, and Gil's are not hers to know"


def test_what_a_record_says_is_shown_and_what_others_say_only_ranks(cast: Cast, bo: Any) -> None:
    ordered(bo, cast.gil, "2026-02-01")
    make("promises", name="Installed", party=bo.pk, owner=cast.ada.pk, due_on="2026-03-03", made_on="2026-02-20")
    (action,) = given()
    assert (action.kind, action.value, action.stake) == ("promise_due", None, 12_000)
    (told,) = Adviser().next_for(cast.acting("ada"))
    assert "120" not in told.why + told.reason


def test_setia_itself_is_given_nothing(cast: Cast, bo: Any) -> None:
    deal(bo, cast.ada)
    given()
    assert Adviser().next_for(SETIA) == []
