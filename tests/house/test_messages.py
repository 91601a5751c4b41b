"""French and Indonesian are complete, and incomplete catalogues are noticed."""

from __future__ import annotations

from pathlib import Path

import pytest

from setia.config import messages

CODE = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy

GREETING = _("Hello %(name)s")
COUNT = ngettext("%(n)d party", "%(n)d parties", 2)
VERB = pgettext_lazy("verb", "Open")


@operation(records="promise.kept", label=VERB)
def keep_promise(promise, *, by):
    'Mark the promise as kept.'


def unrelated():
    'Nobody reads this.'
"""
JINJA = '<h1>{{ _("Sign in") }}</h1> {% call box() %}{{ pgettext("adjective", "Open") }}{% endcall %}'
DJANGO = """{% load i18n %}<p>{% translate "Forgotten?" %}</p>
    <p>{% blocktranslate %}Dear {{ name }}{% endblocktranslate %}</p>
  don't
"""
TRANSLATED = {
    "Hello %(name)s": "Bonjour %(name)s",
    "%(n)d party": ("%(n)d tiers", "%(n)d tiers"),
    "Mark the promise as kept.": "Marquer la promesse comme tenue.",
    "Sign in": "Connexion",
    "Forgotten?": "Oublié ?",
    "Dear %(name)s": "Cher %(name)s",
}


def test_every_text_is_translated_into_every_language() -> None:
    assert messages.check() == []


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A small app with one text of each sort, completely translated."""
    app = tmp_path / "setia" / "app"
    for folder in ("templates", "account_templates"):
        (app / folder).mkdir(parents=True)
    (app / "apps.py").touch()
    (app / "words.py").write_text(CODE)
    (app / "templates" / "page.html").write_text(JINJA)
    (app / "account_templates" / "page.html").write_text(DJANGO)
    messages.update(app.parent)
    for language in messages.PLURALS:
        edit(app.parent, language, TRANSLATED)
    return app.parent


def edit(package: Path, language: str, translated: dict[str, str | tuple[str, ...]]) -> None:
    catalog = messages.read_catalog(package / "app", language)
    for message in messages.entries(catalog):
        text = translated.get(messages.originals(message)[0], message.string or "Ouvrir")
        message.string = text[: catalog.num_plurals] if message.pluralizable else text  # type: ignore[assignment]
    messages.write_catalog(package / "app", language, catalog)


def test_texts_of_python_jinja_and_account_pages_are_found(package: Path) -> None:
    found = messages.extract(package)
    assert all(f'msgid "{text}"' in found for text in TRANSLATED)
    assert 'msgctxt "verb"' in found
    assert "Nobody" not in found
    assert 'msgctxt "adjective"' in found


def test_complete_catalogues_have_no_problem(package: Path) -> None:
    assert messages.check(package) == []
    assert messages.update(package) == []


def test_translations_reach_the_compiled_catalogue(package: Path) -> None:
    assert messages.compile_catalogs(package) == 2
    compiled = messages.po_file(package / "app", "fr").with_suffix(".mo").read_bytes()
    assert b"Bonjour %(name)s" in compiled


@pytest.mark.parametrize(
    ("translated", "problem"),
    [
        ({"Sign in": ""}, "'Sign in' is not translated"),
        ({"Hello %(name)s": "Bonjour"}, "'Hello %(name)s': the placeholders differ in 'Bonjour'"),
        ({"Sign in": "Connexion {x}"}, "'Sign in': the placeholders differ in 'Connexion {x}'"),
        (
            {"%(n)d party": ("%(n)d tiers", "des tiers")},
            "'%(n)d party': the placeholders differ in 'des tiers'",
        ),
    ],
)
def test_a_bad_translation_is_noticed(package: Path, translated: dict[str, str], problem: str) -> None:
    edit(package, "fr", {**TRANSLATED, **translated})
    assert [line.partition(": ")[2] for line in messages.check(package)] == [problem]


def test_a_new_text_and_a_dropped_text_are_noticed(package: Path) -> None:
    (package / "app" / "words.py").write_text(CODE.replace("Hello %(name)s", "Welcome"))
    problems = " ".join(messages.check(package))
    assert "'Welcome' is missing" in problems
    assert "'Hello %(name)s' is no longer said anywhere" in problems


def test_a_fuzzy_translation_is_noticed(package: Path) -> None:
    path = messages.po_file(package / "app", "id")
    path.write_text(path.read_text().replace('msgid "Sign in"', '#, fuzzy\nmsgid "Sign in"'))
    assert ["marked fuzzy" in line for line in messages.check(package)] == [True]


def test_an_obsolete_translation_is_noticed(package: Path) -> None:
    path = messages.po_file(package / "app", "id")
    path.write_text(path.read_text() + '\n#~ msgid "Old"\n#~ msgstr "Lama"\n')
    assert ["obsolete" in line for line in messages.check(package)] == [True]


def test_two_translations_of_one_text_are_noticed(package: Path) -> None:
    other = package / "other"
    other.mkdir()
    (other / "apps.py").touch()
    (other / "words.py").write_text('from x import _\n_("Sign in")\n')
    messages.update(package)
    for language in messages.PLURALS:
        path = messages.po_file(other, language)
        path.write_text(path.read_text().removesuffix('""\n') + '"Entrer"\n')
    assert ["translated differently" in line for line in messages.check(package)] == [True, True]
