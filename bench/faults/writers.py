"""Programs that make and change records through the API."""

from __future__ import annotations

import csv
import io
import time
from collections import deque
from http.client import IncompleteRead
from typing import Any

from bench.faults.asking import NoAnswer, NotSent
from bench.faults.clients import AGAIN, API, Client
from bench.faults.journal import ACKNOWLEDGED, Write


class Keeper(Client):
    """Makes companies, changes them, notes on them; half of it under a key."""

    def __init__(self, *rest: Any) -> None:
        super().__init__(*rest)
        self.mine: deque[int] = deque(maxlen=30)

    def turn(self) -> None:
        act = self.random.choice([self.make, self.change, self.change, self.note]) if self.mine else self.make
        act()

    def begin(self, how: str, slug: str, where: str) -> Write:
        write = self.journal.begin(how, slug, where)
        if self.random.random() < 0.5:
            write.key = f"key-{write.mark}"
        return write

    def make(self) -> None:
        write = self.begin("create", "companies", "name")
        body = {"name": write.mark, "email": f"{write.mark}@firm.example", "phone": "+44 20 7946 0018"}
        answer = self.send(write, "POST", f"{API}/companies", body)
        if answer is not None and write.outcome == ACKNOWLEDGED:
            write.id, write.version = answer.data["id"], answer.data["version"]
            self.mine.append(write.id)

    def change(self) -> None:
        pk = self.random.choice(self.mine)
        now = self.read(f"{API}/companies/{pk}").data
        write = self.begin("change", "companies", "about")
        write.id = pk
        body = {"about": write.mark, "email": f"{write.mark}@other.example"}
        answer = self.send(write, "PATCH", f"{API}/companies/{pk}", body, If_Match=f'"{now["version"]}"')
        if answer is not None and write.outcome == ACKNOWLEDGED:
            write.version = answer.data["version"]

    def note(self) -> None:
        write = self.begin("verb", "companies", "text")
        write.id = self.random.choice(self.mine)
        self.send(write, "POST", f"{API}/companies/{write.id}/note", {"text": write.mark})


class Seller(Keeper):
    """Orders with lines, whose sums have to follow; opportunities that move from stage to stage."""

    def __init__(self, *rest: Any) -> None:
        super().__init__(*rest)
        self.orders: deque[int] = deque(maxlen=10)
        self.chances: deque[int] = deque(maxlen=10)
        self.stages: list[int] = []

    def turn(self) -> None:
        if not self.mine:
            self.make()
            self.stages = [row["id"] for row in self.read(f"{API}/stages").data["data"]]
            return
        acts = [self.order, self.chance]
        acts += [self.add_line] * 3 if self.orders else []
        acts += [self.move] * 2 if self.chances else []
        self.random.choice(acts)()

    def order(self) -> None:
        write = self.begin("create", "orders", "about")
        body = {"party": self.random.choice(self.mine), "about": write.mark}
        answer = self.send(write, "POST", f"{API}/orders", body)
        if answer is not None and write.outcome == ACKNOWLEDGED:
            write.id = answer.data["id"]
            self.orders.append(write.id)

    def add_line(self) -> None:
        write = self.begin("create", "order-lines", "description")
        price = f"{self.random.randint(1, 900)}.50"
        body = {"order": self.random.choice(self.orders), "description": write.mark, "unit_price": price,
                "quantity": str(self.random.randint(1, 9))}  # fmt: skip
        answer = self.send(write, "POST", f"{API}/order-lines", body)
        if answer is not None and write.outcome == ACKNOWLEDGED:
            write.id = answer.data["id"]

    def chance(self) -> None:
        write = self.begin("create", "opportunities", "name")
        body = {"name": write.mark, "party": self.random.choice(self.mine), "amount": "1200.00", "currency": "EUR"}
        answer = self.send(write, "POST", f"{API}/opportunities", body)
        if answer is not None and write.outcome == ACKNOWLEDGED:
            write.id = answer.data["id"]
            self.chances.append(write.id)

    def move(self) -> None:
        pk = self.random.choice(self.chances)
        now = self.read(f"{API}/opportunities/{pk}").data
        write = self.begin("change", "opportunities", "next_step")
        write.id = pk
        body = {"stage": self.random.choice(self.stages), "next_step": write.mark}
        answer = self.send(write, "PATCH", f"{API}/opportunities/{pk}", body, If_Match=f'"{now["version"]}"')
        if answer is not None and write.outcome == ACKNOWLEDGED:
            write.version = answer.data["version"]


class Starter(Keeper):
    """Makes a brand now and then, to which the probe reacts with a long job."""

    every = 9.0

    def turn(self) -> None:
        write = self.begin("create", "brands", "name")
        answer = self.send(write, "POST", f"{API}/brands", {"name": write.mark})
        if answer is not None and write.outcome == ACKNOWLEDGED:
            write.id = answer.data["id"]
        self.world.over.wait(self.every * self.random.uniform(0.5, 1.5))


class Taker(Client):
    """Exports the products, which nobody changes: an export that ends well has to hold all of them."""

    products = 4_000

    def turn(self) -> None:
        try:
            answer = self.line.ask("GET", f"{API}/products/export.csv")
        except NotSent:
            time.sleep(AGAIN)
            return
        except (NoAnswer, IncompleteRead):
            self.journal.count("exports cut, and seen to be")
            return
        if answer.status >= 400:
            self.broken(answer, "export.csv")
            return
        rows = sum(1 for _row in csv.reader(io.StringIO(answer.body.decode("utf-8-sig")))) - 1
        self.journal.count("exports whole")
        if rows != self.products:
            self.journal.fault(f"an export of {rows} rows looked whole; there are {self.products}")
        self.world.over.wait(self.random.uniform(0.2, 1.0))
