"""The libraries: pinned with checksums, the same everywhere, each with its reason."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import ROOT

FOLDER = ROOT / "requirements"
LOCKED = sorted(FOLDER.glob("*.txt"))


def entries(path: Path) -> list[str]:
    """One string per library of a locked file, its checksums included."""
    joined = path.read_text().replace("\\\n", " ")
    return [line for line in joined.splitlines() if line.strip() and not line.startswith("#")]


def pins(path: Path) -> dict[str, str]:
    return dict(re.match(r"([\w.-]+)(?:\[[^\]]*\])?==(\S+)", entry).groups() for entry in entries(path))  # type: ignore[union-attr]


def wanted(path: Path) -> set[str]:
    """What a .in file asks for itself, as written but without spaces and quotes."""
    lines = (line.split("#")[0] for line in path.read_text().splitlines())
    return {re.sub(r"[\s'\"]", "", line) for line in lines if line.strip() and not line.startswith("-r")}


def library(requirement: str) -> str:
    return re.split(r"[\[<>=!~;]", requirement)[0].lower().replace("_", "-")


@pytest.mark.parametrize("path", LOCKED, ids=lambda path: path.name)
def test_every_library_is_pinned_with_checksums(path: Path) -> None:
    assert entries(path)
    pinned = re.compile(r"\S+==\S+ .*--hash=sha256:[0-9a-f]{64}")
    loose = [entry[:60] for entry in entries(path) if not pinned.match(entry)]
    assert loose == []


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*")), ids=lambda path: path.name)
def test_no_requirements_file_has_an_address_or_a_path(path: Path) -> None:
    assert re.findall(r"https?:|://|(?<!\S)/\S+|@ ", path.read_text()) == []


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.in")), ids=lambda path: path.name)
def test_what_is_asked_for_is_locked(path: Path) -> None:
    locked = set(pins(path.with_suffix(".txt")))
    assert {library(requirement) for requirement in wanted(path)} - locked == set()


def test_the_locked_files_agree_on_versions() -> None:
    setia, postgres, dev = (pins(FOLDER / f"{name}.txt") for name in ("setia", "postgres", "dev"))
    assert setia.items() <= postgres.items() <= dev.items()


def test_the_package_asks_for_the_same_as_the_requirements() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {re.sub(r"[\s'\"]", "", line) for line in project["dependencies"]}
    assert declared == wanted(FOLDER / "setia.in")
    extra = {re.sub(r"[\s'\"]", "", line) for line in project["optional-dependencies"]["postgres"]}
    assert extra == wanted(FOLDER / "postgres.in")


def test_every_library_has_its_reason_in_the_decisions() -> None:
    table = (ROOT / "docs" / "decisions" / "dependencies.md").read_text().lower()
    explained = {row.split("|")[1].strip().strip("`") for row in table.splitlines() if row.startswith("| `")}
    asked = {library(requirement) for path in FOLDER.glob("*.in") for requirement in wanted(path)}
    assert explained == asked
