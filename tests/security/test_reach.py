"""What the product cannot do, because nothing in it does it: fetch addresses, run commands, read pickles."""

from __future__ import annotations

import ast
import os
import stat
import subprocess
import sys
from pathlib import Path

from tests.house.tree import ROOT, name, under

OUTSIDE = {
    "urllib.request", "http.client", "requests", "httpx", "aiohttp", "ftplib", "smtplib", "telnetlib", "subprocess",
    "pickle", "marshal", "shelve", "yaml", "code", "pty",
}  # fmt: skip
ALLOWED = {
    "setia/faces/cli/moving.py": {"subprocess"},
    "setia/foundation/apart.py": {"subprocess"},
    "setia/kit/exchange/books/opening.py": {"subprocess"},
    "setia/domains/work/files/drawing/pictures.py": {"subprocess"},
    "setia/domains/work/tasks/digest.py": {"smtplib"},
    "setia/domains/parties/confirmations/asking.py": {"smtplib"},
    "setia/domains/conversations/messages/handing.py": {"smtplib"},
    "setia/domains/insight/subscriptions/sending.py": {"smtplib"},
    "setia/domains/insight/engines/spark.py": {"subprocess"},
    "setia/domains/insight/questions/asking.py": {"subprocess"},
    "setia/domains/insight/warehouse/refreshing.py": {"subprocess"},
    "setia/domains/sales/composing/proposing.py": {"subprocess"},
    "setia/domains/sales/offer_papers/making.py": {"subprocess"},
    "setia/kit/charts/rendering.py": {"subprocess"},
    "setia/kit/dashboards/papers/making.py": {"subprocess"},
}
"""Moving restores into another database, which is another process of Setia itself; nobody's text is in its command.
So are workbooks read and pictures drawn, by processes that may take only so much memory, time and disk; and so run
the libraries that nobody else should hold in memory: the solver, the models, the setting of pages, the drawing of
charts, the engine of the marts. Each of these commands is a Python file of ours; what people typed goes to its input,
never into the command. The letters know what a mail server may answer; they go to that of `SETIA_MAIL_URL` alone."""
CALLED = {"eval", "exec", "compile", "__import__", "os.system", "os.popen"}
MADE = [path for path in under("setia") if path.name != "tests.py" and not path.name.startswith("test_")]


def imported(tree: ast.AST) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def called(tree: ast.AST) -> set[str]:
    functions = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    plain = {function.id for function in functions if isinstance(function, ast.Name)}
    return plain | {ast.unparse(function) for function in functions if isinstance(function, ast.Attribute)}


def test_nothing_fetches_an_address_runs_a_command_or_reads_a_pickle() -> None:
    assert len(MADE) > 200
    for path in MADE:
        tree = ast.parse(path.read_text())
        assert not imported(tree) & OUTSIDE - ALLOWED.get(name(path), set()), name(path)
        assert not called(tree) & CALLED, name(path)


def test_a_data_folder_is_made_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    environment = os.environ | {"SETIA_DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "setia.config.settings"}
    environment.pop("SETIA_DATABASE_URL", None)
    begin = [sys.executable, "-c", "import django; django.setup()"]
    subprocess.run(begin, cwd=ROOT, env=environment, check=True)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600
