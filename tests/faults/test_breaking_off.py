"""A file that broke off on its way is never taken for a whole one, under the real web server."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
from django.db import OperationalError
from django.http import StreamingHttpResponse

from setia.config.breaking_off import plain, unmistakable

SERVE = """
import sys
from granian import Granian
from granian.constants import Interfaces
Granian("tests.faults.test_breaking_off:served", address="127.0.0.1", port=int(sys.argv[1]),
        interface=Interfaces.WSGI, blocking_threads=2, backpressure=8).serve()
"""


def pieces(last: bool) -> Iterator[bytes]:
    yield b"name\r\n"
    time.sleep(0.1)
    if not last:
        raise OperationalError("server closed the connection unexpectedly")
    yield b"Acme\r\n"


def exporting(environ, start_response):  # type: ignore[no-untyped-def]
    start_response("200 OK", [("Content-Type", "text/csv")])
    from django.conf import settings

    if not settings.configured:
        settings.configure()
    return StreamingHttpResponse(pieces(environ["PATH_INFO"] == "/whole"))


served = unmistakable(exporting)


@pytest.fixture
def port() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
    process = subprocess.Popen([sys.executable, "-c", SERVE, str(number)], stderr=subprocess.DEVNULL)
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with suppress(OSError), socket.create_connection(("127.0.0.1", number), timeout=1):
            break
        time.sleep(0.05)
    yield number
    process.terminate()
    process.wait(30)


def fetched(port: int, path: str) -> bytes:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("GET", path)
    return line.getresponse().read()


def test_an_export_whose_database_goes_away_is_seen_to_be_cut(port: int) -> None:
    assert fetched(port, "/whole") == b"name\r\nAcme\r\n"
    with pytest.raises((http.client.IncompleteRead, ConnectionError)):
        fetched(port, "/cut")
    assert fetched(port, "/whole") == b"name\r\nAcme\r\n"


def test_an_address_is_known_in_all_its_forms() -> None:
    assert plain("::ffff:10.0.0.7") == plain("10.0.0.7") == "10.0.0.7"
    assert plain("0:0:0:0:0:0:0:1") == plain("::1")
    assert plain("unix:") == ""
