"""The palette: whatever is typed finds records, pages and verbs; a verb can be followed by its record."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from setia.faces.web.addresses import reverse
from setia.faces.web.desk.asking import asked
from setia.faces.web.desk.search import commands
from setia.faces.web.desk.search.commands import Here, Row
from setia.faces.web.desk.search.found import Found, find_among, find_everywhere, named
from setia.faces.web.shell import page, staff_page
from setia.foundation.access import Actor
from setia.foundation.search import fold
from setia.kit.lists import Listing
from setia.kit.operations import Operation, operations_of
from setia.kit.resources import Resource, registry
from setia.kit.seeing import name_of

EACH = 5
PAGES = 8
VERBS = 3
SHORTEST = 2

Group = dict[str, Any]


@staff_page
def show(request: HttpRequest, by: Actor) -> HttpResponse:
    given = asked(request, "q", "on")
    text = given["q"].strip()
    here = commands.here_of(given["on"], request.headers.get("Referer", ""), by)
    groups = _answers(text, here, by) if text else _beginning(here, by)
    return page(request, "desk/_palette.html", by, groups=[g for g in groups if g["rows"]], query=text)


def _beginning(here: Here | None, by: Actor) -> list[Group]:
    """Before anything is typed: what can be done here, then where to go."""
    at_hand = commands.verbs_here(here, by) if here else []
    making = commands.new_rows([r for r in registry if r.rail and r.rail[0] != "settings"], by)
    return [_here(here, at_hand, by), _group(_("Go to"), commands.pages(by)[:PAGES]), _group(_("New"), making[:PAGES])]


def _answers(text: str, here: Here | None, by: Actor) -> list[Group]:
    at_hand = commands.matching(commands.verbs_here(here, by), text) if here else []
    places = commands.pages(by) + commands.new_rows([r for r in registry if r.rail], by)
    places = commands.matching(places, text)[:PAGES]
    meant, elsewhere = _verbs_elsewhere(text, by)
    records = [_group(str(resource.plural), _rows(found)) for resource, found in find_everywhere(text, by, EACH)]
    go, verbs = _group(_("Go to"), places), _group(_("Do"), elsewhere)
    first = [go] if places and len(text) >= SHORTEST and commands.begins(places[0], text) else []
    last = [] if first else [go]
    ordered = [_here(here, at_hand, by), *first, *([verbs] if meant else []), *records]
    ordered += last if meant else [verbs, *last]
    if any(group["rows"] for group in ordered):
        address = f"{reverse('search')}?{urlencode({'q': text})}"
        everything = {"label": _("Show everything found for “%(text)s”") % {"text": text}, "url": address}
        ordered.append(_group(_("Search"), [{**everything, "icon": "search"}]))
    return ordered


def _here(here: Here | None, rows: list[Row], by: Actor) -> Group:
    title = name_of(here.resource, here.record, by.access) if here and here.record else ""
    return _group(title or (str(here.resource.plural) if here else ""), rows)


def _group(label: str, rows: list[Row]) -> Group:
    return {"label": label, "rows": rows}


def _rows(found: list[Found]) -> list[Row]:
    return [{"label": one.title, "sub": one.sub, "url": one.url, "icon": one.resource.icon} for one in found]


def _verbs_elsewhere(text: str, by: Actor) -> tuple[bool, list[Row]]:
    """Verbs with the records they could be done to: "win pearl", or only "win".

    The first says whether a verb was certainly meant: its first word is written out and a record follows.
    """
    words = fold(text).split()
    rows: list[Row] = []
    meant = False
    for resource, verb in _verbs_named(words, by)[:VERBS]:
        label = fold(str(verb.label)).split()
        used = _used(words, label)
        rest = " ".join(words[used:])
        meant = meant or (words[0] == label[0] and bool(rest))
        rows += _on_records(verb, resource, rest, by)
    return meant, rows


def _verbs_named(words: list[str], by: Actor) -> list[tuple[Resource, Operation]]:
    if not words or len(words[0]) < SHORTEST:
        return []
    return [
        (resource, verb)
        for resource in registry.nouns().values()
        for verb in operations_of(resource).values()
        if verb.may_use(by.access, resource) and _used(words, fold(str(verb.label)).split())
    ]


def _used(words: list[str], label: list[str]) -> int:
    """How many of the words typed are the beginning of the label."""
    pairs = list(zip(words, label, strict=False))
    fitting = [wanted for n, (wanted, _word) in enumerate(pairs) if all(w.startswith(p) for p, w in pairs[: n + 1])]
    return len(fitting)


def _on_records(verb: Operation, resource: Resource, rest: str, by: Actor) -> list[Row]:
    """The verb on each of the records that answer the rest of the text, as far as it makes sense for them."""
    if rest:
        ids = find_among(resource, rest, by, 3 * EACH)
    else:
        listing = Listing(resource, by, columns=tuple(resource.readable(by.access))[:1])
        ids = [row["id"] for row in listing.page("", 3 * EACH).rows]
    records = {record.pk: record for record in resource.rows(by.access).filter(pk__in=ids)}
    fitting = [id_ for id_ in ids if id_ in records and verb.applies_to(records[id_])][:EACH]
    return [
        {
            **commands.verb_row(verb, resource, records[one.id]),
            "label": _("%(verb)s: %(title)s") % {"verb": verb.label, "title": one.title},
            "sub": str(resource.label),
        }
        for one in named(resource, fitting, by)
    ]
