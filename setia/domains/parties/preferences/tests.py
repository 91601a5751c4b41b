"""What is known of somebody's wishes says how we know, and what they said counts more than what they did."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from setia.domains.parties.consents.model import Channel
from setia.domains.parties.preferences.deriving import derive_next, derive_preferences, most_used
from setia.domains.parties.preferences.model import Preference, PreferenceKind
from setia.domains.parties.preferences.winning import is_quiet, preferred
from setia.foundation import ledger
from setia.foundation.errors import Invalid
from setia.foundation.formats import reader_for
from setia.kit.resources import registry
from setia.kit.undoing import undo
from tests.acting import SETIA, change, do, make
from tests.cast import assemble

pytestmark = pytest.mark.django_db
CHANNEL = PreferenceKind.CHANNEL


@pytest.fixture
def bo() -> Any:
    return make("people", name="Bo Andersen")


def prefers(party: Any, kind: str, value: str, **more: Any) -> Any:
    return make("preferences", party=party.pk, kind=kind, value=value, **more)


def calls(party: Any, count: int, kind: str = "call") -> None:
    for number in range(count):
        do("note", party, text=f"Number {number}", kind=kind, direction="in")


def derived(party: Any) -> list[tuple[str, str, str]]:
    derive_preferences.call()
    rows = Preference.objects.filter(party=party, basis="derived", archived_at__isnull=True)
    return list(rows.values_list("kind", "value", "evidence"))


def test_what_somebody_says_is_kept_with_where_and_when(bo: Any) -> None:
    said = prefers(bo, "like", "Oak and linen", said_by="form")
    assert (said.basis, said.said_on, said.said_by) == ("stated", SETIA.today, "form")
    with pytest.raises(Invalid, match="already there"):
        prefers(bo, "like", "oak AND linen")


@pytest.mark.parametrize("text", ["E-mail", "email", "EMAIL", "courriel"])
def test_a_channel_is_understood_in_every_language(bo: Any, text: str) -> None:
    if text == "courriel":
        with pytest.raises(Invalid, match="one of"):
            prefers(bo, "channel", text)
        return
    assert prefers(bo, "channel", text).value == "email"


def test_a_channel_has_hours_and_nothing_else_has(bo: Any) -> None:
    prefers(bo, "channel", "phone", from_hour="9", to_hour="18")
    for hour, quiet in ((8, True), (9, False), (17, False), (18, True)):
        assert is_quiet(bo.pk, Channel.PHONE, datetime(2026, 3, 2, hour, 30, tzinfo=UTC)) is quiet
    assert not is_quiet(bo.pk, Channel.EMAIL, datetime(2026, 3, 2, 3, tzinfo=UTC))
    for kind, first, last in (("like", "9", ""), ("channel", "18", "9"), ("channel", "25", "")):
        with pytest.raises(Invalid):
            prefers(bo, kind, "email", from_hour=first, to_hour=last)


def test_the_way_they_get_in_touch_becomes_a_preference_with_its_evidence(bo: Any) -> None:
    calls(bo, 2)
    assert derived(bo) == []
    calls(bo, 2)
    calls(bo, 1, "email")
    assert derived(bo) == [("channel", "phone", "4/5")]
    do("note", bo, text="We called", kind="call", direction="out")
    assert derived(bo) == [("channel", "phone", "4/5")]


def test_what_they_said_counts_more_than_what_they_did(bo: Any) -> None:
    calls(bo, 5)
    derived(bo)
    assert preferred([bo.pk], CHANNEL) == {bo.pk: "phone"}
    prefers(bo, "channel", "post")
    assert preferred([bo.pk], CHANNEL) == {bo.pk: "post"}
    assert derived(bo) == [("channel", "phone", "5/5")]
    assert preferred([bo.pk], CHANNEL) == {bo.pk: "post"}


def test_payments_show_the_method_they_prefer_also_those_of_an_import(bo: Any) -> None:
    order = make("orders", party=bo.pk, currency="EUR")
    make("order-lines", order=order.pk, description="Chair", quantity="1", unit_price="100")
    do("confirm", order)
    for method in ("card", "card", "transfer", "card"):
        do("record_payment", order, amount="10", method=method)
    assert derived(bo) == [("payment", "card", "3/4")]
    act = do("record_payment", order, amount="10", method="transfer").act
    assert derived(bo) == [("payment", "card", "3/5")]
    do("record_payment", order, amount="10", method="transfer")
    assert derived(bo) == []
    undo(act, SETIA)
    assert derived(bo) == [("payment", "card", "3/5")]


def test_whoever_changes_a_derived_preference_states_it(bo: Any) -> None:
    calls(bo, 5)
    derived(bo)
    cast = assemble(["parties.party"])
    do("assign", bo, owner=cast.ada.pk)
    (row,) = Preference.objects.filter(party=bo)
    change(row, cast.acting("ada"), value="email")
    assert (row.value, row.basis) == ("email", "stated")


def test_the_ledger_is_read_once_from_where_the_last_round_ended(bo: Any) -> None:
    calls(bo, 4)
    until = ledger.complete_until()
    assert until is not None
    rounds = 0
    while derive_next(until, size=2):
        rounds += 1
    assert rounds >= 2
    assert not derive_next(until)
    assert ledger.Follower.objects.get(name="preferences").position == until


def test_a_favourite_must_be_clear() -> None:
    assert most_used([(1, "card", 2)]) == {}
    assert most_used([(1, "card", 5), (1, "cash", 4)]) == {}
    assert most_used([(1, "card", 6), (1, "cash", 4)])[1].evidence == "6/10"


def test_a_preference_is_read_in_the_language_of_the_reader() -> None:
    kind = registry["preferences"].fields["value"].kind
    assert kind.say("email", reader_for("en")) == "E-mail"
    assert kind.say("Oak", reader_for("en")) == "Oak"
