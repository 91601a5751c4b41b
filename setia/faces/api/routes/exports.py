"""Lists as files: what is chosen by the same parameters, streamed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Query, Router
from pydantic import Field

from setia.faces.api.authentication import caller
from setia.faces.api.routes.parameters import Chosen
from setia.kit import exchange
from setia.kit.resources import registry

router = Router()
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Exported(Chosen):
    labels: bool = Field(
        True, description="Headings and choices in words; without them names and codes, which import back."
    )


@router.get("/{resource}/export.csv", operation_id="export_csv", summary="Export {plural} as CSV")
def export_csv(request: HttpRequest, resource: str, params: Query[Exported]) -> StreamingHttpResponse:
    """All that is chosen as a CSV file in UTF-8, streamed."""
    listing = params.listing(registry[resource], caller(request))
    chunks = exchange.csv_chunks(listing, labels=params.labels)
    return as_file(chunks, exchange.file_name(listing, "csv"), "text/csv; charset=utf-8")


@router.get("/{resource}/export.xlsx", operation_id="export_xlsx", summary="Export {plural} as Excel")
def export_xlsx(request: HttpRequest, resource: str, params: Query[Exported]) -> StreamingHttpResponse:
    """All that is chosen as an Excel file."""
    listing = params.listing(registry[resource], caller(request))
    chunks = exchange.xlsx_chunks(listing, labels=params.labels)
    return as_file(chunks, exchange.file_name(listing, "xlsx"), XLSX)


class Cards(Chosen):
    version: Literal["4.0", "3.0"] = Field("4.0", description="Version of vCard; older programs know only 3.0.")


@router.get("/{resource}/export.vcf", operation_id="export_cards", summary="Export {plural} as vCard")
def export_cards(request: HttpRequest, resource: str, params: Query[Cards]) -> StreamingHttpResponse:
    """All that is chosen as address cards, with as much of each as you may know."""
    listing = params.listing(registry[resource], caller(request))
    chunks = exchange.card_chunks(listing, params.version, only=listing.columns if params.columns else None)
    return as_file(chunks, exchange.file_name(listing, "vcf"), "text/vcard; charset=utf-8")


def as_file(chunks: Iterator[bytes], name: str, media_type: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(chunks, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
