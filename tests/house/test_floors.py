"""The floors of the house: who may import whom is written in .importlinter."""

from __future__ import annotations

from pathlib import Path

from importlinter.cli import lint_imports

from tests.house.tree import ROOT


def test_a_floor_imports_only_what_is_under_it(tmp_path: Path) -> None:
    contracts = str(ROOT / ".importlinter")
    assert lint_imports(config_filename=contracts, cache_dir=str(tmp_path), no_logo=True) == 0
