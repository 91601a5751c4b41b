"""How many questions each operation asks the database, and with --profile where its time goes.

Run inside the installation: `python -m bench.queries [--profile KEY]`.
"""

from __future__ import annotations

import cProfile
import json
import os
import pstats
import sys
from argparse import ArgumentParser
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "setia.config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from bench.accounts import ADMIN, SELLER  # noqa: E402
from bench.requests import OPERATIONS, Request  # noqa: E402
from bench.samples import drawn  # noqa: E402
from setia.foundation.staff.models import Staff  # noqa: E402

START = 9_000_000


def send(client: Client, request: Request, token: str) -> Any:
    extra: dict[str, Any] = {"HTTP_AUTHORIZATION": f"Bearer {token}"} if request.by_token else {}
    if request.body is not None:
        return client.generic(request.method, request.address, request.body, "application/json", **extra)
    if request.form is not None:
        return client.post(request.address, request.form)
    return client.generic(request.method, request.address, **extra)


def main() -> None:
    parser = ArgumentParser(prog="python -m bench.queries")
    parser.add_argument("--profile", default="", help="key of an operation: its queries and its profile are printed")
    parser.add_argument("--seller", action="store_true", help="as a sales representative, who sees their own")
    arguments = parser.parse_args()
    settings.ALLOWED_HOSTS = ["testserver"]
    samples = drawn()
    client = Client()
    client.force_login(
        Staff.objects.get(email=SELLER if arguments.seller else ADMIN), settings.AUTHENTICATION_BACKENDS[0]
    )
    if arguments.profile:
        profile(client, samples, arguments.profile)
        return
    counts = {}
    for number, operation in enumerate(OPERATIONS):
        send(client, operation.make(samples, START + 2 * number), samples.token)
        with CaptureQueriesContext(connection) as asked:
            send(client, operation.make(samples, START + 2 * number + 1), samples.token)
        counts[operation.key] = len(asked)
    json.dump(counts, sys.stdout)


def profile(client: Client, samples: Any, key: str) -> None:
    operation = next(one for one in OPERATIONS if one.key == key)
    for number in range(5):
        send(client, operation.make(samples, START + 100 + number), samples.token)
    with CaptureQueriesContext(connection) as asked:
        answer = send(client, operation.make(samples, START + 106), samples.token)
    print(answer.status_code)
    for query in asked:
        print(f"{float(query['time']) * 1000:7.1f} ms  {query['sql'][:600]}")
    profiler = cProfile.Profile()
    profiler.enable()
    for number in range(50):
        send(client, operation.make(samples, START + 200 + number), samples.token)
    profiler.disable()
    statistics = pstats.Stats(profiler)
    statistics.sort_stats("cumulative").print_stats(70)
    statistics.sort_stats("tottime").print_stats(30)


if __name__ == "__main__":
    main()
