"""Before a command runs: the tables are there, whole, and of this version."""

from __future__ import annotations

import sys

from django.utils.translation import gettext as _

from setia.foundation.errors import Refusal
from setia.foundation.keeping import State, go_to_end, holds_data, marks
from setia.kit.checks import judge_declarations


def pending() -> int:
    """How many steps the database is behind this version."""
    return len(State.now().lacking)


def prepare(tell: bool = True) -> None:
    """Make the tables of a new installation, and refuse to work on one that is not as this version needs it.

    Declarations that contradict themselves are named before anything is touched.
    """
    if faults := judge_declarations():
        raise Refusal("\n".join(str(fault.msg) for fault in faults))
    refuse_begun()
    state = State.now()
    refuse_newer(state)
    if not state.lacking:
        return
    if holds_data():
        words = _("The database is of an earlier version (%(steps)d steps behind). Run: setia upgrade")
        raise Refusal(words % {"steps": len(state.lacking)})
    if tell:
        print(f"setia: preparing the database ({len(state.lacking)} steps) ...", file=sys.stderr, flush=True)
    go_to_end()


def refuse_begun() -> None:
    """Say what was begun here and did not end, and what to do about it."""
    if marks.is_left():
        words = _(
            "This installation was moved to %(address)s. Set SETIA_DATABASE_URL to it;"
            " or, to work here again, remove %(mark)s."
        )
        raise Refusal(words % marks.left())
    begun = marks.begun()
    if begun.get("what") == "restore":
        words = _("A restore was begun here and did not end. Run it again: setia restore %(file)s")
        raise Refusal(words % {"file": ("--replace " if begun.get("replaces") else "") + begun["file"]})
    if begun:
        words = _(
            "An upgrade was begun here and did not end. Run it again: setia upgrade"
            " (or go back with the former version: setia restore --replace %(file)s)"
        )
        raise Refusal(words % {"file": begun.get("backup", "")})


def refuse_newer(state: State) -> None:
    if unknown := state.unknown():
        words = _("The database is of a newer version of Setia (it has %(step)s). Install that version.")
        raise Refusal(words % {"step": ".".join(unknown[0])})
