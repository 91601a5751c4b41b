"""A process of its own that composes: a problem comes in as text, compositions go out. It knows no database.

The solver and its arrays take about 65 MB; no web process carries them.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[4]))

from setia.domains.sales.composing.choosing import compositions, conflicts
from setia.domains.sales.composing.passing import problem_from
from setia.domains.sales.composing.relaxing import Unsolved


def main() -> None:
    problem = problem_from(json.load(sys.stdin))
    try:
        found = [[kind, {str(id_): n for id_, n in one.quantities.items()}] for kind, one in compositions(problem)]
        answer = {"found": found, "conflicts": [] if found else conflicts(problem)}
    except Unsolved:
        answer = {"unsolved": True}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
