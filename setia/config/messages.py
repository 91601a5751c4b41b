"""The translations of Setia: collect the texts, compile the catalogues, say what is missing.

    python -m setia.config.messages extract | update | compile | check

Every app keeps its own `locale/{fr,id}/LC_MESSAGES/django.po`; English is what the code says.
Babel reads and writes the catalogues, so that no gettext program is needed.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from setia.config.texts import app_folders, texts_of

PACKAGE = Path(__file__).resolve().parent.parent
# The plural rules are Django's own, so that its catalogues and ours agree.
PLURALS = {"fr": "nplurals=2; plural=(n > 1);", "id": "nplurals=1; plural=0;"}
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""
# %(name)s, %s, {name}: what the code fills in. A translation must keep each of them.
PLACEHOLDER = re.compile(r"%\(\w+\)[#0\- +]*[\d.]*[a-zA-Z]|%[\d.]*[sdifr]|\{\w*(?:![rsa])?(?::[^{}]*)?\}")


def po_file(app: Path, language: str) -> Path:
    return app / "locale" / language / "LC_MESSAGES" / "django.po"


def header(language: str) -> str:
    return HEADER.format(language=language, plurals=PLURALS[language])


def as_text(catalog: Catalog) -> str:
    """The entries in a form that changes only where a text changes: sorted, unwrapped, no line numbers."""
    written = BytesIO()
    write_po(
        written,
        catalog,
        width=0,
        omit_header=True,
        sort_output=True,
        include_lineno=False,
        ignore_obsolete=True,
    )
    return written.getvalue().decode().strip() + "\n"


def read_catalog(app: Path, language: str) -> Catalog:
    """The catalogue as it is kept; empty when the app has none yet."""
    path = po_file(app, language)
    text = path.read_text("utf-8") if path.exists() else header(language)
    return read_po(StringIO(text), locale=language, abort_invalid=True)


def write_catalog(app: Path, language: str, catalog: Catalog) -> bool:
    """Keep the catalogue; True when that changed the file."""
    text = header(language) + as_text(catalog)
    path = po_file(app, language)
    if path.exists() and path.read_text("utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return True


def entries(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


def translations(message: Message) -> list[str]:
    """All forms of the translation; an untranslated plural may be None."""
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return [form or "" for form in forms]


def originals(message: Message) -> list[str]:
    """The English text: singular and plural, or the one there is."""
    return [message.id] if isinstance(message.id, str) else list(message.id)


def update(package: Path = PACKAGE) -> list[Path]:
    """Bring every catalogue up to what the code says; translations of texts that remain are kept."""
    changed = []
    for app in app_folders(package):
        found = texts_of(app, package)
        for language in PLURALS:
            if not len(found) and not po_file(app, language).exists():
                continue
            catalog = read_catalog(app, language)
            catalog.update(found, no_fuzzy_matching=True)
            if write_catalog(app, language, catalog):
                changed.append(po_file(app, language))
    return changed


def compile_catalogs(package: Path = PACKAGE) -> int:
    """Write the compiled form beside each catalogue, where it is older. Returns how many there are."""
    catalogs = [(app, language) for app in app_folders(package) for language in PLURALS]
    catalogs = [(app, language) for app, language in catalogs if po_file(app, language).exists()]
    for app, language in catalogs:
        source, target = po_file(app, language), po_file(app, language).with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
            continue
        compiled = BytesIO()
        write_mo(compiled, read_catalog(app, language))
        target.write_bytes(compiled.getvalue())
    return len(catalogs)


def check(package: Path = PACKAGE) -> list[str]:
    """What is wrong with the catalogues, one sentence each; empty when they are complete."""
    problems: list[str] = []
    for language in PLURALS:
        kept: dict[tuple[str | None, Any], tuple[list[str], str]] = {}
        for app in app_folders(package):
            name = f"{po_file(app, language).relative_to(package.parent)}"
            catalog, found = read_catalog(app, language), texts_of(app, package)
            problems += [f"{name}: {problem}" for problem in catalog_problems(catalog, found)]
            for message in entries(catalog):
                saying = (message.context, message.id)
                translated, elsewhere = kept.setdefault(saying, (translations(message), name))
                if translated != translations(message):
                    problems.append(f"{name}: {shown(message)} is translated differently in {elsewhere}")
    return problems


def catalog_problems(catalog: Catalog, found: Catalog) -> Iterator[str]:
    for message in entries(found):
        if catalog.get(message.id, message.context) is None:
            yield f"{shown(message)} is missing"
    for message in entries(catalog):
        if found.get(message.id, message.context) is None:
            yield f"{shown(message)} is no longer said anywhere"
        yield from message_problems(message, catalog.num_plurals)
    for message in catalog.obsolete.values():
        yield f"{shown(message)} is kept although it is obsolete"


def message_problems(message: Message, plurals: int) -> Iterator[str]:
    forms = translations(message)
    if message.fuzzy:
        yield f"{shown(message)} is marked fuzzy; check it and remove the mark"
    if not all(form.strip() for form in forms) or (message.pluralizable and len(forms) != plurals):
        yield f"{shown(message)} is not translated"
        return
    one, many = (set(PLACEHOLDER.findall(originals(message)[index])) for index in (0, -1))
    for form in forms:
        there = set(PLACEHOLDER.findall(form))
        # Only the last form speaks of any number; the others may leave the number out, as English does.
        needed = many if form is forms[-1] else one & many
        if needed - there or there - (one | many):
            yield f"{shown(message)}: the placeholders differ in {form!r}"


def shown(message: Message) -> str:
    return repr(originals(message)[0])


def extract(package: Path = PACKAGE) -> str:
    """Every text of every app as one template, for a translator who wants to begin a language."""
    template = Catalog(project="Setia", charset="utf-8", fuzzy=False)
    for app in app_folders(package):
        for message in entries(texts_of(app, package)):
            where, flags = message.locations, message.flags
            template.add(message.id, locations=where, flags=flags, context=message.context)
    return as_text(template)


def main(arguments: list[str]) -> int:
    match arguments:
        case ["extract"]:
            print(extract(), end="")
        case ["update"]:
            changed = [f"updated {path.relative_to(PACKAGE.parent)}" for path in update()]
            print("\n".join(changed) or "nothing to update")
        case ["compile"]:
            print(f"Setia: {compile_catalogs()} translation catalogues are compiled.")
        case ["check"]:
            problems = check()
            print("\n".join(problems) or "the translations are complete")
            return 1 if problems else 0
        case _:
            print("Write one of: extract, update, compile, check", file=sys.stderr)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
