"""Roll-ups: how many, how much, the first, the last of the records that point at a record by one of their fields.

What the reader may not see does not count: of related records that are hidden nothing is added up, and a roll-up
over fields that somebody may not know is hidden from them altogether. A page of any length costs one question for
each roll-up; in a condition the database works it out record by record.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Avg, Count, DecimalField, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from setia.foundation import conditions
from setia.foundation.access import Access
from setia.foundation.company import our_company
from setia.foundation.errors import NotFound, Refusal
from setia.kit.filters import fields_of, filter_of
from setia.kit.kinds import Amount, Day, Field, Kind, Moment, Number, Reference, Whole
from setia.kit.resources import Resource, registry
from setia.kit.shaping import building
from setia.kit.shaping.kinds import FixedAmount
from setia.kit.shaping.model import Measure, OwnField, OwnKind
from setia.kit.shaping.shape import shape

Rows = list[dict[str, Any]]
ADDED = (Whole, Number, Amount)
COMPARED = (*ADDED, Day, Moment)
AMONG = "rolled_up"


@dataclass(frozen=True)
class RollUp:
    """A definition with what it speaks of: the other noun, its field that points here, and what is worked out."""

    defined: OwnField
    other: Resource
    link: Field
    measured: Field | None
    where: conditions.Condition

    @property
    def currency(self) -> str:
        return self.defined.currency or our_company().currency

    def kind(self) -> Kind:
        if self.measured is None:
            return Whole()
        kind = self.measured.kind
        if isinstance(kind, Amount):
            return FixedAmount(self.currency, None, None)
        if self.defined.measure == Measure.AVERAGE:
            return Number(2 if self.defined.places is None else self.defined.places)
        return Number(kind.places, 25) if isinstance(kind, Number) else kind

    def is_hidden(self, access: Access) -> bool:
        """Whether somebody may not know what it is worked out from."""
        if not access.may("see", self.other.governing):
            return True
        asked = {self.link.name, *fields_of(self.where)} | ({self.measured.name} if self.measured else set())
        return any(self.other.hides(name, access) for name in asked)

    def related(self, access: Access) -> QuerySet[Any]:
        """The records that count, for this reader."""
        rows = self.other.rows(access).filter(archived_at__isnull=True)
        if self.where != conditions.EVERYTHING:
            rows = rows.filter(compiled(self.other, self.where, access))
        if self.measured and isinstance(self.measured.kind, Amount) and not self.measured.kind.fixed:
            rows = rows.filter(**{self.measured.kind.currency_path(self.measured): self.currency})
        return rows.order_by()

    def worked_out(self, access: Access) -> Any:
        """As an expression of the record that is pointed at."""
        rows = self.related(access).filter(**{self.link.path: OuterRef("pk")})
        if self.defined.measure == Measure.LATEST:
            newest = self.other.dated_by or "id"
            path = self.measured.path if self.measured else "id"
            return Subquery(rows.filter(**{f"{path}__isnull": False}).order_by(f"-{newest}", "-id").values(path)[:1])
        # One group of all of them, under a name of its own: what is not grouped would be counted row by row.
        counted = rows.annotate(**{AMONG: Value(1)}).values(AMONG).annotate(worked=self._aggregate()).values("worked")
        if self.defined.measure == Measure.COUNT:
            return Coalesce(Subquery(counted), 0)
        return Subquery(counted)

    def _aggregate(self) -> Any:
        if self.measured is None:
            return Count("*")
        path = self.measured.path
        match self.defined.measure:
            case Measure.SUM:
                return Sum(path)
            case Measure.AVERAGE:
                return Avg(F(path), output_field=DecimalField(max_digits=30, decimal_places=10))
            case Measure.LEAST:
                return Min(path)
        return Max(path)

    def fill(self, rows: Rows, access: Access) -> None:
        """The values of a page of records, in one question."""
        ids, name = [row["id"] for row in rows], self.defined.name
        found = registry.of_noun(self.defined.noun).model._default_manager.filter(pk__in=ids).order_by()
        values = dict(found.annotate(**{name: self.worked_out(access)}).values_list("pk", name))
        for row in rows:
            row[name] = self._typed(values.get(row["id"]))

    def _typed(self, value: Any) -> Any:
        kind = self.kind()
        if value is None or not isinstance(kind, (Amount, Number)):
            return value
        if isinstance(kind, Amount):
            return int(Decimal(value).quantize(Decimal(1), ROUND_HALF_UP))
        return Decimal(str(value)).quantize(Decimal(1).scaleb(-kind.places), ROUND_HALF_UP)

    def through(self, access: Access) -> Callable[[Q], Q]:
        """A condition on what is worked out, as one on the records."""

        def asked(condition: Q) -> Q:
            rows = registry.of_noun(self.defined.noun).model._default_manager.order_by()
            fitting = rows.annotate(**{self.defined.name: self.worked_out(access)}).filter(condition)
            return Q(pk__in=fitting.values("pk"))

        return asked


def compiled(resource: Resource, where: conditions.Condition, access: Access) -> Q:
    """The condition for whoever reads; its days are those of UTC, as a roll-up is the same for everybody."""
    return conditions.compile(
        where,
        lambda name: filter_of(resource, name, access),
        today=timezone.now().astimezone(UTC).date(),
        me=None,
        possible=resource.fields,
    )


def links_to(noun: str) -> list[tuple[Resource, Field]]:
    """The fields of other records by which they point at a noun."""
    return [(resource, field) for to, resource, field in links() if to == noun]


def links() -> list[tuple[str, Resource, Field]]:
    """The fields by which records point at others: at which noun, from which, by which field."""
    return [
        (field.kind.noun, resource, field)
        for resource in registry.nouns().values()
        for field in {**resource.declared_fields, **_simple(resource)}.values()
        if isinstance(field.kind, Reference) and field.path and not field.compute
        and not field.many and "archived_at" in resource.column_names
    ]  # fmt: skip


def _simple(resource: Resource) -> Mapping[str, Field]:
    """The own fields of a noun but its roll-ups."""
    return building.simple(shape(), resource.noun, resource.declared_fields, _title)[0]


def _title(noun: str) -> str:
    return registry.of_noun(noun).title


def roll_up(defined: OwnField) -> RollUp:
    """What a definition means; refuses, in words, what makes no sense."""
    noun, _colon, name = defined.link.partition(":")
    found = [(r, f) for r, f in links_to(defined.noun) if r.noun == noun and f.name == name]
    if not found:
        raise Refusal(_("Say which records point here, and by which field."), field="link")
    other, link = found[0]
    fields = {**other.declared_fields, **_simple(other)}
    if defined.measure not in Measure:
        raise Refusal(_("Say what is to be worked out."), field="measure")
    measured = fields.get(defined.measured)
    _judge(defined, other, measured)
    try:
        where = conditions.parse(defined.where) if defined.where.strip() else conditions.EVERYTHING
        for asked in sorted(fields_of(where)):
            if asked not in fields:
                raise Refusal(_("%(noun)s have no field “%(name)s”.") % {"noun": other.plural, "name": asked})
        if where != conditions.EVERYTHING:
            compiled(other, where, Access(is_admin=True))
    except Refusal as refused:
        raise Refusal(refused.message, field="where") from None
    return RollUp(defined, other, link, measured, where)


def _judge(defined: OwnField, other: Resource, measured: Field | None) -> None:
    if defined.measure == Measure.COUNT:
        if defined.measured:
            raise Refusal(_("Records are counted whatever stands in their fields."), field="measured")
        return
    possible = ADDED if defined.measure in (Measure.SUM, Measure.AVERAGE) else COMPARED
    fits = measured is not None and measured.path and not measured.compute and not measured.many
    if measured is None or not fits or not isinstance(measured.kind, possible) or isinstance(measured.kind, Reference):
        fields = {**other.declared_fields, **_simple(other)}
        some = ", ".join(
            name for name, f in fields.items() if isinstance(f.kind, possible) and f.path and not f.compute
        )
        words = _("Name a field of theirs for which that can be worked out: %(some)s.")
        raise Refusal(words % {"some": some}, field="measured")


def made(defined: OwnField) -> tuple[Field, Callable[[Access], bool]] | None:
    """The field of a roll-up, and from whom it is hidden; None where it makes no sense any more."""
    try:
        rolled = roll_up(defined)
    except (Refusal, NotFound):
        return None
    field = Field(
        name=defined.name,
        label=defined.label,
        kind=rolled.kind(),
        path=defined.name,
        editable=False,
        help=defined.help,
        personal=building.personal_of(defined),
        for_reader=rolled.fill,
        through_for=rolled.through,
    )
    return field, rolled.is_hidden


def users_of(noun: str, name: str) -> list[str]:
    """The labels of the roll-ups in use that need a field of a noun."""
    defined = OwnField.objects.active().filter(kind=OwnKind.ROLL_UP).order_by("label")
    found = []
    for one in defined:
        asked = {one.measured, one.link.partition(":")[2]}
        asked |= fields_of(conditions.parse(one.where)) if one.where.strip() else set()
        if one.link.partition(":")[0] == noun and name in asked:
            found.append(one.label)
    return found


building.roll_up_by(made)
