"""Fields that a firm added are columns of the marts, for whoever may know them, from the next refresh on."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from setia.domains.insight.warehouse import store
from setia.domains.privacy.erasures import running
from setia.domains.privacy.erasures.model import Erasure
from setia.foundation.access import Access, Actor, Grant, system
from setia.foundation.errors import Invalid
from setia.foundation.staff.rights import new_token
from setia.kit import verbs
from setia.kit.marts import MartColumn, columns_for, columns_of, marts, warehouse
from setia.kit.resources import registry
from setia.kit.shaping.model import OwnField
from setia.kit.undoing import undo
from tests.acting import SETIA, change, do, make
from tests.browsing import browser_of, words
from tests.cast import NOW, assemble
from tests.shaping import define, in_force, redefine
from tests.warehouse.conftest import kept, refreshed, rows

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quickly")]

TOLD = {
    "text": ("parking behind the house", "parking behind the house", "text"),
    "whole": ("12", 12, "whole"),
    "number": ("1234567.125", Decimal("1234567.125"), "number"),
    "amount": ("19.90", 1990, "whole"),
    "flag": ("yes", True, "flag"),
    "day": ("2026-02-28", date(2026, 2, 28), "day"),
    "moment": ("2026-02-28T12:30:00Z", datetime(2026, 2, 28, 12, 30), "moment"),
    "choice": ("silver", "silver", "text"),
    "choices": ("red, blue", "|red|blue|", "text"),
}
"""For each kind of field what is given, what an analyst finds, and as what."""


def analyst(**grants: Grant) -> Actor:
    access = Access(staff_id=None, grants={"parties.party": Grant("all", frozenset()), **grants})
    return Actor(None, "Ana", access, "web", NOW)


def put_away(defined: OwnField, verb: Any = verbs.archive) -> None:
    in_force(verb, registry["own-fields"], [defined.pk], SETIA)


def names(mart: str, by: Actor = SETIA) -> list[str]:
    return [column.name for column in columns_for(marts()[mart], by) if column.name.startswith("own_")]


def test_every_kind_of_field_is_a_column_of_its_type() -> None:
    fields = {kind: define(kind) for kind in TOLD}
    make("companies", name="Acme", **{fields[kind].name: given for kind, (given, _found, _type) in TOLD.items()})
    make("companies", name="Empty")
    refreshed()
    asked = ", ".join(field.name for field in fields.values())
    nothing = tuple(False if kind == "flag" else None for kind in TOLD)
    assert rows(f"SELECT {asked} FROM parties ORDER BY id") == [  # noqa: S608
        tuple(found for _given, found, _type in TOLD.values()), nothing,
    ]  # fmt: skip
    answer = warehouse().ask(f"SELECT {asked} FROM parties ORDER BY id", SETIA)  # noqa: S608
    assert list(answer.types) == [type_ for _given, _found, type_ in TOLD.values()]
    about = {column.name: str(column.about) for column in columns_of(marts()["parties"])}
    assert about[fields["amount"].name] == "Credit limit – in the smallest unit of EUR"
    assert about[fields["choice"].name] == "Level – one of: bronze, silver, gold"
    assert "|red|" in about[fields["choices"].name]


def test_what_is_said_in_words_about_somebody_or_leads_to_them_is_no_column() -> None:
    for kind in ("long_text", "email", "phone", "link"):
        define(kind)
    define("text", label="Nickname", is_personal=True, purpose="To greet them")
    level = define("choice", is_personal=True, purpose="To serve them")
    define("formula", label="Doubled", expression="employees * 2")
    assert names("parties") == [level.name]


def test_a_field_of_another_noun_is_in_the_mart_of_that_noun_alone() -> None:
    rate = define("number", noun="sales.opportunity")
    product = define("reference", noun="sales.opportunity")
    bo = make("people", name="Bo")
    make("opportunities", party=bo.pk, name="Deal", amount="70", **{rate.name: "0.5"})
    refreshed()
    assert rows(f"SELECT {rate.name}, {product.name} FROM opportunities") == [(Decimal("0.5"), None)]  # noqa: S608
    assert names("parties") == []
    seeing = {"sales.opportunity": Grant("all", frozenset())}
    assert names("opportunities", analyst(**seeing)) == [rate.name]
    assert len(names("opportunities", analyst(**seeing, **{"catalog.product": Grant("all", frozenset())}))) == 2


def test_until_the_next_refresh_a_new_field_is_told_of_and_stands_in_nobodys_way() -> None:
    make("companies", name="Acme")
    refreshed()
    points = define("whole")
    assert next(one.lacks for one in warehouse().standing(SETIA).marts if one.name == "parties") == {points.name}
    assert len(warehouse().ask("SELECT * FROM parties", SETIA).rows) == 1
    with pytest.raises(Invalid) as refused:
        warehouse().ask(f"SELECT {points.name} FROM parties", SETIA)  # noqa: S608
    assert points.name in refused.value.errors["sql"][0]
    refreshed()
    assert warehouse().ask(f"SELECT {points.name} FROM parties", SETIA).rows == [[None]]  # noqa: S608
    assert not any(one.lacks for one in warehouse().standing(SETIA).marts)
    redefine(points, label="Other points")
    assert refreshed().parts == 0, "what it is called in words is not in the files"
    put_away(points)
    assert points.name not in warehouse().ask("SELECT * FROM parties", SETIA).columns
    refreshed()
    assert points.name not in [name for (name, *_more) in rows("DESCRIBE parties")]


def test_page_and_program_are_told_of_each_column_and_whether_it_is_there_yet() -> None:
    root = assemble(["parties.party"]).root
    make("companies", name="Acme")
    refreshed()
    points = define("whole", help="Ten for each coffee")
    bearer = {"Authorization": f"Bearer {new_token(root, 'reckons', ['*'], NOW)}"}

    def told() -> tuple[str, Any]:
        marts_told = Client(headers=bearer).get("/api/v1/marts").json()["data"]
        (parties,) = [mart["columns"] for mart in marts_told if mart["name"] == "parties"]
        return words(browser_of(root).get("/warehouse/")), [c for c in parties if c["name"].startswith("own_")]

    column = {"name": points.name, "type": "whole", "about": "Loyalty points – Ten for each coffee"}
    page, columns = told()
    assert columns == [{**column, "is_there": False}]
    assert "Loyalty points – Ten for each coffee" in page
    assert page.count("(from the next refresh on)") == 1
    refreshed()
    page, columns = told()
    assert columns == [{**column, "is_there": True}]
    assert "(from the next refresh on)" not in page


def test_what_changes_in_own_fields_is_brought_up_to_date_to_the_byte(settings: Any, tmp_path: Path) -> None:
    level, points, colours = define("choice"), define("whole"), define("choices")
    some = [make("companies", name=f"Firm {n}", **{points.name: str(n)}) for n in range(20)]
    one, other = settings.DATA_DIR, tmp_path / "other"
    other.mkdir()
    refreshed()

    def alike() -> None:
        refreshed()
        settings.DATA_DIR, brought_up = other, kept()
        refreshed(full=True)
        assert kept() == brought_up
        settings.DATA_DIR = one

    change(some[3], **{level.name: "gold", points.name: "", colours.name: "red"})
    act = change(some[17], **{points.name: "99"}).act
    assert refreshed().parts == 4, "only the two parts in which something changed, here and in what is made of them"
    alike()
    undo(act, SETIA)
    put_away(points)
    define("day")
    do("merge", some[1], other=some[2].pk)
    alike()
    put_away(points, verbs.restore)
    alike()
    assert rows(f"SELECT {points.name} FROM parties WHERE id = {some[17].pk}") == [(17,)]  # noqa: S608


def test_who_may_not_know_a_field_finds_no_column_no_value_and_no_question_about_it() -> None:
    points, level = define("whole"), define("choice")
    make("companies", name="Acme", **{points.name: "12", level.name: "gold"})
    refreshed()
    hiding = Grant("all", frozenset(), {points.name: "hidden"})
    some = replace(analyst(), access=Access(staff_id=None, grants={"parties.party": hiding}))
    assert names("parties", some) == [level.name]
    assert points.name not in warehouse().ask("SELECT * FROM parties", some).columns
    for sql in (f"SELECT {points.name} FROM parties", f"SELECT 1 FROM parties WHERE {points.name} = 12",  # noqa: S608
                f"SELECT p.{points.name} FROM parties AS p", f"SELECT max(COLUMNS('{points.name}')) FROM parties"):  # noqa: S608  # fmt: skip
        with pytest.raises(Invalid) as refused:
            warehouse().ask(sql, some)
        assert "12" not in json.dumps(refused.value.errors).replace(sql, "").replace("= 12", "")
    path = warehouse().file_of("parties", some)
    content = path.read_bytes()
    path.unlink()
    assert points.name.encode() not in content
    assert level.name.encode() in content


def test_what_others_ask_of_a_field_is_shown_only_to_who_may_know_it() -> None:
    points = define("whole")
    asker = assemble(["parties.party"]).acting("root")
    warehouse().keep("Best first", f"SELECT id FROM parties ORDER BY {points.name}", asker, is_shared=True)  # noqa: S608
    hiding = Grant("all", frozenset(), {points.name: "hidden"})
    some = replace(analyst(), access=Access(staff_id=None, grants={"parties.party": hiding}))
    assert "Best first" not in [one.name for one in warehouse().questions(some)]
    assert "Best first" in [one.name for one in warehouse().questions(analyst())]
    put_away(points)
    assert "Best first" not in [one.name for one in warehouse().questions(analyst())]


def test_of_whoever_was_erased_nothing_is_left_in_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "BREATH", 0)
    text, level = define("text"), define("choice")
    bo = make("people", name="Bo", **{text.name: "zanzibar-7", level.name: "gold"})
    cy = make("people", name="Cy", **{text.name: "other"})
    referee = define("reference", label="Referee", noun="sales.order", refers_to="parties.party")
    make("orders", party=cy.pk, total="10", status="confirmed", ordered_on="2026-02-01", **{referee.name: str(bo.pk)})
    refreshed()
    assert rows(f"SELECT {referee.name} FROM purchases") == [(bo.pk,)]  # noqa: S608
    assert rows(f"SELECT {text.name} FROM parties WHERE id = {bo.pk}") == [("zanzibar-7",)]  # noqa: S608
    do("erase", make("privacy-requests", kind="erasure", party=bo.pk, received_on="2026-03-01"))
    running.run(Erasure.objects.get(party=bo).pk, system("job", NOW), lambda *told: None)
    refreshed()
    assert rows(f"SELECT {text.name}, {level.name} FROM parties") == [("other", None)]  # noqa: S608
    assert rows(f"SELECT {referee.name} FROM purchases") == [(None,)]  # noqa: S608
    now = store.current()
    assert now is not None
    assert not [file for file in now.path.rglob("*.parquet") if b"zanzibar" in file.read_bytes()]


@pytest.mark.any_database
def test_a_column_of_another_field_with_the_same_name_is_not_taken_for_it() -> None:
    before = MartColumn("own_level", "text", "", "own_level", "custom__text_3")
    files = store.MartFiles("", {}, {"own_level": before.made_of})
    assert files.has(before)
    assert not files.has(replace(before, path="custom__text_4"))
    assert not files.has(replace(before, type="whole"))
    assert not store.MartFiles("", {}, None).has(before), "files of before fields of one's own were in the marts"
    assert store.MartFiles("", {}, None).has(MartColumn("city", "text", "", "city"))
