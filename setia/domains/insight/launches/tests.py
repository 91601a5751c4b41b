"""A launch is planned from products like it, kept with its ranges, and compared with what came true."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from setia.domains.insight.launches import keeping
from setia.domains.insight.launches.model import Standing
from setia.domains.insight.launches.saying import sentences
from setia.foundation.errors import Forbidden, Refusal
from setia.foundation.formats import reader_for
from setia.foundation.jobs.model import Job
from setia.foundation.ledger import Entry
from setia.foundation.records import noun
from setia.kit import verbs
from setia.kit.resources import registry
from setia.kit.undoing import undo
from tests.acting import SETIA, change, do, make
from tests.browsing import browser_of
from tests.cast import NOW, Cast
from tests.selling import Line, here, line, sold

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
ADOPTED = (4, 7, 11, 16, 20, 22, 20, 16, 11, 7, 4, 2)
"""First purchases by month of something that spread."""


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    here(monkeypatch, keeping)


@pytest.fixture
def known(cast: Cast) -> Any:
    return make("products", name="Kettle", list_price="20")


@pytest.fixture
def idea(known: Any) -> Any:
    launch = make("launches", name="Teapot", market="1000", having="30", asked="60", price="20", months="12")
    make("launch-analogues", launch=launch.pk, product=known.pk)
    make("price-tests", launch=launch.pk, price="20", shown="100", bought="30")
    return launch


def adopted(product: int, begun: date = date(2025, 2, 3), times: int = 1) -> Iterator[Line]:
    party = product * 1000
    for month, buyers in enumerate(ADOPTED):
        day = date(begun.year + (begun.month - 1 + month) // 12, (begun.month - 1 + month) % 12 + 1, 5)
        for _buyer in range(buyers * times):
            party += 1
            yield line(product, day, party=party)
            yield line(product, day + timedelta(days=3), 2, party=party)


def planned(launch: Any, lines: list[Line]) -> Any:
    do("plan", launch)
    keeping.plan_launches([launch.pk], sold(lines, TODAY), SETIA)
    launch.refresh_from_db()
    return launch


def test_a_plan_is_a_range_for_each_month_and_says_what_it_rests_on(idea: Any, known: Any) -> None:
    one = planned(idea, list(adopted(known.pk)))
    assert one.status == Standing.PLANNED
    assert len(one.plan["months"]) == 12
    assert all(low <= middle <= high for low, middle, high in one.plan["months"] + one.plan["total"])
    assert 0 < one.year_low < one.year_middle < one.year_high
    # 1,000 of whom half have the need, of whom three in ten buy: about 150, within what such figures are worth.
    assert one.ever_low < 150 < one.ever_high
    said = " ".join(sentences(one.status, one.plan, one.currency, reader_for("en")))
    assert "Of 1,000 who could be reached, 30 of 60 asked have the need." in said
    assert "30 of 100 bought in tests at prices from €20.00 to €20.00." in said
    assert "Kettle: " in said


def test_the_same_is_planned_twice(idea: Any, known: Any) -> None:
    lines = list(adopted(known.pk))
    once = planned(idea, lines).plan
    assert planned(idea, lines).plan == once


def test_who_bought_again_is_not_counted_again(idea: Any, known: Any) -> None:
    make("launch-analogues", launch=idea.pk, product=make("products", name="Cup", list_price="4").pk)
    one = planned(idea, list(adopted(known.pk)))
    assert [name for name, *_why in one.plan["left_out"]] == ["Cup"]
    idea.starts_on, idea.product = date(2025, 2, 1), known
    idea.save()
    keeping.follow_launches(sold(list(adopted(known.pk)), TODAY), SETIA)
    idea.refresh_from_db()
    assert [count for _month, count in idea.came["months"]] == [*ADOPTED, 0]
    assert idea.bought == sum(ADOPTED)


def test_without_a_product_that_says_enough_nothing_is_planned_and_the_words_say_why(idea: Any, known: Any) -> None:
    one = planned(idea, [line(known.pk, date(2025, 12, 1))])
    assert (one.status, one.year_low) == (Standing.REFUSED, None)
    assert Entry.objects.latest("pk").kind == "launch.lacked"
    said = sentences(one.status, one.plan, one.currency, reader_for("en"))
    assert said[0] == "Too little to plan: none of the products like it was sold for long enough."
    assert said[1] == "Kettle is left out: months since its first sale: 3, needed: 5."


def test_whoever_stated_one_of_its_needs_counts_once_where_nobody_was_asked(cast: Cast, idea: Any) -> None:
    many, loose = (make("need-kinds", name=name).pk for name in ("Tea for many", "Loose leaves"))
    for number, kinds in enumerate(((many,), (many, loose), (loose,), (None,))):
        party = make("people", name=f"Somebody {number}", is_customer=True)
        for kind in kinds:
            make("needs", party=party.pk, name="Tea", **({"kind": kind} if kind else {}))
    change(idea, having="", asked="")
    idea.refresh_from_db()
    assert keeping.needing(idea) == (0, 0)
    make("launch-needs", launch=idea.pk, need_kind=many)
    assert keeping.needing(idea) == (2, 4)
    make("launch-needs", launch=idea.pk, need_kind=loose)
    assert keeping.needing(idea) == (3, 4)
    with pytest.raises(Refusal, match="among them already"):
        make("launch-needs", launch=idea.pk, need_kind=many)


def changed(what: Any, **values: Any) -> Any:
    return lambda: change(what, **values)


def archive(what: Any) -> None:
    verbs.archive(registry.of_noun(noun(type(what))), [what.pk], SETIA)


@pytest.mark.parametrize(
    "way",
    ["market", "price", "months", "having", "need", "no need", "analogue", "other analogue", "no analogue", "test",
     "other test", "no test"],
)  # fmt: skip
def test_a_plan_made_from_other_inputs_says_so_until_it_is_made_again_or_they_are_as_they_were(
    idea: Any, known: Any, way: str
) -> None:
    kinds = [make("need-kinds", name=name).pk for name in ("Tea for many", "Loose leaves")]
    is_counted = "need" in way
    if is_counted:
        change(idea, having="", asked="")
        for number in range(12):
            make("needs", party=make("people", name=f"Somebody {number}").pk, name="Tea", kind=kinds[number % 2])
    need = make("launch-needs", launch=idea.pk, need_kind=kinds[0])
    lines = list(adopted(known.pk))
    assert planned(idea, lines).status == Standing.PLANNED
    analogue, test = idea.analogues.get(), idea.tests.get()
    cup = make("products", name="Cup", list_price="4").pk
    {
        "market": changed(idea, market="1100"), "price": changed(idea, price="21"), "months": changed(idea, months="6"),
        "having": changed(idea, having="31"), "analogue": changed(analogue, expected="200"),
        "need": lambda: make("launch-needs", launch=idea.pk, need_kind=kinds[1]),
        "no need": lambda: archive(need), "no analogue": lambda: archive(analogue),
        "other analogue": lambda: make("launch-analogues", launch=idea.pk, product=cup),
        "test": lambda: make("price-tests", launch=idea.pk, price="21", shown="30", bought="6"),
        "other test": changed(test, bought="31"), "no test": lambda: archive(test),
    }[way]()  # fmt: skip
    idea.refresh_from_db()
    assert idea.status == Standing.OUTDATED
    assert sentences(idea.status, idea.plan, idea.currency, reader_for("en"))[0] == (
        "It was made from other inputs than these: plan again."
    )
    undo(Entry.objects.latest("pk").act, SETIA)
    idea.refresh_from_db()
    assert idea.status == Standing.PLANNED


def test_what_does_not_go_into_a_plan_leaves_it_as_it_is(idea: Any, known: Any) -> None:
    planned(idea, list(adopted(known.pk)))
    change(idea, about="For many", starts_on="2026-09-01")
    make("launch-needs", launch=idea.pk, need_kind=make("need-kinds", name="Tea for many").pk)
    make("needs", party=make("people", name="Somebody").pk, name="Tea")
    idea.refresh_from_db()
    assert idea.status == Standing.PLANNED


def test_inputs_that_were_changed_while_it_was_being_planned_make_the_plan_one_of_others(idea: Any, known: Any) -> None:
    do("plan", idea)
    with sold(list(adopted(known.pk)), TODAY) as told:
        asked = keeping.inputs_of({idea.pk: keeping._own(idea)})
        change(idea, market="900")
        said = {"launch": idea.pk, "as_of": TODAY.isoformat(), "plan": _some_plan()}
        assert told
        keeping._keep(said, asked[idea.pk], SETIA)
    idea.refresh_from_db()
    assert idea.status == Standing.OUTDATED
    assert planned(idea, list(adopted(known.pk))).status == Standing.PLANNED


def _some_plan() -> dict[str, Any]:
    return {"months": [[1, 2, 3]], "total": [[1, 2, 3]], "ever": [4, 5, 6], "reasons": [], "left_out": []}


def test_of_plans_from_before_it_was_kept_nobody_says_that_they_are_outdated(idea: Any, known: Any) -> None:
    planned(idea, list(adopted(known.pk)))
    del idea.plan["made_from"]
    idea.save()
    change(idea, market="900")
    idea.refresh_from_db()
    assert idea.status == Standing.PLANNED


def test_too_little_to_plan_is_outdated_as_well_once_more_is_known(idea: Any, known: Any) -> None:
    planned(idea, [line(known.pk, date(2025, 12, 1))])
    make("launch-analogues", launch=idea.pk, product=make("products", name="Cup", list_price="4").pk)
    idea.refresh_from_db()
    assert idea.status == Standing.OUTDATED
    said = sentences(idea.status, idea.plan, idea.currency, reader_for("en"))
    assert said[0] == "It was made from other inputs than these: plan again."
    assert said[1].startswith("Too little to plan: ")


def test_the_verb_stands_beside_an_outdated_plan_for_whoever_may_plan(cast: Cast, idea: Any, known: Any) -> None:
    planned(idea, list(adopted(known.pk)))
    beside = f"/launches/{idea.pk}/do/plan"
    assert beside not in page_of(cast.root, idea)
    change(idea, market="900")
    shown = page_of(cast.root, idea)
    assert "It was made from other inputs than these: plan again." in shown
    assert beside in shown
    assert shown.index("It was made from other inputs") < shown.index("In the first year between")
    other = page_of(cast.cleo, idea)
    assert "It was made from other inputs than these: plan again." in other
    assert beside not in other


def test_what_no_plan_can_be_made_of_is_refused_in_words(cast: Cast, idea: Any) -> None:
    with pytest.raises(Refusal, match="more than 20 years ago"):
        change(idea, starts_on="1000-01-01")
    with pytest.raises(Refusal, match="has not come yet"):
        make("price-tests", launch=idea.pk, price="20", shown="5", bought="1", tested_on="2999-01-01")
    with pytest.raises(Refusal, match="more than zero"):
        make("price-tests", launch=idea.pk, price="0", shown="5", bought="1")
    change(idea, price="0")
    with pytest.raises(Refusal, match="at which price"):
        do("plan", idea)


def page_of(who: Any, launch: Any) -> str:
    return browser_of(who).get(f"/launches/{launch.pk}/plan").content.decode()


def test_a_plan_is_asked_for_with_what_it_takes_and_by_who_sees_all_orders(cast: Cast, idea: Any) -> None:
    bare = make("launches", name="Bare")
    with pytest.raises(Refusal, match="how many could be reached"):
        do("plan", bare)
    with pytest.raises(Refusal, match="one product like it"):
        do("plan", make("launches", name="Alone", market="100", price="5"))
    own = make("launches", cast.acting("ada"), name="Of Ada", market="100", price="5")
    with pytest.raises(Refusal, match="only who sees all"):
        do("plan", own, cast.acting("ada"))
    with pytest.raises(Forbidden):
        do("plan", idea, cast.acting("cleo"))
    do("plan", idea)
    idea.refresh_from_db()
    assert idea.status == Standing.WAITING
    assert Job.objects.filter(key=f"launch:{idea.pk}").count() == 1


def test_who_does_not_see_all_orders_sees_the_launch_but_not_its_plan(cast: Cast, idea: Any, known: Any) -> None:
    planned(idea, list(adopted(known.pk)))
    idea.owner = cast.ada
    idea.save()
    assert "year_low" not in registry["launches"].readable(cast.acting("ada").access)
    assert browser_of(cast.ada).get(f"/launches/{idea.pk}/").status_code == 200
    assert browser_of(cast.ada).get(f"/launches/{idea.pk}/plan").status_code == 404
    page = browser_of(cast.cleo).get(f"/launches/{idea.pk}/plan").content.decode()
    assert "First purchases by month" in page
    assert page.count("data-chart") == 2


def test_no_more_buy_or_have_the_need_than_were_asked(idea: Any) -> None:
    with pytest.raises(Refusal):
        make("launches", name="Wrong", having="5", asked="4")
    with pytest.raises(Refusal):
        make("price-tests", launch=idea.pk, price="20", shown="5", bought="6")
    with pytest.raises(Refusal):
        make("launch-analogues", launch=idea.pk, product=idea.analogues.get().product_id)
