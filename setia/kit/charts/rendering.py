"""Charts as pictures, for mail and paper: drawn in a process of its own, kept under the hash of what they show."""

from __future__ import annotations

import hashlib
import json
import logging
import subprocess
import sys
from collections.abc import Mapping, Sequence
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from django.core.cache import cache
from django.utils.translation import gettext as _

from setia.foundation.errors import Refusal
from setia.foundation.formats import Reader

log = logging.getLogger("setia.charts")

CHILD = Path(__file__).parent / "child.py"
SECONDS = 60
KEPT = 7 * 24 * 3600
"""Seconds for which a picture is kept; the same chart of other numbers is another picture."""
BUNDLE = "charts/vega.js"

Form = Literal["svg", "png"]


def can_draw() -> bool:
    """Whether the library is installed; a machine for which it is not built shows tables alone."""
    return find_spec("vl_convert") is not None


def pictures(specs: Sequence[Mapping[str, Any]], form: Form, read: Reader) -> list[str]:
    """SVG as text, PNG in base64: those that were drawn before from what is kept, the others all at once."""
    locale = numbers_of(read)
    keys = [_key(spec, form, locale) for spec in specs]
    known = cache.get_many(dict.fromkeys(keys))
    wanted = [spec for spec, key in zip(specs, keys, strict=True) if key not in known]
    if wanted:
        drawn = json.loads(_ask("draw", {"specs": wanted, "form": form, "locale": locale}))
        new = dict(zip((key for key in keys if key not in known), drawn, strict=True))
        cache.set_many(new, KEPT)
        known |= new
    return [known[key] for key in keys]


def numbers_of(read: Reader) -> dict[str, Any]:
    """How the reader writes numbers, as the drawing program wants to be told (d3-format)."""
    sample = read.number(Decimal("1234567.5"), 1)
    return {"decimal": sample[-2], "thousands": sample[1], "grouping": [3], "currency": ["", ""]}


def make_bundle(folder: Path) -> bool:
    """Write what the browser needs into the folder, unless it is there; whether there is one."""
    path = folder / BUNDLE
    if path.exists():
        return True
    if not can_draw():
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    begun = path.with_suffix(".begun")
    begun.write_text(_ask("bundle"))
    begun.replace(path)
    return True


def _key(spec: Mapping[str, Any], form: Form, locale: Mapping[str, Any]) -> str:
    said = json.dumps([spec, form, locale], sort_keys=True, ensure_ascii=False)
    return "chart:" + hashlib.sha256(said.encode()).hexdigest()


def _ask(what: str, said: Any = None) -> str:
    command = [sys.executable, "-I", "-B", str(CHILD), str(SECONDS), what]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=json.dumps(said).encode(), capture_output=True, timeout=2 * SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Refusal(_("The charts could not be drawn in time. Try again.")) from None
    if done.returncode:
        log.error("no chart: %s", done.stderr.decode(errors="replace")[-2000:])
        raise Refusal(_("The charts could not be drawn. Tell whoever runs Setia for you."))
    return done.stdout.decode()
