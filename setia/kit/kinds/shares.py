"""Shares of a whole and measured figures: what is worked out rather than typed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from setia.kit.kinds.kind import Field, Kind, Row
from setia.kit.kinds.plain import COMPARED, Whole

if TYPE_CHECKING:
    from setia.foundation.formats import Reader


class Share(Kind):
    """A part of a whole from 0 to 1, shown in percent."""

    name = "share"
    align = "end"
    operators = COMPARED
    json_type = float

    def __init__(self, digits: int = 0) -> None:
        self.digits = digits

    def say(self, value: Any, reader: Reader) -> str:
        return "" if value is None else reader.percent(value, self.digits)


class Percent(Whole):
    """A whole number of hundredths, shown as such."""

    examples = ("7", "62")

    def __init__(self) -> None:
        super().__init__(0, 100)

    def say(self, value: Any, reader: Reader) -> str:
        return "" if value is None else reader.percent(value / 100)


class Figured(Kind):
    """A figure that was worked out, rounded where it is shown, not where it is kept."""

    name = "figure"
    align = "end"
    operators = COMPARED
    json_type = float

    def __init__(self, digits: int = 1) -> None:
        self.digits = digits

    def say(self, value: Any, reader: Reader) -> str:
        return "" if value is None else reader.number(value, self.digits)

    def export(self, field: Field, row: Row) -> Any:
        value = self.value(field, row)
        return "" if value is None else value
