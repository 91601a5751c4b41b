"""What the house does without: signals, save() overrides, hidden imports, hidden orders, loose ends."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

from tests.house.tree import Function, name, parsed, tracked, under

SIGNALS = (
    "django.dispatch",
    "django.core.signals",
    "django.db.models.signals",
    "django.db.backends.signals",
    "django.contrib.auth.signals",
    "allauth.account.signals",
    "allauth.mfa.signals",
)

# "file:function": why the import cannot stand at the top. (`ready` of an app is Django's place for it.)
LOCAL_IMPORTS: dict[str, str] = {
    "setia/config/database.py:prefer_bundled_sqlite": "optional; takes the place of sqlite3 before Django",
    "setia/faces/cli/main.py:main": "the commands need the tables, which are there once Django is set up",
}
LOOSE_ENDS = ("TODO", "FIXME")


def imported(node: ast.AST) -> Iterator[str]:
    """Full names of what an import statement brings in."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_nobody_listens_to_signals() -> None:
    listening = [
        f"{name(path)}: {what}"
        for path in under("setia")
        for node in ast.walk(parsed(path))
        for what in imported(node)
        if what.startswith(SIGNALS)
    ]
    assert listening == []


def our_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("setia.")]


@pytest.mark.parametrize("method", ["save", "save_base", "delete", "asave", "adelete"])
def test_models_are_saved_and_deleted_as_django_does_it(method: str) -> None:
    overriding = {
        f"{ancestor.__module__}.{ancestor.__name__}"
        for model in our_models()
        for ancestor in model.__mro__
        if ancestor.__module__.startswith("setia.") and method in vars(ancestor)
    }
    assert overriding == set()


def ordered(meta: ast.ClassDef) -> bool:
    names = [target for line in meta.body if isinstance(line, ast.Assign) for target in line.targets]
    return any(isinstance(target, ast.Name) and target.id == "ordering" for target in names)


def test_no_model_has_an_order_of_its_own() -> None:
    written = [
        f"{name(path)}:{node.lineno}"
        for path in under("setia")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ClassDef) and node.name == "Meta" and ordered(node)
    ]
    inherited = [model.__name__ for model in our_models() if model._meta.ordering]
    assert written + inherited == []


def local_imports() -> Iterator[str]:
    for path in under("setia"):
        for function in ast.walk(parsed(path)):
            if not isinstance(function, Function) or (path.name, function.name) == ("apps.py", "ready"):
                continue
            if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function)):
                yield f"{name(path)}:{function.name}"


def test_imports_stand_at_the_top() -> None:
    assert set(local_imports()) == set(LOCAL_IMPORTS)


def test_nothing_is_left_for_later() -> None:
    left = [
        f"{name(path)}:{number}"
        for path in tracked()
        if path.suffix in {".py", ".html", ".js", ".css", ".md", ".toml"} and path != Path(__file__)
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if any(mark in line for mark in LOOSE_ENDS)
    ]
    assert left == []
