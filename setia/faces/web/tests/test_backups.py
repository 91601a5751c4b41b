"""Backups by a button: for administrators, the download only after the password, everything told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from setia.foundation.backups import KEY
from setia.foundation.jobs.model import Job
from setia.foundation.ledger import Entry
from tests.browsing import browser_of, words
from tests.cast import PASSWORD, Cast, assemble

pytestmark = pytest.mark.django_db
NAMES = ("setia-2026-03-01-0900.setia.zip", "nightly-2026-03-02-0330.setia.zip")


@pytest.fixture
def cast(settings: Any, tmp_path: Path) -> Cast:
    cache.clear()
    settings.DATA_DIR = tmp_path
    (tmp_path / "backups").mkdir()
    for name in NAMES:
        (tmp_path / "backups" / name).write_bytes(b"PK" + name.encode() * 1000)
    return assemble(["parties.party"])


def told() -> list[str]:
    return list(Entry.objects.filter(kind__startswith="company.backup").order_by("id").values_list("kind", flat=True))


def test_only_administrators_may_know_of_backups(cast: Cast) -> None:
    assert "Backups" in words(browser_of(cast.root).get("/"))
    assert NAMES[0] in words(browser_of(cast.root).get("/settings/backups/"))
    for name in ("dev", "cleo", "eve"):
        browser = browser_of(getattr(cast, name))
        assert "/settings/backups/" not in words(browser.get("/"))
        for path in ("", "progress", f"{NAMES[0]}/download", f"{NAMES[0]}/delete"):
            assert browser.get(f"/settings/backups/{path}").status_code == 403
        for path in ("make", "stop", f"{NAMES[0]}/delete"):
            assert browser.post(f"/settings/backups/{path}").status_code == 403
    assert not Job.objects.filter(key=KEY).exists()


def test_a_download_asks_for_the_password_and_is_told(cast: Cast) -> None:
    root, path = browser_of(cast.root), f"/settings/backups/{NAMES[0]}/download"
    assert "Say your password again" in words(root.get(path))
    assert "not your password" in words(root.post(path, {"password": "wrong"}), 422)
    assert root.post(path, {"password": PASSWORD})["Location"] == path
    answer = root.get(path)
    assert b"".join(answer.streaming_content).startswith(b"PKsetia")
    assert answer["Content-Disposition"] == f'attachment; filename="{NAMES[0]}"'
    assert told() == ["company.backup_downloaded"]
    part = root.get(path, headers={"Range": "bytes=2-6"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"setia")
    assert told() == ["company.backup_downloaded"]
    assert "Say your password again" in words(browser_of(cast.root).get(path))


def test_the_password_cannot_be_guessed(cast: Cast) -> None:
    root, path = browser_of(cast.root), f"/settings/backups/{NAMES[0]}/download"
    for _n in range(5):
        assert root.post(path, {"password": "wrong"}).status_code == 422
    assert root.post(path, {"password": PASSWORD}).status_code == 429


def test_what_is_no_backup_cannot_be_fetched(cast: Cast, settings: Any) -> None:
    (settings.DATA_DIR / "secret-key").write_text("secret")
    (settings.DATA_DIR / "backups" / "note.txt").write_text("x")
    root = browser_of(cast.root)
    for name in ("..%2Fsecret-key", "note.txt", "none.setia.zip", ".setia.zip", "%2e%2e"):
        assert root.get(f"/settings/backups/{name}/download").status_code == 404


def test_one_is_made_at_a_time_and_can_be_stopped(cast: Cast) -> None:
    root = browser_of(cast.root)
    for _n in range(2):
        root.post("/settings/backups/make")
    assert Job.objects.filter(key=KEY).count() == 1
    assert "waits for its turn" in words(root.get("/settings/backups/"))
    assert root.get("/settings/backups/progress").status_code == 200
    root.post("/settings/backups/stop")
    assert root.get("/settings/backups/progress")["HX-Redirect"] == "/settings/backups/"
    assert "Stopped. Nothing was kept" in words(root.get("/settings/backups/"))


def test_a_backup_that_could_not_be_made_says_why_and_is_tried_again(cast: Cast) -> None:
    Job.objects.create(task="x", arguments={}, queue="long", key=KEY, state="failed", error="The disk is full")
    root = browser_of(cast.root)
    assert "The disk is full" in words(root.get("/settings/backups/"))
    root.post("/settings/backups/make")
    assert Job.objects.get(key=KEY).state == "ready"


def test_backups_are_deleted_but_for_the_last(cast: Cast) -> None:
    root = browser_of(cast.root)
    assert "for good" in words(root.get(f"/settings/backups/{NAMES[0]}/delete"))
    root.post(f"/settings/backups/{NAMES[0]}/delete")
    root.post(f"/settings/backups/{NAMES[1]}/delete")
    page = words(root.get("/settings/backups/"))
    assert "the only backup there is" in page
    assert told() == ["company.backup_deleted"]
