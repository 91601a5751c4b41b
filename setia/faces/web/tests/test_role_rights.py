"""The rights of a role on one page."""

from __future__ import annotations

from typing import Any

import pytest

from setia.foundation.ledger import Entry
from setia.foundation.staff.models import Role, Staff
from setia.kit.undoing import undo
from tests.browsing import browser_of
from tests.cast import Cast, assemble, person, role

pytestmark = pytest.mark.django_db
HELPS = {"parties.party": {"sight": "own", "verbs": ["change"], "fields": {"phone": "read"}}}


@pytest.fixture
def cast() -> Cast:
    return assemble(["parties.party"])


@pytest.fixture
def helper() -> Role:
    return role("Helps", HELPS)


def address(changed: Role) -> str:
    return f"/settings/roles/{changed.pk}"


def said(changed: Role, **more: Any) -> dict[str, Any]:
    """What the form of the role sends when nothing is touched, and what is said otherwise."""
    form = {"version": str(changed.version), "sight:parties.party": "own", "verb:parties.party": ["change"]}
    return {**form, "field:parties.party:phone": "read", **more}


def grants_of(changed: Role) -> dict[str, Any]:
    return dict(Role.objects.get(pk=changed.pk).grants)


def test_the_page_shows_every_noun_with_its_verbs_and_fields(cast: Cast, helper: Role) -> None:
    page = browser_of(cast.root).get(address(helper)).content.decode()
    assert 'name="sight:sales.opportunity"' in page
    assert 'name="verb:sales.opportunity" value="win"' in page
    assert 'name="verb:parties.party" value="change" checked' in page
    assert 'name="field:parties.party:phone"' in page
    assert 'name="sight:parties.contactpoint"' not in page


def test_an_untouched_form_changes_nothing(cast: Cast, helper: Role) -> None:
    browser_of(cast.root).post(address(helper), said(helper))
    assert grants_of(helper) == HELPS
    assert Role.objects.get(pk=helper.pk).version == helper.version


def test_sight_verbs_and_fields_are_changed_together_and_can_be_undone(cast: Cast, helper: Role) -> None:
    more = {
        "sight:parties.party": "all",
        "verb:parties.party": ["create", "change"],
        "field:parties.party:phone": "hidden",
        "sight:sales.opportunity": "team",
        "verb:sales.opportunity": ["*", "win"],
    }
    response = browser_of(cast.root).post(address(helper), said(helper, **more))
    assert response.status_code == 302
    assert grants_of(helper) == {
        "parties.party": {"sight": "all", "verbs": ["change", "create"], "fields": {"phone": "hidden"}},
        "sales.opportunity": {"sight": "team", "verbs": ["*"], "fields": {}},
    }
    act = Entry.objects.filter(noun="staff.role", record_id=helper.pk).latest("id").act
    undo(act, cast.acting("root"))
    assert grants_of(helper) == HELPS


def test_what_is_no_longer_seen_is_no_longer_granted(cast: Cast, helper: Role) -> None:
    browser_of(cast.root).post(address(helper), said(helper, **{"sight:parties.party": "none"}))
    assert grants_of(helper) == {}


@pytest.mark.parametrize(
    "nonsense",
    [
        {"sight:parties.party": "everything"},
        {"verb:parties.party": ["explode"]},
        {"field:parties.party:phone": "write"},
    ],
)
def test_rights_that_do_not_exist_are_refused(cast: Cast, helper: Role, nonsense: dict[str, Any]) -> None:
    response = browser_of(cast.root).post(address(helper), said(helper, **nonsense))
    assert response.status_code == 422
    assert grants_of(helper) == HELPS


def steward(*, verbs: list[str]) -> Staff:
    """Somebody who may change roles and sees all parties, but is no administrator."""
    rights = {"staff.role": {"sight": "all", "verbs": ["change"]}, "parties.party": {"sight": "all", "verbs": verbs}}
    return person("Sam Steward", role("Keeps roles", rights))


def test_nobody_hands_out_more_than_they_have(cast: Cast, helper: Role) -> None:
    client = browser_of(steward(verbs=["create", "change"]))
    page = client.get(address(helper)).content.decode()
    assert 'value="create"' in page
    assert 'name="verb:parties.party" value="archive"' not in page
    assert 'value="*"' not in page
    client.post(address(helper), said(helper, **{"verb:parties.party": ["change", "create"]}))
    assert grants_of(helper)["parties.party"]["verbs"] == ["change", "create"]
    now = Role.objects.get(pk=helper.pk)
    response = client.post(address(helper), said(now, **{"verb:parties.party": ["*"]}))
    assert response.status_code == 422
    response = client.post(address(helper), said(now, **{"sight:sales.opportunity": "all"}))
    assert response.status_code == 422
    assert grants_of(helper).keys() == {"parties.party"}


def test_a_role_that_gives_more_can_only_be_looked_at(cast: Cast, helper: Role) -> None:
    client = browser_of(steward(verbs=[]))
    page = client.get(address(helper)).content.decode()
    assert "only an administrator" in page
    assert "Save the rights" not in page
    assert client.post(address(helper), said(helper, **{"verb:parties.party": []})).status_code == 422
    assert grants_of(helper) == HELPS


def test_whoever_may_not_see_roles_does_not_see_their_rights(cast: Cast, helper: Role) -> None:
    assert browser_of(cast.ada).get(address(helper)).status_code == 403
    assert browser_of(cast.root).get("/settings/roles/999999").status_code == 404


def test_a_change_made_meanwhile_is_not_overwritten(cast: Cast, helper: Role) -> None:
    client = browser_of(cast.root)
    client.post(address(helper), said(helper, **{"sight:parties.party": "team"}))
    response = client.post(address(helper), said(helper, **{"sight:parties.party": "all"}))
    assert response.status_code == 409
    assert grants_of(helper)["parties.party"]["sight"] == "team"


def test_the_page_of_a_role_leads_to_its_rights(cast: Cast, helper: Role) -> None:
    page = browser_of(cast.root).get(f"/roles/{helper.pk}/").content.decode()
    assert address(helper) in page
