"""Records that somebody may not see leave no trace on any face, whatever is asked."""

from __future__ import annotations

import re

import pytest

from setia.kit import slots
from setia.kit.kinds import Reference
from setia.kit.resources import Resource, registry
from tests.leaks import faces
from tests.leaks.faces import MISSING, Reader, Said
from tests.leaks.world import CROSSED, NOUNS, ROLES, SEEN, UNSEEN, World, mark_of, reading_roles

ALL = sorted(registry, key=lambda resource: resource.slug)

pytestmark = pytest.mark.django_db

each_role = pytest.mark.parametrize("role", reading_roles())
each_noun = pytest.mark.parametrize("resource", ALL, ids=lambda r: r.slug)


def traces(answers: list[Said], world: World, role: str) -> list[str]:
    """Every mark in these answers of something that the person may not see."""
    hidden = [
        mark_of(noun, which) for noun in NOUNS for which in (UNSEEN, SEEN, CROSSED) if not world.sees(role, noun, which)
    ]
    return [
        f"{answer.face}: …{where}…"
        for answer in answers
        for mark in hidden
        if (where := mark.stands_in(f"{answer.body} {answer.headers}"))
    ]


def all_is_seen(resource: Resource, role: str, world: World) -> bool:
    """Whether nothing is hidden from the person that a page of this noun could show."""
    nouns = {resource.noun, *(registry[panel.resource].noun for panel in slots.panels_of(resource))}
    nouns |= {known.kind.noun for known in resource.fields.values() if isinstance(known.kind, Reference)}
    return all(world.sees(role, noun, which) for noun in nouns for which in (SEEN, UNSEEN, CROSSED))


def record_of(world: World, resource: Resource, which: str) -> int | None:
    pk = world.records.get((which, resource.noun))
    return pk if pk and resource.rows().filter(pk=pk).exists() else None


@each_role
@each_noun
def test_what_may_not_be_seen_stands_in_no_list(
    resource: Resource, role: str, world: World, readers: dict[str, Reader]
) -> None:
    reader = readers[role]
    answers = list(faces.lists(reader, resource))
    assert not traces(answers, world, role)
    if not reader.access.may("see", resource.governing):
        assert {answer.status for answer in answers} == {403}
        return
    assert not [answer.face for answer in answers if answer.status != 200]
    if record_of(world, resource, SEEN) and resource.title in resource.fields:
        mark = mark_of(resource.noun, SEEN)
        silent = [a.face for a in answers if "sums" not in a.face and "archived" not in a.face and "board" not in a.face
                  and "suggest" not in a.face and not mark.stands_in(a.body)]  # fmt: skip
        assert not silent


@each_role
@each_noun
def test_what_may_not_be_seen_opens_like_what_does_not_exist(
    resource: Resource, role: str, world: World, readers: dict[str, Reader]
) -> None:
    reader = readers[role]
    if all_is_seen(resource, role, world):
        return
    for which in (SEEN, CROSSED):
        pk = record_of(world, resource, which)
        if pk and world.sees(role, resource.noun, which):
            answers = list(faces.pages(reader, resource, pk))
            assert not traces(answers, world, role)
            assert not [(a.face, a.status, a.body[:300]) for a in answers if a.status != 200 and "ledger" not in a.face]
            assert mark_of(resource.noun, which).stands_in(answers[0].body) or resource.title not in resource.fields
    pk = record_of(world, resource, UNSEEN)
    if pk is None or world.sees(role, resource.noun, UNSEEN):
        return
    for ways in (faces.entrances, faces.changes):
        closed = list(ways(reader, resource, pk))
        missing = list(ways(reader, resource, MISSING))
        assert not traces(closed, world, role)
        for one, other in zip(closed, missing, strict=True):
            assert plain(one, pk) == plain(other, pk), one.face


def plain(answer: Said, pk: int) -> tuple[int, list[str]]:
    """An answer without keys that are never twice the same, as if it had been asked about the record `pk`."""
    body = re.sub(r"[A-Za-z0-9_-]{22,}", "*", answer.body)
    return answer.status, body.replace(str(MISSING), str(pk)).splitlines()


@each_role
@each_noun
def test_what_may_not_be_seen_is_not_found_by_any_text(
    resource: Resource, role: str, world: World, readers: dict[str, Reader]
) -> None:
    reader = readers[role]
    if resource.only:
        return  # found as what they are narrowed from
    for which in (UNSEEN, SEEN):
        mark = mark_of(resource.noun, which)
        # The start of the mark is typed, so that a page that repeats what was typed does not tell it.
        answers = list(faces.searches(reader, resource, mark.word[:-1]))
        assert not traces(answers, world, role)
        seen = world.sees(role, resource.noun, which) and record_of(world, resource, which)
        if seen and resource.search_paths:
            assert mark.stands_in(answers[0].body)


@each_role
@each_noun
def test_nothing_is_learnt_of_the_unseen_by_asking_for_what_refers_to_it(
    resource: Resource, role: str, world: World, readers: dict[str, Reader]
) -> None:
    reader = readers[role]
    if not reader.access.may("see", resource.governing):
        return
    for name, known in resource.readable(reader.access).items():
        if not isinstance(known.kind, Reference) or not known.filterable:
            continue
        noun = known.kind.noun
        if (UNSEEN, noun) not in world.records or world.sees(role, noun, UNSEEN):
            continue
        target = registry.of_noun(noun)
        word = mark_of(noun, UNSEEN).word
        title = str(target.title_of(target.rows().get(pk=world.records[UNSEEN, noun])))
        for text in (word, title.upper()):
            for where in faces.conditions_about(resource, reader, name, text):
                assert reader.api(resource.slug, where=where).rows == [], where
                assert f'"count":{0}' in reader.api(f"{resource.slug}/sums", where=where).body, where
        answers = list(faces.chips(reader, resource, name, world.records[UNSEEN, noun]))
        assert not traces(answers, world, role)
        missing = list(faces.chips(reader, resource, name, MISSING))
        assert [a.status for a in answers] == [a.status for a in missing]


@pytest.mark.parametrize("role", ROLES)
def test_the_start_page_tells_nothing_of_what_may_not_be_seen(
    role: str, world: World, readers: dict[str, Reader]
) -> None:
    reader = readers[role]
    answers = [reader.web(""), reader.web("import/"), reader.web("import/all"), reader.web("me"), reader.web("palette"),
               reader.api("me"), reader.api("views"), reader.api("imports")]  # fmt: skip
    assert not traces(answers, world, role)
