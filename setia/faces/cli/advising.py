"""`setia advise`: what somebody should do next, and looking for it here and now."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from django.utils.translation import gettext as _

from setia.faces.cli.acting import actor, add_by
from setia.faces.cli.commands import command
from setia.faces.cli.exits import DONE
from setia.faces.cli.printing import as_json, table
from setia.foundation.errors import NotFound
from setia.foundation.formats import reader_for
from setia.kit import advice


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--look", action="store_true", help="look for what can be done, and give it to people")
    parser.add_argument("--json", action="store_true")
    add_by(parser)


@command("advise", "What to do next: setia advise --by EMAIL, or setia advise --look", _arguments)
def advise(arguments: Namespace) -> int:
    adviser = advice.adviser()
    if adviser is None:
        raise NotFound
    by = actor(arguments)
    if arguments.look:
        print(adviser.advise(by))
        return DONE
    if by.staff_id is None:
        raise NotFound(_("Say for whom, with --by and an e-mail address, or --look."))
    found = adviser.next_for(by)
    if arguments.json:
        as_json([{**asdict(one), "expires_on": one.expires_on.isoformat()} for one in found])
        return DONE
    read = reader_for(by.language, by.zone)
    rows = [
        [str(one.id), one.label, one.party_title, one.reason, str(one.minutes), read.date(one.expires_on)]
        for one in found
    ]
    table(["action", "do", "for", "because", "minutes", "until"], rows)
    return DONE
