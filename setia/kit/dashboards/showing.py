"""What a tile shows to one reader: numbers, a grid of cells, a chart — or, in words, why it shows nothing."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from setia.foundation import conditions
from setia.foundation.access import Access, Actor
from setia.foundation.errors import Malformed, Refusal
from setia.foundation.formats import reader_for
from setia.foundation.money import scale
from setia.kit import reports
from setia.kit.dashboards.charting import chart_of
from setia.kit.dashboards.shown import Cell, Grid, Number, Shown
from setia.kit.dashboards.tiles import SORTS, Tile
from setia.kit.dashboards.wording import as_of_words, change_in, doubt_in, in_words, plain, span_words, title_of
from setia.kit.lists import Listing
from setia.kit.measures import Answer, Line, answer
from setia.kit.measures.answering import Keep
from setia.kit.measures.counting import asked_for
from setia.kit.measures.keeping import may_be_kept
from setia.kit.measures.renewing import renew_if_old
from setia.kit.resources import registry
from setia.kit.saved_views import SavedView, usable

ROWS = 10


def show_all(tiles: Sequence[Tile], by: Actor, keep: Keep = "kept") -> tuple[list[Shown], int]:
    """What the reader is shown, and how many tiles are not for them: those ask about what they may not know.

    A tile that would be refused to everybody says so; one that is only refused to this reader is not even named.
    Figures of many records may be some minutes old and say so; with "anew" they are found now. With "later", those of
    very many that were not kept are counted by a worker and come back as `awaited`: whoever asked, asks again.
    """
    found, hidden = [], 0
    for tile in tiles:
        try:
            found.append(show(tile, by, keep))
        except Refusal as refusal:
            if is_broken(tile, by):
                found.append(Shown(tile, tile.title or str(SORTS[tile.kind]), refused=refusal.message))
            else:
                hidden += 1
    return _having_counted(found, by), hidden


def _having_counted(shown: list[Shown], by: Actor) -> list[Shown]:
    """What is awaited is asked for, all at once."""
    awaited = [one.awaited for one in shown if one.awaited]
    told = {one.question: one for one in asked_for(awaited, by)} if awaited else {}
    return [replace(one, awaited=told[one.awaited.question]) if one.awaited else one for one in shown]


def warm(tiles: Sequence[Tile], by: Actor) -> None:
    """Find the figures that would be kept for this person and are not, before they ask."""
    for tile in tiles:
        with suppress(Refusal):
            asked = _with_view(tile, by)
            resource = asked.measure.resource
            if tile.kind not in ("report", "table") and resource in registry and may_be_kept(registry[resource], by):
                answer(_shaped(asked), by, "kept")


def is_broken(tile: Tile, by: Actor) -> bool:
    """Whether it would be refused to somebody with all rights as well."""
    try:
        show(tile, replace(by, access=Access(by.staff_id, is_admin=True)), "later")
    except Refusal:
        return True
    return False


def show(tile: Tile, by: Actor, keep: Keep = "") -> Shown:
    """Refuses, in words, what is not there or not for this person."""
    tile = _with_view(tile, by)
    if tile.kind == "report":
        return _report(tile, by)
    if tile.kind == "table":
        return _records(tile, by)
    found = answer(_shaped(tile), by, keep)
    if found.kept:
        renew_if_old(found.kept, by)
    title = tile.title or title_of(tile, found, by)
    where, as_of = plain(found), found.kept.made_at if found.kept else None
    if found.awaited:
        return Shown(tile, title, found.resource.slug, where, awaited=found.awaited)
    notes = [words] if (words := as_of_words(found, by)) else []
    if tile.kind == "figure":
        return Shown(tile, title, found.resource.slug, where, _numbers(found, by), notes=notes, as_of=as_of)
    notes += [_("Only the largest groups are told apart.")] if any(found.left) else []
    charts = chart_of(tile, found, title, by) if tile.is_chart else []
    grid = _pivot(found, by) if len(found.fields) + bool(found.spans) == 2 else _grid(found, by)
    return Shown(tile, title, found.resource.slug, where, (), grid, charts, notes, as_of=as_of)


def _shaped(tile: Tile) -> Any:
    """What the kind of a tile needs of its measure."""
    asked = tile.measure
    if tile.kind == "figure":
        return replace(asked, groups=(), unit="")
    if tile.kind in ("heat", "pivot") and len(asked.groups) + bool(asked.unit) < 2:
        raise Malformed(_("This needs two groups, or one and a stretch of time."), field="group")
    if not asked.groups and not asked.unit:
        raise Malformed(_("Say by what it is grouped, or over which stretches of time."), field="group")
    if tile.kind in ("line", "area") and not asked.unit:
        raise Malformed(
            _("Lines and areas run over time: choose days, weeks, months, quarters or years."), field="unit"
        )
    return asked


def _with_view(tile: Tile, by: Actor) -> Tile:
    """With the condition, columns and order of its saved view."""
    if not tile.view:
        return tile
    view = SavedView.objects.active().filter(pk=tile.view).first()
    if view is None or not usable([view], by) or not (view.is_shared or view.owner_id == by.staff_id):
        raise Malformed(_("The saved view of this tile was put away. Choose another one."), field="view")
    where = conditions.all_of(*(conditions.parse(text) for text in (view.where, tile.measure.where) if text))
    written = conditions.write(where) if where != conditions.EVERYTHING else ""
    return replace(
        tile, measure=replace(tile.measure, resource=view.resource, where=written),
        columns=tile.columns or tuple(view.columns), sort=tile.sort or view.sort, title=tile.title or view.name,
    )  # fmt: skip


def _numbers(found: Answer, by: Actor) -> list[Number]:
    numbers = []
    for line in sorted(found.totals, key=lambda one: -one.count):
        change = change_in(line)
        words = reader_for(by.language, by.zone).percent(change) if change is not None else ""
        before = in_words(found, line.before, line.currency, by) if found.before else ""
        words = f"+{words}" if change is not None and change > 0 else words
        doubt = doubt_in(found, line, by)
        numbers.append(Number(_cell(found, line, by), line.currency, before, change, words, doubt))
    return numbers


def _cell(found: Answer, line: Line, by: Actor) -> Cell:
    words = in_words(found, line.value, line.currency, by)
    return Cell(words, exact(found, line), line.where, resource=found.resource.slug, is_number=True)


def exact(found: Answer, line: Line) -> Any:
    """A number as programs take it: whole, decimal text, or a ratio."""
    value = line.value
    if line.currency and value is not None and found.measure.aggregate not in ("count", "share"):
        return in_decimal(value, line.currency)
    return str(value) if isinstance(value, Decimal) else value


def in_decimal(value: Any, currency: str) -> str:
    from_minor = Decimal(int(value)).scaleb(-places_of(currency))
    return format(from_minor, "f")


def places_of(currency: str) -> int:
    return len(str(scale(currency))) - 1


def _grid(found: Answer, by: Actor) -> Grid:
    """One line for each number; beside it, if asked, what it was before."""
    compared = bool(found.before)
    heads = [str(f.label) for f in found.fields] + ([_("Period")] if found.spans else [])
    heads += [title_of(None, found, by)] + ([_("Before")] if compared else [])
    rows = []
    for line in in_order(found):
        cells = [Cell(found.words[at][value]) for at, value in enumerate(line.groups)]
        if found.spans and line.span is not None:
            cells.append(Cell(span_words(found, line.span, by), found.spans[line.span].start.isoformat()))
        cells.append(_cell(found, line, by))
        if compared:
            cells.append(Cell(in_words(found, line.before, line.currency, by), is_number=True))
        rows.append(cells)
    return Grid(heads, rows)


def _pivot(found: Answer, by: Actor) -> Grid:
    """The first group down, the second or the time across; of amounts in several currencies all of them."""
    lines: dict[tuple[Any, Any], list[Line]] = {}
    for line in in_order(found):
        lines.setdefault((line.groups[0], _across(line)), []).append(line)
    down = list(dict.fromkeys(row for row, _column in lines))
    across = sorted({column for _row, column in lines}) if found.spans else list(dict.fromkeys(c for _r, c in lines))
    heads = [span_words(found, at, by) if found.spans else found.words[1][at] for at in across]
    rows = [
        [Cell(found.words[0][row]), *(_together(found, lines.get((row, column), []), by) for column in across)]
        for row in down
    ]
    return Grid([str(found.fields[0].label), *heads], rows)


def _across(line: Line) -> Any:
    return line.groups[1] if line.span is None else line.span


def _together(found: Answer, lines: Sequence[Line], by: Actor) -> Cell:
    cells = [_cell(found, line, by) for line in lines]
    cells = [cell for cell in cells if cell.value not in (0, "0", None)] or cells[:1]
    if len(cells) <= 1:
        return cells[0] if cells else Cell("", is_number=True)
    return replace(cells[0], words=" · ".join(cell.words for cell in cells), value=[cell.value for cell in cells])


def in_order(found: Answer) -> list[Line]:
    """Time in its order; groups by their size, with those that are not told apart at the end."""
    sizes: dict[Any, Any] = {}
    for line in found.lines:
        if line.groups:
            sizes[line.groups[0]] = max(sizes.get(line.groups[0], 0), line.value or 0)
    last = [line for line in found.lines if line.groups and line.where is None]
    first = [line for line in found.lines if line not in last]

    def place(line: Line) -> Any:
        return (-sizes.get(line.groups[0], 0) if line.groups else 0, line.span or 0, -(line.value or 0))

    return sorted(first, key=place) + sorted(last, key=place)


def _records(tile: Tile, by: Actor) -> Shown:
    asked = tile.measure
    if asked.resource not in registry:
        raise Malformed(_("There are no records called “%(name)s”.") % {"name": asked.resource})
    resource = registry[asked.resource]
    where = conditions.parse(asked.where) if asked.where else conditions.EVERYTHING
    listing = Listing(resource, by, columns=tile.columns, where=where, sort=tile.sort)
    page, read = listing.page("", ROWS), reader_for(by.language, by.zone)
    rows = [
        [
            Cell(f.kind.cell(f, row, read) if f.kind.name != "reference" else _named(f, row), _raw(f, row),
                 record=row["id"] if at == 0 else 0, resource=resource.slug, is_number=f.kind.align == "end")
            for at, f in enumerate(listing.columns.values())
        ]
        for row in page.rows
    ]  # fmt: skip
    title = tile.title or str(resource.plural)
    grid = Grid([str(f.label) for f in listing.columns.values()], rows)
    return Shown(tile, title, resource.slug, asked.where, (), grid)


def _named(f: Any, row: Any) -> str:
    return f.kind.cell(f, row, None) or ""


def _raw(f: Any, row: Any) -> Any:
    value = f.kind.json(f, row)
    return value.astimezone(UTC).isoformat() if hasattr(value, "astimezone") else value


def _report(tile: Tile, by: Actor) -> Shown:
    report = reports.report_for(tile.report, by)
    table = reports.answered(report, reports.asked(report, tile.asks, by), by)
    read, fields = reader_for(by.language, by.zone), [reports.as_field(column) for column in table.columns]
    rows = []
    for row in table.rows[:ROWS]:
        opens = row.where if row.resource else None
        cells = [Cell(f.kind.cell(f, row.values, read), f.kind.json(f, row.values), is_number=f.kind.align == "end",
                      resource=row.resource) for f in fields]  # fmt: skip
        rows.append([replace(cells[0], where=opens), *cells[1:]] if cells else [])
    notes = [str(note) for note in table.notes]
    if len(table.rows) > ROWS:
        notes.append(_("The first %(rows)d lines.") % {"rows": ROWS})
    return Shown(tile, tile.title or str(report.label), "", "", (), Grid([str(f.label) for f in fields], rows),
                 table.charts, notes)  # fmt: skip
