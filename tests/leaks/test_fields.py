"""Fields that somebody may not know leave no trace on any face, and nothing can be found, sorted or summed by them."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from setia.foundation.access import system
from setia.foundation.errors import Refusal
from setia.foundation.staff.models import Role, Staff
from setia.foundation.staff.rights import actor_of
from setia.kit import verbs
from setia.kit.exchange.records.finding import find
from setia.kit.exchange.records.nearest import offers
from setia.kit.kinds import Amount, Field, Reference, Whole
from setia.kit.resources import Resource, registry
from tests.cast import NOW
from tests.leaks import faces
from tests.leaks.faces import Reader, Said
from tests.leaks.marks import Mark, looked_for
from tests.leaks.watching import OPEN
from tests.leaks.world import SEEN, World, mark_of

NOUNS = sorted((r for r in registry.nouns().values() if r.creatable and r.noun not in OPEN), key=lambda r: r.slug)
GOVERNING = sorted({resource.governing for resource in registry})

pytestmark = pytest.mark.django_db

each_noun = pytest.mark.parametrize("resource", NOUNS, ids=lambda r: r.slug)


def limited(resource: Resource, hidden: list[str]) -> Reader:
    """Somebody who sees and may do everything, but may not know these fields."""
    grants: dict[str, Any] = {noun: {"sight": "all", "verbs": ["*"]} for noun in GOVERNING}
    grants[resource.governing]["fields"] = dict.fromkeys(hidden, "hidden")
    role, _new = Role.objects.get_or_create(name="Limited", defaults={"created_at": NOW, "updated_at": NOW})
    Role.objects.filter(pk=role.pk).update(grants=grants)
    staff = Staff.objects.filter(email="lim@setia.example").first()
    if staff is None:
        staff = Staff.objects.create_account("Lim Limited", "lim@setia.example", None)
        staff.roles.add(role)
    return Reader(staff)


def marked(resource: Resource, world: World) -> dict[str, Field]:
    """The columns of the record that is seen in which its mark stands: what was typed may have been replaced."""
    mark, everything = mark_of(resource.noun, SEEN), Reader(world.readers["Root"])
    shown = json.loads(everything.api(f"{resource.slug}/{world.records[SEEN, resource.noun]}").body)
    columns = {column.name for column in resource.model._meta.concrete_fields} - {"id"}
    return {
        name: known
        for name, known in resource.fields.items()
        if name in columns and mark.raw(known) is not None and re.search(looked_for(mark, known), str(shown[name]))
    }


def changed(resource: Resource, pk: int, fields: dict[str, Field]) -> Mark:
    """A second mark in each of the fields, so that the past holds both."""
    mark, by = Mark(f"qzvxlater{mark_of(resource.noun, SEEN).word[8:]}", 20_011), system("web", NOW)
    for name, known in fields.items():
        if name in resource.writable(by.access):
            try:
                verbs.change(resource, [pk], {name: mark.raw(known)}, by)
            except Refusal:
                continue
    return mark


def traces(answers: list[Said], fields: dict[str, Field], *marks: Mark) -> list[str]:
    return [
        f"{answer.face}: {name} in …{where}…"
        for answer in answers
        for name, known in fields.items()
        for mark in marks
        if (where := mark.stands_in_plain(answer.plain, known))
    ]


def rounds(resource: Resource, fields: dict[str, Field]) -> list[dict[str, Field]]:
    """The title alone, and everything but the title; whatever tells it is hidden by the product itself."""
    title = {name: known for name, known in fields.items() if name == resource.title}
    others = {name: known for name, known in fields.items() if name != resource.title}
    return [some for some in (title, others) if some]


@each_noun
def test_a_hidden_field_stands_in_no_answer(resource: Resource, world: World) -> None:
    pk, mark = world.records[SEEN, resource.noun], mark_of(resource.noun, SEEN)
    fields = marked(resource, world)
    assert fields
    later = changed(resource, pk, fields)
    for hidden in rounds(resource, fields):
        reader = limited(resource, list(hidden))
        answers = [*faces.lists(reader, resource), *faces.pages(reader, resource, pk), reader.web("")]
        for other, name in referring_to(resource):
            columns = f"id,{name}"
            answers += [reader.web(f"{other.slug}/", columns=columns), reader.api(other.slug, columns=columns),
                        reader.web(f"{other.slug}/export.csv", columns=columns),
                        reader.web(f"{other.slug}/", where=f"{name} = {pk}"),
                        reader.api(f"{other.slug}/sums", group=name)]  # fmt: skip
        assert not traces(answers, hidden, mark, later)
        answered = [a for a in answers if "ledger" not in a.face and "sums" not in a.face]
        assert not [(a.face, a.status, a.body[-300:]) for a in answered if a.status != 200]


def referring_to(resource: Resource) -> list[tuple[Resource, str]]:
    return [
        (other, name)
        for other in registry.nouns().values()
        for name, known in other.fields.items()
        if isinstance(known.kind, Reference) and known.kind.noun == resource.noun and known.filterable
    ]


@each_noun
def test_a_field_hidden_alone_is_not_told_by_another(resource: Resource, world: World) -> None:
    pk, mark = world.records[SEEN, resource.noun], mark_of(resource.noun, SEEN)
    for name, known in marked(resource, world).items():
        if isinstance(known.kind, (Amount, Whole)):
            continue  # all numbers of a record have one mark
        reader = limited(resource, [name])
        answers = [reader.web(f"{resource.slug}/{pk}/"), reader.api(f"{resource.slug}/{pk}")]
        assert not traces(answers, {name: known}, mark)


@each_noun
def test_nothing_is_found_sorted_or_summed_by_a_hidden_field(resource: Resource, world: World) -> None:
    mark, slug = mark_of(resource.noun, SEEN), resource.slug
    fields = marked(resource, world)
    everything = Reader(world.readers["Root"])
    reader = limited(resource, list(fields))
    for name, known in fields.items():
        text = mark.raw(known) or ""
        if resource.search_paths and not isinstance(known.kind, (Amount, Whole)):
            if name in resource.search_paths:
                assert everything.api(slug, q=text).rows
            assert reader.api(slug, q=text).rows == []
            assert reader.api("search", q=text, resource=slug).rows == []
            assert 'role="option"' not in reader.web(f"suggest/{resource.noun}", q=text).body
        for asked in ({"where": f"{name} is not empty"}, {"sort": name}, {"columns": name}):
            assert reader.api(slug, **asked).status == 400, asked
            assert reader.web(f"{slug}/", **asked).status == 400, asked
        assert reader.api(f"{slug}/sums", total=name).status == 400
        assert reader.api(f"{slug}/sums", group=name).status == 400
        for other, link in referring_to(resource):
            assert reader.api(other.slug, where=f"{link}.{name} is not empty").status == 400


@each_noun
def test_no_file_is_matched_by_a_hidden_field(resource: Resource, world: World) -> None:
    mark, fields = mark_of(resource.noun, SEEN), marked(resource, world)
    reader = limited(resource, list(fields))
    by = actor_of(reader.staff, "import", at=NOW)
    texts = {mark.raw(known) or "" for known in fields.values()}
    assert find(resource, texts, by).ids == {}
    assert not any(offers(resource, texts, by).values())
