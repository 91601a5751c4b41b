"""The proof of an erasure on paper."""

from __future__ import annotations

from django.utils.html import escape
from django.utils.translation import gettext as _

from setia.domains.privacy.erasures.model import Erasure
from setia.domains.privacy.erasures.proving import is_unaltered
from setia.domains.privacy.erasures.resource import in_words, verified
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.formats import reader_for
from setia.kit.papers import Document

STYLE = (
    "body{font:15px/1.6 system-ui,sans-serif;max-width:46rem;margin:3rem auto;padding:0 1rem}pre{white-space:pre-wrap}"
)


def proof_of(erasure: Erasure, by: Actor) -> Document:
    """One page without anything about the person but the number."""
    read = reader_for(by.language, by.zone)
    facts = [
        (_("Company"), our_company().name),
        (_("Numbers of the records"), ", ".join(map(str, erasure.subjects))),
        (_("Decided by"), erasure.approved_by),
        (_("Begun"), read.moment(erasure.started_at)),
        (_("Finished"), read.moment(erasure.finished_at)),
        (_("What went"), in_words(erasure.counts)),
        (_("What is left"), verified(erasure.left)),
        (_("Fingerprint"), erasure.proof),
        (_("Checked"), _("The fingerprint fits what is written here.") if is_unaltered(erasure) else
         _("The fingerprint does not fit: this proof was altered.")),
    ]  # fmt: skip
    lines = "".join(f"<h2>{escape(label)}</h2><pre>{escape(words)}</pre>" for label, words in facts)
    page = (
        f'<!doctype html><html lang="{by.language}"><meta charset="utf-8"><title>{escape(erasure.name)}</title>'
        f"<style>{STYLE}</style><h1>{escape(erasure.name)}</h1>{lines}"
    )
    return Document(f"erasure-{erasure.pk}.html", "text/html; charset=utf-8", page.encode())
