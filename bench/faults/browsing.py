"""A person who fills in the forms of the pages."""

from __future__ import annotations

import re
import time
from collections import deque
from html import unescape
from typing import Any
from urllib.parse import urlencode

from bench.faults.asking import Answer, Line, NoAnswer, NotSent
from bench.faults.clients import AGAIN, Client
from bench.faults.installation import EMAIL, PASSWORD
from bench.faults.journal import ACKNOWLEDGED, UNKNOWN, Write

FORM = "application/x-www-form-urlencoded"


class Visitor(Client):
    """Signs in once, then makes companies and changes them in forms."""

    def __init__(self, *rest: Any) -> None:
        super().__init__(*rest)
        self.line = Line(self.world.host, self.world.port, seconds=self.world.seconds)
        self.cookies: dict[str, str] = {}
        self.mine: deque[int] = deque(maxlen=20)

    def turn(self) -> None:
        if not self.is_signed_in:
            self.sign_in()
        elif self.mine and self.random.random() < 0.6:
            self.edit()
        else:
            self.make()
        time.sleep(0.1)

    def sign_in(self) -> None:
        if (form := self.page("GET", "/account/login/")) is None:
            return
        values = {"login": EMAIL, "password": PASSWORD, "csrfmiddlewaretoken": token_in(form)}
        self.page("POST", "/account/login/", values)

    @property
    def is_signed_in(self) -> bool:
        return "setia_session" in self.cookies

    def make(self) -> None:
        if (form := self.page("GET", "/companies/new")) is None:
            return
        write = self.journal.begin("form", "companies", "name")
        answer = self.give(write, "/companies/new", form, name=write.mark)
        if answer is not None and write.outcome == ACKNOWLEDGED:
            write.id = int(re.findall(r"/companies/(\d+)/", answer.headers["location"])[0])
            self.mine.append(write.id)

    def edit(self) -> None:
        pk = self.random.choice(self.mine)
        if (form := self.page("GET", f"/companies/{pk}/edit")) is None:
            return
        write = self.journal.begin("form change", "companies", "about")
        write.id = pk
        version = re.findall(rb'name="version"[^>]*value="(\d+)"', form.body)[0].decode()
        self.give(write, f"/companies/{pk}/edit", form, about=write.mark, version=version)

    def give(self, write: Write, path: str, form: Answer, **values: str) -> Answer | None:
        """Send a form; a page that leads on is the word that it was kept."""
        answer = self.page("POST", path, values | {"csrfmiddlewaretoken": token_in(form)}, write)
        if answer is None:
            write.outcome = UNKNOWN
        elif answer.status == 302:
            write.outcome = ACKNOWLEDGED
            self.journal.count("forms acknowledged")
        else:
            self.journal.fault(f"form {path}: {answer.status}")
        return answer

    def page(
        self, method: str, path: str, values: dict[str, str] | None = None, write: Write | None = None
    ) -> Answer | None:
        """A page, or what a form leads to; None when there was no clear answer."""
        body = urlencode(values).encode() if values is not None else None
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        origin = f"http://{self.world.host}:{self.world.port}"
        try:
            answer = self.line.ask(
                method, path, body, Cookie=cookies, Content_Type=FORM, Origin=origin, Referer=origin + path
            )
        except NotSent:
            time.sleep(AGAIN)
            return None
        except NoAnswer:
            self.journal.count("answers lost")
            return None
        for line in answer.headers.get("set-cookie", "").splitlines():
            name, _equals, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        if answer.status >= 500:
            self.broken(answer, path)
            return None
        return answer


def token_in(form: Answer) -> str:
    found = re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.body.decode())
    return unescape(found[0]) if found else ""
