"""Which texts the code shows to people: from Python files, Jinja2 templates and account templates.

In Python files these are the marked texts and the docstrings of verbs, which explain their buttons.
"""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from django.utils.translation.template import templatize
from jinja2.ext import babel_extract

Keyword = tuple[Any, ...] | None
# Line, marking function, its arguments, comments for the translator.
Found = tuple[int, str, Any, list[str]]

# What the arguments of each marking function are: the text, its plural ("n" forms), its context ("p" forms).
ARGUMENTS: dict[str, Keyword] = {
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
KEYWORDS: dict[str, Keyword] = {
    "_": None,
    "gettext_noop": None,
    **ARGUMENTS,
    **{f"{name}_lazy": arguments for name, arguments in ARGUMENTS.items()},
}
TRANSLATOR_COMMENTS = ["Translators:"]
# Pages of the account library are written in Django's template language, all others in Jinja2.
DJANGO_TEMPLATES = "account_templates"


def app_folders(package: Path) -> list[Path]:
    """Every folder that is a Django app, and so may have a `locale` folder."""
    return sorted(path.parent for path in package.rglob("apps.py"))


def texts_of(app: Path, package: Path) -> Catalog:
    """The texts of one app, without those of apps that lie inside it."""
    inner = [folder for folder in app_folders(package) if app in folder.parents]
    catalog = Catalog()
    for path in sorted([*app.rglob("*.py"), *app.rglob("*.html")]):
        if "migrations" in path.parts or any(folder in path.parents for folder in inner):
            continue
        where = path.relative_to(package.parent).as_posix()
        for line, function, texts, comments in read_texts(path):
            add(catalog, function, texts, comments, (where, line))
    return catalog


def read_texts(path: Path) -> Iterable[Found]:
    content = path.read_bytes()
    if path.suffix == ".py":
        return [*marked(content), *verb_docstrings(content)]
    if DJANGO_TEMPLATES in path.parts:
        return django_template(content)
    options = {"extensions": "jinja2.ext.do,jinja2.ext.loopcontrols", "silent": "false", "trimmed": "true"}
    return babel_extract(BytesIO(content), list(KEYWORDS), TRANSLATOR_COMMENTS, options)


def marked(content: bytes) -> Iterable[Any]:
    return extract_python(BytesIO(content), KEYWORDS, TRANSLATOR_COMMENTS, {"encoding": "utf-8"})


def verb_docstrings(content: bytes) -> Iterator[Found]:
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.FunctionDef) and any(map(declares_a_verb, node.decorator_list)):
            yield node.lineno, "_", inspect.cleandoc(ast.get_docstring(node, clean=False) or ""), []


def declares_a_verb(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return (called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")) == "operation"


def django_template(content: bytes) -> Iterator[Found]:
    """Django turns its templates into something Python-like; without indentation it can be read as Python."""
    code = "\n".join(line.strip() for line in templatize(content.decode()).splitlines())
    yield from marked(code.encode())


def add(catalog: Catalog, function: str, texts: Any, comments: list[str], where: tuple[str, int]) -> None:
    """Put one marked text into the catalogue; a text that is not written out literally is left out."""
    parts = list(texts) if isinstance(texts, (tuple, list)) else [texts]
    arguments = KEYWORDS.get(function)
    context = None
    if arguments and arguments[0] == (1, "c"):
        context, *parts = parts
    parts = parts[: 2 if function.startswith(("ngettext", "npgettext")) else 1]
    if not parts or not all(isinstance(part, str) and part for part in parts):
        return
    text = tuple(parts) if len(parts) == 2 else parts[0]
    catalog.add(text, locations=[where], auto_comments=comments, context=context)
