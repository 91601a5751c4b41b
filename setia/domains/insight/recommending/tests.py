"""What managers are told of customers leads to a play in one step, for whoever may make one."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from setia.domains.insight.plays.model import Play
from setia.domains.insight.recommending.starting import start_of
from setia.domains.insight.scores.model import Score
from setia.domains.promises.promises.model import Promise
from setia.domains.sales.order_lines.model import OrderLine
from setia.domains.sales.orders.model import Order
from setia.foundation.access import Actor
from setia.foundation.conditions import parse
from setia.foundation.errors import Refusal
from setia.kit import reports, verbs
from setia.kit.findings import Finding
from setia.kit.reports import Row
from setia.kit.resources import registry
from tests.acting import change, do, listed, make, make_many
from tests.browsing import browser_of
from tests.cast import NOW, Cast
from tests.leaks.faces import Reader

pytestmark = pytest.mark.django_db
NAME = "what-to-change"


@pytest.fixture
def lost(cast: Cast) -> str:
    return losing(NOW.date())


@pytest.fixture
def lost_today(cast: Cast) -> str:
    """By the clock of the faces."""
    return losing(timezone.localdate())


def losing(today: date) -> str:
    """The key of: retail orders fewer mixers than half a year before, and medical does not."""
    product, other = (make("products", name=name) for name in ("Mixer", "Grinder"))
    for number in range(24):
        sector = "retail" if number < 12 else "medical"
        party = make("companies", name=f"Shop {number}", is_customer="yes", sector=sector)
        for sold, days in ((product, 250), (other, 240), (other, 60), *(((product, 50),) if number > 9 else ())):
            day = today - timedelta(days=days)
            order = Order.objects.create(
                party=party, ordered_on=day, status="confirmed", created_at=NOW, updated_at=NOW
            )
            OrderLine.objects.create(order=order, product=sold, created_at=NOW, updated_at=NOW)
    return f"losing_ground:product={product.pk} sector=retail"


def told(by: Actor) -> list[Row]:
    return list(reports.answered(reports.report_for(NAME, by), {}, by).rows)


def test_a_finding_about_customers_holds_what_a_play_with_them_begins_with(cast: Cast, lost: str) -> None:
    (row,) = told(cast.acting("root"))
    assert row.start is not None
    assert (str(row.start.label), row.start.resource) == ("Start a play", "plays")
    values = dict(row.start.values)
    assert values["name"] == "Win back for “Mixer”: Retail"
    assert values["where"] == 'is_customer = yes and sector = "retail"'
    assert values["task"] == "Call and ask what they use instead of “Mixer”, and what would bring them back."
    assert (values["reason"], values["finding"]) == ("“Mixer” loses Retail.", lost)
    assert (values["template"], values["success"], values["success_days"], values["way"]) == (
        "segment_lost", "order", "90", "call",
    )  # fmt: skip
    made = make("plays", cast.acting("root"), **values)
    assert do("plan", made, cast.acting("root")).answer["fitting"] == 12
    (said,) = listed("plays", columns=("finding", "reason"))
    field = registry["plays"].fields["finding"]
    assert field.kind.cell(field, said, None) == "Losing ground"  # type: ignore[arg-type]


def test_the_finding_shows_the_play_that_is_under_way_and_offers_no_second_one(cast: Cast, lost: str) -> None:
    root = cast.acting("root")
    (row,) = told(root)
    assert (row.values["play"], row.values["play_status"]) == (None, "")
    made = make("plays", root, **dict(row.start.values), control_share=50, purpose="contract")  # type: ignore[union-attr]
    assert [(one.values["play"], one.values["play_status"], one.start) for one in told(root)] == [
        (made.pk, "draft", None)
    ]
    do("start", made, root)
    assert [(one.values["play_status"], one.start) for one in told(root)] == [("running", None)]
    make("plays", root, task="Another", where="is_customer = yes")
    do("stop", made, root)
    (row,) = told(root)
    assert (row.values["play"], row.values["play_status"]) == (made.pk, "stopped")
    assert row.start, "it may be tried again"
    verbs.archive(registry["plays"], [made.pk], root)
    assert [one.values["play"] for one in told(root)] == [None]


def test_the_form_that_the_finding_leads_to_is_filled_in_and_makes_the_play(cast: Cast, lost_today: str) -> None:
    browser = browser_of(cast.root)
    page = browser.get(f"/reports/{NAME}/").content.decode()
    address = page.split('href="/plays/new?')[1].split('"')[0].replace("&amp;", "&")
    form = browser.get(f"/plays/new?{address}").content.decode()
    assert f'<input type="hidden" name="finding" value="{lost_today}">' in form
    assert "Call and ask what they use instead of “Mixer”" in form
    posted = {name: one for name, (one,) in parse_qs(urlsplit(f"/?{address}").query).items()}
    assert browser.post("/plays/new", posted).status_code == 302
    assert Play.objects.get().finding == lost_today
    page = browser.get(f"/reports/{NAME}/").content.decode()
    assert "/plays/new?" not in page
    assert "Win back for “Mixer”: Retail" in page
    assert "Losing ground" in browser.get(f"/plays/{Play.objects.get().pk}/").content.decode()


def test_programs_are_given_the_same_values(cast: Cast, lost_today: str) -> None:
    reader = Reader(cast.root)
    said = reader.api(f"reports/{NAME}").body
    assert '"start":{"label":"Start a play","resource":"plays","values":{' in said.replace(": ", ":")
    assert lost_today in said
    assert '"resource": "plays"' in reader.command("report", NAME, "--json").body


def test_who_may_not_start_plays_is_not_offered_one(cast: Cast, lost_today: str) -> None:
    (row,) = told(cast.acting("cleo", at=timezone.now()))
    assert row.start is None
    assert "/plays/new" not in browser_of(cast.cleo).get(f"/reports/{NAME}/").content.decode()
    role = cast.cleo.roles.get()
    role.grants["insight.play"] = {"sight": "all", "verbs": ["create"]}
    role.save()
    (row,) = told(cast.acting("cleo", at=timezone.now()))
    assert row.start is not None
    role.grants["insight.play"]["fields"] = {"reason": "hidden"}
    role.save()
    (row,) = told(cast.acting("cleo", at=timezone.now()))
    assert "reason" not in row.start.values  # type: ignore[union-attr]
    del role.grants["insight.play"]
    role.save()
    cleo = cast.acting("cleo", at=timezone.now())
    table = reports.answered(reports.report_for(NAME, cleo), {}, cleo)
    assert [column.name for column in table.columns] == ["about", "words"]
    assert [row.start for row in table.rows] == [None]


def test_a_play_that_may_not_be_seen_is_known_to_be_there_and_no_more(cast: Cast, lost_today: str) -> None:
    role = cast.cleo.roles.get()
    role.grants["insight.play"] = {"sight": "own", "verbs": ["create"]}
    role.save()
    root = cast.acting("root", at=timezone.now())
    (row,) = told(root)
    make("plays", root, **dict(row.start.values))  # type: ignore[union-attr]
    (row,) = told(cast.acting("cleo", at=timezone.now()))
    assert (row.values["play__name"], row.values["play_status"], row.start) == (None, "", None)
    page = browser_of(cast.cleo).get(f"/reports/{NAME}/").content.decode()
    assert "Win back" not in page
    assert "not visible to you" in page


def test_broken_promises_lead_to_a_play_with_those_who_were_let_down(cast: Cast) -> None:
    party = make("companies", name="Shop")
    for number in range(20):
        made = make("promises", name="In a day", party=party.pk, due_on="2026-02-20", made_on="2026-02-10",
                    source="advertisement" if number < 5 else "call", owner=cast.ada.pk)  # fmt: skip
        Promise.objects.filter(pk=made.pk).update(status="broken" if number < 5 else "kept", ended_on="2026-02-21")
    (row,) = told(cast.acting("root"))
    assert row.start is not None
    assert (row.start.values["circle"], row.start.values["purpose"]) == ("let_down", "contract")
    made = make("plays", cast.acting("root"), **dict(row.start.values))
    assert do("plan", made, cast.acting("root")).answer["fitting"] == 1


def test_a_price_leads_to_no_play(cast: Cast) -> None:
    assert start_of(Finding("Raise it", 1.0, "price-responses", "id = 1"), "", "", cast.acting("root")) is None


def scored(sector: str, staying: list[int | None]) -> None:
    parties = make_many("parties", [
        {"name": f"{sector} {n}", "kind": "company", "sector": sector, "is_customer": True} for n in range(len(staying))
    ])  # fmt: skip
    day = NOW.date()
    Score.objects.bulk_create(
        Score(party=party, as_of=day, first_on=day, last_on=day, bought=2, spent=0, staying=one, created_at=NOW,
              updated_at=NOW)
        for party, one in zip(parties, staying, strict=True)
    )  # fmt: skip


def test_managers_are_told_of_which_kind_of_customers_more_are_leaving_than_usual(cast: Cast) -> None:
    scored("retail", [20] * 12 + [90] * 3)
    scored("medical", [20] * 5 + [90] * 45)
    scored("finance", [20] * 9)
    scored("technology", [None] * 40)
    (row,) = told(cast.acting("root"))
    assert row.values["words"] == ("Customers are leaving: Retail. 12 of 15 have probably left for good, usually 35%.")
    assert len(listed(row.resource, where=parse(row.where), columns=("staying",))) == 12
    made = make("plays", cast.acting("root"), **dict(row.start.values))  # type: ignore[union-attr]
    assert do("plan", made, cast.acting("root")).answer["fitting"] == 12
    assert told(cast.acting("gil")) == [], "who sees no orders of theirs is told of none"


def test_a_play_keeps_which_finding_led_to_it(cast: Cast, lost: str) -> None:
    root = cast.acting("root")
    with pytest.raises(Refusal, match="Nothing is found under this name"):
        make("plays", root, task="Call", where="is_customer = yes", finding="nobody:knows")
    made = make("plays", root, task="Call", where="is_customer = yes", finding=lost, control_share=50,
                purpose="contract")  # fmt: skip
    do("start", made, root)
    with pytest.raises(Refusal, match="stays as it was"):
        change(made, root, finding="")
    change(made, root, reason="They said so at the fair.")
