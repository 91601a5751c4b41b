"""Mark-up of what stands on a page in hundreds: cells, rows, cards.

A list would call a template's macro hundreds of times, and every call costs more than what it
writes; these are plain functions (docs/decisions/pages.md). Everything is escaped here; what
stands on a page once stays in the templates.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from setia.faces.web.drawing.marks import avatar, badge, icon

SPECIAL = re.compile(r"[&<>'\"]")


def plain(value: Any) -> str:
    """The value as text in mark-up; most texts hold nothing that has to be written otherwise."""
    if type(value) is str and not SPECIAL.search(value):
        return value
    return str(escape(value))


def cell(value: Any) -> str:
    """A text, or {text, sub, url, tone (a badge), avatar (a name), square, icon, tick}."""
    if not isinstance(value, Mapping):
        return "" if value is None else plain(value)
    if value.get("tick"):
        return tick(value["tick"], value["text"]) + cell({**value, "tick": None})
    text, url = value["text"], value.get("url")
    if "tone" in value:
        shown = badge(text, value["tone"])
    elif value.get("avatar"):
        picture = avatar(value["avatar"], square=bool(value.get("square")))
        named = f"{picture}<span>{plain(text)}</span>"
        shown = (
            f'<a class="with-avatar" href="{plain(url)}">{named}</a>'
            if url
            else f'<span class="with-avatar">{named}</span>'
        )
    elif url:
        shown = f'<a href="{plain(url)}">{plain(text)}</a>'
    else:
        symbol = icon(value["icon"], 14) if value.get("icon") else ""
        shown = f"{symbol}{plain(text)}"
    return f'{shown}<span class="sub">{plain(value["sub"])}</span>' if value.get("sub") else shown


def tick(done: Mapping[str, str], name: Any) -> str:
    """The button that does a verb at once: {url, label}. A refusal opens in the dialog."""
    label = plain(done["label"])
    return (
        f'<button class="tick" type="button" hx-post="{plain(done["url"])}" hx-target="#dialog" hx-swap="innerHTML"'
        f' aria-label="{label}: {plain(name)}" title="{label}">{icon("check", 12)}</button>'
    )


def row(row: Mapping[str, Any], css: Sequence[str], select: str, unnamed: str) -> str:
    """One <tr>: {id, name, url, edit_url, tick, cells}. `select` says "Select %(name)s", or nothing for no box."""
    found = [f'<tr id="r{row["id"]}" data-id="{row["id"]}"']
    if row.get("edit_url"):
        found.append(f' data-edit="{plain(row["edit_url"])}"')
    found.append(">")
    if select:
        label = plain(select % {"name": row["name"]})
        found.append(
            f'<td class="pick"><label><input class="box" type="checkbox" name="ids" value="{row["id"]}"'
            f' form="bulk" aria-label="{label}"></label></td>'
        )
    url = row.get("url")
    for at, value in enumerate(row["cells"]):
        none = " none" if value == "" or value is None else ""
        shown = _title(value, url, unnamed) if at == 0 and url else cell(value)
        if at == 0 and row.get("tick"):
            shown = tick(row["tick"], row["name"]) + shown
        found.append(f'\n<td class="{css[at]}{none}">{shown}</td>')
    found.append("</tr>")
    return "".join(found)


def _title(value: Any, url: str, unnamed: str) -> str:
    """The first cell of a row leads to the record."""
    parts: Mapping[str, Any] = value if isinstance(value, Mapping) else {"text": value}
    picture = avatar(parts["avatar"], square=bool(parts.get("square"))) if parts.get("avatar") else ""
    sub = f'<span class="sub">{plain(parts["sub"])}</span>' if parts.get("sub") else ""
    return f'<a href="{plain(url)}">{picture}<span>{plain(parts["text"] or unnamed)}</span></a>{sub}'


def rows(rows: Iterable[Mapping[str, Any]], css: Sequence[str], select: bool) -> Markup:
    """All rows of a table; `css` is the class of each column's cells."""
    words = _("Select %(name)s") if select else ""
    unnamed = _("(without a name)")
    return Markup("\n".join(row(one, css, words, unnamed) for one in rows))  # noqa: S704 (escaped above)


def card(item: Mapping[str, Any], move: str, hint: str) -> str:
    """A card of a board: {id, version, url, title, sub, badge, figure, owner, move_url}.

    `move` says "Move %(name)s to…" for the button that lists the lanes, `hint` is its tooltip.
    """
    found = [
        f'<article class="card" id="c{item["id"]}" data-id="{item["id"]}" data-version="{item["version"]}"',
        ' tabindex="-1">\n',
        f'<a class="card-title" href="{plain(item["url"])}" draggable="false">{plain(item["title"])}</a>\n',
    ]
    if item.get("sub"):
        found.append(f'<span class="card-sub">{plain(item["sub"])}</span>\n')
    if item.get("badge"):
        found.append(f'<span class="badge is-warn"><span>{plain(item["badge"])}</span></span>\n')
    found.append('<div class="card-foot">')
    if item.get("figure"):
        found.append(f"<b>{plain(item['figure'])}</b>")
    if owner := item.get("owner"):
        name = plain(owner)
        found.append(f'<span title="{name}">{avatar(owner)}<span class="sr">{name}</span></span>')
    found.append("</div>\n")
    if item.get("move_url"):
        label = plain(move % {"name": item["title"]})
        found.append(
            f'<a class="btn is-icon is-quiet is-small" href="{plain(item["move_url"])}" data-move-menu'
            f' aria-label="{label}" title="{plain(hint)} (m)">{icon("ellipsis", 14)}</a>\n'
        )
    found.append("</article>")
    return "".join(found)


def cards(items: Iterable[Mapping[str, Any]]) -> Markup:
    move, hint = _("Move %(name)s to…"), _("Move to…")
    return Markup("\n".join(card(item, move, hint) for item in items))  # noqa: S704 (escaped above)


def fact(item: Mapping[str, Any], edit_url: str, edit: str) -> str:
    """What is known under one label: {key, label, value (as a cell), edit}; <edit_url><key> answers with its form."""
    value, key = item["value"], plain(item["key"])
    can = bool(item.get("edit") and edit_url)
    css = ("edit" if can else "") + (" none" if value == "" or value is None else "")
    known = f'<dt>{plain(item["label"])}</dt><dd><span class="{css}" data-field="{key}">{cell(value)}</span>'
    if not can:
        return f'<div class="fact">{known}</dd></div>'
    label = plain(edit % {"label": item["label"]})
    return (
        f'<div class="fact" data-edit="{edit_url}">{known}<a class="btn is-icon is-quiet is-small"'
        f' href="{edit_url}{key}" aria-label="{label}" title="{label}" data-edit-fact>{icon("pencil")}</a></dd></div>'
    )


def facts(items: Iterable[Mapping[str, Any]], edit_url: str = "") -> Markup:
    """A group of the form as it is read."""
    edit, url = _("Edit %(label)s"), plain(edit_url)
    shown = "".join(fact(item, url, edit) for item in items)
    return Markup(f'<dl class="facts">{shown}</dl>')  # noqa: S704 (escaped above)
