"""Settings read from the environment, typed and described in one place.

Every variable is declared once through `Environment`, which keeps the description so that
`setia doctor` and the documentation can list what may be set.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Variable:
    name: str
    default: str
    meaning: str


class Misconfigured(Exception):
    """A variable holds something that cannot be used; the message says what to write instead."""


class Environment:
    """Reads `SETIA_*` variables and remembers what each of them is for."""

    def __init__(self) -> None:
        self.variables: dict[str, Variable] = {}

    def text(self, name: str, default: str, meaning: str) -> str:
        self.variables[name] = Variable(name, default, meaning)
        return os.environ.get(name, "").strip() or default

    def flag(self, name: str, default: bool, meaning: str) -> bool:
        value = self.text(name, "yes" if default else "no", meaning).lower()
        if value not in {"yes", "no", "true", "false", "1", "0", "on", "off"}:
            raise Misconfigured(f"{name} is {value!r}; write yes or no.")
        return value in {"yes", "true", "1", "on"}

    def number(self, name: str, default: int, meaning: str) -> int:
        value = self.text(name, str(default), meaning)
        try:
            return int(value)
        except ValueError:
            raise Misconfigured(f"{name} is {value!r}; write a whole number.") from None

    def names(self, name: str, default: str, meaning: str) -> list[str]:
        return [part.strip() for part in self.text(name, default, meaning).split(",") if part.strip()]

    def folder(self, name: str, default: str, meaning: str) -> Path:
        path = Path(self.text(name, default, meaning)).expanduser().resolve()
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        return path


def kept_secret(folder: Path, name: str = "secret-key") -> str:
    """A random secret made on first use and kept readable by its owner alone."""
    path = folder / name
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()
