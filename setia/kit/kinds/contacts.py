"""Ways to reach somebody, and places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from babel import Locale
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from setia.foundation import contact_points
from setia.foundation.company import our_company
from setia.foundation.errors import Refusal
from setia.kit.kinds.choices import Choice, ChoiceField
from setia.kit.kinds.kind import Column, Field, Kind, ReadingContext, not_a, refused
from setia.kit.kinds.plain import TextField

if TYPE_CHECKING:
    from setia.foundation.formats import Reader

Normalise = Callable[[str], str]


class NormalisedField(TextField):
    """A line of text brought into its one normal form, or refused in words."""

    def __init__(self, normalise: Normalise, **options: Any) -> None:
        self.normalise = normalise
        super().__init__(many_lines=False, max_length=300, **options)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        if not text:
            return ""
        try:
            return self.normalise(text)
        except Refusal as no:
            raise refused(no.message) from None


class _Normalised(Kind):
    operators = Kind.operators | {"contains", "starts with"}

    def normalise(self, text: str) -> str:
        raise NotImplementedError

    def form_field(self, field: Field) -> forms.Field:
        return NormalisedField(
            self.normalise, required=field.required, label=str(field.label), help_text=str(field.help)
        )

    def read(self, raw: Any, operator: str) -> Any:
        """A whole value in its normal form; a part of one as it is."""
        if operator in ("contains", "starts with"):
            return str(raw)
        try:
            return self.normalise(str(raw))
        except Refusal:
            return str(raw)


class Email(_Normalised):
    name = "email"
    macro = "email"
    examples = ("someone@example.com", "nadine@example.org")

    def normalise(self, text: str) -> str:
        return contact_points.parse_email(text)

    def parse_column(self, texts: Sequence[str], field: Field, context: ReadingContext) -> Column:
        """Usual addresses at once; every other text through the form field."""
        return self.through(self.form_field(field), texts, contact_points.usual_email)


class Phone(_Normalised):
    """A telephone number, kept in E.164; without a country code it is one of our own country's."""

    name = "phone"
    macro = "tel"
    examples = ("+33142685300", "+6221526070")

    def normalise(self, text: str, region: str | None = None) -> str:
        return str(contact_points.parse_phone(text, region or our_company().country))

    def say(self, value: Any, reader: Reader) -> str:
        return contact_points.show_phone(value, our_company().country) if value else ""

    def parse_column(self, texts: Sequence[str], field: Field, context: ReadingContext) -> Column:
        rules = NormalisedField(
            lambda text: self.normalise(text, context.country), required=field.required, label=str(field.label)
        )
        return self.through(rules, texts, lambda text: contact_points.usual_phone(text, context.country))


class Web(_Normalised):
    """The address of a site."""

    name = "web"
    macro = "text"
    examples = ("https://example.com", "https://example.org/shop")

    def normalise(self, text: str) -> str:
        return contact_points.parse_url(text)


def _countries() -> list[tuple[str, str]]:
    """Codes and names in the language in force, by name."""
    names = Locale.parse(get_language() or "en", sep="-").territories
    return sorted(((code, names.get(code, code)) for code in contact_points.country_codes()), key=lambda c: c[1])


class Country(Choice):
    """A country by its ISO 3166 code, shown in the reader's language; misspelt names are understood in files."""

    name = "country"
    examples: ClassVar[tuple[str, ...]] = ("FR", "ID")

    def __init__(self) -> None:
        super().__init__(_countries)

    def form_field(self, field: Field) -> forms.Field:
        return ChoiceField(self, required=field.required, label=str(field.label), help_text=str(field.help))

    def say(self, value: Any, reader: Reader) -> str:
        return reader.country(value) if value else ""

    def names(self) -> dict[str, str]:
        """None are collected here: `parse_country` knows many more."""
        return {}

    def code_for(self, text: str, names: dict[str, str]) -> tuple[str | None, bool]:
        try:
            return contact_points.parse_country(text)
        except Refusal:
            return None, False

    def not_listed(self, raw: Any) -> forms.ValidationError:
        return not_a(_("the name or code of a country"), raw)
