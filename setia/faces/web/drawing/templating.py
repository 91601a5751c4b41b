"""What every Jinja2 template may use: translation, addresses, static files, icons, attributes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Any

from django.templatetags.static import static as hashed
from django.utils.translation import get_language, gettext, ngettext, npgettext, pgettext
from jinja2 import Environment
from jinja2.runtime import Macro
from markupsafe import Markup, escape

from setia.faces.web.addresses import reverse
from setia.faces.web.drawing import rows
from setia.faces.web.drawing.marks import avatar, badge, icon


def url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a named route; compute it once per page, not once per row."""
    return reverse(name, args, **kwargs)


@lru_cache(maxsize=512)
def static(path: str) -> str:
    """The address of a static file; its name holds its checksum and does not change while Setia runs."""
    return hashed(path)


def cell(value: object) -> Markup:
    return Markup(rows.cell(value))  # noqa: S704 (escaped there)


def tick(done: Mapping[str, str], name: object) -> Markup:
    return Markup(rows.tick(done, name))  # noqa: S704 (escaped there)


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


def once(env: Environment, template: str) -> Markup:
    """A part that is the same on every page of a language, drawn when it is first needed."""
    return _drawn(env, template, get_language() or "")


@lru_cache(maxsize=64)
def _drawn(env: Environment, template: str, language: str) -> Markup:
    return Markup(env.get_template(template).render())  # noqa: S704 (a template escapes)


CSRF_PLACE = Markup("<input type=hidden name=csrf>")
"""Where the token of a request belongs in what is kept: `drawn(...)|replace(csrf_place, csrf_input)`."""

BELL_PLACE = Markup("<i class=bell></i>")
"""Where the bell belongs in the bar that is kept: its number changes too often to be kept with it."""

MOST_KEPT = 1_000
_kept: dict[tuple[str, str, str], Markup] = {}


def drawn(macro: Macro, *values: object) -> Markup:
    """What a macro makes of plain values, drawn again only for others: for what stands around a page.

    The macro must depend on nothing else but the language. Texts that are still to be translated have
    to be made words before.
    """
    key = (macro.name, get_language() or "", repr(values))
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        found = _kept[key] = Markup(macro(*values))  # noqa: S704 (a macro escapes)
    return found


def environment(**options: Any) -> Environment:
    """The environment named in settings.TEMPLATES; autoescape and the loader arrive as options."""
    options.setdefault("autoescape", True)
    env = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True, **options)  # noqa: S701
    env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext
    )
    env.globals.update(url=url, static=static, icon=icon, attributes=attributes, avatar=avatar, badge=badge)
    env.globals.update(
        once=partial(once, env),
        drawn=drawn,
        csrf_place=CSRF_PLACE,
        bell_place=BELL_PLACE,
        cell=cell,
        tick=tick,
        table_rows=rows.rows,
        show_cards=rows.cards,
        facts=rows.facts,
    )
    return env
