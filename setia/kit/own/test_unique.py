"""Fields of a firm's own of which no two records have the same value."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from setia.foundation.errors import Invalid
from setia.kit import exchange, guards, verbs
from setia.kit.exchange.runs.importing import carry_on
from setia.kit.own import indexing
from setia.kit.resources import registry
from setia.kit.shaping.model import OwnField
from setia.kit.undoing import undo
from tests.acting import SETIA, change, make, make_many
from tests.shaping import define, field, redefine

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract() -> OwnField:
    return define("text", label="Contract", is_unique="yes")


@pytest.fixture
def first(contract: OwnField) -> Any:
    return make("companies", name="First", own_contract="C-1")


def test_no_two_records_in_use_have_the_same(first: Any, contract: OwnField) -> None:
    assert contract.index_state == "ready"
    with pytest.raises(Invalid, match="Another record has the Contract “C-1” already"):
        make("companies", name="Second", own_contract="C-1")
    second = make("companies", name="Second", own_contract="C-2")
    with pytest.raises(Invalid, match="already"):
        change(second, own_contract="C-1")
    change(first, own_contract="C-1", city="Lyon")
    make("companies", name="Third")
    make("companies", name="Fourth")


def test_what_is_put_away_does_not_count_but_does_not_come_back_beside_another(first: Any) -> None:
    verbs.archive(registry["companies"], [first.pk], SETIA)
    make("companies", name="Second", own_contract="C-1")
    with pytest.raises(Invalid, match="already"):
        verbs.restore(registry["companies"], [first.pk], SETIA)


def test_records_written_together_are_compared_with_each_other_and_may_change_places(
    first: Any, contract: OwnField
) -> None:
    path = field(contract).path
    with pytest.raises(Invalid, match="“C-9” already"):
        make_many("companies", [{"kind": "company", "name": name, path: "C-9"} for name in ("A", "B")])
    second = make("companies", name="Second", own_contract="C-2")
    done = change(second, own_contract="")
    change(first, own_contract="C-2")
    with pytest.raises(Invalid):
        undo(done.act, SETIA)


def test_of_two_who_write_at_once_the_database_refuses_the_second(
    first: Any, contract: OwnField, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guards, "judge", lambda *_some: None)
    with pytest.raises(Invalid) as refused:
        make("companies", name="Second", own_contract="C-1")
    assert refused.value.errors == {"own_contract": ["Another record has this Contract already."]}


def test_rows_of_a_file_are_refused_one_by_one(first: Any, settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    text = "name,Contract\nSecond,C-1\nThird,C-3\nFourth,C-3\n"
    run = exchange.receive([text.encode()], "companies.csv", SETIA, resource="companies")
    tried = exchange.dry_run(exchange.sheet_of(run), exchange.plan_of(run), SETIA)
    exchange.start(run, SETIA)
    carry_on(run, SETIA)
    run.refresh_from_db()
    assert (tried.new, tried.refused) == (run.new, run.refused) == (1, 2)


def test_what_is_there_twice_cannot_be_kept_from_it_before_it_was_put_right() -> None:
    plain = define("whole", label="Shelf")
    one, _other = (make("companies", name=name, own_shelf=7) for name in ("A", "B"))
    with pytest.raises(Invalid, match="Several records have “7” already"):
        redefine(plain, is_unique="yes")
    change(one, own_shelf=8)
    assert redefine(plain, is_unique="yes").index_state == "ready"
    with pytest.raises(Invalid):
        change(one, own_shelf=7)
    redefine(plain, is_unique="")
    indexing.bring_in_line.call(plain.pk)
    change(one, own_shelf=7)


def test_a_field_without_an_order_cannot_be_unique() -> None:
    for kind in ("flag", "long_text", "choices", "reference"):
        with pytest.raises(Invalid, match="no two records"):
            define(kind, is_unique="yes")
    assert not OwnField.objects.exists()
