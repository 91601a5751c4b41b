"""Bringing the database to this version, with a way back."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from django.utils.translation import gettext as _

from setia.faces.cli.exits import DONE
from setia.faces.cli.preparing import refuse_begun, refuse_newer
from setia.faces.cli.printing import Progress
from setia.foundation.errors import Refusal
from setia.foundation.keeping import State, back_up, go_to_end, holds_data, marks, usual_name

Shown = Callable[[], AbstractContextManager[Progress]]


def upgrade(shown: Shown) -> int:
    """A backup first, unless an earlier try has made it: that one is of the state before anything was changed."""
    begun = marks.begun()
    if begun.get("what") != "upgrade":
        refuse_begun()
    state = State.now()
    refuse_newer(state)
    if not state.lacking:
        marks.end()
        print(_("The database is of this version already; there was nothing to do."))
        return DONE
    if not holds_data():
        go_to_end()
        return DONE
    former = Path(begun.get("backup", ""))
    if not begun or not former.is_file():
        former = usual_name("before-upgrade")
        with shown() as progress:
            back_up(former, progress)
        print(_("What was here is kept in %(file)s") % {"file": former}, file=sys.stderr)
    take_steps(former)
    return DONE


def take_steps(former: Path) -> None:
    """All that is lacking; `former` is the backup to go back to. Whoever interrupts it leaves a mark."""
    lacking = State.now().lacking
    marks.begin("upgrade", backup=str(former))
    try:
        go_to_end()
    except Exception as trouble:
        left = State.now().lacking
        words = _(
            "The upgrade stopped at %(step)s: %(reason)s. Nothing of your data is lost. Try again: setia upgrade;"
            " or go back with the former version: setia restore --replace %(file)s"
        )
        reason = " ".join(str(trouble).split())[:300] or type(trouble).__name__
        step = ".".join(left[0]) if left else "?"
        raise Refusal(words % {"step": step, "reason": reason, "file": former}) from trouble
    marks.end()
    for app, name in lacking:
        print(f"  {app}.{name}")
    print(_("The database was upgraded: %(steps)d steps.") % {"steps": len(lacking)})
