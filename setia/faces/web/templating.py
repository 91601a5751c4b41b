"""What every Jinja2 template may use: translation, addresses, static files, icons, attributes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from zlib import crc32

from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, ngettext, npgettext, pgettext
from jinja2 import Environment
from lucide.jinja import lucide
from markupsafe import Markup, escape

HUES = 8


@lru_cache(maxsize=1024)
def icon(name: str, size: int = 16) -> Markup:
    """The Lucide icon as decoration: always hidden from screen readers, so a label must stand beside it."""
    return escape(lucide(name, size=size, stroke_width="1.75", aria_hidden="true"))


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a named route; compute it once per page, not once per row."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def attributes(values: Mapping[str, object] | None) -> Markup:
    """HTML attributes with a leading space; None and False are left out, True stands alone."""
    if not values:
        return Markup("")
    parts = (
        escape(name) if value is True else Markup('{}="{}"').format(name, value)
        for name, value in values.items()
        if value is not None and value is not False
    )
    return Markup("").join(Markup(" ") + part for part in parts)


def initials(name: object) -> str:
    """One or two letters for an avatar: "Ada Lim" -> "AL", "acme" -> "A"."""
    words = [word for word in str(name).split() if word[0].isalnum()]
    letters = words[:1] + words[1:][-1:]
    return "".join(word[0] for word in letters).upper() or "?"


def hue(name: object) -> int:
    """The same one of eight avatar colours for the same name, on every machine."""
    return crc32(str(name).encode()) % HUES


def environment(**options: Any) -> Environment:
    """The environment named in settings.TEMPLATES; autoescape and the loader arrive as options."""
    options.setdefault("autoescape", True)
    env = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True, **options)  # noqa: S701
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.globals.update(url=url, static=static, icon=icon, attributes=attributes)
    env.filters.update(initials=initials, hue=hue)
    return env
