"""`setia duplicates sweep`."""

from __future__ import annotations

from django.utils.translation import gettext as _

from setia.domains.duplicates.sweeping.sweep import sweep
from setia.foundation.access import Actor
from setia.kit.chores import Tell, chore


@chore("duplicates", "sweep", "look for parties that may be one", whole="compare everybody, not only who was changed")
def sweep_here(by: Actor, tell: Tell, *, whole: bool = False) -> str:
    """The same as the nightly job does, here and now."""
    done = sweep(by, tell, whole=whole)
    words = _(
        "%(parties)s parties looked at in %(seconds)s s: %(found)s possible duplicates, %(merged)s merged,"
        " %(aside)s set aside."
    )
    return words % {
        "parties": f"{done.parties:,}", "seconds": f"{done.seconds:.1f}", "found": f"{done.found:,}",
        "merged": f"{done.merged:,}", "aside": f"{done.set_aside:,}",
    }  # fmt: skip
