"""Requests as programs and browsers make them, with what can be known when the answer does not come."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass, field
from typing import Any

SECONDS = 60.0


class NotSent(Exception):
    """Nobody listened: the request never arrived."""


class NoAnswer(Exception):
    """The request was sent, and its answer did not come or was cut: nobody knows what happened."""


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def data(self) -> Any:
        return json.loads(self.body)


@dataclass
class Line:
    """A connection that is kept until it breaks, as programs do."""

    host: str
    port: int
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = SECONDS
    open: http.client.HTTPConnection | None = None

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """One request and the whole of its answer."""
        kind = {} if body is None or isinstance(body, bytes) else {"Content-Type": "application/json"}
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        line = self._connected()
        try:
            line.request(method, path, data, self.headers | kind | named)
            reply = line.getresponse()
            content = reply.read()
        except (OSError, http.client.HTTPException) as trouble:
            self.close()
            raise NoAnswer(f"{type(trouble).__name__}: {trouble}") from None
        if reply.will_close:
            self.close()
        return Answer(reply.status, _headers(reply), content)

    def _connected(self) -> http.client.HTTPConnection:
        if self.open is None:
            line = http.client.HTTPConnection(self.host, self.port, timeout=self.seconds)
            try:
                line.connect()
            except OSError as trouble:
                raise NotSent(str(trouble)) from None
            self.open = line
        return self.open

    def close(self) -> None:
        if self.open is not None:
            self.open.close()
        self.open = None


def _headers(reply: http.client.HTTPResponse) -> dict[str, str]:
    """By lower-case name; cookies are joined with line ends."""
    found: dict[str, str] = {}
    for name, value in reply.getheaders():
        name = name.lower()
        found[name] = f"{found[name]}\n{value}" if name in found else value
    return found
