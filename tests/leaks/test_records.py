"""Records that somebody may not see leave no trace on any face, whatever is asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice

import pytest

from setia.kit import slots
from setia.kit.kinds import Reference
from setia.kit.resources import Resource, registry
from tests.leaks import faces
from tests.leaks.faces import MISSING, Said
from tests.leaks.watching import Watch
from tests.leaks.world import CROSSED, ROLES, SEEN, UNSEEN, mark_of, reading_roles

ALL = sorted(registry, key=lambda resource: resource.slug)

pytestmark = pytest.mark.django_db


def each_noun_and_role(test: Callable[..., None]) -> Callable[..., None]:
    with_roles = pytest.mark.parametrize("role", reading_roles())(test)
    return pytest.mark.parametrize("resource", ALL, ids=lambda r: r.slug)(with_roles)


@each_noun_and_role
def test_what_may_not_be_seen_stands_in_no_list(resource: Resource, watch: Watch) -> None:
    answers = list(faces.lists(watch.reader, resource))
    assert not watch.traces(answers)
    if not watch.reader.access.may("see", resource.governing):
        assert {answer.status for answer in answers} == {403}
        return
    assert not [answer.face for answer in answers if answer.status != 200]
    if watch.record(resource, SEEN) and resource.title in resource.fields:
        mark = mark_of(resource.noun, SEEN)
        silent = [a.face for a in answers if "sums" not in a.face and "archived" not in a.face and "board" not in a.face
                  and "suggest" not in a.face and not mark.stands_in(a.body)]  # fmt: skip
        assert not silent


@each_noun_and_role
def test_what_may_not_be_seen_opens_like_what_does_not_exist(resource: Resource, watch: Watch) -> None:
    if watch.sees_all_of(resource):
        return
    for which in (SEEN, CROSSED):
        if pk := watch.seen(resource, which):
            answers = list(faces.pages(watch.reader, resource, pk))
            assert not watch.traces(answers)
            assert not [(a.face, a.status, a.body[:300]) for a in answers if a.status != 200 and "ledger" not in a.face]
            assert mark_of(resource.noun, which).stands_in(answers[0].body) or resource.title not in resource.fields
    pk = watch.record(resource, UNSEEN)
    if pk is None or watch.sees(resource.noun, UNSEEN):
        return
    for ways in (faces.entrances, faces.changes):
        closed = list(ways(watch.reader, resource, pk))
        missing = list(ways(watch.reader, resource, MISSING))
        assert not watch.traces(closed)
        for one, other in zip(closed, missing, strict=True):
            assert plain(one, pk) == plain(other, pk), one.face


def plain(answer: Said, pk: int) -> tuple[int, list[str]]:
    """An answer without keys that are never twice the same, as if it had been asked about the record `pk`."""
    body = re.sub(r"[A-Za-z0-9_-]{22,}", "*", answer.body)
    return answer.status, body.replace(str(MISSING), str(pk)).splitlines()


@each_noun_and_role
def test_what_may_not_be_seen_is_not_found_by_any_text(resource: Resource, watch: Watch) -> None:
    if resource.only:
        return  # found as what they are narrowed from
    for which in (UNSEEN, SEEN):
        mark = mark_of(resource.noun, which)
        # The start of the mark is typed, so that a page that repeats what was typed does not tell it.
        asked = faces.searches(watch.reader, resource, mark.word[:-1])
        # What may be seen is looked for to prove that searching finds: that needs no look at every face.
        answers = list(islice(asked, 4) if watch.seen(resource, which) and which == SEEN else asked)
        assert not watch.traces(answers)
        if resource.search_paths and watch.seen(resource, which):
            assert mark.stands_in(answers[0].body)


@each_noun_and_role
def test_nothing_is_learnt_of_the_unseen_by_asking_for_what_refers_to_it(resource: Resource, watch: Watch) -> None:
    reader, records = watch.reader, watch.world.records
    if not reader.access.may("see", resource.governing):
        return
    for name, known in resource.readable(reader.access).items():
        if not isinstance(known.kind, Reference) or not known.filterable:
            continue
        noun = known.kind.noun
        if (UNSEEN, noun) not in records or watch.sees(noun, UNSEEN):
            continue
        target = registry.of_noun(noun)
        word = mark_of(noun, UNSEEN).word
        title = str(target.title_of(target.rows().get(pk=records[UNSEEN, noun])))
        for text in (word, title.upper()):
            for where in faces.conditions_about(resource, reader, name, text):
                assert reader.api(resource.slug, where=where).rows == [], where
                assert f'"count":{0}' in reader.api(f"{resource.slug}/sums", where=where).body, where
        answers = list(faces.chips(reader, resource, name, records[UNSEEN, noun]))
        assert not watch.traces(answers)
        missing = list(faces.chips(reader, resource, name, MISSING))
        assert [a.status for a in answers] == [a.status for a in missing]


@pytest.mark.parametrize("role", ROLES)
def test_the_start_page_tells_nothing_of_what_may_not_be_seen(watch: Watch) -> None:
    reader = watch.reader
    answers = [reader.web(""), reader.web("import/"), reader.web("import/all"), reader.web("me"), reader.web("palette"),
               reader.api("me"), reader.api("views"), reader.api("imports"), reader.web("notices/"),
               reader.api("notifications")]  # fmt: skip
    assert not watch.traces(answers)


@pytest.mark.parametrize("role", ROLES)
def test_the_calendar_shows_nothing_that_may_not_be_seen(watch: Watch) -> None:
    reader = watch.reader
    days: set[str] = set()
    for thing in slots.dated():
        days |= {str(day)[:10] for day in registry[thing.resource].rows().values_list(thing.day, flat=True) if day}
    asked = [
        {"view": view, "day": day, "whose": whose}
        for view in ("month", "agenda")
        for day in sorted(days)
        for whose in ("mine", "team", "all")
    ]
    assert asked
    assert not watch.traces([reader.web("calendar/", **one) for one in asked])
