"""The document of an offer: a PDF where typst is installed, otherwise a page of text.

The same words always give the same bytes: nothing in it depends on when it is made.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import override

from setia.domains.sales.offer_papers.telling import told
from setia.domains.sales.offers.model import Offer
from setia.foundation.errors import Refusal
from setia.kit.papers import Document
from setia.kit.proposals import Proposal

log = logging.getLogger("setia.papers")
HERE = Path(__file__).parent
MEMORY, SECONDS = 2 << 30, 20


def document_of(offer: Offer) -> Document:
    proposal = told(offer)
    with override(proposal.language):
        if find_spec("typst") is None:
            return Document(f"{offer.name}.txt", "text/plain; charset=utf-8", _text(proposal).encode())
        return Document(f"{offer.name}.pdf", "application/pdf", _pdf(proposal))


def _pdf(proposal: Proposal) -> bytes:
    command = [sys.executable, "-I", "-B", str(HERE / "child.py"), str(MEMORY), str(SECONDS), str(HERE / "offer.typ")]
    said = json.dumps({**asdict(proposal), "words": _words()}).encode()
    try:
        done = subprocess.run(command, input=said, capture_output=True, timeout=2 * SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        raise Refusal(_("The document could not be made in time. Try again.")) from None
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        log.error("no document: %s", done.stderr.decode(errors="replace")[-2000:])
        raise Refusal(_("The document could not be made. Tell whoever runs Setia for you."))
    return done.stdout


def _words() -> dict[str, str]:
    return {
        "offer": _("Offer"), "date": _("Date"), "valid": _("Valid until"), "what": _("What we offer"),
        "amount": _("Amount"), "optional": _("optional"), "promises": _("What we promise"), "terms": _("Terms"),
        "contact": _("Your contact:"),
    }  # fmt: skip


def _text(proposal: Proposal) -> str:
    words = _words()
    rows = [proposal.company, *proposal.letterhead, "", f"{words['offer']} {proposal.name}  {proposal.made_on}",
            f"{words['valid']} {proposal.valid_until}", "", *proposal.to, "", proposal.subject,
            *proposal.introduction, ""]  # fmt: skip
    for number, line in enumerate(proposal.lines, 1):
        mark = f" ({words['optional']})" if line.is_optional else ""
        rows += [f"{number}. {line.words}{mark}", f"   {line.detail} = {line.amount}"]
        rows += [f"   {line.promise}"] if line.promise else []
    rows += ["", *(f"{name}: {amount}" for name, amount in proposal.sums), "", *proposal.promises, *proposal.terms]
    return "\n".join(rows) + "\n"
