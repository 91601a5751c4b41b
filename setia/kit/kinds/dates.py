"""Days and moments."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from setia.foundation.errors import Refusal
from setia.foundation.formats import parse_date, parse_date_column
from setia.kit.kinds.kind import Column, Field, Kind, ReadingContext, Row, not_a, refused
from setia.kit.kinds.plain import COMPARED

if TYPE_CHECKING:
    from setia.foundation.formats import Reader

CLOCK = re.compile(r"(\d{1,2})(?:[:.h](\d{2})(?::\d{2}(?:\.\d+)?)?)?\s?(?:([ap])\.?m\.?)?", re.ASCII)
EARLIEST, LATEST = date(1000, 1, 1), date(2999, 12, 31)


class DayField(forms.Field):
    """A day, as ISO 8601 or in one of the written forms that leave no doubt."""

    def to_python(self, value: Any) -> date | None:
        value = value.strip() if isinstance(value, str) else value
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        if not isinstance(value, str):
            raise not_a(_("a date"), value)
        try:
            day = parse_date(value.strip())
        except Refusal as no:
            raise refused(no.message) from None
        if not EARLIEST <= day <= LATEST:
            raise not_a(_("a date between the years 1000 and 2999"), value)
        return day


class Day(Kind):
    name = "date"
    macro = "date"
    nature = "date"
    examples = ("2026-02-01", "2025-12-31")
    operators = COMPARED
    json_type = date

    def form_field(self, field: Field) -> forms.Field:
        return DayField(required=field.required, label=str(field.label), help_text=str(field.help))

    def say(self, value: Any, reader: Reader) -> str:
        return "" if value is None else reader.date(as_day(value))

    def export(self, field: Field, row: Row) -> Any:
        value = self.value(field, row)
        return "" if value is None else as_day(value).isoformat()

    def json(self, field: Field, row: Row) -> Any:
        return self.export(field, row) or None

    def initial(self, field: Field, value: Any) -> Any:
        return "" if value is None else as_day(value).isoformat()

    def parse_column(self, texts: Sequence[str], field: Field, context: ReadingContext) -> Column:
        values, errors = parse_date_column(texts, context.date_order)
        column = Column(list(values), dict(errors))
        for line, value in enumerate(values):
            if value is None and line not in errors and field.required:
                column.errors[line] = _("This field is required.")
        return column


def as_day(value: Any) -> date:
    """A day from what a database or the ledger's JSON returns."""
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])


class MomentField(forms.DateTimeField):
    def to_python(self, value: Any) -> datetime | None:
        if value not in self.empty_values and not isinstance(value, (str, date)):
            raise not_a(_("a date and time"), value)
        if isinstance(value, str) and len(value) > 40:
            raise not_a(_("a date and time"), value)
        moment: datetime | None = super().to_python(value)
        return moment


class Moment(Kind):
    """A moment, kept in UTC and shown in the reader's zone."""

    name = "moment"
    macro = "datetime"
    nature = "moment"
    examples = ("2026-02-01T08:30:00Z", "2025-12-31T23:00:00Z")
    operators = COMPARED
    json_type = datetime

    def form_field(self, field: Field) -> forms.Field:
        return MomentField(required=field.required, label=str(field.label), help_text=str(field.help))

    def say(self, value: Any, reader: Reader) -> str:
        if value is None:
            return ""
        return reader.moment(value if isinstance(value, datetime) else datetime.fromisoformat(str(value)))

    def export(self, field: Field, row: Row) -> Any:
        value = self.value(field, row)
        return "" if value is None else value.astimezone(UTC).isoformat().replace("+00:00", "Z")

    def json(self, field: Field, row: Row) -> Any:
        return self.export(field, row) or None

    def initial(self, field: Field, value: Any) -> Any:
        return "" if value is None else value.strftime("%Y-%m-%dT%H:%M")


class ClockField(forms.Field):
    """An hour of the day: 9:30, 09.30, 9h30, 9:30 pm."""

    def to_python(self, value: Any) -> str:
        value = value.strip() if isinstance(value, str) else value
        if value in self.empty_values:
            return ""
        found = CLOCK.fullmatch(value.lower()) if isinstance(value, str) and len(value) <= 20 else None
        if found is None or not (found[2] or found[3]):
            raise not_a(_("a time of day, such as 14:30"), value)
        hour, minute = int(found[1]), int(found[2] or 0)
        if found[3]:
            hour = hour % 12 + (12 if found[3] == "p" else 0) if 1 <= hour <= 12 else 24
        if hour > 23 or minute > 59:
            raise not_a(_("a time of day, such as 14:30"), value)
        return f"{hour:02}:{minute:02}"


class Clock(Kind):
    """An hour and minute of a day, on whatever clock hangs where it matters; kept as "09:30"."""

    name = "time"
    macro = "time"
    examples = ("09:30", "17:00")
    operators = COMPARED

    def form_field(self, field: Field) -> forms.Field:
        return ClockField(required=field.required, label=str(field.label), help_text=str(field.help))

    def say(self, value: Any, reader: Reader) -> str:
        return reader.time(time.fromisoformat(value)) if value else ""
