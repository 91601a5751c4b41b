"""What scores give to next best action."""

from __future__ import annotations

from typing import Any

import pytest

from setia.domains.insight.actions.advising import advise
from setia.domains.insight.actions.model import Action
from setia.domains.insight.scores.advising import leaving, lifetime_values
from setia.domains.insight.scores.model import Score
from setia.domains.insight.scores.tests.conftest import reckon
from setia.domains.insight.suggesting import Adviser
from setia.kit import advice
from setia.kit.advice import Asked
from tests.acting import make
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db
ASKED = Asked(NOW, NOW.date(), "EUR")


def agreed(*parties: Any) -> None:
    """They agreed to hear from us by telephone, without having asked for anything."""
    news = make("contact-purposes", name="News", basis="consent", wording="News of us")
    for party in parties:
        make("consents", party=party.pk, purpose=news.pk, channel="phone")


def risky(party: Any, **values: Any) -> Score:
    """A good customer who is likely lost, whatever was reckoned."""
    Score.objects.filter(party=party).update(**{"staying": 20, "worth": 50_000, "again": 8, **values})
    found: Score = Score.objects.get(party=party)
    return found


def test_a_good_customer_who_is_likely_lost_is_won_back_if_they_agreed_to_hear_from_us(
    firm: list[Any], cast: Cast
) -> None:
    reckon()
    risky(firm[1])
    advise(NOW)
    assert not Action.objects.filter(kind="churn_risk", party=firm[1]).exists(), "nobody asked us to call"
    agreed(firm[1])
    advise(NOW)
    action = Action.objects.get(kind="churn_risk", party=firm[1])
    assert (action.owner_id, action.value) == (cast.ada.pk, 200_000)
    told = next(one for one in Adviser().next_for(cast.acting("ada")) if one.id == action.pk)
    assert told.reason == (
        "Bought again on 8 days, the last time on Feb 5, 2025; the chance that they are still a customer is 20%. "
        "€2,000 of the next 12 months are at stake."
    )
    assert (told.resource, told.record_id, told.verb) == ("parties", firm[1].pk, "note")


@pytest.mark.parametrize("values", [{"staying": 80}, {"staying": 2}, {"again": 1}, {"worth": None}, {"worth": 0}])
def test_who_stays_or_is_gone_or_hardly_bought_is_left_alone(firm: list[Any], values: dict[str, Any]) -> None:
    reckon()
    one = risky(firm[1])
    assert one.party_id in {candidate.party_id for candidate in leaving(ASKED)}
    risky(firm[1], **values)
    assert one.party_id not in {candidate.party_id for candidate in leaving(ASKED)}


def test_customers_are_ranked_by_what_they_will_spend(firm: list[Any]) -> None:
    before = advice.worth_of(ASKED)
    reckon()
    worth = dict(Score.objects.filter(worth__isnull=False).values_list("party_id", "worth"))
    assert lifetime_values(ASKED) == worth
    after = advice.worth_of(ASKED)
    assert {party: after[party] for party in worth} == worth
    assert after != before
    some = Asked(NOW, NOW.date(), "EUR", frozenset({firm[1].pk}))
    assert set(lifetime_values(some)) <= {firm[1].pk}
    assert lifetime_values(Asked(NOW, NOW.date(), "USD")) == {}
