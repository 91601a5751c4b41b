"""What work shows on the page of a party, on everybody's start page, and behind the bell."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from setia.domains.work.files.keeping import Kept as Files
from setia.domains.work.notifications.reading import Kept
from setia.kit import attachments, notices, slots
from setia.kit.resources import Figure, Panel
from setia.kit.slots import Composed, Dated, Entry, Today

TASKS = "tasks"
MINE = 'owner = me and status = "open"'
SHOWN = ("name", "party", "due_on", "due_time", "priority")

slots.add(
    "parties.party",
    Figure(_("Tasks"), TASKS, "party", "", 'status = "open"', _("Tasks with them that are open")),
    Composed(TASKS, "party"),
    Panel(_("Tasks"), TASKS, "party", ("name", "due_on", "status", "owner"), "-status"),
)

notices.keep(Kept())
attachments.keep(Files())

slots.add_everywhere(Panel(_("Files"), attachments.SLUG, "about", ("name",)))

slots.add_dated(Dated(TASKS, "due_on", 'status = "open"', "due_time", reminder="reminder_at"))

slots.add_entry(Entry(TASKS, ("name", "due_on"), _("What is there to do?")))

slots.add_today(
    Today(
        _("Overdue"), TASKS, f"{MINE} and due_on < today", columns=SHOWN, sort="due_on",
        reason=_("Your tasks that should have been done before today"),
    ),
    Today(
        _("Due today"), TASKS, f"{MINE} and due_on = today", columns=SHOWN, sort="due_on", rows=12,
        reason=_("Your tasks of today"),
    ),
    Today(
        _("Due in the next days"), TASKS, f"{MINE} and due_on > today and due_on <= +7d", columns=SHOWN,
        sort="due_on", reason=_("Your tasks of the seven days after today"),
    ),
)  # fmt: skip
