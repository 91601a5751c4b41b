"""What the measured requests ask for: records, names, places in lists, drawn from the company with a fixed seed.

Run inside the installation (`python -m bench.samples`); prints JSON.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass
from random import Random
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "setia.config.settings")

DRAWN = 400
PAGE = 1_000
ROWS = 50


@dataclass(frozen=True)
class Samples:
    """`versions` belong to `parties`; `deep` are markers of pages around the thousandth."""

    token: str
    parties: list[int]
    versions: list[int]
    names: list[str]
    rare: list[str]
    misspelt: list[str]
    cities: list[str]
    deep: list[str]
    opportunities: list[int]


def drawn() -> Samples:
    from bench.accounts import ADMIN
    from setia.domains.parties.parties.model import Party
    from setia.domains.sales.opportunities.model import Opportunity
    from setia.foundation.staff.models import Staff
    from setia.foundation.staff.rights import new_token
    from setia.kit.cursors import Position, written

    chance = Random(11)  # noqa: S311 (the same samples each time)
    total = Party.objects.order_by("-id").values_list("id", flat=True).first() or 1
    ids = sorted(chance.sample(range(2, total), min(DRAWN, total - 2)))
    rows = list(Party.objects.filter(pk__in=ids).order_by("id").values_list("id", "version", "name", "city"))
    start = Party.objects.active().order_by("sort_name", "id")
    at = min(PAGE * ROWS, total // 2)
    places = start.values_list("sort_name", "id")[at : at + DRAWN]
    from django.utils import timezone

    admin = Staff.objects.get(email=ADMIN)
    opportunities = Opportunity.objects.filter(status="open").values_list("id", flat=True)[:DRAWN]
    return Samples(
        token=new_token(admin, "bench", ["see", "change"], timezone.now()),
        parties=[row[0] for row in rows],
        versions=[row[1] for row in rows],
        names=[row[2] for row in rows],
        rare=[row[2] for row in rows],
        misspelt=[misspelt(row[2], chance) for row in rows],
        cities=[row[3] for row in rows],
        deep=[written(Position(name, id_, False)) for name, id_ in places],
        opportunities=list(opportunities),
    )


def misspelt(name: str, chance: Random) -> str:
    """The name with one letter of its longest word left out, doubled or swapped with the next."""
    word = max(name.split(), key=len)
    at = chance.randrange(1, max(len(word) - 1, 2))
    wrong = chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at : at + 1] + word[at:],
            word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :],
        )
    )
    return name.replace(word, wrong, 1)


def samples_of(installation: Any) -> Samples:
    done = installation.run("-m", "bench.samples", capture_output=True)
    return Samples(**json.loads(done.stdout))


if __name__ == "__main__":
    django.setup()
    json.dump(asdict(drawn()), sys.stdout)
