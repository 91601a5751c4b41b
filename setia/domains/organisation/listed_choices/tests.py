"""A firm's own words in the lists that Setia brings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from setia.foundation import conditions
from setia.foundation.errors import Forbidden, Invalid
from setia.foundation.ledger import Entry
from setia.foundation.money import decimal
from setia.kit import exchange, verbs
from setia.kit.exchange.runs.importing import carry_on
from setia.kit.history import told
from setia.kit.resources import registry
from setia.kit.shaping.listed import make_choices
from setia.kit.shaping.model import ListedChoice
from tests.acting import SETIA, change, do, listed, make
from tests.cast import NOW, assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def order() -> Any:
    return make("orders", party=make("people", name="Bo Andersen").pk, total="100", currency="EUR", reference="A-1")


def in_force(call: Any, *arguments: Any, **values: Any) -> Any:
    with TestCase.captureOnCommitCallbacks(execute=True):
        return call(*arguments, **values)


def method(code: str) -> ListedChoice:
    return ListedChoice.objects.get(list="payment_method", code=code)


def methods() -> list[tuple[str, str]]:
    kind = registry["payments"].fields["method"].kind
    return kind.choices  # type: ignore[attr-defined, no-any-return]


def added(label: str = "Klarna instalments", **values: Any) -> ListedChoice:
    return in_force(make, "list-choices", list="payment_method", label=label, **values)  # type: ignore[no-any-return]


def test_everything_that_setia_brings_stands_there_to_be_changed_and_reads_as_before(order: Any) -> None:
    assert ListedChoice.objects.filter(list="payment_method").count() == 6
    with override("fr"):
        assert methods()[0] == ("transfer", "Virement")
    with CaptureQueriesContext(connection) as asked:
        methods()
    assert not [one for one in asked if "listedchoice" in one["sql"]]
    make_choices(ListedChoice, NOW)
    assert ListedChoice.objects.filter(list="payment_method").count() == 6


def test_a_choice_that_was_added_is_chosen_shown_asked_about_and_told(order: Any) -> None:
    choice = added()
    assert (choice.code, choice.position) == ("klarna", 70)
    done = do("record_payment", order, amount="40", method="Klarna instalments")
    payment = listed("payments", columns=["method", "amount"])[0]
    assert (payment["method"], str(decimal(payment["amount"], "EUR"))) == ("klarna", "40.00")
    assert len(listed("payments", where=conditions.parse('method = "klarna"'))) == 1
    said = told(Entry.objects.filter(act=done.act, noun="sales.order"), SETIA)
    assert "Klarna instalments" in str(said)
    back = do("refund", order, amount="5", method="klarna", reason="goodwill")
    assert back.ids


def test_a_choice_that_was_renamed_keeps_its_code_and_is_understood_by_its_old_name(order: Any) -> None:
    in_force(change, method("transfer"), label="Wire")
    with override("fr"):
        assert ("transfer", "Wire") in methods()
        assert ("card", "Carte") in methods()
    for words in ("Wire", "Bank transfer", "Virement", "transfer"):
        payment = make("payments", order=order.pk, amount="1", method=words)
        assert payment.method == "transfer"


def test_the_order_of_a_list_is_that_of_the_firm() -> None:
    in_force(change, method("cash"), position="1")
    assert [code for code, _label in methods()][:2] == ["cash", "transfer"]


def test_what_was_put_away_can_be_read_and_kept_but_not_chosen_anew(order: Any) -> None:
    payment = make("payments", order=order.pk, amount="10", method="cheque", reference="C-1")
    cheque = method("cheque")
    in_force(verbs.archive, registry["list-choices"], [cheque.pk], SETIA)
    with pytest.raises(Invalid, match="is not one of"):
        make("payments", order=order.pk, amount="10", method="cheque")
    change(payment, reference="C-2", method="cheque")
    assert len(listed("payments", where=conditions.parse("method = Cheque"))) == 1
    assert registry["payments"].fields["method"].kind.say("cheque", None) == "Cheque"  # type: ignore[arg-type]
    in_force(verbs.restore, registry["list-choices"], [cheque.pk], SETIA)
    assert make("payments", order=order.pk, amount="10", method="cheque").method == "cheque"


def test_a_list_keeps_a_choice_and_no_two_are_called_the_same() -> None:
    every = list(ListedChoice.objects.filter(list="payment_method").values_list("pk", flat=True))
    with pytest.raises(Invalid, match="At least one"):
        verbs.archive(registry["list-choices"], every, SETIA)
    for wrong in ({"label": "Cash"}, {"label": "Gold, silver"}, {"label": " "}, {"list": "stars", "label": "Sun"}):
        with pytest.raises(Invalid):
            make("list-choices", **{"list": "payment_method", **wrong})
    with pytest.raises(Invalid, match="stays with its list"):
        change(method("cash"), list="sector")


def test_a_file_brings_what_was_added_and_takes_it_out_again(order: Any, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    added()
    text = "order,amount,currency,paid on,method\nA-1,40,EUR,2026-02-10,Klarna Instalments\n"
    run = exchange.receive([text.encode()], "payments.csv", SETIA, resource="payments")
    exchange.start(run, SETIA)
    carry_on(run, SETIA)
    assert listed("payments", columns=["method"])[0]["method"] == "klarna"


def test_a_kind_of_business_that_a_firm_added_goes_from_the_lead_to_the_customer() -> None:
    choice = in_force(make, "list-choices", list="sector", label="Coffee roasters")
    lead = make("leads", person="Kim", company="Roast & Co", email="kim@roast.example", sector=choice.code)
    assert lead.sector == "coffee_roasters"
    do("note", make("people", name="Bo"), text="Called", kind="call", outcome="agreed")


def test_only_whoever_shapes_the_firm_changes_its_lists() -> None:
    cast = assemble(["sales.order"])
    with pytest.raises(Forbidden):
        make("list-choices", cast.acting("ada"), list="payment_method", label="Gold")
