"""Imports: send a file, look at the preview, change the mapping, try it, start it, undo it."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import BaseModel, Field

from setia.faces.api.authentication import caller, require_change
from setia.faces.api.bodies import typed
from setia.faces.api.incoming import read_object
from setia.faces.api.problems import Unsupported
from setia.faces.api.rows import answer
from setia.foundation.access import Actor
from setia.foundation.errors import Invalid, NotFound, TooLarge
from setia.kit import exchange

router = Router(tags=["imports"])
MULTIPART = "multipart/form-data"
ENVELOPE = 64 * 1024
"""What a form may weigh besides its file."""
LATEST = 50

MULTIPART_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            MULTIPART: {
                "schema": {
                    "type": "object",
                    "additionalProperties": False,
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "string",
                            "format": "binary",
                            "description": "A table (CSV, XLSX, ODS, XLS) or address cards (vCard).",
                        },
                        "resource": {
                            "type": "string",
                            "description": "What the rows are; guessed from the columns without it.",
                        },
                        "sheet": {
                            "type": "string",
                            "description": "Which sheet of a workbook; the first with something in it without it.",
                        },
                        "mapping": {
                            "type": "string",
                            "description": "The name of a kept mapping; without it the one kept for these columns.",
                        },
                    },
                }
            }
        },
    }
}
MAPPING_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {
                        "resource": {"type": "string", "description": "What the rows are."},
                        "sheet": {
                            "type": "string",
                            "description": "Which sheet of a workbook; the columns are guessed anew.",
                        },
                        "mapping": {"type": "string", "description": "The name of a kept mapping to take."},
                        "mode": {
                            "type": "string",
                            "enum": ["both", "create", "update"],
                            "description": "Make records, change those that are there, or both.",
                        },
                        "match": {
                            "type": "string",
                            "description": "The field by which records are known; empty for the usual ones.",
                        },
                        "currency": {"type": "string", "description": "Of amounts that name none."},
                        "accept_nearest": {
                            "type": "boolean",
                            "description": "Accept the nearest name for all unknown references at once.",
                        },
                        "columns": {
                            "type": "object",
                            "description": "By heading or position: `field`, `when_unknown` (refuse, nearest,"
                            " create), `when_empty` (accept, refuse), `date_order`, `accepted` (text to"
                            " record).",
                            "additionalProperties": {"type": "object"},
                        },
                    },
                }
            }
        },
    }
}


class Run(BaseModel):
    """An import and how far it is."""

    id: int
    resource: str = Field(description="What the rows are; empty while that is not clear.")
    file: str
    sheet: str = Field(description="The sheet of a workbook that is read.")
    sheets: list[str] = Field(description="All sheets of the workbook.")
    state: str = Field(description="draft, waiting, running, done, failed, undoing or undone.")
    note: str = Field(description="What went wrong, in words.")
    total: int = Field(description="Rows of the file.")
    done: int
    rows_per_second: float | None
    new: int
    changed: int
    unchanged: int
    refused: int
    problems: list[Any] = Field(description="Why rows were refused, with counts and the first rows.")
    readings: list[Any] = Field(description="Texts that were read as something near them.")
    act: int | None
    has_errors: bool = Field(description="There is a file of refused rows.")
    started_at: datetime | None
    finished_at: datetime | None


class Draft(Run):
    """An import before it is started, with what is planned and how the first rows will be read."""

    plan: dict[str, Any] = Field({}, description="Which column is which field, and what is done with it.")
    preview: list[dict[str, Any]] = Field([], description="The first rows: as written, as read, and problems.")


class Runs(BaseModel):
    data: list[Run]


@router.get("/imports", response=Runs, operation_id="imports", summary="List imports")
def list_imports(request: HttpRequest) -> HttpResponse:
    """The latest imports that you may see."""
    runs = exchange.runs(caller(request)).order_by("-id")[:LATEST]
    return answer({"data": [exchange.state_json(run) for run in runs]})


@router.post(
    "/imports",
    response={201: Draft},
    operation_id="upload",
    summary="Send a file",
    openapi_extra=MULTIPART_BODY,
)
def upload(request: HttpRequest) -> HttpResponse:
    """Send a file to be imported. Nothing is written yet: the answer says how its columns were understood."""
    by = importer(request)
    refuse_other_forms(request)
    unknown = (set(request.FILES) - {"file"}) | (set(request.POST) - {"resource", "sheet", "mapping"})
    errors = {name[:60]: [_("There is no such field, or you may not set it.")] for name in sorted(unknown)}
    files = request.FILES.getlist("file")
    if len(files) != 1:
        errors["file"] = [_("Send one file in the part “file”.")]
    if errors:
        raise Invalid(errors)
    name, chunks = str(files[0].name or ""), files[0].chunks()
    said = {name: request.POST.get(name, "") for name in ("resource", "sheet", "mapping")}
    run = exchange.receive(chunks, name, by, **said)
    return answer(whole(run, by), status=201, headers={"Location": f"{request.path}/{run.pk}"})


@router.get("/imports/{int:id}", response=Draft, operation_id="import", summary="Read an import")
def read_import(request: HttpRequest, id: int) -> HttpResponse:
    """How far an import is; before it is started also what is planned and a preview."""
    by = caller(request)
    return answer(whole(found(id, by), by))


@router.patch(
    "/imports/{int:id}",
    response=Draft,
    operation_id="map_import",
    summary="Change the mapping",
    openapi_extra=MAPPING_BODY,
)
def map_import(request: HttpRequest, id: int) -> HttpResponse:
    """Say which column is which field, and what to do with names that are not known."""
    by = importer(request)
    run = found(id, by)
    choices = read_object(request)
    accept = choices.pop("accept_nearest", False)
    if not isinstance(accept, bool):
        raise Invalid({"accept_nearest": [_("This is to be true or false.")]})
    if (sheet := choices.pop("sheet", None)) is not None:
        if not isinstance(sheet, str):
            raise Invalid({"sheet": [_("Write the name of a sheet.")]})
        exchange.choose_sheet(run, sheet, by)
    plan = exchange.plan_of(run)
    if (mapping := choices.pop("mapping", None)) is not None:
        if not isinstance(mapping, str):
            raise Invalid({"mapping": [_("Write the name of a mapping.")]})
        plan = exchange.mapped_by(exchange.find_mapping(mapping, by), exchange.sheet_of(run), by)
    plan = exchange.adjust(plan, exchange.sheet_of(run), choices, by)
    exchange.keep_plan(run, exchange.accept_nearest(plan) if accept else plan, by)
    return answer(whole(run, by))


@router.post("/imports/{int:id}/dry-run", response=dict[str, Any], operation_id="try_import", summary="Try an import")
def try_import(request: HttpRequest, id: int) -> HttpResponse:
    """Judge every row without writing anything: what is new, what changes, what is refused and why."""
    by = importer(request)
    typed({}, read_object(request))
    run = found(id, by)
    findings = exchange.dry_run(exchange.sheet_of(run), exchange.plan_of(run), by)
    exchange.keep_findings(run, findings)
    return answer(findings.to_json())


@router.post("/imports/{int:id}/start", response={202: Run}, operation_id="start_import", summary="Start an import")
def start_import(request: HttpRequest, id: int) -> HttpResponse:
    """Let a worker import the file, or continue where it was stopped; read the import to see how far it is."""
    return put_to_work(request, id, exchange.start)


@router.post("/imports/{int:id}/undo", response={202: Run}, operation_id="undo_import", summary="Undo an import")
def undo_import(request: HttpRequest, id: int) -> HttpResponse:
    """Take back everything an import made and changed, where nobody has changed it since."""
    return put_to_work(request, id, exchange.start_undo)


@router.delete("/imports/{int:id}", response={204: None}, operation_id="drop_import", summary="Drop a draft")
def drop_import(request: HttpRequest, id: int) -> HttpResponse:
    """Drop a file that was not imported."""
    by = importer(request)
    exchange.discard(found(id, by), by)
    return HttpResponse(status=204)


@router.get("/imports/{int:id}/errors.csv", operation_id="import_errors", summary="Refused rows")
def import_errors(request: HttpRequest, id: int) -> FileResponse:
    """The rows that were refused, as they were sent, with the reason beside each."""
    path = exchange.error_file(found(id, caller(request)))
    if path is None:
        raise NotFound(_("No row of this import was refused."))
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"import-{id}-errors.csv")


def importer(request: HttpRequest) -> Actor:
    by = caller(request)
    require_change(by)
    return by


def found(run_id: int, by: Actor) -> Any:
    return exchange.find_run(run_id, by)


def put_to_work(request: HttpRequest, run_id: int, task: Any) -> HttpResponse:
    by = importer(request)
    typed({}, read_object(request))
    run = found(run_id, by)
    task(run, by)
    run.refresh_from_db()
    return answer(exchange.state_json(run), status=202)


def refuse_other_forms(request: HttpRequest) -> None:
    if request.content_type != MULTIPART:
        raise Unsupported(_("Send the file as %(type)s.") % {"type": MULTIPART})
    if int(request.META.get("CONTENT_LENGTH") or 0) > settings.UPLOAD_LIMIT + ENVELOPE:
        most = settings.UPLOAD_LIMIT // (1024 * 1024)
        raise TooLarge(_("Files may have at most %(most)s MB.") % {"most": most}, field="file")


def whole(run: Any, by: Actor) -> dict[str, Any]:
    """The state, and of a draft also its plan and a preview."""
    body: dict[str, Any] = exchange.state_json(run)
    if run.state == "draft":
        sheet, plan = exchange.sheet_of(run), exchange.plan_of(run)
        body["plan"] = plan.to_json()
        body["preview"] = [asdict(row) for row in exchange.preview(sheet, plan, by)]
    return body
