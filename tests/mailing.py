"""A server that takes letters, and Setia's mail going through it."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes, policy
from typing import Any

from setia.config.mail import mail as mail_settings


class Speaking(socketserver.StreamRequestHandler):
    """A server that speaks as much SMTP as a letter needs, and keeps the letters."""

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline().decode().strip():
            verb = line.split()[0].upper()
            if verb == "EHLO":
                self.say("250-here", "250 AUTH PLAIN")
            elif verb == "DATA":
                self.say("354 go on")
                letter = b""
                while not letter.endswith(b"\r\n.\r\n"):
                    letter += self.rfile.readline()
                plain = letter[:-5].replace(b"\r\n..", b"\r\n.")  # doubled on the way (RFC 5321, section 4.5.2)
                self.server.letters.append(message_from_bytes(plain, policy=policy.default))  # type: ignore[attr-defined]
                self.server.answering.wait(30)  # type: ignore[attr-defined]
                if not self.server.to_letters:  # type: ignore[attr-defined]
                    return  # breaks off without a word
                self.say(self.server.to_letters)  # type: ignore[attr-defined]
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say({"AUTH": "235 welcome", "RCPT": self.server.to_recipients}.get(verb, "250 well"))  # type: ignore[attr-defined]

    def say(self, *lines: str) -> None:
        self.wfile.write("".join(f"{line}\r\n" for line in lines).encode())


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    to_recipients = "250 well"
    to_letters = "250 kept"
    """The answer to a letter; "" breaks the connection off instead. It is given once `answering` is set."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Speaking)
        self.letters: list[Any] = []
        self.answering = threading.Event()
        self.answering.set()

    @property
    def address(self) -> str:
        return f"smtp://setia:s%40fe@127.0.0.1:{self.server_address[1]}?tls=no"


def mail_through(settings: Any) -> Iterator[Server]:
    with Server() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.MAIL_URL = server.address
        for name, value in mail_settings(server.address).items():
            setattr(settings, name, value)
        yield server
        server.shutdown()
