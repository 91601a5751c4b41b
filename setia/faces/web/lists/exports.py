"""What is seen, as a file."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from setia.faces.web.lists.query import query_of
from setia.faces.web.shell import staff_page
from setia.foundation.access import Actor
from setia.foundation.errors import NotFound
from setia.kit import exchange
from setia.kit.lists import Listing

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "vcf": "text/vcard; charset=utf-8",
    "3.vcf": "text/vcard; charset=utf-8",
}


@staff_page
def download(request: HttpRequest, slug: str, form: str, by: Actor) -> HttpResponse | StreamingHttpResponse:
    if form not in TYPES:
        raise NotFound()
    listing = query_of(request, slug, by).listing(by)
    response = StreamingHttpResponse(_chunks(listing, form), content_type=TYPES[form])
    name = exchange.file_name(listing, form.rpartition(".")[2])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _chunks(listing: Listing, form: str) -> Iterator[bytes]:
    if form == "csv":
        return exchange.csv_chunks(listing, bom=True)
    if form == "xlsx":
        return exchange.xlsx_chunks(listing)
    return exchange.card_chunks(listing, "3.0" if form == "3.vcf" else "4.0")
