"""The warehouse: how old it is, which marts it has, a question in SQL and its answer, kept questions, files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from setia.faces.web.addresses import reverse
from setia.faces.web.desk.asking import number
from setia.faces.web.files.panel import size_words
from setia.faces.web.shell import page, reader, staff_page
from setia.faces.web.showing import Shown
from setia.faces.web.strictness import only
from setia.faces.web.telling import tell_later
from setia.foundation.access import Actor
from setia.foundation.errors import Invalid, Refusal
from setia.foundation.formats import Reader
from setia.kit import reports
from setia.kit.marts import Answer, Standing, columns_for, marts, open_to, warehouse
from setia.kit.reports.files import TYPES
from setia.kit.reports.of_marts import answer_file, table_of, tell_downloaded

FIELDS = ("sql", "name", "is_shared", "do")
SHOWN = 500
"""Rows on the page; a file has all of them."""


@staff_page
def show(request: HttpRequest, by: Actor) -> HttpResponse:
    only(request, parameters=("question",), fields=FIELDS)
    keeper = warehouse()
    context: dict[str, Any] = {"sql": "", "name": "", "is_shared": False, "errors": {}, "answer": None}
    if request.method == "POST":
        context |= {"sql": request.POST.get("sql", ""), "name": request.POST.get("name", ""),
                    "is_shared": bool(request.POST.get("is_shared"))}  # fmt: skip
        try:
            if (done := _done(request, context, by)) is not None:
                return done
        except Invalid as refusal:
            context["errors"] = refusal.errors
        except Refusal as refusal:
            context["errors"] = {"sql": [refusal.message]}
    elif (chosen := number(request.GET.get("question", ""))) is not None:
        offered = keeper.questions(by)
        if chosen < len(offered):
            context |= {"sql": offered[chosen].sql, "name": offered[chosen].name if offered[chosen].is_mine else ""}
    return _page(request, context, by)


def _done(request: HttpRequest, context: dict[str, Any], by: Actor) -> HttpResponse | None:
    """What the button says: keep the question, answer it here, or as a file."""
    what = request.POST.get("do", "ask")
    if what == "keep":
        warehouse().keep(context["name"], context["sql"], by, is_shared=context["is_shared"])
        tell_later(request, _("Kept: %(name)s.") % {"name": context["name"].strip()})
        return None
    answer = warehouse().ask(context["sql"], by)
    if what in TYPES:
        response = HttpResponse(answer_file(answer, what, by), content_type=TYPES[what])
        response["Content-Disposition"] = f'attachment; filename="warehouse-{by.today.isoformat()}.{what}"'
        response["Cache-Control"] = "no-store"
        return response
    context["answer"] = _answer(answer, by)
    return None


def _page(request: HttpRequest, context: dict[str, Any], by: Actor) -> HttpResponse:
    read, keeper = reader(by), warehouse()
    standing = keeper.standing(by)
    kept = {one.name: one for one in standing.marts}
    context |= {
        "progress": _progress(standing, read),
        "standing": _standing(standing, read),
        "questions": [
            {"name": one.name, "url": f"{reverse('warehouse')}?question={at}", "is_shared": one.is_shared and one.id,
             "drop": reverse("warehouse_drop", args=[one.id]) if one.is_mine else ""}
            for at, one in enumerate(keeper.questions(by))
        ],
        "marts": [
            {
                "name": mart.name, "about": str(mart.about), "columns": columns_for(mart, by),
                "lacks": kept[mart.name].lacks if mart.name in kept else (),
                "rows": read.number(kept[mart.name].rows) if mart.name in kept else "",
                "size": size_words(kept[mart.name].bytes, read) if mart.name in kept else "",
                "file": reverse("warehouse_file", args=[mart.name]) if mart.name in kept else "",
            }
            for mart in open_to(by)
        ],
    }  # fmt: skip
    return page(request, "warehouse/warehouse.html", by, status=422 if context["errors"] else 200, **context)


def _answer(answer: Answer, by: Actor) -> dict[str, Any]:
    table = table_of(answer)
    shown = Shown([reports.as_field(column) for column in table.columns], reader(by), by.access)
    rows = ngettext("%(number)s row", "%(number)s rows", len(answer.rows))
    words = [rows % {"number": reader(by).number(len(answer.rows))}]
    if answer.is_cut:
        words = [_("The first %(number)s rows; there are more.") % {"number": reader(by).number(len(answer.rows))}]
    elif len(answer.rows) > SHOWN:
        words.append(_("The first %(number)s are shown; a file has all of them.") % {"number": SHOWN})
    return {
        "columns": [
            {"label": name, "num": kind in ("whole", "number")}
            for name, kind in zip(answer.columns, answer.types, strict=True)
        ],
        "rows": [shown.cells(row.values) for row in table.rows[:SHOWN]],
        "words": " · ".join(words),
    }


def _standing(standing: Standing, read: Reader) -> str:
    if standing.as_of is None or standing.made_at is None:
        return _("The warehouse was never filled. That happens every night, or now, by the button.")
    words = _("As of %(day)s, refreshed %(moment)s.") % {
        "day": read.date(standing.as_of), "moment": read.moment(standing.made_at),
    }  # fmt: skip
    behind = standing.newest - standing.position
    if behind <= 0:
        return words + " " + _("Nothing happened since.")
    since = ngettext("%(number)s entry of the ledger since.", "%(number)s entries of the ledger since.", behind)
    return words + " " + since % {"number": read.number(behind)}


def _progress(standing: Standing, read: Reader) -> dict[str, Any] | None:
    if not standing.state:
        return None
    if standing.state == "failed":
        return {"error": _("The last refresh failed: %(reason)s") % {"reason": standing.error}}
    note = f"{read.number(standing.done)} / {read.number(standing.total)}" if standing.total else ""
    label = _("The marts are being refreshed") if standing.state == "running" else _("A refresh waits for its turn")
    return {"label": label, "value": standing.done if standing.total else None, "top": standing.total or None,
            "note": note}  # fmt: skip


@staff_page
def progress(request: HttpRequest, by: Actor) -> HttpResponse:
    """Asked every two seconds; when it has ended the whole page is wanted."""
    only(request)
    told = _progress(warehouse().standing(by), reader(by))
    if told is None:
        return HttpResponse(status=204, headers={"HX-Redirect": reverse("warehouse")})
    return page(request, "warehouse/_progress.html", by, progress=told)


@staff_page
@require_POST
def refresh(request: HttpRequest, by: Actor) -> HttpResponse:
    only(request)
    warehouse().start(by)
    return HttpResponseRedirect(reverse("warehouse"))


@staff_page
@require_POST
def drop(request: HttpRequest, id: int, by: Actor) -> HttpResponse:
    only(request)
    warehouse().drop(id, by)
    tell_later(request, _("The question is put away."))
    return HttpResponseRedirect(reverse("warehouse"))


@staff_page
def download(request: HttpRequest, mart: str, by: Actor) -> StreamingHttpResponse:
    """All rows, with the columns that are theirs."""
    only(request)
    path = warehouse().file_of(mart, by)
    rows = next((one.rows for one in warehouse().standing(by).marts if one.name == mart), 0)
    tell_downloaded(marts()[mart], rows, by)
    response = StreamingHttpResponse(_pieces(path), content_type="application/vnd.apache.parquet")
    response["Content-Disposition"] = f'attachment; filename="{mart}.parquet"'
    response["Content-Length"] = str(path.stat().st_size)
    response["Cache-Control"] = "no-store"
    return response


def _pieces(path: Path) -> Iterator[bytes]:
    """The file in pieces, which goes with its folder when it is sent."""
    with path.open("rb") as handle:
        path.unlink()
        path.parent.rmdir()
        while piece := handle.read(1 << 18):
            yield piece
