"""Contact points as they are kept: the value for people, the key for comparing."""

from __future__ import annotations

from setia.domains.parties.contact_points.model import ContactKind
from setia.foundation.search import fold
from setia.kit.kinds import Email, Phone, Web

_EMAIL, _PHONE, _WEB = Email(), Phone(), Web()


def normalised(kind: str, text: str, country: str) -> str:
    """The one way to write the value; refuses in words what cannot be reached.

    `country` is that of telephone numbers without a country code; empty for our own.
    """
    if kind == ContactKind.EMAIL:
        return _EMAIL.normalise(text)
    if kind == ContactKind.PHONE:
        return _PHONE.normalise(text, country or None)
    if kind == ContactKind.WEBSITE:
        return _WEB.normalise(text)
    return " ".join(text.split())


def key_of(kind: str, value: str) -> str:
    """Equal for two values that reach the same place."""
    return (fold(value) if kind == ContactKind.ADDRESS else value.casefold())[:600]
