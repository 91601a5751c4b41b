"""`python -m bench.company --parties N`: fill the installation that the environment names."""

from __future__ import annotations

import os
from argparse import ArgumentParser

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "setia.config.settings")


def main() -> None:
    parser = ArgumentParser(prog="python -m bench.company")
    parser.add_argument("--parties", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--upgrade", action="store_true", help="only bring a filled one to this version")
    arguments = parser.parse_args()
    django.setup()
    if arguments.upgrade:
        from setia.foundation.keeping import State, go_to_end

        if State.now().lacking:
            go_to_end()
        return
    from bench.company.filling import fill
    from bench.company.size import Size

    fill(Size(arguments.parties, arguments.seed), lambda text: print(text, flush=True))


if __name__ == "__main__":
    main()
