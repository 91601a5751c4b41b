"""One simulated colleague: looks at lists, searches letter by letter, opens, changes and makes records."""

from __future__ import annotations

import re
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPException
from random import Random
from typing import Any
from urllib.parse import urlencode

from bench.company.names import FAMILIES, first
from bench.visitor import Answer, Visitor

PAUSE = (5.0, 25.0)
"""Seconds that somebody reads before the next click, at least and at most."""
IDLE = 4.0
"""After so many seconds a new connection is made, as browsers do when the server has closed the old one."""
LETTER = 0.25
"""Seconds between two letters typed."""
FINE = frozenset({200, 201, 204, 302})
RECORD = re.compile(r'href="/parties/(\d+)/"')
CARD = re.compile(r'id="c(\d+)" data-id="\d+" data-version="(\d+)"')
LANE = re.compile(r'data-lane="(\d+)"')


@dataclass
class Diary:
    """What everybody went through: seconds by kind of click, and everything that went wrong."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, kind: str, seconds: float, wrong: str = "") -> None:
        with self.lock:
            self.seconds.setdefault(kind, []).append(seconds)
            if wrong:
                self.wrong.append(f"{kind}: {wrong}")


class Person:
    def __init__(self, number: int, port: int, session: str, diary: Diary) -> None:
        self.chance = Random(number)  # noqa: S311 (a simulated user, no secret)
        self.visitor = Visitor(port)
        self.visitor.cookies["setia_session"] = session
        self.number, self.diary, self.made, self.asked_at = number, diary, 0, 0.0
        self.known: list[str] = []
        self.cards: list[tuple[str, str]] = []
        self.lanes: list[str] = []

    def work(self, until: float, pause: tuple[float, float] = PAUSE) -> None:
        """Until the moment `until` of the monotonic clock."""
        deeds = (
            (self.look_at_list, 5), (self.search, 4), (self.open_party, 6), (self.filter_list, 2), (self.start, 1),
            (self.look_at_board, 2), (self.change_city, 3), (self.make_party, 1), (self.note, 2), (self.move_card, 1),
        )  # fmt: skip
        choices, weights = [deed for deed, _weight in deeds], [weight for _deed, weight in deeds]
        time.sleep(self.chance.uniform(0, min(pause[1], max(until - time.monotonic(), 0))))
        self.start()
        while time.monotonic() < until:
            self.chance.choices(choices, weights)[0]()
            time.sleep(self.chance.uniform(*pause))

    def _ask(self, kind: str, method: str, address: str, form: dict[str, str] | None = None) -> Answer | None:
        self._connect()
        began = time.perf_counter()
        try:
            answer = self.visitor.post(address, form) if form is not None else self.visitor.ask(method, address)
        except (OSError, HTTPException) as trouble:
            self.diary.note(kind, time.perf_counter() - began, repr(trouble))
            self.visitor.connection.close()
            return None
        wrong = "" if answer.status in FINE else f"{answer.status} {address}"
        self.diary.note(kind, answer.seconds, wrong)
        return answer

    def _connect(self) -> None:
        now = time.monotonic()
        if now - self.asked_at > IDLE:
            self.visitor.connection.close()
        self.asked_at = now

    def _page(self, kind: str, address: str) -> str:
        answer = self._ask(kind, "GET", address)
        return answer.text if answer and answer.status == 200 else ""

    def start(self) -> None:
        self._page("start page", "/")

    def look_at_list(self) -> None:
        self.known = RECORD.findall(self._page("list", "/parties/")) or self.known

    def filter_list(self) -> None:
        country = self.chance.choice(("FR", "ID", "DE", "GB"))
        self._page("filtered list", f"/parties/?where=country+%3D+{country}+and+is_customer+%3D+true&sort=name")

    def search(self) -> None:
        """A first name and the beginning of a family's, from the third letter on."""
        text = f"{first(self.chance)} {self.chance.choice(FAMILIES)}"
        for length in range(3, 8):
            self._ask("search", "GET", f"/palette?{urlencode({'q': text[:length]})}")
            time.sleep(LETTER)

    def _party(self) -> str:
        if not self.known:
            self.look_at_list()
        return self.chance.choice(self.known) if self.known else ""

    def open_party(self) -> None:
        if party := self._party():
            self._page("party", f"/parties/{party}/")

    def change_city(self) -> None:
        if party := self._party():
            city = f"Town {self.chance.randrange(10_000)}"
            self._ask("change", "POST", f"/parties/{party}/cell/city", {"city": city})

    def note(self) -> None:
        if party := self._party():
            text = f"Called about delivery {self.chance.randrange(10_000)}"
            self._ask("note", "POST", f"/parties/{party}/do/note", {"kind": "note", "text": text})

    def make_party(self) -> None:
        self.made += 1
        unique = f"{self.number}.{self.made}.{int(time.time() * 1000)}"
        form = {"first_name": "Lena", "last_name": f"Load{unique}", "email": f"lena.{unique}@load.example"}
        self._ask("create", "POST", "/people/new", form)

    def look_at_board(self) -> None:
        page = self._page("board", "/opportunities/board")
        self.cards, self.lanes = CARD.findall(page), LANE.findall(page)

    def move_card(self) -> None:
        """Somebody else may have moved it meanwhile: being told so is a good answer too."""
        if not (self.cards and self.lanes):
            return
        card, version = self.cards.pop(self.chance.randrange(len(self.cards)))
        form: dict[str, Any] = {"record": card, "version": version}
        self._connect()
        began = time.perf_counter()
        answer = self.visitor.post(f"/opportunities/board/{self.lanes[0]}", form)
        wrong = "" if answer.status in {*FINE, 409, 404, 422} else f"{answer.status}"
        self.diary.note("move", time.perf_counter() - began, wrong)
