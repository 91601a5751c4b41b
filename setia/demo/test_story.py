"""The story of the demonstration, before it is told: believable, and the same for the same seed."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

import pytest

from setia.demo.days import Span, is_workday
from setia.demo.firm.colleagues import COLLEAGUES, in_charge
from setia.demo.firm.prices import CURRENCIES, in_euros
from setia.demo.people.places import LANDLINES, MOBILES
from setia.demo.plot.story import Story, story

UNTIL = datetime(2026, 3, 11, 15, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def usual() -> Story:
    return story(2_000, Span.of(2.5, UNTIL), 7)


def test_the_usual_story_has_two_thousand_parties_in_three_languages(usual: Story) -> None:
    assert len(usual.parties) == 2_000
    spoken = Counter(party.language for party in usual.parties)
    assert set(spoken) == {"fr", "id", "en"}
    assert min(spoken.values()) > 300


def test_the_story_is_set_between_its_first_and_last_day(usual: Story) -> None:
    assert usual.span.start == Span.of(2.5, UNTIL).start
    assert all(usual.span.start <= deed.at.date() and deed.at < UNTIL for deed in usual.deeds)
    assert (UNTIL - usual.deeds[-1].at) < timedelta(days=2)


def test_the_firm_grows_and_has_seasons(usual: Story) -> None:
    days = [deed.what.ordered_on for deed in usual.deeds if deed.verb == "order"]
    half = usual.span.day(0.5)
    assert sum(day > half for day in days) > 1.3 * sum(day <= half for day in days)
    assert all(is_workday(day) for day in days)


def test_few_customers_bring_most_of_the_revenue_and_some_come_once(usual: Story) -> None:
    revenue: Counter[Any] = Counter()
    times: Counter[Any] = Counter()
    for order in (deed.what for deed in usual.deeds if deed.verb == "order"):
        revenue[order.party] += in_euros(order.total, CURRENCIES[order.party.country])
        times[order.party] += 1
    best = sorted(revenue.values(), reverse=True)
    assert 0.6 < sum(best[: len(best) // 5]) / sum(best) < 0.9
    once = sum(count == 1 for count in times.values()) / len(times)
    often = sum(count >= 10 for count in times.values()) / len(times)
    assert 0.15 < once < 0.45
    assert 0.08 < often < 0.4


def test_contacts_take_as_long_as_such_contacts_take_and_not_everybody_writes_it_down(usual: Story) -> None:
    told: dict[str, list[str]] = {}
    for deed in usual.deeds:
        if deed.verb == "note":
            told.setdefault(deed.values["kind"], []).append(deed.values["minutes"])
    usually = {kind: median(int(one) for one in some if one) for kind, some in told.items() if any(some)}
    assert usually["email"] < usually["call"] < 15 < usually["meeting"] < usually["visit"] < 150
    assert all(0 < int(one) <= 480 for some in told.values() for one in some if one)
    assert 0.8 < sum(map(bool, told["call"])) / len(told["call"]) < 0.9


def test_about_half_of_the_deals_are_won_and_some_stall(usual: Story) -> None:
    told = [deed for deed in usual.deeds if deed.verb in ("deal", "stage")]
    stage = {deed.what: deed.values.get("stage", deed.what.stage) for deed in told}
    ends = Counter(stage.values())
    assert 0.35 < ends["Won"] / (ends["Won"] + ends["Lost"]) < 0.6
    assert 40 < sum(ends[name] for name in ("Prospecting", "Engaging", "Proposal", "Negotiation")) < 200
    assert any(deal.expected_on < UNTIL.date() for deal, name in stage.items() if name == "Proposal")


def test_nobody_works_before_being_hired_or_after_leaving(usual: Story) -> None:
    for deed in usual.deeds:
        share = usual.span.share(deed.at.date())
        assert COLLEAGUES[deed.by].hired <= share < COLLEAGUES[deed.by].left
        assert in_charge(deed.by, share).key == deed.by


def test_the_same_seed_tells_the_same_story_and_another_seed_another() -> None:
    assert outline(7) == outline(7)
    assert outline(7) != outline(8)


def outline(seed: int) -> list[str]:
    told = story(80, Span.of(1, UNTIL), seed)
    named = [(deed, getattr(deed.what, "party", None) or deed.what) for deed in told.deeds]
    return [f"{deed.at} {deed.by} {deed.verb} {what.name} {deed.values.get('minutes', '')}" for deed, what in named]


def test_telephone_numbers_begin_like_numbers_that_nobody_has(usual: Story) -> None:
    patterns = [*(lines.values() for lines in LANDLINES.values()), *MOBILES.values()]
    starts = tuple(pattern.rstrip("#") for some in patterns for pattern in some)
    numbers = [party.phone for party in usual.parties if party.phone]
    assert all(number.startswith(starts) for number in numbers)
    assert len(set(numbers)) == len(numbers)
