"""Choices of the lists that Setia brings: renamed, moved, put away, and more of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.foundation import bulk
from setia.foundation.access import Actor
from setia.kit.changes import Change
from setia.kit.kinds import Choice, Field, Text, Whole
from setia.kit.own import choosing
from setia.kit.resources import Group, Resource, resource
from setia.kit.shaping.listed import ListedChoice as Kind
from setia.kit.shaping.listed import lists
from setia.kit.shaping.model import ListedChoice
from setia.kit.shaping.shape import changed_shape


def called(rows: list[dict[str, Any]]) -> None:
    """How each choice of a page is shown to whoever reads: as the firm calls it, else in their language."""
    names = ("pk", "list", "code", "label")
    kept = {id_: rest for id_, *rest in bulk.found(ListedChoice.objects.all(), "pk", [r["id"] for r in rows], *names)}
    for row in rows:
        name, code, label = kept.get(row["id"], ("", "", ""))
        row["shown"] = Kind(name).label_of(code) if name in lists() else label


def known_lists() -> list[tuple[str, Any]]:
    return [(each.name, each.label) for each in lists().values()]


@resource
class ListedChoices(Resource):
    model = ListedChoice
    slug = "list-choices"
    label = gettext_lazy("Choice of a list")
    plural = gettext_lazy("Choices of lists")
    icon = "list-checks"
    title = "label"
    columns = ("list", "position", "label", "shown", "code")
    form = (Group(gettext_lazy("Choice"), ("list", "label", "position", "code")),)
    kinds = {"list": Choice(known_lists), "position": Whole(0, 10_000)}
    extra_fields = (
        Field(
            "shown",
            gettext_lazy("As people read it"),
            Text(80),
            "shown",
            editable=False,
            filterable=False,
            compute=called,
        ),
    )
    sortable = ("list",)
    sort = "list"
    tells = {"code": ("label",), "shown": ("label",)}
    helps = {
        "label": gettext_lazy("What you write here is read in all languages. What Setia brings is translated."),
        "position": gettext_lazy("Choices with a lower number come first. Leave empty for the end of the list."),
    }
    importable = False
    rail = ("settings", 46)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        codes, last, in_use = _standing({change.after["list"] for change in changes})
        for change in changes:
            after, name = change.after, change.after["list"]
            after["label"] = after["label"].strip()
            if change.changed("label") and (not after["label"] or choosing.SEPARATORS.search(after["label"])):
                words = _("A choice has no comma, semicolon or bar in it: they stand between several of them.")
                change.refuse("label", words if after["label"] else _("Say how the choice is called."))
            if name not in lists():
                change.refuse("list", _("There is no such list."))
            elif change.before is None:
                after["code"] = choosing.code_for(after["label"], codes[name], lists()[name].longest)
                codes[name].add(after["code"])
                last[name] += 10
                after["position"] = after["position"] or last[name]
            elif change.changed("list"):
                change.refuse("list", _("A choice stays with its list."))
            if change.before and change.changed("archived_at") and after["archived_at"]:
                in_use[name] -= 1
                if in_use[name] < 1:
                    change.refuse("", _("At least one choice of a list stays in use."))

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        changed_shape()


def _standing(names: set[str]) -> tuple[dict[str, set[str]], dict[str, int], dict[str, int]]:
    """Codes, the last place, and how many are in use, by list."""
    codes: dict[str, set[str]] = defaultdict(set)
    last: dict[str, int] = defaultdict(int)
    in_use: dict[str, int] = defaultdict(int)
    for name in names & lists().keys():
        codes[name] |= set(lists()[name].codes)
    rows = ListedChoice.objects.filter(list__in=names).values_list("list", "code", "position", "archived_at")
    for name, code, position, archived_at in rows:
        codes[name].add(code)
        last[name] = max(last[name], position)
        in_use[name] += archived_at is None
    return codes, last, in_use
