"""What says that an installation is at work, or is being changed as a whole.

A lock that ends with its process keeps serving and replacing apart; a mark in the data folder
outlives a process that was killed half-way, so that the next start knows.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from setia.foundation.errors import Refusal

if sys.platform != "win32":
    import fcntl

LOCK, MARK, MOVED = "in-use", "under-way.json", "moved.json"


@contextmanager
def at_work() -> Iterator[None]:
    """While something reads and writes this installation; many may."""
    words = _("This installation is being restored, upgraded or moved. Wait until that has ended.")
    with _locked(exclusive=False, words=words):
        yield


@contextmanager
def alone() -> Iterator[None]:
    """While this installation is replaced as a whole; nobody else may be at work on this machine."""
    words = _("Setia is running here. Stop it first (setia serve, setia worker and other commands), then try again.")
    with _locked(exclusive=True, words=words):
        yield


@contextmanager
def _locked(exclusive: bool, words: str) -> Iterator[None]:
    handle = os.open(settings.DATA_DIR / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if sys.platform != "win32":
            fcntl.flock(handle, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise Refusal(words) from None
    try:
        yield
    finally:
        os.close(handle)


def begun() -> dict[str, Any]:
    """What was begun and has not ended: `what` is restore or upgrade. Empty when nothing was."""
    try:
        told: dict[str, Any] = json.loads(_mark().read_text())
    except FileNotFoundError:
        return {}
    except ValueError:
        return {"what": "restore", "file": "?"}
    return told


def begin(what: str, **told: Any) -> None:
    """Written to the disk before anything is changed."""
    new = _mark().with_suffix(".new")
    with new.open("w") as file:
        json.dump({"what": what, **told}, file)
        file.flush()
        os.fsync(file.fileno())
    new.replace(_mark())


def end() -> None:
    _mark().unlink(missing_ok=True)


def _mark() -> Path:
    return Path(settings.DATA_DIR) / MARK


def leave(address: str) -> None:
    """The rows of the connected database live at another address from now on."""
    (Path(settings.DATA_DIR) / MOVED).write_text(json.dumps({"from": _here(), "address": address}))


def is_left() -> bool:
    return left().get("from") == _here()


def left() -> dict[str, str]:
    """Where the rows went, if they did, and the file that says so."""
    path = Path(settings.DATA_DIR) / MOVED
    try:
        return {**json.loads(path.read_text()), "mark": str(path)}
    except (FileNotFoundError, ValueError):
        return {}


def _here() -> str:
    used = connection.settings_dict
    return ":".join(str(used[name]) for name in ("ENGINE", "HOST", "PORT", "NAME"))
