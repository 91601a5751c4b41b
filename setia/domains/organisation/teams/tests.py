"""Teams."""

from __future__ import annotations

import pytest

from setia.foundation.staff.rights import access_of
from tests.acting import change, make
from tests.cast import assemble

pytestmark = pytest.mark.django_db


def test_whoever_leads_a_team_sees_what_belongs_to_its_members() -> None:
    cast = assemble(["parties.party"])
    team = make("teams", name="South", office="Lyon", lead=cast.dev.pk)
    change(cast.gil, team=team.pk)
    assert cast.gil.pk in access_of(cast.dev).colleagues
    assert cast.gil.pk not in access_of(cast.ada).colleagues
