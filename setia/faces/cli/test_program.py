"""Exit codes, and how the command line says no. What each code means stands in docs/guide/command-line.md."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import OperationalError

from setia.faces.cli import exits, program
from setia.faces.cli.commands import commands
from setia.faces.cli.conftest import Setia
from tests.acting import make
from tests.cast import assemble

pytestmark = pytest.mark.django_db

GUIDE = Path(__file__).parents[3] / "docs" / "guide" / "command-line.md"


def test_every_code_is_given_and_a_refusal_is_one_json_document(setia: Setia, stages: None, tmp_path: Path) -> None:
    assemble(["parties.party"])
    deal = make("opportunities", name="Chairs")
    firms = tmp_path / "firms.csv"
    firms.write_text("company,employees\nAcme,3\nBolt,many\n")
    assert setia("show", "companies", "--json").code == exits.DONE == 0
    assert setia("import", firms, "--as", "companies", "--dry-run", "--json").code == exits.PARTLY == 6
    for words, code, name in (
        (("do", "reopen", f"opportunities:{deal.pk}"), exits.REFUSED, "refused"),
        (("show", "companies", "--where", "colour = red"), exits.USAGE, "malformed"),
        (("show", "companies", "999999"), exits.NOT_FOUND, "not-found"),
        (("do", "create", "companies", "--employees", "many"), exits.INVALID, "invalid"),
        (("do", "create", "companies", "--name", "A", "--by", "eve@setia.example"), exits.FORBIDDEN, "forbidden"),
    ):
        answer = setia(*words, "--json")
        told = answer.refusal
        assert (answer.code, told["error"]) == (code, name), words
        assert list(told) == ["error", "message", "errors"]
        assert all(isinstance(text, str) and text for texts in told["errors"].values() for text in texts)
        assert answer.err.count("\n") == 1


def test_the_guide_lists_every_code_and_every_command() -> None:
    text = GUIDE.read_text()
    codes = {value for name, value in vars(exits).items() if name.isupper()}
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)} == codes
    for name in commands:
        assert f"`setia {name}" in text, name


def test_in_words_a_refusal_is_a_sentence_for_each_field(setia: Setia) -> None:
    answer = setia("do", "create", "companies", "--name", "Acme", "--employees", "many", "--founded-in", "soon")
    assert (answer.code, answer.out) == (4, "")
    assert [line.split(": ")[:2] for line in sorted(answer.err.splitlines())] == [
        ["setia", "employees"], ["setia", "founded_in"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        (), ("juggle",), ("show",), ("show", "companies", "--colour", "red"), ("show", "companies", "--limit", "all"),
        ("import", "a.csv", "--force"), ("export", "companies", "--json"), ("user", "juggle"), ("doctor", "now"),
        ("do", "win"), ("import", "--undo", "last"),
    ],
)  # fmt: skip
def test_an_unknown_word_ends_with_code_two_and_the_usage(
    setia: Setia, words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        setia(*words)
    assert ended.value.code == 2
    assert capsys.readouterr().err.startswith("usage: setia")


def test_a_database_that_does_not_answer_is_one_sentence(setia: Setia, monkeypatch: pytest.MonkeyPatch) -> None:
    def silent() -> None:
        raise OperationalError("connection refused\n")

    monkeypatch.setattr(program, "prepare", silent)
    answer = setia("show", "companies")
    assert (answer.code, answer.err) == (1, "setia: the database does not answer: connection refused\n")
    answer = setia("show", "companies", "--json")
    assert (answer.code, answer.refusal["error"]) == (1, "unavailable")


def test_ctrl_c_ends_with_130(setia: Setia, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(program, "prepare", interrupt)
    answer = setia("show", "companies")
    assert (answer.code, answer.err) == (130, "\nsetia: interrupted; what was done so far is kept.\n")
