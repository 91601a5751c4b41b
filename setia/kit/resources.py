"""Nouns: what a record type declares once, and every face reads.

A `Resource` names fields of its model; their kinds follow from the model unless stated. All
declarations are checked when Setia starts (see `kit.checks`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise

from setia.foundation.access import Access, governing_noun
from setia.foundation.chosen import Chosen
from setia.foundation.company import our_company
from setia.foundation.errors import NotFound
from setia.foundation.personal import Personal
from setia.foundation.records import noun
from setia.foundation.search import Document
from setia.kit.declaring import Filling, declared, fillings_of, identity, nameless
from setia.kit.kinds import Field, Kind
from setia.kit.layout import Board, Figure, Group, Network, Panel, Tick
from setia.kit.lending import with_lent
from setia.kit.registry import Registry
from setia.kit.shaping.building import Added, added
from setia.kit.shaping.shape import shape

if TYPE_CHECKING:
    from setia.foundation.access import Actor
    from setia.kit.changes import Change

__all__ = ["Board", "Figure", "Group", "Network", "Panel", "Registry", "Resource", "Words", "registry", "resource"]

Words = str | Promise


class Resource:
    """Declares one noun. Subclasses are registered by `@resource`."""

    model: ClassVar[type[models.Model]]
    slug: ClassVar[str]
    label: ClassVar[Words]
    plural: ClassVar[Words]
    icon: ClassVar[str] = "square"
    title: ClassVar[str] = "name"
    subtitle: ClassVar[str] = ""
    only: ClassVar[Mapping[str, Any]] = {}
    """Narrows the model: people and companies are parties with a fixed `kind`."""

    kinds: ClassVar[Mapping[str, Kind]] = {}
    labels: ClassVar[Mapping[str, Words]] = {}
    helps: ClassVar[Mapping[str, Words]] = {}
    aliases: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    when_missing: ClassVar[Mapping[str, str]] = {}
    """How an import treats an unknown reference: refuse (offer the nearest) or create."""

    columns: ClassVar[tuple[str, ...]]
    form: ClassVar[tuple[Group, ...]]
    sortable: ClassVar[tuple[str, ...]] = ()
    sorted_by: ClassVar[Mapping[str, str]] = {}
    """The column by which a field is sorted when that is not its own: names by their folded form."""

    sort: ClassVar[str] = "-id"
    read_only: ClassVar[tuple[str, ...]] = ()
    hidden: ClassVar[tuple[str, ...]] = ()
    derived: ClassVar[tuple[str, ...]] = ()
    """Columns that follow from others or are worked out by jobs: the history does not tell them."""

    extra_fields: ClassVar[tuple[Field, ...]] = ()
    tells: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """What a field gives away: it is hidden from whoever may not know all of these."""

    quotes: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    """References whose titles a field is made of: it is hidden where one leads to what may not be seen."""

    addresses: ClassVar[Mapping[str, tuple[str, str]]] = {}
    """Fields with the address of any record, with the hidden columns that hold its noun and its number."""

    import_keys: ClassVar[tuple[str, ...]] = ()
    import_together: ClassVar[tuple[str, ...]] = ()
    """Fields that only together say which record a row of a file is about; the last one is always said."""

    filed: ClassVar[tuple[str, ...]] = ()
    """Fields that files fill as well, of records that are otherwise made by verbs alone."""

    board: ClassVar[Board | None] = None
    panels: ClassVar[tuple[Panel, ...]] = ()
    network: ClassVar[Network | None] = None
    figures: ClassVar[tuple[Figure, ...]] = ()
    personal: ClassVar[Mapping[str, Personal]] = {}
    """What fields that tell something about a person are kept for; `impersonal` are texts and days of a party's
    story that tell nothing about anybody."""
    impersonal: ClassVar[tuple[str, ...]] = ()

    kept_for: ClassVar[Words] = ""
    """Why records of this noun stay, without their personal fields, when the person they belong to is erased."""

    samples: ClassVar[Mapping[str, Any]] = {}
    """Raw values for samples, where an example of the kind would not do. True: a record is made for the reference."""

    dated_by: ClassVar[str] = ""
    """The day field at which a created record happened in the world, for the ledger."""

    made_as: ClassVar[str] = "created"
    """What the ledger calls its making; a file is "added"."""

    story: ClassVar[str] = ""
    """Attribute path to the party in whose history the record is told ("id" for parties)."""

    rail: ClassVar[tuple[str, int] | None] = None
    """Section of the navigation and place in it; None keeps the noun out of the rail."""

    extra_pages: ClassVar[tuple[tuple[Words, str, str], ...]] = ()
    """Hand-made pages of one record: label, route name (given the record's number), icon."""

    composer: ClassVar[str] = ""
    """The verb that stands open above the history, such as writing a note."""

    tick: ClassVar[Tick | None] = None
    """The verb behind a button beside each record, such as marking a task as done."""

    creatable: ClassVar[bool] = True
    archivable: ClassVar[bool] = True
    importable: ClassVar[bool] = True

    # What a domain may add to every write, single or in bulk ------------------------------------

    def settle(self, changes: Sequence[Change], by: Actor) -> None:
        """Keep derived columns right and refuse what the business forbids, before rows are written."""

    def written(self, changes: Sequence[Change], by: Actor) -> None:
        """Write what belongs to the records (parts, logs) after their rows, in the same transaction."""

    def documents(self, rows: Iterable[Mapping[str, Any]]) -> Iterable[Document]:
        """What search finds the rows by; nothing unless declared.

        A row that is looked at for somebody with limited rights names under "hidden" what they may not know.
        """
        return ()

    def documents_of_new(self, rows: Iterable[Mapping[str, Any]]) -> Iterable[Document]:
        """The same for rows made in this very transaction, to which nothing else can belong yet."""
        return self.documents(rows)

    search_paths: ClassVar[tuple[str, ...]] = ()
    """The attribute names that `documents` needs, without "id"."""

    def introduce(self, field: str, change: Change) -> None:
        """Complete a record that is made because an imported row of ours names it in `field`."""

    def rename(self, changes: Sequence[Change]) -> None:
        """Call records that have lost their name something else, as `settle` would where that follows from others."""
        for change in changes:
            change.after[self.title] = nameless(self.label, change.id)

    def erased(self, ids: Sequence[int]) -> None:
        """Remove what belongs to records outside of the database before their rows go for good."""

    def identify(self, rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any] | None]:
        """For each row of a file, values by field, the columns by which its record is known; None if not all are."""
        return [identity(self.fields, self.import_together, row) for row in rows]

    def prepare_import(self, columns: dict[str, list[Any]], by: Actor) -> None:
        """Complete a batch of imported columns before it is matched (for example: make teams)."""

    # Derived --------------------------------------------------------------------------------------

    @cached_property
    def noun(self) -> str:
        return noun(self.model)

    @cached_property
    def governing(self) -> str:
        return governing_noun(self.model)

    @cached_property
    def fact(self) -> str:
        """The first word of the facts about this noun: "opportunity" in "opportunity.won"."""
        return str(self.model._meta.model_name)

    @property
    def making(self) -> str:
        """The fact that one was made."""
        return f"{self.fact}.{self.made_as}"

    @property
    def fields(self) -> dict[str, Field]:
        """All fields by name: those it was declared with, those that upper domains lent it, those that people added."""
        return self._shaped[1]

    @property
    def own(self) -> Added:
        """What people added: fields, and where they stand."""
        return self._shaped[0]

    @property
    def _shaped(self) -> tuple[Added, dict[str, Field]]:
        """Worked out anew when a definition has changed."""
        now, known = shape(), self._known
        if known is None or known[0].token != now.token:
            own = added(now, self.noun, self.declared_fields, self.form, lambda noun_: registry.of_noun(noun_).title)
            known = self._known = with_lent(self.noun, self.declared_fields, own)
        return known

    _known: tuple[Added, dict[str, Field]] | None = None

    @cached_property
    def declared_fields(self) -> dict[str, Field]:
        """The fields it was declared with: those of the model that are not hidden, then the extra ones."""
        found: dict[str, Field] = {}
        for model_field in self.model._meta.get_fields():
            if isinstance(model_field, models.Field) and model_field.name not in self.hidden:
                field = declared(self, model_field)
                if field:
                    found[field.name] = field
        found.update({field.name: field for field in self.extra_fields})
        return found

    def field(self, name: str) -> Field:
        if name not in self.fields:
            raise NotFound(f"{self.slug} has no field {name!r}.", field=name)
        return self.fields[name]

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups of the form, with the fields that people added."""
        return self.own.form

    @property
    def form_fields(self) -> tuple[str, ...]:
        return tuple(name for group in self.groups for name in group.fields)

    @property
    def shown_columns(self) -> tuple[str, ...]:
        """The columns of a list for which nobody has chosen others."""
        return (*self.columns, *self.own.columns)

    @cached_property
    def column_names(self) -> tuple[str, ...]:
        """Attribute names of all columns of the table."""
        return tuple(column.attname for column in self.model._meta.concrete_fields)

    @cached_property
    def fillings(self) -> tuple[Filling, ...]:
        """What is kept for a field left empty."""
        return fillings_of(self.model)

    def rows(self, access: Access | None = None) -> QuerySet[Any]:
        """The records of this noun, narrowed to what the person may see."""
        rows = self.model._default_manager.filter(**self.only)
        return rows if access is None else access.visible(rows)

    def chosen(self, access: Access, *, archived: bool = False) -> Chosen:
        """Those of them that are in use, or archived; each question about them is prepared once for everybody."""
        kept = lambda: self.rows().filter(archived_at__isnull=not archived)  # noqa: E731
        return Chosen(kept, [access.narrowing(self.model)], (self.slug, archived))

    def readable(self, access: Access) -> dict[str, Field]:
        """The fields this person may know of. Not to be changed: for most people these are simply all fields."""
        fields, as_told = self.fields, type(self).hides is Resource.hides
        if as_told and not access.hides_something(self.governing) and not self.own.hidden_from:
            return fields
        return access.once(
            ("readable", self.slug), fields, lambda: {n: f for n, f in fields.items() if not self.hides(n, access)}
        )

    def hides(self, name: str, access: Access) -> bool:
        """Whether this person may not know the field, or one that it gives away."""
        noun_, told = self.governing, (*self.tells.get(name, ()), *self.quotes.get(name, ()))
        hidden = access.hides(noun_, name) or any(access.hides(noun_, other) for other in told)
        used = self.own.tells.get(name, ())
        return hidden or self.own.is_hidden(name, access) or any(self.hides(other, access) for other in used)

    def writable(self, access: Access) -> dict[str, Field]:
        given_up = our_company().not_collected
        return {
            name: f
            for name, f in self.readable(access).items()
            if f.editable
            and access.mode(self.governing, name) == "edit"
            and not (given_up and f.personal and f"{self.noun}.{name}" in given_up)
        }

    def title_of(self, row: Any) -> str:
        """The words that name a record, from an instance or a mapping of values."""
        return str((row.get(self.title) if isinstance(row, Mapping) else getattr(row, self.title, "")) or "")


registry: Registry[Resource] = Registry()


def resource(declaration: type[Resource]) -> type[Resource]:
    """Register a noun. Slots opened by upper domains are filled later through `kit.slots`."""
    registry.add(declaration())
    return declaration
