"""The archive that a person gets: tables as JSON for programs, and a page that can be read and printed."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override

from setia.domains.parties.parties.model import Party
from setia.domains.privacy.archive.gathering import (
    as_json,
    entries,
    entry_json,
    origins,
    recipients,
    records,
    told_fields,
)
from setia.domains.privacy.fields.model import PersonalField
from setia.domains.privacy.fields.words import name_of, purpose_of
from setia.domains.privacy.requests.model import PrivacyRequest
from setia.foundation.access import Actor
from setia.foundation.company import our_company
from setia.foundation.formats import Reader, reader_for
from setia.foundation.ledger import kinds
from setia.foundation.personal import Basis
from setia.kit.kinds import Reference
from setia.kit.papers import Document
from setia.kit.resources import Resource

LANGUAGES = ("en", "fr", "id")
STYLE = (
    "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%;margin:0 0 1.5rem}"
    "td,th{border-bottom:1px solid #ccc;padding:.25rem .5rem;text-align:start;vertical-align:top}"
    "th{width:16rem;font-weight:600}h2{break-after:avoid}"
)


def archive_of(request: PrivacyRequest, by: Actor) -> Document:
    """A zip with data.json and a page in the person's language."""
    party = request.party
    language = party.language if party.language in LANGUAGES else our_company().language
    whole = _whole(party, by)
    with override(language):
        page = _page(party, by, reader_for(language, by.zone), language)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(whole, ensure_ascii=False, indent=1, default=str))
        archive.writestr("read-me.html", page)
    return Document(f"personal-data-{party.pk}.zip", "application/zip", target.getvalue())


def _whole(party: Party, by: Actor) -> dict[str, Any]:
    return {
        "made_at": by.at.isoformat(),
        "controller": our_company().name,
        "records": {
            resource.slug: [as_json(resource, row) for row in rows] for resource, rows in records(party.pk, by)
        },
        "history": [entry_json(entry) for entry in entries(party.pk)],
        "where_it_came_from": origins(party.pk),
        "taken_out_as_files": recipients(party.pk),
        "kept_for": kept_for(),
    }


def kept_for() -> list[dict[str, Any]]:
    """Purpose, legal basis and retention of every field, as the company has set them."""
    rows = PersonalField.objects.active().order_by("noun", "field")
    return [
        {"field": f"{row.noun}.{row.field}", "name": row.name, "purpose": row.purpose, "legal_basis": row.basis,
         "months_after_the_last_dealing": row.months}
        for row in rows
    ]  # fmt: skip


def _page(party: Party, by: Actor, read: Reader, language: str) -> str:
    title = _("What %(company)s keeps of %(party)s") % {"company": our_company().name, "party": party.name}
    parts = [
        f'<!doctype html><html lang="{language}"><meta charset="utf-8"><title>{escape(title)}</title>',
        f"<style>{STYLE}</style><h1>{escape(title)}</h1><p>{escape(read.date(by.today))}</p>",
    ]
    for resource, rows in records(party.pk, by):
        if rows:
            parts.append(f"<h2>{escape(resource.plural)}</h2>")
            parts += [_table(resource, row, read) for row in rows]
    parts.append(f"<h2>{escape(_('What happened'))}</h2><table>")
    for entry in entries(party.pk):
        kind = kinds.get(entry.kind)
        said = entry.data.get("inputs", {}).get("text", "")
        words = " – ".join(filter(None, (str(kind.label) if kind else entry.kind, entry.title, str(said))))
        parts.append(f"<tr><th>{escape(read.date(entry.at.date()))}</th><td>{escape(words)}</td></tr>")
    parts.append(f"</table><h2>{escape(_('Why it is kept, and how long'))}</h2><table>")
    for row in PersonalField.objects.active().order_by("name").values():
        words = f"{purpose_of(row)} ({Basis(row['basis']).label})"
        if row["months"]:
            words += " " + _("Dropped %(months)d months after the last dealing.") % {"months": row["months"]}
        parts.append(f"<tr><th>{escape(name_of(row))}</th><td>{escape(words)}</td></tr>")
    parts.append("</table>")
    return "".join(parts)


def _table(resource: Resource, row: dict[str, Any], read: Reader) -> str:
    lines = []
    for name, field in told_fields(resource).items():
        words = "" if isinstance(field.kind, Reference) and name == "other" else field.kind.cell(field, row, read)
        if str(words).strip():
            lines.append(f"<tr><th>{escape(field.label)}</th><td>{escape(words)}</td></tr>")
    return f"<table>{''.join(lines)}</table>"
