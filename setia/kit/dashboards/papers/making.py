"""A dashboard as PDF or as a workbook, in the language and with the rights of whoever it is made for."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from setia.foundation import ledger
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.errors import Refusal
from setia.foundation.formats import reader_for
from setia.kit.charts import ON_PAPER, spec_of
from setia.kit.charts.rendering import can_draw, pictures
from setia.kit.dashboards.keeping import NOUN, Dashboard
from setia.kit.dashboards.papers.workbook import workbook_of
from setia.kit.dashboards.showing import show_all
from setia.kit.dashboards.shown import Number, Shown
from setia.kit.exchange.exports import MADE

log = logging.getLogger("setia.papers")

HERE = Path(__file__).parent
MEMORY, SECONDS = 2 << 30, 30
SIZE = (560, 240)
FORMS = ("pdf", "xlsx")
TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def can_make(form: str) -> bool:
    """Whether this machine can: a PDF needs typst, which is not built for every one."""
    return form == "xlsx" or find_spec("typst") is not None


def paper_of(title: str, about: str, tiles: Sequence[Shown], form: str, by: Actor) -> bytes:
    """The whole document. Refuses where the machine cannot make it."""
    if not can_make(form):
        raise Refusal(_("This machine cannot make PDFs. Take the workbook instead."))
    return workbook_of(title, tiles, by) if form == "xlsx" else _pdf(title, about, tiles, by)


def taken(board: Dashboard, form: str, by: Actor) -> bytes:
    """The document of a dashboard as this person sees it; the ledger remembers it like every other export."""
    shown, _hidden = show_all(board.tiles, by)
    body = paper_of(board.label, board.about, shown, form, by)
    data = {"count": len(shown), "format": form, "resource": "dashboards", "columns": [one.title for one in shown]}
    with transaction.atomic():
        ledger.record([ledger.Fact(MADE, NOUN, board.record, title=board.label, data=data)], by)
    return body


def name_of(board: Dashboard, form: str, by: Actor) -> str:
    return f"dashboard-{board.key}-{by.today.isoformat()}.{form}"


def _pdf(title: str, about: str, tiles: Sequence[Shown], by: Actor) -> bytes:
    read = reader_for(by.language, by.zone)
    said = {
        "title": title,
        "about": about,
        "company": our_company().name,
        "made": read.moment(by.at),
        "language": by.language,
        "figures": [{"title": one.title, "numbers": [_number(n) for n in one.numbers]} for one in tiles if one.numbers],
        "tiles": _tiles([one for one in tiles if not one.numbers], by),
    }
    command = [sys.executable, "-I", "-B", str(HERE / "child.py"), str(MEMORY), str(SECONDS), str(HERE / "paper.typ")]
    try:
        done = subprocess.run(  # noqa: S603
            command, input=json.dumps(said).encode(), capture_output=True, timeout=2 * SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise Refusal(_("The document could not be made in time. Try again.")) from None
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        log.error("no document: %s", done.stderr.decode(errors="replace")[-2000:])
        raise Refusal(_("The document could not be made. Tell whoever runs Setia for you."))
    return done.stdout


def _number(number: Number) -> dict[str, str]:
    before = _("before: %(value)s") % {"value": number.before} if number.before else ""
    return {
        "words": number.cell.words or "–",
        "note": " ".join(filter(None, [number.change_words, before, number.doubt])),
    }


def _tiles(tiles: Sequence[Shown], by: Actor) -> list[dict[str, Any]]:
    charts = [chart for one in tiles for chart in one.charts]
    read = reader_for(by.language, by.zone)
    drawn = iter(pictures([spec_of(chart, ON_PAPER, SIZE) for chart in charts], "svg", read) if can_draw() else [])
    found = []
    for one in tiles:
        grid = one.grid
        rows = [[cell.words for cell in row] for row in grid.rows] if grid else []
        numbers = [any(row[at].is_number for row in grid.rows) for at in range(len(grid.columns))] if grid else []
        found.append(
            {
                "title": one.title,
                "charts": [{"title": chart.title, "svg": next(drawn)} for chart in one.charts] if can_draw() else [],
                "columns": list(grid.columns) if grid else [],
                "numbers": numbers,
                "rows": rows,
                "notes": [*filter(None, [one.refused]), *one.notes],
            }
        )
    return found
