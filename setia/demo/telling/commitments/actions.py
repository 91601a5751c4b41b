"""What colleagues were advised to do next: some did it, some refused, put it off or let it pass."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby

from setia.demo.telling.teller import Teller
from setia.domains.insight.actions.advising import advise
from setia.domains.insight.actions.following import catch_up
from setia.domains.insight.actions.model import Action, State, Why
from setia.foundation.access import system

AT_ONCE = ("deal_without_step", "stalled_deal")
"""What can be done with a click."""

WHY = (Why.NOT_NOW, Why.NO_USE, Why.NOT_NOW, Why.WRONG, Why.UNWELCOME)
WORDS = ("They are on holiday.", "They chose somebody else.", "After the fair.", "They ordered last week.",
         "They asked us not to call.")  # fmt: skip


def look(teller: Teller, at: datetime) -> None:
    """The night job, as often as the story passes by."""
    catch_up(system("job", at))
    advise(at)


def act(teller: Teller, at: datetime) -> None:
    """Everybody looks at their list: the first is done, then one is refused, one put off, and one done elsewhere."""
    look(teller, at)
    keys = {pk: key for key, pk in teller.staff.items()}
    open_ones = Action.objects.filter(status=State.OPEN, owner__is_active=True).order_by("owner_id", "rank", "id")
    for turn, (owner, some) in enumerate(groupby(list(open_ones), key=lambda one: one.owner_id)):
        by = teller.actor(keys[owner], at)
        for place, action in enumerate(some):
            ids = [action.pk]
            match (place + turn) % 5:
                case 0 | 3 if action.kind in AT_ONCE:
                    teller.do("actions", "do", ids, by)
                case 0:
                    teller.do("actions", "finish", ids, by, note="Spoke with them at the fair.")
                case 1:
                    why = (place + 2 * turn) % len(WHY)
                    teller.do("actions", "refuse", ids, by, reason=WHY[why].value, note=WORDS[why])
                case 2 if action.expires_on > by.today:
                    teller.do("actions", "postpone", ids, by)
                case 4 if turn % 2:
                    teller.do("actions", "finish", ids, by)
