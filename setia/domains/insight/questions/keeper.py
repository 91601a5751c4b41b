"""The keeper of the marts, whom every face asks (`kit.marts`)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from setia.domains.insight.questions import asking, keeping
from setia.domains.insight.warehouse import changes, jobs, store
from setia.domains.insight.warehouse.refreshing import Refreshed, Tell, refresh
from setia.foundation.access import Actor
from setia.foundation.errors import Forbidden
from setia.foundation.jobs.model import Job
from setia.kit import marts
from setia.kit.marts import Answer, Kept, Mart, Question, Standing, columns_for


class Keeper:
    def standing(self, by: Actor) -> Standing:
        _require(by)
        found, job = store.current(), Job.objects.filter(key=jobs.KEY).first()
        state = (job.state, job.done, job.total, job.error) if job else ("", 0, 0, "")
        if found is None:
            return Standing(None, None, 0, changes.newest(), (), *state)
        kept = [_kept(mart, found, by) for mart in marts.open_to(by) if mart.name in found.marts]
        moment = datetime.fromisoformat(found.made_at)
        return Standing(date.fromisoformat(found.as_of), moment, found.position, changes.newest(), kept, *state)

    def start(self, by: Actor) -> None:
        _require(by)
        with transaction.atomic():
            Job.objects.filter(key=jobs.KEY, state=Job.State.FAILED).delete()
            jobs.refresh_now.using(key=jobs.KEY, priority=10).enqueue()

    def ask(self, sql: str, by: Actor) -> Answer:
        return asking.ask(sql, by)

    def questions(self, by: Actor) -> Sequence[Question]:
        _require(by)
        return keeping.offered(by)

    def keep(self, name: str, sql: str, by: Actor, *, is_shared: bool = False) -> int:
        _require(by)
        return keeping.keep(name, sql, by, is_shared=is_shared)

    def drop(self, id: int, by: Actor) -> None:
        _require(by)
        keeping.drop(id, by)

    def file_of(self, mart: str, by: Actor) -> Path:
        return asking.file_of(mart, by)

    def refresh(self, by: Actor, tell: Tell, *, full: bool, engine: str) -> str:
        if not by.access.is_admin:
            raise Forbidden()
        now = timezone.now()
        done = refresh(now, by.today, tell, full=full, engine=engine)
        return "\n".join([_done(done), *jobs.learnt_here(now, tell)])


def _kept(mart: Mart, found: store.Generation, by: Actor) -> Kept:
    files = found.marts[mart.name]
    lacks = frozenset(column.name for column in columns_for(mart, by) if not files.has(column))
    return Kept(mart.name, files.rows, found.bytes(mart.name), lacks)


def _done(done: Refreshed) -> str:
    if not done.parts:
        return _("The marts were up to date: position %(position)s.") % {"position": done.position}
    words = _("%(parts)s files of %(marts)s marts were written. As of %(day)s, position %(position)s.")
    return words % {
        "parts": done.parts, "marts": done.marts, "day": done.as_of.isoformat(), "position": done.position,
    }  # fmt: skip


def _require(by: Actor) -> None:
    """Whoever may ask at least one mart."""
    if not marts.open_to(by):
        raise Forbidden()


marts.keep(Keeper())
