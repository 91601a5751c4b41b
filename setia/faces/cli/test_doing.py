"""`setia do`: verbs from the command line."""

from __future__ import annotations

import pytest

from setia.faces.cli.conftest import Setia
from setia.foundation.staff.models import Token
from tests.acting import facts, make
from tests.cast import assemble

pytestmark = pytest.mark.django_db


def test_a_record_is_made_and_changed(setia: Setia) -> None:
    made = setia("do", "create", "companies", "--name", "Acme", "--founded-in=1996", "--json")
    assert (made.code, list(made.data)) == (0, ["ids", "act"])
    number = made.data["ids"][0]
    changed = setia("do", "change", f"companies:{number}", "--city", "Lyon")
    assert (changed.code, changed.out) == (0, f"companies:{number} change\n")
    data = setia("show", "companies", number, "--json").data
    assert (data["name"], data["founded_in"], data["city"], data["version"]) == ("Acme", 1996, "Lyon", 2)


def test_a_verb_takes_its_inputs_by_name(setia: Setia, stages: None) -> None:
    deal = make("opportunities", name="Chairs", currency="EUR", opened_on="2026-01-05")
    won = setia("do", "win", f"opportunities:{deal.pk}", "--on", "2026-03-01", "--amount", "250.00", "--json")
    assert (won.code, won.err) == (0, "")
    assert (won.code, won.data["ids"]) == (0, [deal.pk])
    data = setia("show", "opportunities", deal.pk, "--json").data
    assert (data["status"], data["closed_on"], data["amount"]) == ("won", "2026-03-01", "250.00")


def test_a_missing_input_is_named(setia: Setia, stages: None) -> None:
    deal = make("opportunities", name="Chairs")
    answer = setia("do", "lose", f"opportunities:{deal.pk}", "--json")
    assert (answer.code, list(answer.refusal["errors"])) == (4, ["because"])


def test_a_record_is_put_away_and_brought_back(setia: Setia) -> None:
    brand = make("brands", name="GTX")
    for verb, there in (("archive", "0\n"), ("restore", "1\n")):
        assert setia("do", verb, f"brands:{brand.pk}").code == 0
        assert setia("show", "brands", "--count").out == there
    assert setia("do", "archive", f"brands:{brand.pk}", "--name", "X").code == 2
    assert setia("show", "brands", "--count").out == "1\n"


def test_a_verb_may_answer_once_with_a_secret(setia: Setia) -> None:
    cast = assemble([])
    issue = ("do", "issue_token", f"staff:{cast.ada.pk}", "--name", "Shop")
    secret = setia(*issue, "--json").data["secret"]
    assert len(secret) > 20
    assert Token.objects.get().owner == cast.ada
    assert setia(*issue).out.startswith("secret: ")


def test_only_those_with_the_right_do_it(setia: Setia, stages: None) -> None:
    cast = assemble(["sales.opportunity"])
    deal = make("opportunities", name="Hers", owner=cast.ada.pk)
    win = ("do", "win", f"opportunities:{deal.pk}", "--json", "--by")
    assert setia(*win, "gil@setia.example").code == 3, "Gil cannot see it"
    refused = setia(*win, "cleo@setia.example")
    assert (refused.code, refused.refusal["error"]) == (5, "forbidden"), "Cleo may only look"
    assert facts(deal) == ["opportunity.created"]
    assert setia(*win, "ada@setia.example").code == 0


def test_a_rule_that_says_no_is_a_refusal(setia: Setia, stages: None) -> None:
    deal = make("opportunities", name="Chairs")
    answer = setia("do", "reopen", f"opportunities:{deal.pk}", "--json")
    assert answer.code == 1
    assert answer.refusal == {
        "error": "refused", "message": "“Chairs” is open already.", "errors": {"": ["“Chairs” is open already."]},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("juggle", "companies:{}"), 3),
        (("change", "companies:999999", "--name", "X"), 3),
        (("change", "companies", "--name", "X"), 3),
        (("change", "unicorns:1", "--name", "X"), 3),
        (("change", "companies:{}", "--colour", "red"), 4),
        (("change", "companies:{}", "--employees", "many"), 4),
        (("change", "companies:{}", "--name", "A\0B"), 4),
        (("change", "companies:{}", "--name"), 2),
        (("change", "companies:{}", "name", "X"), 2),
        (("create", "companies"), 4),
        (("create", "companies:{}", "--name", "X"), 2),
    ],
)
def test_nonsense_changes_nothing(setia: Setia, words: tuple[str, ...], code: int) -> None:
    firm = make("companies", name="Acme")
    answer = setia("do", *(word.format(firm.pk) for word in words), "--json")
    assert (answer.code, list(answer.refusal)) == (code, ["error", "message", "errors"])
    assert setia("show", "companies", "--count").out == "1\n"
    assert facts(firm) == ["party.created"]
