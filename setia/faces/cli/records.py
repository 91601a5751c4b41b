"""`setia show` and `setia do`: reading records and calling verbs."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from typing import Any

from django.utils.translation import gettext as _

from setia.faces.cli.acting import actor, add_by
from setia.faces.cli.commands import command
from setia.faces.cli.exits import DONE
from setia.faces.cli.printing import as_json, table
from setia.foundation import conditions
from setia.foundation.access import Actor
from setia.foundation.errors import Malformed, NotFound
from setia.foundation.formats import reader_for
from setia.kit import verbs
from setia.kit.kinds import AnyRecord, Reference
from setia.kit.lists import Listing
from setia.kit.measures import measure
from setia.kit.operations import Outcome, find_operation, perform
from setia.kit.resources import Resource, registry


def find_resource(name: str) -> Resource:
    """A resource by its slug ("companies"), its noun ("parties.party") or its name in the singular."""
    if name in registry:
        return registry[name]
    for found in registry:
        if name.lower() in (found.noun, found.fact, str(found.label).lower(), str(found.plural).lower()):
            return found
    possible = ", ".join(sorted(r.slug for r in registry))
    raise NotFound(_("There is no resource “%(name)s”. Possible: %(possible)s.") % {"name": name, "possible": possible})


def _show_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("resource", metavar="RESOURCE")
    parser.add_argument("id", metavar="ID", nargs="?")
    parser.add_argument("--where", default="", metavar="CONDITION", help="for example: stage = Won and amount > 1000")
    parser.add_argument("--search", default="", metavar="TEXT")
    parser.add_argument("--columns", default="", metavar="A,B")
    parser.add_argument("--sort", default="", metavar="FIELD", help="-field for the other direction")
    parser.add_argument("--limit", type=int, default=50, metavar="N", help="rows to show; 0 for all")
    parser.add_argument("--count", action="store_true", help="only how many there are")
    parser.add_argument("--sum", default="", metavar="FIELD", help="the total of a field, by currency")
    parser.add_argument("--group", default="", metavar="FIELD", help="with --sum or --count: by this field")
    parser.add_argument("--archived", action="store_true")
    parser.add_argument("--json", action="store_true")
    add_by(parser)


@command("show", "Show records, one record, or how many there are.", _show_arguments)
def show(arguments: Namespace) -> int:
    by = actor(arguments)
    resource = find_resource(arguments.resource)
    if arguments.id:
        return _show_one(resource, arguments, by)
    where = conditions.parse(arguments.where) if arguments.where else conditions.EVERYTHING
    if arguments.sum or arguments.group:
        return _show_sums(resource, where, arguments, by)
    columns = tuple(name.strip() for name in arguments.columns.split(",") if name.strip())
    if arguments.json and not columns:
        columns = tuple(resource.readable(by.access))
    listing = Listing(
        resource, by, columns=columns, where=where, text=arguments.search, sort=arguments.sort,
        archived=arguments.archived,
    )  # fmt: skip
    if arguments.count:
        number = listing.exact_count()
        as_json({"count": number}) if arguments.json else print(number)
        return DONE
    rows = _rows(listing, arguments.limit)
    if arguments.json:
        as_json([as_data(listing, row) for row in rows])
        return DONE
    read = reader_for(by.language, by.zone)
    fields = listing.columns.values()
    cells = [
        [
            str(row["id"]),
            *(str(row.get(f.name) or "") if f.is_said else f.kind.cell(f, row, read) for f in fields),
        ]
        for row in rows
    ]
    table(["id", *(str(f.label) for f in fields)], cells, [True, *(f.kind.align == "end" for f in fields)])
    return DONE


def _rows(listing: Listing, limit: int) -> list[dict[str, Any]]:
    if limit < 0:
        raise Malformed(_("The limit cannot be negative."), field="limit")
    rows = []
    for row in listing.each():
        rows.append(row)
        if len(rows) == limit:
            break
    return rows


def as_data(listing: Listing, row: dict[str, Any]) -> dict[str, Any]:
    """A row as the API writes it."""
    data: dict[str, Any] = {"id": row["id"], "version": row["version"]}
    for name, field in listing.columns.items():
        data[name] = row.get(name) if field.is_said else field.kind.json(field, row)
        if isinstance(field.kind, (Reference, AnyRecord)) and not field.compute:
            data[f"{name}_title"] = row.get(field.kind.title_path(field)) or None
    return data


def _show_one(resource: Resource, arguments: Namespace, by: Actor) -> int:
    listing = Listing(resource, by, columns=tuple(resource.readable(by.access)))
    pk = _number(arguments.id)
    if not resource.rows(by.access).filter(pk=pk).exists():
        raise NotFound()
    row = listing.read([pk])[0]
    if arguments.json:
        as_json(as_data(listing, row))
        return DONE
    read = reader_for(by.language, by.zone)
    for field in listing.columns.values():
        value = str(row.get(field.name) or "") if field.is_said else field.kind.cell(field, row, read)
        if value:
            print(f"{field.label}: {value}")
    return DONE


def _show_sums(resource: Resource, where: conditions.Condition, arguments: Namespace, by: Actor) -> int:
    if arguments.search or arguments.archived:
        raise Malformed(_("Figures follow --where; --search and --archived are for lists."))
    field = resource.readable(by.access).get(arguments.sum)
    cells = measure(resource, by, where=where, total=arguments.sum, group=arguments.group)
    read = reader_for(by.language, by.zone)
    found = []
    for cell in cells:
        total = None
        if field is not None and cell.total is not None:
            row = {field.path: cell.total, **dict.fromkeys(field.paths()[1:], cell.currency)}
            total = field.kind.json(field, row)
        found.append({"group": cell.group, "count": cell.count, "total": total, "currency": cell.currency or None})
    if arguments.json:
        as_json(found)
        return DONE
    lines = [
        ["" if c["group"] is None else str(c["group"]), read.number(c["count"]), str(c["total"] or ""),
         c["currency"] or ""]
        for c in found
    ]  # fmt: skip
    table(["group", "count", "total", "currency"], lines, [False, True, True, False])
    return DONE


def _number(text: str) -> int:
    last = text.rpartition(":")[2]
    if not (last.isascii() and last.isdigit() and len(last) < 18):
        raise NotFound(_("“%(text)s” is not the number of a record.") % {"text": text[:60]})
    return int(last)


def _do_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("verb", metavar="VERB", help="create, change, archive, restore, or a verb of the resource")
    parser.add_argument("record", metavar="RECORD", help="for example opportunities:7; with create only the resource")
    parser.add_argument("--json", action="store_true")
    add_by(parser)


@command("do", "Do something with a record: setia do win opportunities:7 --on 2026-03-01", _do_arguments,
         free_arguments=True)  # fmt: skip
def do(arguments: Namespace) -> int:
    by = actor(arguments)
    name, _colon, number = arguments.record.partition(":")
    resource = find_resource(name)
    values = free_values(arguments.rest)
    outcome = _done(resource, arguments.verb, number, values, by)
    if arguments.json:
        as_json({"ids": outcome.ids, "act": outcome.act, **outcome.answer})
        return DONE
    for key, value in outcome.answer.items():
        print(f"{key}: {value}")
    for pk in outcome.ids:
        print(f"{resource.slug}:{pk} {arguments.verb}")
    return DONE


def _done(resource: Resource, verb: str, number: str, values: dict[str, str], by: Actor) -> Outcome:
    if verb == "create":
        if number:
            raise Malformed(_("A new record has no number yet; name only the resource."))
        return verbs.create(resource, values, by)
    pk = _number(number)
    if verb == "change":
        return verbs.change(resource, [pk], values, by)
    if verb in ("archive", "restore"):
        if values:
            raise Malformed(_("This verb takes no values."))
        return verbs.archive(resource, [pk], by) if verb == "archive" else verbs.restore(resource, [pk], by)
    return perform(find_operation(resource, verb), [pk], values, by, resource=resource)


def free_values(rest: list[str]) -> dict[str, str]:
    """`--name value --other=value` as values by field name."""
    values: dict[str, str] = {}
    waiting = iter(rest)
    for part in waiting:
        if not part.startswith("--") or len(part) < 3:
            raise Malformed(_("Write values as --name value; “%(part)s” is neither.") % {"part": part[:60]})
        name, equals, value = part[2:].partition("=")
        if not equals:
            following = next(waiting, None)
            if following is None:
                raise Malformed(_("--%(name)s needs a value.") % {"name": name})
            value = following
        values[name.replace("-", "_")] = value
    return values
