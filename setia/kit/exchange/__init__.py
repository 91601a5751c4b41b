"""Exchange: what comes in from files, and what goes out into them."""

from setia.kit.exchange.arriving import FORMATS
from setia.kit.exchange.cards import carried
from setia.kit.exchange.exports import MADE, card_chunks, csv_chunks, file_name, xlsx_chunks, xlsx_file
from setia.kit.exchange.files import Sheet, Unreadable, look
from setia.kit.exchange.plans import Plan, accept_nearest, adjust, field_choices, guess, importable, match_choices
from setia.kit.exchange.runs.findings import Findings
from setia.kit.exchange.runs.importing import Elsewhere
from setia.kit.exchange.runs.mappings import (
    ImportMapping,
    find_mapping,
    forget_mapping,
    keep_mapping,
    mapped_by,
    mappings,
)
from setia.kit.exchange.runs.model import ImportRun
from setia.kit.exchange.runs.previewing import PreviewRow, preview
from setia.kit.exchange.runs.receiving import (
    choose_sheet,
    discard,
    find_run,
    keep_findings,
    keep_plan,
    plan_of,
    receive,
    receive_file,
    runs,
    sheet_of,
)
from setia.kit.exchange.runs.trying import dry_run
from setia.kit.exchange.runs.watching import import_what_appeared
from setia.kit.exchange.runs.working import error_file, import_now, start, start_undo, state_json, undo_import

__all__ = [
    "FORMATS",
    "MADE",
    "Elsewhere",
    "Findings",
    "ImportMapping",
    "ImportRun",
    "Plan",
    "PreviewRow",
    "Sheet",
    "Unreadable",
    "accept_nearest",
    "adjust",
    "card_chunks",
    "carried",
    "choose_sheet",
    "csv_chunks",
    "discard",
    "dry_run",
    "error_file",
    "field_choices",
    "file_name",
    "find_mapping",
    "find_run",
    "forget_mapping",
    "guess",
    "import_now",
    "import_what_appeared",
    "importable",
    "keep_findings",
    "keep_mapping",
    "keep_plan",
    "look",
    "mapped_by",
    "mappings",
    "match_choices",
    "plan_of",
    "preview",
    "receive",
    "receive_file",
    "runs",
    "sheet_of",
    "start",
    "start_undo",
    "state_json",
    "undo_import",
    "xlsx_chunks",
    "xlsx_file",
]
