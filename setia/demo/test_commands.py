"""`setia demo` as people run it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from setia.demo.commands import announce, fill_once, start_in_own_folder
from setia.demo.firm.colleagues import COLLEAGUES, PASSWORD
from setia.demo.firm.enquiries import MADE
from setia.demo.state import Size
from setia.demo.telling.doubles import DOUBLES
from setia.demo.telling.privacy import NEWCOMERS
from setia.domains.parties.models import Party
from setia.faces.cli.exits import USAGE
from setia.faces.cli.main import main
from setia.foundation.errors import Refusal
from tests.acting import make

FEW = ("demo", "--parties", "24", "--years", "0.5", "--fill-only")


def run(installation: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "setia", *arguments]
    return subprocess.run(command, env=installation, capture_output=True, text=True, check=True, timeout=120)


def test_a_killed_filling_leaves_nothing_and_the_next_one_fills_once(installation: dict[str, str]) -> None:
    command = [sys.executable, "-m", "setia", *FEW]
    begun = subprocess.Popen(command, env=installation, stderr=subprocess.PIPE, text=True)
    assert begun.stderr is not None
    for line in begun.stderr:
        if " Q" in line:
            break
    os.kill(begun.pid, signal.SIGKILL)
    begun.wait()
    begun.stderr.close()
    assert "interrupted" in run(installation, *FEW).stderr
    assert "already" in run(installation, *FEW).stderr
    assert (
        20 <= int(run(installation, "show", "parties", "--count").stdout) <= 24 + DOUBLES + NEWCOMERS + MADE
    )  # some were archived


@pytest.mark.django_db
def test_a_demonstration_does_not_mix_with_other_records() -> None:
    make("people", name="Bo Andersen")
    with pytest.raises(Refusal, match="SETIA_DATA_DIR"):
        fill_once(Size(parties=60))
    assert Party.objects.count() == 1


def test_without_a_data_folder_it_begins_again_with_one_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    monkeypatch.delenv("SETIA_DATA_DIR")
    monkeypatch.setattr(sys, "argv", ["setia", *FEW])
    monkeypatch.setattr(os, "execv", lambda program, words: begun.extend([os.environ["SETIA_DATA_DIR"], *words]))
    start_in_own_folder()
    assert begun == ["data/demo", sys.executable, "-m", "setia", *FEW]


@pytest.mark.parametrize("size", [("--parties", "3"), ("--parties", "many"), ("--years", "0.1"), ("--years", "nan")])
def test_impossible_sizes_are_refused(size: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match=str(USAGE)):
        main(["demo", *size])
    assert size[0] in capsys.readouterr().err


def test_the_command_says_how_to_get_in(capsys: pytest.CaptureFixture[str]) -> None:
    announce("Setia is at http://127.0.0.1:8000")
    said = capsys.readouterr().out
    assert "http://127.0.0.1:8000" in said
    assert PASSWORD in said
    assert all(person.email in said for person in COLLEAGUES.values() if person.signs_in)
