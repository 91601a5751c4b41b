"""One's own calendar in other programs: what is in it, for whom, and how it is written."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from setia.foundation.access import Actor
from setia.foundation.ledger import Entry
from setia.kit import feeds
from tests.acting import change, do, make
from tests.browsing import browser_of, words
from tests.cast import Cast, assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cache.clear()
    return assemble(["parties.party", "work.task", "sales.opportunity"])


def written(by: Actor) -> bytes:
    return feeds.document(by, "Ada", "key", lambda resource, pk: f"https://crm.example/{resource.slug}/{pk}/")[0]


def events(content: bytes) -> dict[str, Any]:
    found = [part for part in Calendar.from_ical(content).walk() if part.name == "VEVENT"]
    return {str(event["summary"]): event for event in found}


def test_tasks_and_deals_of_ones_own_stand_in_it_on_their_days_and_hours(cast: Cast) -> None:
    cast.ada.zone = "Asia/Jakarta"
    cast.ada.save(update_fields=["zone"])
    ada = cast.acting("ada")
    call = make("tasks", ada, name="Call Bo", due_on="2026-03-10", due_time="09:30", remind_at="2026-03-10T08:00")
    make("tasks", ada, name="Somewhen that day", due_on="2026-03-11")
    make("opportunities", ada, name="Big deal", expected_on="2026-04-01")
    make("tasks", cast.acting("gil"), name="Not hers", due_on="2026-03-10")
    do("finish", make("tasks", ada, name="Done", due_on="2026-03-10"), ada)
    found = events(written(ada))
    assert set(found) == {"Call Bo", "Somewhen that day", "Big deal"}
    timed, whole = found["Call Bo"], found["Somewhen that day"]
    assert timed["dtstart"].dt == datetime(2026, 3, 10, 2, 30, tzinfo=UTC)
    assert timed["dtend"].dt - timed["dtstart"].dt == timedelta(minutes=30)
    assert (whole["dtstart"].dt, whole["dtend"].dt) == (date(2026, 3, 11), date(2026, 3, 12))
    assert str(timed["url"]) == f"https://crm.example/tasks/{call.pk}/"
    assert timed["status"] == "CONFIRMED"
    [alarm] = [part for part in timed.walk() if part.name == "VALARM"]
    assert alarm["trigger"].dt == datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
    assert not [part for part in whole.walk() if part.name == "VALARM"]


def test_what_stays_the_same_is_written_the_same_and_keeps_its_identity(cast: Cast) -> None:
    ada = cast.acting("ada")
    task = make("tasks", ada, name="Call Bo", due_on="2026-03-10")
    first = written(ada)
    assert written(ada) == first
    change(task, ada, due_on="2026-03-12")
    later = events(written(ada))["Call Bo"]
    assert later["uid"] == events(first)["Call Bo"]["uid"]
    assert later["sequence"] > events(first)["Call Bo"]["sequence"]


def test_lines_are_folded_and_odd_letters_survive(cast: Cast) -> None:
    name = "Commas, semi;colons, back\\slashes — ünïcode ✓ 客户 " + "long " * 25
    make("tasks", cast.acting("ada"), name=name.strip(), due_on="2026-03-10")
    content = written(cast.acting("ada"))
    assert content.endswith(b"\r\n")
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)
    assert name.strip() in events(content)


def test_only_a_limited_stretch_of_days_is_in_it(cast: Cast) -> None:
    today = cast.acting("ada").today
    for days in (-91, -90, 400, 401):
        make("tasks", cast.acting("ada"), name=f"{days}", due_on=(today + timedelta(days=days)).isoformat())
    assert set(events(written(cast.acting("ada")))) == {"-90", "400"}


def test_what_may_not_be_known_is_not_in_it(cast: Cast) -> None:
    make("tasks", cast.acting("ada"), name="Call Bo", due_on="2026-03-10")
    assert "Call Bo" in events(written(cast.acting("ada")))
    grants = cast.ada.roles.get()
    grants.grants["work.task"]["fields"] = {"due_on": "hidden"}
    grants.save()
    assert "Call Bo" not in events(written(cast.acting("ada")))
    assert events(written(cast.acting("eve"))) == {}


def made(client: Client) -> str:
    """The address that was shown, as a program asks for it."""
    page = words(client.post("/calendar/feed"))
    at = page.index("/calendar/feed/")
    return page[at : page.index(".ics", at) + 4]


def test_an_address_is_shown_once_renewed_and_switched_off(cast: Cast) -> None:
    ada, program = browser_of(cast.ada), Client()
    task = make("tasks", cast.acting("ada", at=timezone.now()), name="Call Bo")
    address = made(ada)
    answer = program.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"http://testserver/tasks/{task.pk}/" in str(events(answer.content)["Call Bo"]["url"])
    assert program.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert address not in words(ada.get("/me"))
    renewed = made(ada)
    assert (program.get(address).status_code, program.get(renewed).status_code) == (404, 200)
    assert events(program.get(renewed).content)["Call Bo"]["uid"] == events(answer.content)["Call Bo"]["uid"]
    ada.post("/calendar/feed/off")
    assert program.get(renewed).status_code == 404
    kinds = Entry.objects.filter(kind__startswith="staff.feed").order_by("id").values_list("kind", flat=True)
    assert list(kinds) == ["staff.feed_made", "staff.feed_made", "staff.feed_ended"]


def test_whoever_may_not_sign_in_any_more_has_no_calendar_either(cast: Cast) -> None:
    address = made(browser_of(cast.ada))
    assert Client().get(address).status_code == 200
    cast.ada.is_active = False
    cast.ada.save(update_fields=["is_active"])
    assert Client().get(address).status_code == 404


def test_guesses_are_answered_alike_and_soon_not_at_all(cast: Cast) -> None:
    program = Client()
    for secret in ("x", "a" * 43, "%00", "é" * 43):
        assert program.get(f"/calendar/feed/{secret}.ics").status_code == 404
    assert program.post(f"/calendar/feed/{'a' * 43}.ics").status_code == 405
    for _n in range(60):
        last = program.get(f"/calendar/feed/{'a' * 43}.ics")
    assert last.status_code == 429
