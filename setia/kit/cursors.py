"""Where a page of a list begins: the sort value and id of the row beside it, written as one word."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from setia.foundation.errors import Malformed
from setia.kit.writing import plain


@dataclass(frozen=True, slots=True)
class Position:
    value: Any
    id: int
    backward: bool


def written(position: Position) -> str:
    data = orjson.dumps([plain(position.value), position.id, position.backward])
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def position_of(cursor: str, column: Any) -> Position:
    """Read a cursor back, with a value of that column; anything that was not written by `written` is refused."""
    try:
        data = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        value, id_, backward = data
        if not isinstance(id_, int) or isinstance(id_, bool) or abs(id_) >= 2**63 or not isinstance(backward, bool):
            raise ValueError
        value = None if value is None else column.to_python(value)
        if isinstance(value, int) and abs(value) >= 2**63 or isinstance(value, str) and "\x00" in value:
            raise ValueError
    except (ValueError, TypeError, binascii.Error, orjson.JSONDecodeError, ValidationError):
        raise Malformed(_("This page marker cannot be read. Begin again at the first page."), field="cursor") from None
    return Position(value, id_, backward)
