"""The next step of an opportunity: always asked for, over when the opportunity is, and a task if somebody wants."""

from __future__ import annotations

from django.utils.translation import gettext as _

from setia.domains.sales.stages.model import Status
from setia.kit.changes import Change


def settle_steps(change: Change) -> None:
    """What was planned is over with the decision, unless it was typed along with it; a day needs to say what for."""
    after = change.after
    if after["status"] == Status.OPEN:
        after["reason_id"] = None
    else:
        after["chance"] = after["chance_low"] = after["chance_high"] = None
    is_decided = change.before and change.changed("status") and after["status"] != Status.OPEN
    if is_decided and not change.changed("next_step"):
        after["next_step"], after["next_step_on"] = "", None
    if after["next_step_on"] and not after["next_step"].strip() and change.changed("next_step_on"):
        change.refuse("next_step", _("Say what is to be done on that day."))
    elif not after["next_step"].strip() and change.changed("next_step") and not change.is_new:
        after["next_step_on"] = None
