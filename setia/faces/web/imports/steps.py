"""The way through an import, and what every step of it needs: the run, the right, the way on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from setia.foundation.access import Actor
from setia.foundation.errors import Forbidden
from setia.foundation.formats import Reader
from setia.kit import exchange
from setia.kit.exchange import ImportRun
from setia.kit.resources import Resource, registry

ENCODINGS = {"utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "cp1252": "Windows-1252"}


def steps() -> list[str]:
    return [_("File"), _("Columns"), _("Check"), _("Import")]


def own_run(pk: int, by: Actor) -> ImportRun:
    """A run the person may see, of records they may still import."""
    run = exchange.find_run(pk, by)
    possible = exchange.importable(by)
    if not possible or run.resource and resource_of(run) not in possible:
        raise Forbidden()
    return run


def resource_of(run: ImportRun) -> Resource | None:
    if run.resource not in registry:
        return None
    return registry[run.resource]


def about(run: ImportRun, read: Reader) -> str:
    """The file in a line: how many rows, how large, how it is written."""
    delimiters = {",": _("commas"), ";": _("semicolons"), "\t": _("tabs"), "|": _("vertical lines")}
    delimiter = run.layout.get("delimiter", "")
    encoding = run.layout.get("encoding", "")
    if origin := run.layout.get("origin"):
        written = [exchange.FORMATS.get(origin["format"], origin["format"])]
        written += [_("sheet “%(name)s”") % {"name": origin["sheet"]}] if origin["sheet"] else []
    else:
        written = [ENCODINGS.get(encoding, encoding), delimiters.get(delimiter, f"“{delimiter}”")]
    return " · ".join([rows_in_words(run.total, read), read.size(run.file_size), *written])


def rows_in_words(count: int, read: Reader) -> str:
    return ngettext("%(count)s row", "%(count)s rows", count) % {"count": read.number(count)}


def gone_to(request: HttpRequest, address: str) -> HttpResponse:
    """Leave for another page, also when only a part of one was asked for."""
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
