"""Who was erased does not come back with an old backup."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from setia.domains.parties.parties.model import Party
from setia.domains.privacy.erasures import register, running
from setia.domains.privacy.erasures.model import Erasure
from setia.domains.privacy.erasures.running import run
from setia.domains.privacy.returning.reapplying import reapply
from setia.foundation.access import system
from setia.kit.forgetting.seeking import found
from tests.acting import SETIA, do, make
from tests.cast import NOW

pytestmark = pytest.mark.django_db
EMAIL = "zelda.quist@bolt.example"


def nobody(done: int, total: int, note: str) -> None:
    """Nobody asked to be told."""


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Any, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(running, "BREATH", 0)


def test_whoever_an_old_backup_brings_back_is_erased_again_and_nobody_else() -> None:
    zelda = make("people", first_name="Zelda", last_name="Quistrup", email=EMAIL)
    names = ("name", "first_name", "last_name", "email", "sort_name", "archived_at", "erased_at")
    before = {name: getattr(zelda, name) for name in names}
    do("erase", make("privacy-requests", kind="erasure", party=zelda.pk))
    run(Erasure.objects.get().pk, system("job", NOW), nobody)
    assert found([EMAIL], lambda: None) == {}
    Party.objects.filter(pk=zelda.pk).update(**before)  # as an old backup does
    stranger = make("people", name="Somebody with a new number")
    register.remember([(stranger.pk, NOW - timedelta(days=9))])  # the number was given out again since
    assert reapply(SETIA, nobody) == 1
    assert found([EMAIL, "Zelda Quistrup"], lambda: None) == {}
    stranger.refresh_from_db()
    assert stranger.erased_at is None
    assert reapply(SETIA, nobody) == 0


def test_a_line_that_was_cut_off_is_passed_over() -> None:
    register.path().write_text('{"party": 7, "made_at": "2026-01-02T00:00:00+00:00"}\n{"party": 8, "ma')
    assert [number for number, _made_at in register.remembered()] == [7]
