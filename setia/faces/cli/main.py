"""The command `setia`: everything a person can do in a page, from a terminal or a script."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

import django

from setia.foundation.env import Misconfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "setia.config.settings")


def main(argv: Sequence[str] | None = None) -> int:
    """Wake Setia up, then do what was asked; the exit code."""
    gc.disable()  # a tenth of the time: what is loaded stays, and the collector would look through it again and again
    try:
        django.setup()
    except Misconfigured as wrong:
        print(f"setia: {wrong}", file=sys.stderr)
        return 2
    from setia.faces.cli.program import run_program

    gc.freeze()
    gc.enable()
    return run_program(sys.argv[1:] if argv is None else argv)


if __name__ == "__main__":
    sys.exit(main())
