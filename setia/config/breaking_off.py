"""An answer that breaks in the middle must not look whole to whoever receives it.

A list that is exported is sent in pieces of unknown number. When the database goes away between two of them,
the web server (Granian 2.8) ends the answer as if that had been all. So the connection is cut here, which
every client notices (RFC 9112, section 8: a chunked message without its last chunk is incomplete).
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from ipaddress import IPv6Address, ip_address
from typing import Any

log = logging.getLogger("setia.web")

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
OPEN_FILES = "/dev/fd"


def unmistakable(application: Application) -> Application:
    """The same application, whose streams end well or break off."""

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        response = application(environ, start_response)
        return Stream(response, environ) if getattr(response, "streaming", False) else response

    return answer


class Stream:
    """A response in pieces; breaks off the connection when the next piece cannot be had."""

    def __init__(self, response: Any, environ: dict[str, Any]) -> None:
        self._response = response
        self._address, self._port = str(environ.get("REMOTE_ADDR", "")), str(environ.get("SERVER_PORT", ""))

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._response
        except Exception:
            log.warning("an answer broke off; connections cut=%d", hang_up(self._address, self._port))
            raise

    def close(self) -> None:
        self._response.close()


def hang_up(address: str, port: str) -> int:
    """Cut this process's connections from an address to our port; how many there were.

    The server does not tell which of them the request came through: others from there have to be opened
    again, as after any loss of a connection.
    """
    cut = 0
    for name in os.listdir(OPEN_FILES) if os.path.isdir(OPEN_FILES) else ():
        with suppress(OSError, ValueError), socket.socket(fileno=os.dup(int(name))) as line:
            if line.family not in (socket.AF_INET, socket.AF_INET6) or line.type != socket.SOCK_STREAM:
                continue
            if plain(line.getpeername()[0]) == plain(address) and str(line.getsockname()[1]) == port:
                line.shutdown(socket.SHUT_RDWR)
                cut += 1
    return cut


def plain(address: str) -> str:
    """An address in one form: an IPv4 address may be written as an IPv6 one."""
    with suppress(ValueError):
        parsed = ip_address(address.partition("%")[0])
        mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
        return str(mapped or parsed)
    return ""
