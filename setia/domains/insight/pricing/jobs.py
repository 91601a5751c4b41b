"""When price responses are worked out: after each refresh of the marts, and when somebody asks for it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from setia.domains.insight.pricing import keeping
from setia.domains.insight.selling.queueing import put_in
from setia.domains.insight.selling.source import from_marts
from setia.domains.insight.warehouse.jobs import after_refresh
from setia.foundation.access import Actor, system
from setia.foundation.errors import Refusal
from setia.foundation.jobs import progress, task
from setia.kit.chores import Tell, chore

KEY = "demand:prices"


@task(own_transactions=True, retries=2)
def look_at_prices() -> None:
    keeping.respond(from_marts(), system(), progress)


def soon() -> None:
    put_in(look_at_prices, KEY)


def at_once(at: datetime, tell: Tell) -> str:
    """For whoever refreshes the marts on the command line."""
    count = keeping.respond(from_marts(), system(at=at), tell)
    return _looked_at(count) if count else ""


after_refresh(soon, at_once)


@chore("demand", "prices", "find from the marts as they are what prices do to demand, here and now")
def look_here(by: Actor, tell: Tell) -> str:
    count = keeping.respond(from_marts(), by, tell)
    if count is None:
        raise Refusal(_("There are no marts yet: run “setia refresh” first."))
    if not count:
        return _("Nothing has changed since prices were looked at.")
    return _looked_at(count)


def _looked_at(count: int) -> str:
    return _("The prices of %(count)s products and sectors were looked at.") % {"count": count}
