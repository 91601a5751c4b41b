"""What colleagues have to do: the next step of a deal as a task, what their head gives them, what comes every week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from setia.demo.chance import Chance
from setia.demo.days import after, is_workday
from setia.demo.firm.colleagues import COLLEAGUES, READER, TEAMS
from setia.demo.plot.deeds import Deed, Errand
from setia.demo.plot.plot import Plot

LATELY = timedelta(days=100)
"""The firm has kept its tasks in Setia for so long."""

WRITTEN_DOWN, POSTPONED, DROPPED, REOPENED, GIVEN = 0.3, 0.2, 0.08, 0.03, 0.15
WORDS = {
    "en": ("Go through the open offers", "Prepare the figures of the month", "Answer the letters of the week",
           "Confirm the visit of the technician"),
    "fr": ("Passer en revue les offres en cours", "Préparer les chiffres du mois", "Répondre au courrier de la semaine",
           "Confirmer la visite du technicien"),
    "id": ("Tinjau penawaran yang masih terbuka", "Siapkan angka bulan ini", "Balas surat minggu ini",
           "Pastikan kunjungan teknisi"),
}  # fmt: skip


class Errands:
    def __init__(self, plot: Plot, chance: Chance) -> None:
        self.plot, self.chance = plot, chance
        self.done: set[str] = set()

    def follow(self, deeds: Sequence[Deed]) -> None:
        """Next steps of deals that are written down as tasks, and done around the day they are due."""
        begin = self.plot.span.until - LATELY
        for deed in deeds:
            if deed.verb not in ("deal", "stage") or deed.at < begin or not COLLEAGUES[deed.by].sells:
                continue
            step = str(deed.values.get("next_step") or (deed.what.next_step if deed.verb == "deal" else ""))
            if step and self.chance.happens(WRITTEN_DOWN):
                self._live(deed, step)

    def _live(self, deed: Deed, step: str) -> None:
        due = after(deed.at.date(), 1 + self.chance.around(5))
        errand = Errand(step, deed.by, due, deed.what.party, deed.what)
        self._write_down(errand, deed.at + timedelta(minutes=self.chance.randrange(2, 25)))
        if self._either("postpone", POSTPONED):
            later = self.chance.randrange(1, 8)
            due = after(self._act(errand, due, "postpone", days=str(later)), later)
        if self._either("drop", DROPPED):
            self._act(errand, after(due, 1), "drop")
            return
        ended = self._act(errand, after(due, self.chance.randrange(0, 4)), "finish")
        if self._either("reopen", REOPENED):
            again = self._act(errand, after(ended, 1), "reopen")
            self._act(errand, after(again, 2), "finish")

    def _write_down(self, errand: Errand, at: datetime) -> None:
        """By whoever has to do it, or by the head of their team, who then gives it to them."""
        team = COLLEAGUES[errand.owner].team
        head = TEAMS[team][1] if team in TEAMS else errand.owner
        if head == errand.owner or not self._either("assign", GIVEN):
            self.plot.do(at, errand.owner, "errand", errand, act="create", owner=errand.owner)
            return
        self.plot.do(at, head, "errand", errand, act="create", owner=head)
        self.plot.do(at + timedelta(minutes=1), head, "errand", errand, act="assign", owner=errand.owner)

    def _either(self, verb: str, probability: float) -> bool:
        """By chance, but the first time in any case, so that everything happens in a small story too."""
        happens = self.chance.happens(probability) or verb not in self.done
        if happens:
            self.done.add(verb)
        return happens

    def _act(self, errand: Errand, day: date, act: str, **values: str) -> date:
        if COLLEAGUES[errand.owner].left > self.plot.span.share(day):
            self.plot.do(self.plot.moment(day, errand.owner), errand.owner, "errand", errand, act=act, **values)
        return day

    def keep_busy(self) -> None:
        """Whoever can be tried out has something to do on the last day: late, of today, later, every week."""
        today = self.plot.span.until.date()
        eve = today - timedelta(days=1)
        while not is_workday(eve):
            eve -= timedelta(days=1)
        for person in COLLEAGUES.values():
            if not person.signs_in or person.role == READER or self.plot.span.share(eve) < person.hired:
                continue
            at, words = self.plot.moment(eve, person.key), WORDS[person.language]
            for name, days, every in zip(words[1:], (2, 0, -1), ("months", "", ""), strict=True):
                errand = Errand(name, person.key, today + timedelta(days=days), every=every)
                self.plot.do(at, person.key, "errand", errand, act="create", owner=person.key)
            weekly = Errand(words[0], person.key, eve, every="weeks")
            self.plot.do(at, person.key, "errand", weekly, act="create", owner=person.key)
            self.plot.do(at + timedelta(minutes=5), person.key, "errand", weekly, act="finish")
