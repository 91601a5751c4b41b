"""What is seen, as a file."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from setia.faces.web.lists.query import query_of
from setia.faces.web.shell import staff_page
from setia.foundation.access import Actor
from setia.foundation.errors import NotFound
from setia.kit import exchange

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@staff_page
def download(request: HttpRequest, slug: str, form: str, by: Actor) -> HttpResponse | StreamingHttpResponse:
    if form not in TYPES:
        raise NotFound()
    listing = query_of(request, slug, by).listing(by)
    chunks = exchange.csv_chunks(listing, bom=True) if form == "csv" else exchange.xlsx_chunks(listing)
    response = StreamingHttpResponse(chunks, content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{exchange.file_name(listing, form)}"'
    return response
