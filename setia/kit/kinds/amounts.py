"""Money: whole minor units in the database, with the currency in a column beside it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from setia.foundation import money
from setia.foundation.company import our_company
from setia.foundation.errors import Refusal
from setia.kit.kinds.kind import Column, Field, Kind, ReadingContext, Row, not_a, refused
from setia.kit.kinds.plain import COMPARED

if TYPE_CHECKING:
    from setia.foundation.formats import Reader


def _too_small(least: int) -> str:
    return _("It has to be more than zero.") if least > 0 else _("An amount below zero is not possible here.")


class AmountField(forms.Field):
    """An amount as text, cleaned to minor units of `currency`."""

    def __init__(self, *, currency: str, least: int | None, **options: Any) -> None:
        self.currency, self.least = currency, least
        super().__init__(**options)

    def to_python(self, value: Any) -> int | None:
        value = value.strip() if isinstance(value, str) else value
        if value in self.empty_values:
            return None
        if isinstance(value, (bool, float)) or not isinstance(value, (str, int, Decimal)):
            raise not_a(_("an amount of money"), value)
        try:
            minor = money.from_text(str(value), self.currency).minor
        except Refusal as no:
            raise refused(no.message) from None
        if self.least is not None and minor < self.least:
            raise refused(_too_small(self.least))
        return int(minor)


class Amount(Kind):
    """An amount of money whose currency stands in the column `currency` of the same record."""

    name = "money"
    macro = "money"
    align = "end"
    operators = COMPARED
    json_type = Decimal
    examples = ("1054.00", "12.50")
    fixed = ""
    """The currency of an amount that does not follow that of its record."""

    def __init__(self, currency: str = "currency", least: int | None = 0) -> None:
        self.currency, self.least = currency, least

    def paths(self, field: Field) -> tuple[str, ...]:
        return (field.path, self.currency_path(field))

    def currency_path(self, field: Field) -> str:
        """Where the currency of the amount stands."""
        before, _dots, _last = field.path.rpartition("__")
        return f"{before}__{self.currency}" if before else self.currency

    def currency_of(self, field: Field, row: Row) -> str:
        return row.get(self.currency_path(field)) or our_company().currency

    def form_field(self, field: Field, currency: str | None = None) -> forms.Field:
        return AmountField(
            currency=currency or our_company().currency, least=self.least, required=field.required,
            label=str(field.label), help_text=str(field.help),
        )  # fmt: skip

    def say(self, value: Any, reader: Reader) -> str:
        return "" if value is None else reader.minor(value, our_company().currency)

    def cell(self, field: Field, row: Row, reader: Reader) -> str:
        value = self.value(field, row)
        return "" if value is None else reader.minor(value, self.currency_of(field, row))

    def json(self, field: Field, row: Row) -> Any:
        value = self.value(field, row)
        return None if value is None else str(money.decimal(value, self.currency_of(field, row)))

    def export(self, field: Field, row: Row) -> Any:
        value = self.value(field, row)
        return "" if value is None else money.decimal(value, self.currency_of(field, row))

    def initial(self, field: Field, value: Any) -> Any:
        return "" if value is None else str(money.decimal(value, our_company().currency))

    def parse_column(self, texts: Sequence[str], field: Field, context: ReadingContext) -> Column:
        values, errors = money.parse_money_column(texts, context.currency, language=context.language)
        column = Column(list(values), dict(errors))
        for line, value in enumerate(values):
            if value is None:
                if field.required and line not in errors:
                    column.errors[line] = _("This field is required.")
            elif self.least is not None and value < self.least:
                column.errors[line] = _too_small(self.least)
                column.values[line] = None
        return column
