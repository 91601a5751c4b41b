"""Fields that a firm added and that lead to somebody who is erased."""

from __future__ import annotations

from typing import Any

import pytest

from setia.domains.parties.parties.model import Party
from setia.domains.privacy.erasures import running
from setia.domains.privacy.erasures.model import Erasure
from setia.domains.privacy.erasures.paper import proof_of
from setia.domains.privacy.erasures.previewing import preview_of_erasure
from setia.domains.privacy.erasures.running import run
from setia.domains.sales.models import Order
from setia.foundation.access import system
from setia.foundation.errors import Invalid
from setia.foundation.ledger import Entry
from setia.kit import verbs
from setia.kit.resources import registry
from setia.kit.shaping.model import OwnField
from tests.acting import SETIA, change, do, make, make_many
from tests.cast import NOW
from tests.shaping import define, in_force

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(running, "BREATH", 0)
    monkeypatch.setattr(running, "BATCH", 2)


@pytest.fixture
def zelda() -> Party:
    return make("people", first_name="Zelda", last_name="Quistrup", email="zelda@bolt.example")


@pytest.fixture
def bo() -> Party:
    return make("people", name="Bo Andersen")


@pytest.fixture
def referee() -> OwnField:
    """Who recommended us, kept with each order."""
    return define("reference", noun="sales.order", label="Referee", refers_to="parties.party")


def path(defined: OwnField) -> str:
    return f"custom__whole_{defined.pk}"


def ordered(by: Party, referee: OwnField, value: Party, count: int = 1) -> list[Any]:
    row = {"party_id": by.pk, "total": 100, "currency": "EUR", path(referee): value.pk}
    return make_many("orders", [dict(row) for _n in range(count)])


def erase(person: Party) -> Erasure:
    do("erase", make("privacy-requests", kind="erasure", party=person.pk, received_on="2026-03-01"))
    return finish(person)


def finish(person: Party) -> Erasure:
    erasure = Erasure.objects.get(party=person)
    assert run(erasure.pk, system("job", NOW), lambda done, total, note: None)
    erasure.refresh_from_db()
    return erasure


def led_to(referee: OwnField) -> list[Any]:
    return [(order.custom or {}).get(f"whole_{referee.pk}") for order in Order.objects.order_by("pk")]


def test_fields_of_others_that_led_to_somebody_erased_are_emptied_in_batches_and_the_proof_says_so(
    zelda: Party, bo: Party, referee: OwnField
) -> None:
    orders = ordered(bo, referee, zelda, 5) + ordered(bo, referee, bo)
    verbs.archive(registry["orders"], [orders[0].pk], SETIA)
    lines = {str(line.words): line.number for line in preview_of_erasure(zelda, SETIA)}
    assert lines["Orders stay; the field that leads to this person is emptied"] == 5
    versions = [order.version for order in orders]
    erasure = erase(zelda)
    assert led_to(referee) == [None] * 5 + [bo.pk]
    assert erasure.counts["sales.order:led"] == 5
    assert "Orders, where a field led to the person: 5" in proof_of(erasure, SETIA).body.decode()
    after = list(Order.objects.order_by("pk").values_list("version", flat=True))
    assert after == [versions[0] + 2, *(version + 1 for version in versions[1:5]), versions[5]]
    entry = Entry.objects.filter(noun="sales.order", record_id=orders[1].pk).latest("pk")
    assert (entry.kind, entry.data) == ("order.cleared", {"dropped": ["own_referee"]})


def test_the_history_of_others_does_not_lead_to_somebody_erased_any_more(
    zelda: Party, bo: Party, referee: OwnField
) -> None:
    (order,) = ordered(bo, referee, bo)
    change(order, own_referee=zelda.pk, about="Taps")
    change(order, own_referee=bo.pk)
    erase(zelda)
    told = Entry.objects.filter(noun="sales.order", record_id=order.pk).order_by("pk")
    values = [entry.data["changes"].get(path(referee)) for entry in told if "changes" in entry.data]
    assert values == [[bo.pk, None], [None, bo.pk]]
    assert led_to(referee) == [bo.pk]


def test_a_field_that_was_put_away_is_emptied_as_well(zelda: Party, bo: Party, referee: OwnField) -> None:
    ordered(bo, referee, zelda)
    size = define("text", noun="parties.party", label="Size", is_personal="yes", purpose="To fit a suit")
    change(zelda, own_size="Forty-two")
    for defined in (referee, size):
        in_force(verbs.archive, registry["own-fields"], [defined.pk], SETIA)
    erase(zelda)
    zelda.refresh_from_db()
    assert (led_to(referee), zelda.custom) == ([None], None)


def test_nobody_lets_a_field_lead_to_somebody_who_was_erased(zelda: Party, bo: Party, referee: OwnField) -> None:
    (order,) = ordered(bo, referee, bo)
    do("erase", make("privacy-requests", kind="erasure", party=zelda.pk, received_on="2026-03-01"))
    with pytest.raises(Invalid, match="erased"):
        ordered(bo, referee, zelda)
    change(order, about="Taps")
    finish(zelda)
    assert led_to(referee) == [bo.pk]


def test_what_goes_with_a_person_leaves_no_number_behind(zelda: Party, bo: Party) -> None:
    about = define("reference", noun="sales.order", label="Because of", refers_to="needs.need")
    need = make("needs", party=zelda.pk, name="Rope", importance=3)
    ordered(bo, about, need)
    erasure = erase(zelda)
    assert (led_to(about), erasure.counts["needs.need"]) == ([None], 1)


def test_whoever_is_killed_while_fields_are_emptied_goes_on(
    zelda: Party, bo: Party, referee: OwnField, monkeypatch: pytest.MonkeyPatch
) -> None:
    ordered(bo, referee, zelda, 5)
    do("erase", make("privacy-requests", kind="erasure", party=zelda.pk, received_on="2026-03-01"))
    emptied = running.Lead.let_go
    steps: list[int] = []

    def let_go_once(lead: Any, *args: Any) -> int:
        if steps:
            raise KeyboardInterrupt
        steps.append(1)
        return emptied(lead, *args)

    monkeypatch.setattr(running.Lead, "let_go", let_go_once)
    with pytest.raises(KeyboardInterrupt):
        finish(zelda)
    assert led_to(referee).count(zelda.pk) == 3
    monkeypatch.setattr(running.Lead, "let_go", emptied)
    assert finish(zelda).counts["sales.order:led"] == 5
    assert led_to(referee) == [None] * 5
