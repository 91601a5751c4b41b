"""The files of the repository, as the house tests look at them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def tracked() -> tuple[Path, ...]:
    """Files under version control, and new ones that would be (not what .gitignore names)."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    paths = (ROOT / name for name in sorted(set(listed.split("\0"))) if name)
    return tuple(path for path in paths if path.is_file())


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def under(*folders: str, suffix: str = ".py") -> list[Path]:
    """Files with this ending below the folders. What Django writes (migrations) is nobody's style."""
    prefixes = tuple(f"{folder}/" for folder in folders)
    return [
        path
        for path in tracked()
        if path.suffix == suffix and name(path).startswith(prefixes) and "migrations" not in path.parts
    ]


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=name(path))


def line_count(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def functions(path: Path) -> Iterator[Function]:
    return (node for node in ast.walk(parsed(path)) if isinstance(node, Function))


def length(function: Function) -> int:
    """Lines from `def` to the end, decorators and docstring not counted."""
    docstring = ast.get_docstring(function, clean=False)
    said = docstring.count("\n") + 1 if docstring is not None else 0
    return (function.end_lineno or function.lineno) - function.lineno + 1 - said
