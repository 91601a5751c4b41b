"""Installations of their own, used through the program `setia` as people use it."""

from __future__ import annotations

import json
import lzma
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
FORMER = ROOT / "tests" / "data" / "former" / "company-before-backups.sqlite3.xz"

ROWS = """
import json, django
django.setup()
from django.apps import apps
def number(text):
    return int(float(text)) if float(text).is_integer() else float(text)  # PostgreSQL writes 1e16 in full
def plain(value):
    if not isinstance(value, (dict, list)):
        return repr(value)
    return json.dumps(json.loads(json.dumps(value), parse_float=number), sort_keys=True)
print(json.dumps({
    model._meta.db_table: sorted([plain(value) for value in row] for row in model._base_manager.values_list())
    for model in apps.get_models(include_auto_created=True)
}))
"""

Rows = dict[str, list[list[str]]]


@dataclass(frozen=True)
class Installation:
    """An environment with a data folder and perhaps a database address; `code` is the folder of the program."""

    environment: dict[str, str]
    code: Path = ROOT

    @property
    def folder(self) -> Path:
        return Path(self.environment["SETIA_DATA_DIR"])

    def start(self, *words: object) -> subprocess.Popen[str]:
        """Any Python, as the installation would run it."""
        place = {"PYTHONPATH": str(self.code), "DJANGO_SETTINGS_MODULE": "setia.config.settings"}
        return subprocess.Popen(
            [sys.executable, *map(str, words)],
            env=self.environment | place, cwd=self.code, text=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def run(self, *words: object) -> subprocess.CompletedProcess[str]:
        process = self.start(*words)
        out, err = process.communicate(timeout=240)
        return subprocess.CompletedProcess(process.args, process.returncode, out, err)

    def setia(self, *words: object, code: int = 0) -> str:
        """What the command said on both outputs; it must end with this exit code."""
        done = self.run("-m", "setia", *words)
        assert done.returncode == code, (words, done.returncode, done.stdout, done.stderr)
        return done.stdout + done.stderr

    def do(self, script: str) -> str:
        done = self.run("-c", script)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def rows(self) -> Rows:
        """Every row of every table, as Python sees it: the same on both databases."""
        rows: Rows = json.loads(self.do(ROWS))
        return rows

    def elsewhere(self, folder: Path) -> Installation:
        """The same with another data folder; on PostgreSQL it is the same database."""
        return Installation(self.environment | {"SETIA_DATA_DIR": str(folder)}, self.code)


def on_sqlite(folder: Path) -> Installation:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("SETIA_", "PYTEST_"))}
    return Installation(environment | {"SETIA_DATA_DIR": str(folder)})


def former_company(folder: Path) -> Installation:
    """The company of the former version, as it left it, on SQLite."""
    folder.mkdir()
    (folder / "setia.sqlite3").write_bytes(lzma.decompress(FORMER.read_bytes()))
    return on_sqlite(folder)
