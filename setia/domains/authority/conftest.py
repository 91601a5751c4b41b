"""A kind of decision that only the tests know, and the people who decide."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from setia.domains.authority import kinds
from setia.domains.authority.kinds import Decision
from setia.foundation.staff.models import Role
from tests.acting import make
from tests.cast import Cast, assemble, grants, person, role

NOUNS = ["parties.party", "authority.approval"]
marks: dict[str, str] = {}


@pytest.fixture
def rebate() -> Any:
    """A decision in percent, whose marks the tests say."""
    kinds._decisions["rebate"] = Decision("rebate", "Rebate", "percent", mark_of=marks.get)
    yield "rebate"
    del kinds._decisions["rebate"]
    marks.clear()


@pytest.fixture
def cast(rebate: str) -> Cast:
    """Ada may give 5 %, Dev 15 %; Fay, of another team and with no customers of her own, 30 %."""
    people = assemble(NOUNS)
    far = role("Decides", {**grants(["authority.approval"], "own", ["*"]), **grants(["staff.staff"], "all", [])})
    for name, percent in (("Sells", "5"), ("Manages", "15"), ("Decides", "30")):
        make("limits", role=Role.objects.get(name=name).pk, decision=rebate, percent=Decimal(percent))
    people.fay = person("Fay Far", far)  # type: ignore[attr-defined]
    return people
