"""A chart inside a page: what the browser draws it from, as text that no page can be broken with."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from markupsafe import Markup

from setia.foundation.formats import Reader
from setia.kit.charts.building import Chart, spec_of
from setia.kit.charts.colours import ON_SCREEN
from setia.kit.charts.rendering import numbers_of


def embedded(chart: Chart, read: Reader) -> Markup:
    """The specification and how numbers are written, safe inside a page."""
    said: Mapping[str, Any] = {"spec": spec_of(chart, ON_SCREEN), "numbers": numbers_of(read)}
    text = json.dumps(said, ensure_ascii=False)
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(safe)  # noqa: S704 (nothing that ends a script is left in it)
