"""`setia import` and `setia export`: files in and out."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from setia.faces.cli.acting import actor, add_by
from setia.faces.cli.commands import command
from setia.faces.cli.exits import DONE, PARTLY, REFUSED
from setia.faces.cli.printing import Progress, as_json
from setia.faces.cli.records import find_resource
from setia.foundation import conditions
from setia.foundation.access import Actor
from setia.foundation.errors import Malformed, NotFound, Refusal
from setia.kit import exchange
from setia.kit.lists import Listing


def _import_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", nargs="?", type=Path)
    parser.add_argument("--as", dest="resource", default="", metavar="RESOURCE", help="guessed when left out")
    parser.add_argument("--sheet", default="", metavar="NAME", help="of a workbook; the first with something in it")
    parser.add_argument("--accept-nearest", action="store_true", help="take the nearest name for unknown references")
    parser.add_argument("--create-missing", action="append", default=[], metavar="COLUMN",
                        help="make records that a column names and nobody knows")  # fmt: skip
    parser.add_argument("--refuse-empty", action="append", default=[], metavar="COLUMN",
                        help="refuse rows in which this column is empty")  # fmt: skip
    parser.add_argument("--map", action="append", default=[], metavar="COLUMN=FIELD",
                        help="read a column into this field; COLUMN= leaves it out")  # fmt: skip
    parser.add_argument("--mode", choices=["both", "create", "update"], help="make records, change known ones, or both")
    parser.add_argument("--match", metavar="FIELD", help="the field by which records are known")
    parser.add_argument("--mapping", default="", metavar="NAME", help="take this kept mapping")
    parser.add_argument("--keep-mapping", default="", metavar="NAME", help="keep these choices for the next file")
    parser.add_argument("--folder", default="", metavar="NAME",
                        help="with --keep-mapping: import what appears in this folder by it")  # fmt: skip
    parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
    parser.add_argument("--yes", action="store_true", help="ask nothing")
    parser.add_argument("--resume", type=int, metavar="RUN", help="go on with an interrupted import")
    parser.add_argument("--undo", type=int, metavar="RUN", help="take back a whole import")
    parser.add_argument("--json", action="store_true")
    add_by(parser)


@command("import", "Read a file of records; a bad row goes to an error file, the others are kept.", _import_arguments)
def import_file(arguments: Namespace) -> int:
    by = actor(arguments)
    if arguments.undo is not None:
        return _undo(arguments, by)
    if arguments.resume is not None:
        return _run(exchange.find_run(arguments.resume, by), arguments, by)
    if arguments.file is None:
        raise Malformed(_("Name the file to import."))
    if not arguments.file.is_file():
        raise NotFound(_("There is no file %(name)s.") % {"name": arguments.file})
    resource = find_resource(arguments.resource).slug if arguments.resource else ""
    run = exchange.receive_file(arguments.file, by, resource=resource, sheet=arguments.sheet, mapping=arguments.mapping)
    try:
        sheet = exchange.sheet_of(run)
        plan = _plan(arguments, exchange.plan_of(run), sheet, by)
        exchange.keep_plan(run, plan, by)
        if arguments.keep_mapping:
            exchange.keep_mapping(plan, by, arguments.keep_mapping, folder=arguments.folder)
        if arguments.dry_run:
            return _dry_run(sheet, plan, arguments, by, run)
        if not arguments.yes and not arguments.json and sys.stdin.isatty():
            plan = _ask(sheet, plan, by)
            if plan is None:
                exchange.discard(run, by)
                return REFUSED
            exchange.keep_plan(run, plan, by)
    except Refusal:
        exchange.discard(run, by)
        raise
    return _run(run, arguments, by)


def _plan(arguments: Namespace, plan: Any, sheet: Any, by: Actor) -> Any:
    """The guessed plan with what the arguments say instead."""
    columns: dict[str, dict[str, str]] = {}
    for pair in arguments.map:
        header, _equals, field = pair.rpartition("=")
        columns.setdefault(header, {})["field"] = field
    for header in arguments.create_missing:
        columns.setdefault(header, {})["when_unknown"] = "create"
    for header in arguments.refuse_empty:
        columns.setdefault(header, {})["when_empty"] = "refuse"
    said = {name: value for name in ("mode", "match") if (value := getattr(arguments, name)) is not None}
    if columns or said:
        plan = exchange.adjust(plan, sheet, {"columns": columns, **said}, by)
    return exchange.accept_nearest(plan) if arguments.accept_nearest else plan


def _dry_run(sheet: Any, plan: Any, arguments: Namespace, by: Actor, run: Any) -> int:
    progress = Progress(_("Reading"), quiet=arguments.json)
    findings = exchange.dry_run(sheet, plan, by, progress)
    progress.end()
    exchange.discard(run, by)
    if arguments.json:
        as_json({"resource": plan.resource, "dry_run": True, **findings.to_json()})
    else:
        _tell_plan(plan)
        _tell_findings(findings)
    return PARTLY if findings.refused else DONE


def _ask(sheet: Any, plan: Any, by: Actor) -> Any:
    """Show what would happen, offer the nearest names once for all rows, and ask whether to go on."""
    progress = Progress(_("Reading"))
    findings = exchange.dry_run(sheet, plan, by, progress)
    progress.end()
    _tell_plan(plan)
    _tell_findings(findings)
    if any(unknown.offers and unknown.then == "refuse" for unknown in findings.unknown) and _yes(
        _("Take the nearest names for all rows?")
    ):
        plan = exchange.accept_nearest(plan)
    return plan if _yes(_("Import now?")) else None


def _yes(question: str) -> bool:
    return input(f"{question} [y/N] ").strip().lower() in ("y", "yes", "o", "oui", "ya")


def _tell_plan(plan: Any) -> None:
    print(_("Read as: %(resource)s") % {"resource": plan.resource})
    for column in plan.columns:
        print(f"  {column.header or '(' + _('no heading') + ')'} → {column.field or _('not imported')}")


def _tell_findings(findings: Any) -> None:
    print(
        _("%(total)s rows: %(new)s new, %(changed)s changed, %(unchanged)s unchanged, %(refused)s refused.")
        % {
            "total": findings.total,
            "new": findings.new,
            "changed": findings.changed,
            "unchanged": findings.unchanged,
            "refused": findings.refused,
        }  # fmt: skip
    )
    for unknown in findings.unknown:
        offer = unknown.offers[0].title if unknown.offers else "–"
        words = _("%(column)s: “%(text)s” is unknown (%(count)s rows); nearest: %(offer)s; then: %(then)s")
        print("  " + words % {"column": unknown.column, "text": unknown.text, "count": unknown.count, "offer": offer,
                              "then": unknown.then})  # fmt: skip
    for problem in findings.problems:
        rows = ", ".join(str(number) for number in problem.rows[:5])
        print("  " + _("%(words)s (%(count)s rows, first: %(rows)s)") % {
            "words": problem.words, "count": problem.count, "rows": rows
        })  # fmt: skip
    for words in findings.notices:
        print(f"  {words}")


def _run(run: Any, arguments: Namespace, by: Actor) -> int:
    progress = Progress(_("Importing"), quiet=arguments.json)
    run = exchange.import_now(run, by, progress)
    progress.end()
    state = exchange.state_json(run)
    errors = exchange.error_file(run)
    if arguments.json:
        as_json({**state, "errors": str(errors) if errors else None})
    else:
        print(
            _("%(resource)s: %(new)s created, %(changed)s changed, %(unchanged)s unchanged, %(refused)s refused.")
            % state
        )
        if errors:
            print(_("Refused rows with their reasons: %(path)s") % {"path": errors})
        print(_("To take it all back: setia import --undo %(run)s") % {"run": run.pk})
    return PARTLY if state["refused"] else DONE


def _undo(arguments: Namespace, by: Actor) -> int:
    progress = Progress(_("Taking back"), quiet=arguments.json)
    done = exchange.undo_import(exchange.find_run(arguments.undo, by), by, progress)
    progress.end()
    if arguments.json:
        as_json({"removed": done.removed, "put_back": done.put_back, "kept": done.kept})
    else:
        print(_("%(removed)s removed, %(back)s put back.") % {"removed": done.removed, "back": done.put_back})
        for title in done.kept[:20]:
            print(_("  kept, because it was changed or is used: %(title)s") % {"title": title})
    return DONE


def _export_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("resource", metavar="RESOURCE")
    parser.add_argument("file", metavar="FILE", nargs="?", type=Path,
                        help="ends in .csv, .xlsx or .vcf; standard output when left out")  # fmt: skip
    parser.add_argument("--where", default="", metavar="CONDITION")
    parser.add_argument("--search", default="", metavar="TEXT")
    parser.add_argument("--columns", default="", metavar="A,B")
    parser.add_argument("--sort", default="", metavar="FIELD")
    parser.add_argument("--archived", action="store_true")
    parser.add_argument("--vcard", choices=["4.0", "3.0"], help="as address cards of this version")
    parser.add_argument("--names", action="store_true", help="field names as headings, so that the file imports back")
    add_by(parser)


def _written(listing: Listing, arguments: Namespace) -> Iterator[bytes]:
    ending = arguments.file.suffix.lower() if arguments.file else ""
    if ending == ".vcf" or arguments.vcard:
        return exchange.card_chunks(
            listing, arguments.vcard or "4.0", only=listing.columns if arguments.columns else None
        )
    chunks = exchange.xlsx_chunks if ending == ".xlsx" else exchange.csv_chunks
    return chunks(listing, labels=not arguments.names)


@command("export", "Write records to a CSV or Excel file, or people and companies as address cards.", _export_arguments)
def export(arguments: Namespace) -> int:
    by = actor(arguments)
    resource = find_resource(arguments.resource)
    columns = tuple(name.strip() for name in arguments.columns.split(",") if name.strip())
    where = conditions.parse(arguments.where) if arguments.where else conditions.EVERYTHING
    listing = Listing(
        resource, by, columns=columns, where=where, text=arguments.search, sort=arguments.sort,
        archived=arguments.archived,
    )  # fmt: skip
    written = _written(listing, arguments)
    if arguments.file is None:
        for chunk in written:
            sys.stdout.buffer.write(chunk)
        return DONE
    half = arguments.file.with_name(arguments.file.name + ".part")
    try:
        with half.open("wb") as out:
            for chunk in written:
                out.write(chunk)
        half.replace(arguments.file)
    except OSError as trouble:
        words = _("%(path)s cannot be written: %(reason)s")
        raise Refusal(words % {"path": arguments.file, "reason": trouble.strerror}) from None
    finally:
        half.unlink(missing_ok=True)
    print(_("Written: %(path)s") % {"path": arguments.file}, file=sys.stderr)
    return DONE
