"""`setia serve` and `setia worker`: the processes."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from django.conf import settings
from django.core.management import call_command

from setia.faces.cli import serving
from setia.faces.cli.commands import command
from setia.kit.charts import rendering


def _serve_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")


def gather_static_files() -> None:
    """Styles, scripts and pictures under hashed names, when the package brings others than last time."""
    rendering.make_bundle(settings.DATA_DIR / "made")
    call_command("collectstatic", verbosity=0, interactive=False)


@command("serve", "Run web, worker and scheduler until stopped.", _serve_arguments)
def serve(arguments: Namespace) -> int:
    print("setia: gathering styles and scripts ...", file=sys.stderr, flush=True)
    gather_static_files()
    return serving.serve(arguments.host, arguments.port, settings.WORKERS)


@command("worker", "Run only a worker with its scheduler until stopped.")
def worker(arguments: Namespace) -> int:
    return serving.worker()
