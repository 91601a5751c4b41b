"""Fields that a firm adds to its records, and the choices of those that have some."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.personal import Basis
from setia.kit.changes import Change
from setia.kit.kinds import Choice, Currency, Field, LongText, Whole
from setia.kit.own import choosing, indexing, rolling
from setia.kit.own.rules import FIXED, LISTS, MOST_FIELDS, faults, has_values, known_names, name_for, shaped, users_of
from setia.kit.own.unique import double
from setia.kit.readers import readers_of
from setia.kit.resources import Group, Panel, Resource, registry, resource
from setia.kit.shaping.building import STORED_AS
from setia.kit.shaping.model import OwnChoice, OwnField, OwnKind
from setia.kit.shaping.shape import changed_shape
from setia.kit.writing import changes_of, write

IN_A_CURRENCY = (OwnKind.AMOUNT, OwnKind.ROLL_UP)
LISTED = Field(
    name="listed",
    label=gettext_lazy("Choices"),
    kind=LongText(16_000),
    path="listed",
    compute=choosing.fill_listed,
    filterable=False,
    help=gettext_lazy("One on each line, in their order. To give one another name, open it below."),
)


def nouns() -> list[tuple[str, Any]]:
    return [(r.noun, r.plural) for r in shaped()]


def links() -> list[tuple[str, Any]]:
    """The fields by which records of one kind point at records of another."""
    found = []
    targets = {target.noun: target for target in shaped()}
    for noun, other, field in rolling.links():
        if target := targets.get(noun):
            words = _("%(others)s, by “%(field)s”, of %(noun)s")
            label = words % {"others": other.plural, "field": field.label, "noun": target.plural}
            found.append((f"{other.noun}:{field.name}", label))
    return sorted(found, key=lambda link: link[1])


class LinkChoice(Choice):
    """One of the ways in which records point at others; there are more of them with every reference that is added."""

    is_open = True


def referred() -> list[tuple[str, Any]]:
    return [(r.noun, r.plural) for r in registry.nouns().values() if r.rail or r.board]


@resource
class OwnFields(Resource):
    model = OwnField
    slug = "own-fields"
    label = gettext_lazy("Own field")
    plural = gettext_lazy("Own fields")
    icon = "text-cursor-input"
    title = "label"
    subtitle = "noun"
    columns = ("label", "noun", "kind", "name", "is_required", "is_searched", "index_state")
    form = (
        Group(gettext_lazy("Field"), ("noun", "label", "kind", "help", "listed", "refers_to", "currency")),
        Group(
            gettext_lazy("Where it stands"),
            ("section", "position", "is_column", "is_searched", "name", "index_state", "index_fault"),
        ),
        Group(
            gettext_lazy("What can be written in it"),
            ("is_required", "is_unique", "least", "most", "places", "longest", "pattern"),
        ),
        Group(gettext_lazy("Worked out from other fields"), ("expression",)),
        Group(gettext_lazy("Worked out from other records"), ("link", "measure", "measured", "where")),
        Group(gettext_lazy("About people"), ("is_personal", "purpose", "basis", "months")),
    )
    sortable = ("label",)
    sort = "label"
    kinds = {
        "noun": Choice(nouns), "link": LinkChoice(links), "refers_to": Choice(referred), "currency": Currency(),
        "position": Whole(0, 10_000), "longest": Whole(1, 20_000), "places": Whole(0, 12), "months": Whole(1, 1200),
        "basis": Choice(Basis.choices),
    }  # fmt: skip
    helps = {
        "noun": gettext_lazy("People and companies are parties: the field belongs to both."),
        "section": gettext_lazy("The heading under which it stands in the form; one of its own if there is none such."),
        "position": gettext_lazy("Fields of one heading stand in this order."),
        "is_unique": gettext_lazy("Such as the number of a contract. Records in the archive do not count."),
        "is_searched": gettext_lazy("Lists can be sorted by it, and conditions on it are quick however many records."),
        "pattern": gettext_lazy("9 stands for a digit, A for a letter, * for either: AA-9999."),
        "measured": gettext_lazy("By its name for programs, such as total. Nothing to count them."),
        "where": gettext_lazy('A condition as lists understand it: status = "confirmed".'),
        "expression": gettext_lazy(
            "Over fields by their names for programs: amount * 0.2, or if(own_length > 3, 1, 2)."
        ),
        "currency": gettext_lazy("Of an amount; ours if nothing is said."),
        "is_personal": gettext_lazy("Then it needs a purpose, and stands in the report on what is known of people."),
        "places": gettext_lazy("Of a number; 3 if nothing is said."),
    }
    extra_fields = (LISTED,)
    tells = {"name": ("label",)}
    # What a field is called, and its explanation, is known to whoever may know the field, wherever it stands.
    samples = {
        "label": "Extra", "help": "", "section": "",
        "noun": "parties.party", "kind": "choice", "listed": "Red\nBlue", "is_searched": False, "pattern": "",
        "expression": "", "link": None, "measure": None, "measured": "", "where": "", "least": None, "most": None,
        "longest": None, "places": None, "is_required": False, "is_unique": False,
    }  # fmt: skip
    importable = False
    panels = (Panel(gettext_lazy("Choices"), "own-choices", "field", ("label", "position", "code"), "position", 50),)
    rail = ("settings", 45)

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        for change in changes:
            after = change.after
            after["currency"] = (after["currency"] or our_company().currency) if after["kind"] in IN_A_CURRENCY else ""
            for name, words in faults(after):
                change.refuse(name, words)
            _refuse_double(change)
            if change.before:
                self._keep_what_is_fixed(change)
            else:
                self._name(change)
            _settle_choices(change)
            indexing.settle(change)

    def _keep_what_is_fixed(self, change: Change) -> None:
        gone = change.after["archived_at"] is not None or change.changed("kind")
        if gone and (users := users_of(change.before["noun"], change.before["name"])):  # type: ignore[index]
            words = _("“%(formula)s” is worked out from it. Change or archive that first.")
            change.refuse("", words % {"formula": users[0]})
        if gone and (readers := readers_of(change.before["noun"], change.before["name"])):  # type: ignore[index]
            change.refuse("", _("It is asked about: %(reader)s. Change that first.") % {"reader": readers[0]})
        if change.changed("noun"):
            change.refuse("noun", _("A field stays with its kind of record. Archive it and add another one."))
        touched = [name for name in FIXED if change.changed(name)]
        if touched and change.before and has_values({**change.before, "id": change.id}):
            for name in touched:
                change.refuse(name, FIXED[name]())

    def _name(self, change: Change) -> None:
        noun = change.after["noun"]
        taken = known_names(noun)
        change.after["name"] = name_for(change.after["label"], taken)
        if OwnField.objects.active().filter(noun=noun).count() >= MOST_FIELDS:
            change.refuse(
                "noun", _("There are %(count)d own fields already. Archive some first.") % {"count": MOST_FIELDS}
            )

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        for change in changes:
            if "listed" in change.extra:
                _write_choices(change, by)
        indexing.follow(changes)
        changed_shape()


def _refuse_double(change: Change) -> None:
    """What several records have already cannot be kept from being twice."""
    after = change.after
    if not (after["is_unique"] and change.before and (change.changed("is_unique") or change.changed("archived_at"))):
        return
    stored = STORED_AS.get(OwnKind(after["kind"]))
    if stored and (found := double(after["noun"], f"{stored}_{change.id}")) is not None:
        words = _("Several records have “%(value)s” already. Change them first.")
        change.refuse("is_unique", words % {"value": found})


def _settle_choices(change: Change) -> None:
    """A list needs choices, and what is no list has none."""
    lines = choosing.lines_of(change.extra.get("listed") or "")
    is_list = change.after["kind"] in LISTS
    if lines and not is_list:
        change.refuse("listed", _("Only lists have choices."))
    elif is_list and not lines and (change.is_new or "listed" in change.extra):
        change.refuse("listed", _("Write down at least one choice."))
    elif len(lines) > choosing.MOST or any(len(line) > choosing.LONGEST for line in lines):
        words = _("A list has at most %(most)d choices, each of at most %(longest)d characters.")
        change.refuse("listed", words % {"most": choosing.MOST, "longest": choosing.LONGEST})
    elif any(choosing.SEPARATORS.search(line) for line in lines):
        change.refuse("listed", _("A choice has no comma, semicolon or bar in it: they stand between several of them."))
    if not is_list:
        change.extra.pop("listed", None)
    elif "listed" in change.extra and change.id:
        new, moved = choosing.differences(change.id, lines)
        if not new and not moved:
            del change.extra["listed"]


def _write_choices(change: Change, by: Actor) -> None:
    new, moved = choosing.differences(change.id, choosing.lines_of(change.extra["listed"] or ""))
    choices = registry["own-choices"]
    wanted = {one.pk: (one.label, position) for one, position in moved}
    altered = changes_of(choices, wanted)
    for each in altered:
        label, position = wanted[each.id]
        each.after["archived_at"] = by.at if position is None else None
        if position is not None:
            each.after |= {"label": label, "position": position}
    made = [Change(after={"field_id": change.id, "label": label, "position": at}) for label, at in new]
    write(choices, [*altered, *made], by)


@resource
class OwnChoices(Resource):
    model = OwnChoice
    slug = "own-choices"
    label = gettext_lazy("Choice")
    plural = gettext_lazy("Choices")
    icon = "list"
    title = "label"
    columns = ("field", "position", "label", "code")
    form = (Group(gettext_lazy("Choice"), ("field", "label", "position", "code")),)
    sortable = ("label", "position")
    sort = "position"
    kinds = {"position": Whole(0, 10_000)}
    tells = {"code": ("label",)}
    samples = {"label": "Plain"}
    labels = {"field": gettext_lazy("Field")}
    importable = False

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        known = _codes({change.after["field_id"] for change in changes})
        for change in changes:
            label, field = change.after["label"].strip(), change.after["field_id"]
            if not label or choosing.SEPARATORS.search(label):
                words = _("A choice has no comma, semicolon or bar in it: they stand between several of them.")
                change.refuse("label", words if label else _("Say how the choice is called."))
            if field not in known:
                change.refuse("field", _("Only lists have choices."))
            elif change.before is None:
                change.after["code"] = choosing.code_for(label, known[field])
                known[field].add(change.after["code"])
            elif change.changed("field_id"):
                change.refuse("field", _("A choice stays with its field."))

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        changed_shape()


def _codes(fields: set[Any]) -> dict[int, set[str]]:
    """The codes there are, by field, for those that are lists."""
    found: dict[int, set[str]] = {
        pk: set() for pk in OwnField.objects.filter(pk__in=fields - {None}, kind__in=LISTS).values_list("pk", flat=True)
    }
    for field, code in OwnChoice.objects.filter(field__in=list(found)).values_list("field_id", "code"):
        found[field].add(code)
    return found
