"""Somebody with a browser, as far as a server can tell: one connection, a session, a forgery token."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlencode

FORGERY = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Answer:
    """`seconds` from the first byte sent to the last one received; `size` of the body as it came."""

    status: int
    seconds: float
    size: int
    body: bytes
    headers: dict[str, str]

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")


class Visitor:
    def __init__(self, port: int, *, token: str = "", timeout: float = 120) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=timeout)
        self.cookies: dict[str, str] = {}
        self.token = token

    def ask(
        self, method: str, address: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        sent = {"Accept-Encoding": "br, gzip", **(headers or {})}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        began = time.perf_counter()
        self.connection.request(method, address, body, sent)
        response = self.connection.getresponse()
        content = response.read()
        seconds = time.perf_counter() - began
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                key, _equals, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        answered = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, seconds, len(content), content, answered)

    def get(self, address: str, **headers: str) -> Answer:
        return self.ask("GET", address, headers=headers)

    def post(self, address: str, values: dict[str, str], **headers: str) -> Answer:
        """A form, sent as its page would send it."""
        fields = {**values, "csrfmiddlewaretoken": self.cookies.get("csrftoken", "")}
        sent = {"Content-Type": "application/x-www-form-urlencoded", "Referer": self.referer, **headers}
        return self.ask("POST", address, urlencode(fields).encode(), sent)

    @property
    def referer(self) -> str:
        return f"http://127.0.0.1:{self.connection.port}/"

    def sign_in(self, email: str, password: str) -> None:
        page = self.get("/account/login/")
        found = FORGERY.search(page.text)
        assert found, f"no sign-in form: {page.status}"
        answer = self.post("/account/login/", {"login": email, "password": password})
        if answer.status != 302:
            raise RuntimeError(f"signing in answered {answer.status}")
