"""`setia user` and `setia doctor`: who may sign in, and how the installation is."""

from __future__ import annotations

from typing import Any

import pytest

from setia.faces.cli import doctor, preparing
from setia.faces.cli.conftest import Setia
from setia.foundation.staff.models import Staff
from tests.acting import facts
from tests.cast import PASSWORD, assemble

pytestmark = pytest.mark.django_db

ADD = ("user", "add", "anna.snelling@setia.example", "--password-stdin")


def test_the_first_administrator_comes_from_here(setia: Setia) -> None:
    made = setia(*ADD, "--admin", typed=f"{PASSWORD}\n")
    assert (made.code, made.out) == (0, "Anna Snelling may now sign in as anna.snelling@setia.example.\n")
    anna = Staff.objects.get(email="anna.snelling@setia.example")
    assert anna.is_admin
    assert anna.check_password(PASSWORD)
    assert PASSWORD not in made.out + made.err
    assert {"staff.created", "staff.password_set"} == set(facts(anna))


def test_a_colleague_gets_a_name_and_roles(setia: Setia) -> None:
    assemble([])
    made = setia(*ADD, "--name", "Anna S.", "--role", "sells", "--role", "Serves", "--json", typed=PASSWORD)
    anna = Staff.objects.get(pk=made.data["id"])
    assert (anna.name, anna.is_admin) == ("Anna S.", False)
    assert sorted(anna.roles.values_list("name", flat=True)) == ["Sells", "Serves"]


@pytest.mark.parametrize(
    ("words", "typed", "code"),
    [
        ((*ADD, "--json"), "12345", 4),
        ((*ADD, "--json"), "", 4),
        ((*ADD, "--json", "--role", "Juggles"), PASSWORD, 3),
        ((*ADD, "--json", "--name", "x" * 1000), PASSWORD, 4),
        (("user", "add", "ada@setia.example", "--json"), PASSWORD, 4),
        (("user", "add", "ada", "--json"), PASSWORD, 4),
        (("user", "add", "--json"), PASSWORD, 4),
        (("user", "password", "nobody@setia.example", "--json"), PASSWORD, 3),
        (("user", "password", "ada@setia.example", "--json"), "12345", 4),
        ((*ADD, "--json", "--by", "dev@setia.example"), PASSWORD, 5),
        (("user", "password", "root@setia.example", "--json", "--by", "dev@setia.example"), PASSWORD, 5),
        (("user", "list", "--json", "--by", "dev@setia.example"), "", 5),
    ],
)
def test_no_account_comes_from_a_refusal(setia: Setia, words: tuple[str, ...], typed: str, code: int) -> None:
    assemble([])
    before = sorted(Staff.objects.values_list("email", "password"), key=str)
    answer = setia(*words, typed=typed)
    assert (answer.code, list(answer.refusal)) == (code, ["error", "message", "errors"])
    assert sorted(Staff.objects.values_list("email", "password"), key=str) == before


def test_a_password_is_replaced(setia: Setia) -> None:
    cast = assemble([])
    done = setia("user", "password", "ADA@setia.example", typed="another-good-horse\n")
    assert (done.code, done.out, done.err) == (0, "", "The password of ada@setia.example was changed.\n")
    cast.ada.refresh_from_db()
    assert cast.ada.check_password("another-good-horse")


def test_who_may_sign_in_is_listed(setia: Setia) -> None:
    cast = assemble([])
    rows = {row["email"]: row for row in setia("user", "list", "--json").data}
    assert rows["root@setia.example"] == {
        "id": cast.root.pk, "name": "Root Admin", "email": "root@setia.example", "admin": True, "active": True,
    }  # fmt: skip
    assert len(rows) == 6
    heading, *lines = setia("user", "list").out.splitlines()
    assert heading.split() == ["id", "name", "email", "admin", "active"]
    assert len(lines) == 6


def test_doctor_says_how_the_installation_is(setia: Setia) -> None:
    answer = setia("doctor", "--json")
    assert answer.code == 0
    found = {finding["name"]: finding for finding in answer.data}
    assert {"Python", "Data folder", "Disk", "Tables", "Ledger", "Jobs", "People", "Declarations"} <= set(found)
    assert (found["Tables"]["verdict"], found["Declarations"]["verdict"]) == ("ok", "ok")
    assert found["People"]["words"] == "nobody may sign in; make one: setia user add EMAIL --admin"
    setia(*ADD, "--admin", typed=PASSWORD)
    told = setia("doctor").out.splitlines()
    assert "ok    People: 1 administrators" in told
    assert len(told) == len(setia("doctor", "--json").data)


def test_doctor_ends_with_one_when_something_is_bad(setia: Setia, settings: Any) -> None:
    settings.DEBUG = True
    answer = setia("doctor", "--json")
    assert (answer.code, [f["name"] for f in answer.data if f["verdict"] == "bad"]) == (1, ["Debug"])
    assert "BAD   Debug: " in setia("doctor").out


def test_doctor_looks_and_never_touches(setia: Setia, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "pending", lambda: 3)
    monkeypatch.setattr(preparing, "go_to_end", lambda *_words, **_more: pytest.fail("doctor made tables"))
    answer = setia("doctor", "--json")
    assert {"name": "Tables", "verdict": "look", "words": "3 steps to do; run setia upgrade"} in answer.data
