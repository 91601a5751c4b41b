"""What the documentation shows is what happens: its examples are run as they stand."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.any_database

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "add-a-record-type.md"
BLOCK = re.compile(r"`(setia/[\w/]+\.py)`\n\n```python\n(.*?)```", re.DOTALL)


@pytest.fixture
def house(tmp_path: Path, installation: dict[str, str]) -> dict[str, str]:
    """A copy of the product with the noun of the page built into it."""
    shutil.copytree(ROOT / "setia", tmp_path / "setia", ignore=shutil.ignore_patterns("*.pyc.*"))
    for name, code in BLOCK.findall(PAGE.read_text()):
        path = tmp_path / name
        if path.exists():
            path.write_text(path.read_text() + "\n" + code)
        else:
            path.parent.mkdir(exist_ok=True)
            (path.parent / "__init__.py").touch()
            path.write_text(code)
    return installation | {"PYTHONPATH": str(tmp_path), "DJANGO_SETTINGS_MODULE": "setia.config.settings"}


def run(house: dict[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *words], env=house, cwd=house["PYTHONPATH"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_noun_with_a_verb_is_one_folder_of_under_eighty_lines_and_two_index_lines() -> None:
    blocks = BLOCK.findall(PAGE.read_text())
    folder = [code for name, code in blocks if "/gifts/" in name]
    index = [code for name, code in blocks if "/gifts/" not in name]
    assert len(folder) == 3
    written = sum(1 for code in folder for line in code.splitlines() if line.strip())
    assert written < 80, written
    assert [len(code.strip().splitlines()) for code in index] == [1, 1]


def test_the_noun_of_the_page_works_on_the_command_line_and_in_the_interface(house: dict[str, str]) -> None:
    run(house, "django", "makemigrations", "parties", "-v", "0")
    party = json.loads(run(house, "setia", "do", "create", "companies", "--name", "Bo & Sons", "--json"))["ids"][0]
    made = json.loads(
        run(house, "setia", "do", "create", "gifts", "--name", "Box of dates", "--party", str(party),
            "--cost", "12.50", "--json")
    )  # fmt: skip
    run(house, "setia", "do", "send", f"gifts:{made['ids'][0]}", "--on", "2026-02-03")
    gift = json.loads(run(house, "setia", "show", "gifts", "--where", "sent_on = 2026-02-03", "--json"))[0]
    assert (gift["name"], gift["cost"], gift["party_title"]) == ("Box of dates", "12.50", "Bo & Sons")
    found = json.loads(run(house, "setia", "show", "gifts", "--search", "dat", "--json"))
    assert [row["id"] for row in found] == made["ids"]
    assert "Box of dates" in run(house, "setia", "export", "gifts", "--columns", "name,cost")
