"""What the pages of the desk are asked for: known parameters only, and texts that can be kept."""

from __future__ import annotations

from django.http import HttpRequest

from setia.foundation.citing import cited
from setia.foundation.errors import Malformed

LONGEST = 200


def asked(request: HttpRequest, *names: str) -> dict[str, str]:
    """The parameters by name, "" where left out; others are refused, not ignored."""
    for name in request.GET:
        if name not in names:
            raise Malformed(f"“{cited(name)}” is no parameter of this page.", field=cited(name))
    found = {name: request.GET.get(name, "") for name in names}
    for name, text in found.items():
        if "\x00" in text:
            raise Malformed(f"{name} holds a character that cannot be kept.", field=name)
    return {name: text[:LONGEST] for name, text in found.items()}


def number(text: str) -> int | None:
    """The number of a record as it stands in an address or a form; None when it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None
