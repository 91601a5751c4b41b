"""Tasks in lists, forms and the API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.domains.work.tasks.model import Priority, Status, Task
from setia.domains.work.tasks.reminding import settle_reminders
from setia.domains.work.tasks.series import followers, settle_series
from setia.domains.work.tasks.telling import tell_of_changes
from setia.foundation.access import Actor
from setia.foundation.personal import Personal
from setia.foundation.search import Document
from setia.kit.changes import Change, give_to_maker
from setia.kit.kinds import AnyRecord, Choice, Clock, Whole
from setia.kit.layout import Tick
from setia.kit.resources import Group, Resource, resource
from setia.kit.seeing import there
from setia.kit.writing import write

STATUS_COLOURS = {"open": "info", "done": "ok", "dropped": "plain"}
PRIORITY_COLOURS = {"high": "warn", "normal": "plain", "low": "plain"}


@resource
class Tasks(Resource):
    model = Task
    slug = "tasks"
    label = gettext_lazy("Task")
    plural = gettext_lazy("Tasks")
    icon = "square-check"
    columns = ("name", "party", "due_on", "due_time", "priority", "status", "owner", "about")
    form = (
        Group(gettext_lazy("Task"), ("name", "party", "due_on", "due_time", "owner", "priority", "about", "details")),
        Group(gettext_lazy("Reminder"), ("remind_before", "remind_at")),
        Group(gettext_lazy("Again and again"), ("repeat_every", "repeat_unit", "repeat_from", "repeat_until")),
        Group(gettext_lazy("Outcome"), ("outcome",)),
    )
    kinds = {
        "about": AnyRecord(),
        "due_time": Clock(),
        "repeat_every": Whole(1, 999),
        "remind_before": Whole(0, 365),
        "status": Choice(Status.choices, STATUS_COLOURS),
        "priority": Choice(Priority.choices, PRIORITY_COLOURS),
    }
    sortable = ("name", "due_on", "status")
    sort = "due_on"
    tick = Tick("finish", "status", Status.OPEN.value)
    story = "party_id"
    personal = dict.fromkeys(("name", "details", "outcome"), Personal(gettext_lazy("To do what was agreed.")))
    impersonal = ("due_on", "repeat_until", "series_on")
    kept_for = gettext_lazy("So that what was done stays counted.")
    search_paths = ("name",)
    aliases = {
        "name": ("task", "subject", "title", "to do", "tâche", "sujet", "tugas", "judul"),
        "party": ("customer", "contact", "company", "client", "société", "pelanggan", "perusahaan"),
        "owner": ("assignee", "responsible", "assigned", "responsable", "attribué à", "penanggung jawab"),
        "due_on": ("due", "due date", "deadline", "échéance", "date limite", "tenggat", "batas waktu"),
        "details": ("description", "notes", "détails", "keterangan"),
        "priority": ("priorité", "prioritas"),
    }
    helps = {
        "due_on": gettext_lazy("Leave empty for today."),
        "about": gettext_lazy("Any record: an opportunity, an order, a product…"),
        "remind_before": gettext_lazy("In the morning of that day; 0 is the day on which it is due."),
        "remind_at": gettext_lazy("If both are given, this counts."),
        "repeat_every": gettext_lazy("The next one is made when this one is done."),
    }
    rail = ("work", 10)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        give_to_maker(changes, by, self.noun)
        for change in changes:
            _settle_day(change, by)
            settle_series(change)
        settle_reminders(changes, by)
        _refuse_unseen(changes, by)

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        """What repeats goes on, in the same act, and is undone with it; whoever has something to do is told."""
        write(self, followers(changes, by), by)
        tell_of_changes(changes, by)

    def documents(self, rows: Iterable[Mapping[str, Any]]) -> Iterable[Document]:
        return (Document(row["id"], (row["name"],), ()) for row in rows)


def _settle_day(change: Change, by: Actor) -> None:
    """What is typed in without a day is meant for today; an hour needs a day."""
    after = change.after
    if change.is_new and after["due_on"] is None and by.channel != "import":
        after["due_on"] = by.today
    if after["due_time"] and after["due_on"] is None:
        change.refuse("due_time", _("An hour needs a day."))


def _refuse_unseen(changes: Sequence[Change], by: Actor) -> None:
    """A task leads only to records that whoever wrote it could see."""
    asked = [c for c in changes if c.after["about"] and c.changed("about")]
    known = there({c.after["about"] for c in asked}, by.access)
    for change in asked:
        if change.after["about"] not in known:
            change.refuse("about", _("There is no such record, or you may not see it."))
