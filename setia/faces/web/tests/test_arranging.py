"""Pages that are arranged for a role."""

from __future__ import annotations

from typing import Any

import pytest

from setia.foundation.errors import Refusal
from setia.foundation.ledger import Entry
from setia.foundation.staff.models import Role
from setia.foundation.staff.rights import actor_of
from setia.kit.arranging import PageLayout
from setia.kit.undoing import undo
from tests.acting import change, make
from tests.browsing import browser_of
from tests.cast import Cast, assemble, role

pytestmark = pytest.mark.django_db
PAGE = "/settings/pages/companies"
TASKS, DEALS = "panel:tasks.party", "panel:opportunities.party"


@pytest.fixture
def cast() -> Cast:
    return assemble(["parties.party", "sales.opportunity", "work.task"])


@pytest.fixture
def company(cast: Cast) -> int:
    return int(make("companies", name="Oak Ltd", owner=cast.ada.pk).pk)


@pytest.fixture
def of_ada(cast: Cast) -> Role:
    held = role("Sells houses", {})
    cast.ada.roles.add(held)
    return held


def arrange(cast: Cast, blocks: list[str], hidden: list[str] = [], **more: Any) -> Any:  # noqa: B006 (never changed)
    """The administrator sends the form with the blocks in this order, all ticked but those."""
    shown = [block for block in blocks if block not in hidden]
    return browser_of(cast.root).post(PAGE, {"block": blocks, "shown": shown, "role": "", **more})


def places(cast: Cast, who: Any, company: int) -> tuple[int, int]:
    """Where the panels of opportunities and of tasks stand on the page; -1 where they do not."""
    page = browser_of(who).get(f"/companies/{company}/").content.decode()
    return page.find('id="panel-opportunities-party"'), page.find('id="panel-tasks-party"')


def test_panels_stand_in_the_order_that_was_arranged_for_everybody(cast: Cast, company: int) -> None:
    assert arrange(cast, [TASKS, DEALS]).status_code == 302
    deals, tasks = places(cast, cast.root, company)
    assert 0 < tasks < deals
    assert arrange(cast, [DEALS, TASKS], version="1").status_code == 302
    deals, tasks = places(cast, cast.root, company)
    assert 0 < deals < tasks


def test_a_panel_left_out_for_a_role_is_left_out_only_for_those_who_hold_it(
    cast: Cast, company: int, of_ada: Role
) -> None:
    arrange(cast, [TASKS, DEALS], hidden=[TASKS], role=str(of_ada.pk))
    assert places(cast, cast.ada, company)[1] == -1
    assert places(cast, cast.dev, company)[1] > 0


def test_the_layout_of_a_role_goes_before_that_for_everybody(cast: Cast, company: int, of_ada: Role) -> None:
    arrange(cast, [DEALS, TASKS], hidden=[DEALS])
    arrange(cast, [DEALS, TASKS], hidden=[TASKS], role=str(of_ada.pk))
    assert places(cast, cast.ada, company)[0] > 0
    assert places(cast, cast.dev, company)[0] == -1


def test_of_two_roles_the_layout_with_the_lower_number_counts(cast: Cast, company: int, of_ada: Role) -> None:
    second = role("Helps too", {})
    cast.ada.roles.add(second)
    arrange(cast, [DEALS, TASKS], hidden=[TASKS], role=str(of_ada.pk))
    make("page-layouts", resource="companies", role=second.pk, precedence=5, blocks=f'["-{DEALS}"]')
    assert places(cast, cast.ada, company)[0] == -1
    assert places(cast, cast.ada, company)[1] > 0


def test_a_block_that_nobody_arranged_stands_at_the_end(cast: Cast, company: int) -> None:
    arrange(cast, [TASKS])
    deals, tasks = places(cast, cast.root, company)
    assert 0 < tasks < deals


def test_without_scripts_a_block_moves_by_sending_the_form_and_nothing_is_kept_yet(cast: Cast) -> None:
    page = arrange(cast, [DEALS, TASKS], move=f"up {TASKS}").content.decode()
    assert page.index(f'value="{TASKS}"') < page.index(f'value="{DEALS}"')
    assert not PageLayout.objects.exists()


def test_an_arrangement_can_be_undone(cast: Cast, company: int) -> None:
    arrange(cast, [TASKS, DEALS])
    act = Entry.objects.filter(noun="kit.pagelayout").latest("id").act
    arrange(cast, [TASKS, DEALS], hidden=[TASKS], version="1")
    undo(Entry.objects.filter(noun="kit.pagelayout").latest("id").act, by=_root(cast))
    assert PageLayout.objects.get().blocks == [TASKS, DEALS]
    undo(act, by=_root(cast))
    assert not PageLayout.objects.active().exists()


def _root(cast: Cast) -> Any:
    return actor_of(cast.root, "web")


def test_nobody_arranges_pages_without_the_right(cast: Cast, company: int) -> None:
    assert browser_of(cast.ada).get(PAGE).status_code == 403
    assert "Arrange this page" not in browser_of(cast.ada).get(f"/companies/{company}/").content.decode()
    assert "Arrange this page" in browser_of(cast.root).get(f"/companies/{company}/").content.decode()


def test_a_block_that_does_not_exist_is_refused_by_name(cast: Cast) -> None:
    with pytest.raises(Refusal, match="no block called"):
        make("page-layouts", resource="companies", blocks='["panel:nothing"]')


def test_a_layout_is_renamed_although_a_block_of_it_is_gone(cast: Cast) -> None:
    layout = make("page-layouts", resource="companies", blocks=f'["{TASKS}"]')
    PageLayout.objects.filter(pk=layout.pk).update(blocks=["group:own_gone", TASKS])
    layout.refresh_from_db()
    change(layout, name="For the shop")
    assert (layout.name, layout.blocks) == ("For the shop", ["group:own_gone", TASKS])
