"""Addresses of pages. A page needs dozens of them and they never change, so each is worked out once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse as worked_out


def reverse(name: str, args: Sequence[object] = (), **kwargs: object) -> str:
    """The address of a named route."""
    return _reverse(name, tuple(args), tuple(kwargs.items()))


def list_of(slug: str, **asked: str) -> str:
    """The list of a noun, narrowed to what is asked (`where`, `q`, `columns`); what is empty is left out."""
    wanted = urlencode({name: text for name, text in asked.items() if text})
    return reverse("list", args=[slug]) + (f"?{wanted}" if wanted else "")


@lru_cache(maxsize=8192)
def _reverse(name: str, args: tuple[object, ...], kwargs: tuple[tuple[str, object], ...]) -> str:
    return worked_out(name, args=args or None, kwargs=dict(kwargs) or None)
